#include "cli/build/sysroot_folder.hpp"

#include "base/cache_folder.hpp"
#include "base/files.hpp"
#include "base/sha256.hpp"

namespace lambent::cli {

result<std::filesystem::path> sysroot_folder(const std::string& architecture) {
  return TRY_FOR("find the folder for libraries", cache_folder()) / "sysroots" / architecture;
}

std::filesystem::path packages_record(const std::filesystem::path& folder) {
  return folder / "packages.json";
}

std::string packages_digest(const std::string& architecture) {
  auto folder = sysroot_folder(architecture);
  if (!folder) return {};
  auto record = read_file(packages_record(*folder), packages_record_bytes_max);
  return record ? to_hex(sha256(*record)) : std::string();
}

}  // namespace lambent::cli
