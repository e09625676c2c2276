// Amazon Elastic Container Registry (API version 2015-09-21), as far as a push or pull goes.
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetAuthorizationToken.html
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "aws/client.hpp"

namespace lambent::aws::ecr {

// For Basic authorisation at every registry of the region that the caller may use, twelve hours
// long.
struct authorization {
  std::string user_name{};  // "AWS"
  std::string password{};
  std::string registry_url{};  // The caller's own: "https://123456789012.dkr.ecr.…".
};
[[nodiscard]] std::expected<authorization, call_error> get_authorization_token(client& with);

using done = std::expected<void, call_error>;

// In the caller's own registry. RepositoryAlreadyExistsException where it is there.
[[nodiscard]] done create_repository(client& with, const std::string& name);
// With all its images. RepositoryNotFoundException where there is none.
[[nodiscard]] done delete_repository(client& with, const std::string& name);

// A private registry of ECR by its host name: "123456789012.dkr.ecr.eu-west-1.amazonaws.com", also
// in its FIPS and dual-stack forms, in any partition. Nothing for other hosts.
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
struct registry_host {
  std::string account{};
  std::string region{};
};
[[nodiscard]] std::optional<registry_host> parse_registry_host(std::string_view host);

}  // namespace lambent::aws::ecr
