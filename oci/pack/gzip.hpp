// gzip in pieces, both ways. Packed bytes depend on the content alone: no name, no time.
// RFC 1952; zlib does the work, so another version of zlib may pack otherwise.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/error.hpp"
#include "oci/blob_source.hpp"

namespace lambent::oci {

[[nodiscard]] bool is_gzip(std::string_view first_bytes);  // By its first two.
[[nodiscard]] bool is_zstd(std::string_view first_bytes);  // By its first four.

class gzip_packer {
public:
  // What is packed goes to `to`, in pieces.
  explicit gzip_packer(sink to);
  ~gzip_packer();
  gzip_packer(const gzip_packer&) = delete;
  gzip_packer& operator=(const gzip_packer&) = delete;

  [[nodiscard]] result<> add(std::string_view piece);
  [[nodiscard]] result<> finish();

private:
  struct state;
  [[nodiscard]] result<> run(int flush);
  std::unique_ptr<state> state_;
  sink to_;
};

class gzip_unpacker {
public:
  // What is unpacked goes to `to`. More than `bytes_max` is refused, however little it took to say.
  gzip_unpacker(sink to, std::uint64_t bytes_max);
  ~gzip_unpacker();
  gzip_unpacker(const gzip_unpacker&) = delete;
  gzip_unpacker& operator=(const gzip_unpacker&) = delete;

  // Several gzip members behind each other are one content, as the RFC has it.
  [[nodiscard]] result<> add(std::string_view piece);
  // Fails when the last member has no end.
  [[nodiscard]] result<> finish();

private:
  struct state;
  [[nodiscard]] result<> step();
  std::unique_ptr<state> state_;
  sink to_;
  std::uint64_t bytes_max_, left_;
};

}  // namespace lambent::oci
