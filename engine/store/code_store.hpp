// The code of functions on disk, named by its content: <dir>/<sha256 hex>/ is the unpacked tree and
// <sha256 hex>.zip beside it the upload. A name that exists is whole and synced. One thread writes;
// paths handed out may be read by anyone.
#pragma once

#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/store/unpack.hpp"

namespace lambent::store {

struct stored_code {
  std::string sha256_base64;  // CodeSha256.
  std::uint64_t size = 0;     // Bytes of the zip.
  std::filesystem::path dir;
};

class code_store {
public:
  [[nodiscard]] static result<code_store> open(const std::filesystem::path& dir);

  // Storing the same bytes again changes nothing and costs one hash.
  [[nodiscard]] std::expected<stored_code, unpack_error> store_zip(std::string_view zip);
  // What store_zip would say, without keeping anything: CodeSha256 and size of a dry run.
  [[nodiscard]] std::expected<stored_code, unpack_error> check_zip(std::string_view zip) const;

  [[nodiscard]] std::filesystem::path dir_of(std::string_view hash_hex) const;
  [[nodiscard]] std::filesystem::path zip_of(std::string_view hash_hex) const;

  // Removes all code but these hashes (hexadecimal), and what a crash left half done. Whoever runs
  // others must have ended.
  [[nodiscard]] result<> collect(const std::set<std::string>& in_use);

private:
  explicit code_store(std::filesystem::path dir) : dir_(std::move(dir)) {}
  [[nodiscard]] std::expected<void, unpack_error> place(std::string_view zip,
                                                        const std::string& hash_hex) const;
  std::filesystem::path dir_;
};

}  // namespace lambent::store
