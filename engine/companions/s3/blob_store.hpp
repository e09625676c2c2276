// The bytes of objects on disk, named by their content: the same bytes are one file. A name that
// exists is whole and synced. One thread writes and removes; files that are open stay readable.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/companions/s3/checksum.hpp"
#include "engine/companions/s3/model.hpp"
#include "engine/http/file_slice.hpp"

namespace lambent::companions::s3 {

// Takes bytes as they come. Dropped unfinished, nothing stays.
class blob_writer {
public:
  blob_writer(blob_writer&&) noexcept = default;
  blob_writer& operator=(blob_writer&&) = delete;
  ~blob_writer();

  [[nodiscard]] result<> write(std::string_view bytes);
  // A stretch of a file, read in pieces that `seen` gets, too.
  template <class Seen>
  [[nodiscard]] result<> copy(const http::file_slice& from, Seen&& seen) {
    std::string piece;
    for (std::uint64_t at = from.offset, end = from.offset + from.size; at < end;) {
      auto got = read_piece(from, at, end, piece);
      if (!got) return got;
      seen(std::string_view(piece));
      if (auto done = write(piece); !done) return done;
      at += piece.size();
    }
    return {};
  }
  [[nodiscard]] std::uint64_t size() const { return size_; }
  // What has been written; nothing may follow.
  [[nodiscard]] const blob& seal();
  // Seals, syncs and names the file.
  [[nodiscard]] result<blob> finish();

private:
  friend class blob_store;
  blob_writer(std::filesystem::path dir, std::filesystem::path at, fd file)
      : dir_(std::move(dir)), at_(std::move(at)), file_(std::move(file)) {}
  [[nodiscard]] static result<> read_piece(const http::file_slice& from, std::uint64_t at,
                                           std::uint64_t end, std::string& piece);

  std::filesystem::path dir_, at_;
  fd file_;
  running_sum sha256_{algorithm::sha256}, md5_{algorithm::md5};
  std::uint64_t size_ = 0;
  std::optional<blob> sealed_;
};

class blob_store {
public:
  [[nodiscard]] static result<blob_store> open(const std::filesystem::path& dir);

  [[nodiscard]] result<blob_writer> begin() const;
  [[nodiscard]] result<http::file_slice> read(const blob& what) const;
  void remove(std::string_view name) const;
  // Removes all but these, and what a crash left half done.
  [[nodiscard]] result<> collect(const std::set<std::string>& in_use) const;
  [[nodiscard]] std::filesystem::path path_of(std::string_view name) const { return dir_ / name; }

private:
  explicit blob_store(std::filesystem::path dir) : dir_(std::move(dir)) {}
  std::filesystem::path dir_;
};

}  // namespace lambent::companions::s3
