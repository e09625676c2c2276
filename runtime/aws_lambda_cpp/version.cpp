// The version for aws-lambda-cpp's programs, read from Lambent's.
#include <aws/lambda-runtime/version.h>
#include <lambent/version.hpp>

#include <cstddef>
#include <string_view>

namespace aws::lambda_runtime {

namespace {

constexpr unsigned version_part(std::size_t index) {
  unsigned value = 0;
  for (const char c : std::string_view(LAMBENT_VERSION)) {
    if (c == '.') {
      if (index-- == 0) break;
      value = 0;
    } else {
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
  }
  return value;
}

}  // namespace

unsigned get_version_major() { return version_part(0); }
unsigned get_version_minor() { return version_part(1); }
unsigned get_version_patch() { return version_part(2); }
const char* get_version() { return LAMBENT_VERSION; }

}  // namespace aws::lambda_runtime
