// A name that points to a version of a function, or divides its invocations between two.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace lambent::model {

struct weighted_version {
  std::string version;  // A number.
  double weight = 0;    // Its share of the invocations, 0 to 1.
  bool operator==(const weighted_version&) const = default;
};

struct alias {
  std::string version;  // "$LATEST" or a number.
  std::string description;
  std::string revision_id;                     // UUID.
  std::optional<weighted_version> additional;  // RoutingConfig; AWS allows one.
  bool operator==(const alias&) const = default;
};

// The version that serves an invocation; `choice` is a random number from 0 up to but not 1.
[[nodiscard]] inline std::string_view version_for(const alias& through, double choice) {
  bool further = through.additional && choice < through.additional->weight;
  return further ? through.additional->version : through.version;
}

}  // namespace lambent::model
