#include "oci/distribution/wire/address.hpp"

#include "base/this_machine.hpp"

namespace lambent::oci::distribution {
namespace {

bool is_local(const url& at) {
  std::string_view host = at.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
  return is_this_machine(host);
}

}  // namespace

result<url> address_of(const std::string& registry, bool insecure) {
  const bool hub = registry == "docker.io" || registry == "index.docker.io";
  url out = TRY(parse_url("https://" + (hub ? "registry-1.docker.io" : registry) + "/"));
  if (insecure || is_local(out)) out.scheme = "http";
  return out;
}

bool on_this_machine(const std::string& registry) {
  auto at = parse_url("https://" + registry + "/");
  return at && is_local(*at);
}

}  // namespace lambent::oci::distribution
