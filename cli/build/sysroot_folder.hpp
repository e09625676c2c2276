// Where the libraries of `lambent deps add` lie; cmake/toolchains/sysroot.cmake says the same.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/error.hpp"

namespace lambent::cli {

// sysroots/ARCHITECTURE in this user's cache.
[[nodiscard]] result<std::filesystem::path> sysroot_folder(const std::string& architecture);

inline constexpr std::uint64_t packages_record_bytes_max = 4UL << 20U;

// Which packages are in a sysroot's folder.
[[nodiscard]] std::filesystem::path packages_record(const std::filesystem::path& folder);

// SHA-256 of that record, in hexadecimal; empty where there is none.
[[nodiscard]] std::string packages_digest(const std::string& architecture);

}  // namespace lambent::cli
