// AWS Security Token Service (API version 2011-06-15): who is calling, and roles.
#pragma once

#include <chrono>
#include <expected>
#include <string>

#include "aws/client.hpp"
#include "aws/credentials/credentials.hpp"

namespace lambent::aws::sts {

struct caller_identity {
  std::string account{};
  std::string arn{};
  std::string user_id{};
};
[[nodiscard]] std::expected<caller_identity, call_error> get_caller_identity(client& with);

struct assume_role_input {
  std::string role_arn{};
  std::string session_name{};
  std::string external_id{};
  std::chrono::seconds duration{0};  // 0: AWS's default, an hour.
};
[[nodiscard]] std::expected<credentials, call_error> assume_role(client& with,
                                                                 const assume_role_input& input);

struct web_identity_input {
  std::string role_arn{};
  std::string session_name{};
  std::string token{};  // The OpenID Connect token that the identity provider gave.
};
// Takes no credentials: the token is one.
[[nodiscard]] std::expected<credentials, call_error> assume_role_with_web_identity(
    client& with, const web_identity_input& input);

// The same as values, for who has no client yet.
[[nodiscard]] request assume_role_request(const assume_role_input& input);
[[nodiscard]] request web_identity_request(const web_identity_input& input);
// `action`: "AssumeRole" or "AssumeRoleWithWebIdentity".
[[nodiscard]] std::expected<credentials, call_error> read_credentials(const response& answer,
                                                                      std::string_view action);

}  // namespace lambent::aws::sts
