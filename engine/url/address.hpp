// Which function URL a request is for: by its host, as on AWS, or by its path, which needs no
// configuration.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::url {

// "<id>.lambda-url.<region>.localhost:4566"; whatever follows the region. Host names know no case:
// the id is in lower case.
[[nodiscard]] std::optional<std::string> id_in_host(std::string_view host);

// "/lambda-url/<function>[:<qualifier>]/<rest>?<query>"
struct path_address {
  std::string function;
  std::string qualifier;  // A version or an alias; empty: the function itself.
  std::string target;     // What the function sees: "/<rest>?<query>", still encoded.
};
[[nodiscard]] std::optional<path_address> address_in_path(std::string_view target);

}  // namespace lambent::url
