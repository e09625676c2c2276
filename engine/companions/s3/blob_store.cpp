#include "engine/companions/s3/blob_store.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/store/durable_file.hpp"

namespace lambent::companions::s3 {

namespace fs = std::filesystem;

blob_writer::~blob_writer() {
  if (!file_) return;
  std::error_code ignored;
  fs::remove(at_, ignored);
}

result<> blob_writer::write(std::string_view bytes) {
  TRY_FOR("keep an object in " + dir_.string(), write_all(file_.get(), bytes));
  sha256_.add(bytes);
  md5_.add(bytes);
  size_ += bytes.size();
  return {};
}

result<> blob_writer::read_piece(const http::file_slice& from, std::uint64_t at, std::uint64_t end,
                                 std::string& piece) {
  piece.resize(
      static_cast<std::size_t>(std::min<std::uint64_t>(limits::copy_piece_bytes, end - at)));
  ssize_t got = 0;
  do {
    got = ::pread(from.file.get(), piece.data(), piece.size(), static_cast<off_t>(at));
  } while (got < 0 && errno == EINTR);
  if (got < 0) return sys_fail("read an object");
  if (got == 0) return fail("read an object: its file is shorter than it was");
  piece.resize(static_cast<std::size_t>(got));
  return {};
}

const blob& blob_writer::seal() {
  if (!sealed_) sealed_ = blob{to_hex(sha256_.finish()), to_hex(md5_.finish()), size_};
  return *sealed_;
}

result<blob> blob_writer::finish() {
  const blob& made = seal();
  if (::fsync(file_.get()) != 0) return sys_fail("sync " + at_.string());
  TRY(store::rename_to(at_, dir_ / made.name));
  file_.reset();
  TRY(store::sync_dir(dir_));
  return made;
}

result<blob_store> blob_store::open(const fs::path& dir) {
  std::error_code failed;
  fs::create_directories(dir, failed);
  if (failed) return fail("create " + dir.string() + ": " + failed.message());
  return blob_store(fs::absolute(dir));
}

result<blob_writer> blob_store::begin() const {
  fs::path at = store::unfinished_name(dir_);
  fd file(::open(at.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return sys_fail("create " + at.string());
  return blob_writer(dir_, std::move(at), std::move(file));
}

result<http::file_slice> blob_store::read(const blob& what) const {
  return http::whole_file(path_of(what.name).string());
}

void blob_store::remove(std::string_view name) const {
  std::error_code ignored;
  if (!name.empty()) fs::remove(path_of(name), ignored);
}

result<> blob_store::collect(const std::set<std::string>& in_use) const {
  return store::remove_others(
      dir_, [&](const fs::path& entry) { return in_use.contains(entry.filename().string()); });
}

}  // namespace lambent::companions::s3
