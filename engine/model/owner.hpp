// Whose something is: AWS keeps accounts apart, and an account's regions. Values only.
#pragma once

#include <string>

namespace lambent::model {

struct owner {
  std::string account, region;
  bool operator==(const owner&) const = default;
};

// Of callers whose signature names nobody.
[[nodiscard]] inline owner default_owner() { return {"000000000000", "us-east-1"}; }

}  // namespace lambent::model
