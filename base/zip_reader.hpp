// Reads a zip archive held in memory, entry by entry, trusting nothing its directory says. It does
// not write files and does not judge names: whoever unpacks does (engine/store/unpack).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"

struct zip;
struct zip_file;

namespace lambent {

struct zip_entry {
  std::string name;             // As stored, up to a NUL; "/" at the end marks a directory.
  std::uint64_t size = 0;       // What the directory claims; read() may give less or fail.
  std::uint32_t unix_mode = 0;  // st_mode, or 0 when the archive was not made on Unix.
  bool encrypted = false;
};

class zip_reader {
public:
  // `bytes` must outlive the reader.
  [[nodiscard]] static result<zip_reader> open(std::string_view bytes);

  [[nodiscard]] std::uint64_t entry_count() const;
  [[nodiscard]] result<zip_entry> entry(std::uint64_t index) const;

  // The bytes of one entry, in pieces, so that the reader's user can stop at a limit.
  class stream {
  public:
    // 0 at the end, after the checksum was found right.
    [[nodiscard]] result<std::size_t> read(char* into, std::size_t size);

  private:
    friend class zip_reader;
    struct close_file {
      void operator()(zip_file*) const;
    };
    explicit stream(zip_file* file) : file_(file) {}
    std::unique_ptr<zip_file, close_file> file_;
  };
  [[nodiscard]] result<stream> open_entry(std::uint64_t index) const;

  // All bytes of one entry. More than `bytes_max` fail with EFBIG, whatever the directory claims.
  [[nodiscard]] result<std::string> read_entry(std::uint64_t index, std::uint64_t bytes_max) const;

private:
  struct discard {
    void operator()(zip*) const;
  };
  explicit zip_reader(zip* archive) : archive_(archive) {}
  std::unique_ptr<zip, discard> archive_;
};

}  // namespace lambent
