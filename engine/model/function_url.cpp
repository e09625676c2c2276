#include "engine/model/function_url.hpp"

#include "base/sha256.hpp"

namespace lambent::model {

std::string url_id(std::string_view arn) {
  constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::string id;
  for (unsigned char byte : sha256(arn)) id += digits[byte % digits.size()];
  return id;
}

std::string function_url(std::string_view id, std::string_view region, std::string_view host) {
  std::string url = "http://";
  url.append(id).append(".lambda-url.").append(region).append(".localhost");
  auto colon = host.rfind(':');
  // "[::1]" has colons and no port.
  if (colon != std::string_view::npos && !host.ends_with(']')) url.append(host.substr(colon));
  return url + '/';
}

}  // namespace lambent::model
