#include "engine/url/address.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/percent.hpp"

namespace lambent::url {

std::optional<std::string> id_in_host(std::string_view host) {
  const std::size_t end = host.find('.');
  constexpr std::string_view service = ".lambda-url.";
  if (end == std::string_view::npos || end == 0) return std::nullopt;
  std::string rest = lower_case(host.substr(end));
  if (!rest.starts_with(service)) return std::nullopt;
  return lower_case(host.substr(0, end));
}

std::optional<path_address> address_in_path(std::string_view target) {
  constexpr std::string_view prefix = "/lambda-url/";
  if (!target.starts_with(prefix)) return std::nullopt;
  target.remove_prefix(prefix.size());
  const std::size_t end = std::min(target.find_first_of("/?"), target.size());
  std::string name = percent_decode(target.substr(0, end));
  std::string_view rest = target.substr(end);
  path_address found;
  const std::size_t colon = name.find(':');
  found.function = name.substr(0, colon);
  if (colon != std::string::npos) found.qualifier = name.substr(colon + 1);
  if (!rest.starts_with('/')) found.target = "/";
  found.target += rest;
  return found;
}

}  // namespace lambent::url
