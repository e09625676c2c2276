#include "engine/registry/blob_files.hpp"

#include <fcntl.h>

#include <cerrno>

#include "base/files.hpp"
#include "engine/registry/limits.hpp"
#include "engine/store/durable_file.hpp"

namespace lambent::registry {

namespace fs = std::filesystem;
using guard = std::lock_guard<std::mutex>;

result<std::unique_ptr<blob_files>> blob_files::open(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return fail("create " + dir.string() + ": " + failed.message());
  return std::unique_ptr<blob_files>(new blob_files(fs::absolute(dir)));
}

fs::path blob_files::path_of(const oci::digest& digest) const { return dir_ / digest.hex(); }

result<blob_files::identity> blob_files::identity_of(const fd& file) {
  struct stat now{};
  if (::fstat(file.get(), &now) != 0) return sys_fail("look at a blob's file");
  auto nanoseconds = [](const timespec& t) { return t.tv_sec * 1'000'000'000LL + t.tv_nsec; };
  return identity{now.st_ino, now.st_size, nanoseconds(now.st_mtim), nanoseconds(now.st_ctim)};
}

void blob_files::remember(const oci::digest& digest, const identity& of) {
  guard alone(one_at_a_time_);
  if (verified_.size() >= limits::verified_max) verified_.clear();
  verified_.insert_or_assign(digest, of);
}

bool blob_files::verified(const oci::digest& digest, const identity& as) {
  guard alone(one_at_a_time_);
  auto found = verified_.find(digest);
  return found != verified_.end() && found->second == as;
}

result<> blob_files::adopt(const fs::path& file, fd&& written, const oci::digest& digest) {
  fd held = std::move(written);
  if (::fsync(held.get()) != 0) return sys_fail("sync " + file.string());
  TRY(store::rename_to(file, path_of(digest)));
  TRY(store::sync_dir(dir_));
  remember(digest, TRY(identity_of(held)));
  return {};
}

result<> blob_files::write(std::string_view bytes, const oci::digest& digest) {
  fs::path at = store::unfinished_name(dir_);
  store::scratch unless_named(at);
  TRY(store::write_synced(at, bytes));
  TRY(store::rename_to(at, path_of(digest)));
  return store::sync_dir(dir_);
}

result<http::file_slice> blob_files::read_unverified(const oci::digest& digest) const {
  return http::whole_file(path_of(digest).string());
}

result<blob_files::opened> blob_files::read(const oci::digest& digest, std::uint64_t size) {
  auto file = read_unverified(digest);
  if (!file && file.error().code == ENOENT) return opened{};
  if (!file) return std::unexpected(std::move(file.error()));
  if (file->size != size) return opened{.found = state::damaged};
  identity now = TRY(identity_of(file->file));
  if (!verified(digest, now)) {
    oci::hasher sum;
    TRY(read_pieces(file->file.get(), 0, size, [&](std::string_view piece) -> result<> {
      sum.add(piece);
      return {};
    }));
    if (sum.finish() != digest) return opened{.found = state::damaged};
    remember(digest, now);
  }
  return opened{state::good, std::move(*file)};
}

void blob_files::remove(const oci::digest& digest) {
  std::error_code ignored;
  fs::remove(path_of(digest), ignored);
  guard alone(one_at_a_time_);
  verified_.erase(digest);
}

result<> blob_files::keep_only(const std::set<oci::digest>& known) {
  return store::remove_others(dir_, [&](const fs::path& entry) {
    auto name = oci::digest::parse("sha256:" + entry.filename().string());
    return name && known.contains(*name);
  });
}

}  // namespace lambent::registry
