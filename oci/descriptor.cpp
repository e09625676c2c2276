#include "oci/descriptor.hpp"

namespace lambent::oci {

platform platform_for(std::string_view lambda_architecture) {
  platform out;
  out.architecture = lambda_architecture == "x86_64" ? "amd64" : std::string(lambda_architecture);
  return out;
}

std::string to_text(const platform& which) {
  std::string text = which.os + "/" + which.architecture;
  if (!which.variant.empty()) text += "/" + which.variant;
  return text;
}

bool serves(const platform& offered, const platform& wanted) {
  if (offered.os != wanted.os || offered.architecture != wanted.architecture) return false;
  return offered.architecture == "arm64" || offered.variant == wanted.variant;
}

}  // namespace lambent::oci
