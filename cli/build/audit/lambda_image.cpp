#include "cli/build/audit/lambda_image.hpp"

#include <algorithm>
#include <array>

namespace lambent::cli {
namespace {

// Amazon Linux 2023 and 2, "Core toolchain packages": glibc 2.34 and 2.26, GCC 11.3 and 7.3. The
// versions of GCC's libraries: libstdc++ manual, "ABI Policy and Guidelines". Later releases of
// AL2023 have GCC 14's libraries; the older ones count, since images of Lambda lag behind.
constexpr std::array<version_ceiling, 4> al2023 = {
    {{"GLIBC_", "2.34"}, {"GLIBCXX_", "3.4.29"}, {"CXXABI_", "1.3.13"}, {"GCC_", "11.3"}}};
constexpr std::array<version_ceiling, 4> al2 = {
    {{"GLIBC_", "2.26"}, {"GLIBCXX_", "3.4.24"}, {"CXXABI_", "1.3.11"}, {"GCC_", "7.3"}}};

constexpr std::array<lambda_image, 2> images = {
    {{"provided.al2023", al2023}, {"provided.al2", al2}}};

constexpr std::array<std::string_view, 13> libraries = {"ld-linux-aarch64.so.1",
                                                        "ld-linux-x86-64.so.2",
                                                        "libanl.so.1",
                                                        "libc.so.6",
                                                        "libdl.so.2",
                                                        "libgcc_s.so.1",
                                                        "libm.so.6",
                                                        "libmvec.so.1",
                                                        "libpthread.so.0",
                                                        "libresolv.so.2",
                                                        "librt.so.1",
                                                        "libstdc++.so.6",
                                                        "libutil.so.1"};

}  // namespace

result<const lambda_image*> find_image(std::string_view name) {
  const auto* found = std::ranges::find(images, name, &lambda_image::name);
  if (found != images.end()) return found;
  return fail("'" + std::string(name) + "' is not a runtime for programs of one's own",
              "use provided.al2023 or provided.al2");
}

bool image_has_library(std::string_view name) {
  return std::ranges::find(libraries, name) != libraries.end();
}

std::string_view loader_of(std::string_view architecture) {
  return architecture == "arm64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
}

}  // namespace lambent::cli
