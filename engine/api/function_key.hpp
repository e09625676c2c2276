// How functions and layers are found: by account, region and name.
#pragma once

#include <compare>
#include <string>

namespace lambent::api {

struct function_key {
  std::string account, region, name;
  auto operator<=>(const function_key&) const = default;
};

}  // namespace lambent::api
