// What the control plane asks other services of this machine: S3 for code, IAM for roles. An
// interface, so that the API knows neither of them.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"

namespace lambent::api {

struct object_reference {
  std::string account, region, bucket, key;  // Account and region are the function's.
  std::optional<std::string> version;
};

struct object_refusal {
  std::string code;  // "NoSuchKey"
  std::string message;
};

class neighbours {
public:
  virtual ~neighbours() = default;
  // The object, open for reading.
  [[nodiscard]] virtual std::expected<fd, object_refusal> open_object(
      const object_reference& which) = 0;
  // False when a role of this name is known and does not trust lambda.amazonaws.com. Roles that are
  // not known are taken: most functions here are made with a role that exists nowhere.
  [[nodiscard]] virtual bool lambda_may_assume(std::string_view role_arn) = 0;
};

}  // namespace lambent::api
