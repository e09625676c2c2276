// ECR's errors as values, and their texts in one place. Texts are AWS's as answers that users have
// published show them, unless a line says "ours".
#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/registry/fault.hpp"

namespace lambent::companions::ecr {

struct fault {
  std::string type;  // "RepositoryNotFoundException"
  std::string message;
  int status = 400;
  boost::json::object details;  // Members beside the message.

  fault(std::string_view aws_type, std::string text) : type(aws_type), message(std::move(text)) {}
  // What this machine could not do; not explicit, so that TRY hands a store's error on.
  fault(error&& why)  // NOLINT(google-explicit-constructor)
      : type("ServerException"), message(std::move(why.what)), status(500) {}
  // What the registry refuses and no operation has words of its own for.
  fault(registry::fault&& why);  // NOLINT(google-explicit-constructor)
};

template <class T = void>
using answer = std::expected<T, fault>;
using refusal = std::unexpected<fault>;

// A repository of a registry, as most texts name it.
struct place {
  std::string_view repository, registry;
};

[[nodiscard]] refusal invalid_parameter(std::string_view member, std::string_view constraint);
[[nodiscard]] refusal repository_not_found(const place& at);
[[nodiscard]] refusal repository_exists(const place& at);
[[nodiscard]] refusal repository_not_empty(const place& at);
[[nodiscard]] refusal policy_not_found(const place& at);
[[nodiscard]] refusal lifecycle_policy_not_found(const place& at);
[[nodiscard]] refusal image_not_found(const place& at, std::string_view digest,
                                      std::string_view tag);
[[nodiscard]] refusal image_exists(const place& at, std::string_view digest, std::string_view tag);
[[nodiscard]] refusal upload_not_found(const place& at, std::string_view id);
[[nodiscard]] refusal invalid_layer_part(const place& at, std::string_view id,
                                         std::int64_t last_byte);

}  // namespace lambent::companions::ecr
