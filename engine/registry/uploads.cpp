#include "engine/registry/uploads.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.hpp"
#include "engine/registry/limits.hpp"
#include "engine/store/durable_file.hpp"

namespace lambent::registry {

namespace fs = std::filesystem;
using guard = std::lock_guard<std::mutex>;

struct upload_writer::state {
  oci::hasher sum;
  std::uint64_t hashed = 0;  // Bytes in `sum`, from the first on.
  std::uint64_t size = 0;
  std::uint64_t behind = 0;  // Bytes that the disk has been told to write.
  bool claimed = false;
  bool discarded = false;
};

upload_writer::upload_writer(uploads& of, std::string id, fs::path path, fd file,
                             std::shared_ptr<state> held)
    : of_(&of),
      id_(std::move(id)),
      path_(std::move(path)),
      file_(std::move(file)),
      state_(std::move(held)) {}

upload_writer::upload_writer(upload_writer&& other) noexcept
    : of_(std::exchange(other.of_, nullptr)),
      id_(std::move(other.id_)),
      path_(std::move(other.path_)),
      file_(std::move(other.file_)),
      state_(std::move(other.state_)) {}

upload_writer::~upload_writer() {
  if (of_ != nullptr) of_->release(id_);
}

std::uint64_t upload_writer::size() const { return state_->size; }

result<> upload_writer::write(std::string_view bytes) {
  state& s = *state_;
  if (auto written = write_all(file_.get(), bytes); !written) {
    // Part of it may be there: what there is stays true for who asks.
    struct stat now{};
    if (::fstat(file_.get(), &now) == 0) s.size = static_cast<std::uint64_t>(now.st_size);
    return std::unexpected(
        in_context("keep an upload in " + path_.string(), std::move(written.error())));
  }
  if (s.hashed == s.size) {
    s.sum.add(bytes);
    s.hashed += bytes.size();
  }
  s.size += bytes.size();
  if (s.size - s.behind >= limits::write_behind_bytes) {
    // A hint alone: it says nothing about success, sync() does.
    (void)::sync_file_range(file_.get(), static_cast<off_t>(s.behind),
                            static_cast<off_t>(s.size - s.behind), SYNC_FILE_RANGE_WRITE);
    s.behind = s.size;
  }
  return {};
}

result<> upload_writer::sync() {
  if (::fsync(file_.get()) != 0) return sys_fail("sync " + path_.string());
  return {};
}

result<> upload_writer::cut_back(std::uint64_t to) {
  state& s = *state_;
  if (::ftruncate(file_.get(), static_cast<off_t>(to)) != 0)
    return sys_fail("cut " + path_.string());
  s.size = to;
  s.behind = std::min(s.behind, to);
  if (s.hashed <= to) return {};
  s.sum = oci::hasher();
  s.hashed = 0;
  return {};
}

result<oci::digest> upload_writer::digest() {
  state& s = *state_;
  if (s.hashed != s.size) {
    s.sum = oci::hasher();
    TRY(read_pieces(file_.get(), 0, s.size, [&](std::string_view piece) -> result<> {
      s.sum.add(piece);
      return {};
    }));
  }
  s.hashed = 0;  // The hasher begins anew.
  return s.sum.finish();
}

result<std::unique_ptr<uploads>> uploads::open(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return fail("create " + dir.string() + ": " + failed.message());
  return std::unique_ptr<uploads>(new uploads(fs::absolute(dir)));
}

result<> uploads::create(std::string_view id) {
  fd file(::open(path_of(id).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return sys_fail("create " + path_of(id).string());
  return store::sync_dir(dir_);
}

result<std::uint64_t> uploads::size(std::string_view id) const {
  std::error_code failed;
  auto bytes = fs::file_size(path_of(id), failed);
  if (failed) return sys_fail("look at " + path_of(id).string(), failed.value());
  return static_cast<std::uint64_t>(bytes);
}

result<std::optional<upload_writer>> uploads::claim(const std::string& id) {
  guard alone(one_at_a_time_);
  auto found = known_.find(id);
  if (found != known_.end() && found->second->claimed) return std::nullopt;
  fd file(::open(path_of(id).c_str(), O_RDWR | O_APPEND | O_CLOEXEC));
  struct stat about{};
  if (!file || ::fstat(file.get(), &about) != 0) return sys_fail("open " + path_of(id).string());
  if (found == known_.end())
    found = known_.emplace(id, std::make_shared<upload_writer::state>()).first;
  upload_writer::state& s = *found->second;
  s.size = static_cast<std::uint64_t>(about.st_size);
  s.claimed = true;
  return upload_writer(*this, id, path_of(id), std::move(file), found->second);
}

void uploads::release(const std::string& id) {
  guard alone(one_at_a_time_);
  auto found = known_.find(id);
  if (found == known_.end()) return;
  found->second->claimed = false;
  if (found->second->discarded) drop(id);
}

bool uploads::remove(const std::string& id) {
  guard alone(one_at_a_time_);
  auto found = known_.find(id);
  if (found != known_.end() && found->second->claimed) return false;
  drop(id);
  return true;
}

void uploads::discard(const std::string& id) {
  guard alone(one_at_a_time_);
  auto found = known_.find(id);
  if (found != known_.end() && found->second->claimed)
    found->second->discarded = true;
  else
    drop(id);
}

// By who holds the lock.
void uploads::drop(const std::string& id) {
  known_.erase(id);
  std::error_code ignored;
  fs::remove(path_of(id), ignored);
}

void uploads::forget(const std::string& id) {
  guard alone(one_at_a_time_);
  known_.erase(id);
}

result<> uploads::keep_only(const std::set<std::string>& known) const {
  return store::remove_others(
      dir_, [&](const fs::path& entry) { return known.contains(entry.filename().string()); });
}

}  // namespace lambent::registry
