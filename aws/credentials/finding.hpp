// What one place says when it is asked for credentials.
#pragma once

#include <string>
#include <variant>

#include "aws/credentials/credentials.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct not_here {
  std::string why{};  // "AWS_ACCESS_KEY_ID is not set".
};

// An error is of a place that is set up and does not work: then no other is asked, so that nobody
// deploys with keys that were not meant.
using finding = std::variant<credentials, not_here, error>;

[[nodiscard]] inline finding found(result<credentials>&& keys) {
  if (!keys) return std::move(keys).error();
  return *std::move(keys);
}

}  // namespace lambent::aws
