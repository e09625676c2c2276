// AWS Secrets Manager: the rotation of a secret, in four invocations.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::secrets_manager {

/// In this order.
enum class step { create_secret, set_secret, test_secret, finish_secret };
LAMBENT_JSON_ENUM(step, (create_secret, "createSecret"), (set_secret, "setSecret"),
                  (test_secret, "testSecret"), (finish_secret, "finishSecret"));

/// One step of a rotation; it succeeds when the function does not fail.
/// https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotating-secrets-lambda-functions.html
struct rotation_event {
  secrets_manager::step step = secrets_manager::step::create_secret;
  std::string secret_id;                      ///< The secret's ARN.
  std::string client_request_token;           ///< The id of the secret's new version.
  std::optional<std::string> rotation_token;  ///< Where the rotation assumes a role.
  json::unknown_members other;
};
LAMBENT_JSON_AS(rotation_event, style::pascal_case | style::defaults, (step, "Step", required),
                (secret_id, "SecretId", required),
                (client_request_token, "ClientRequestToken", required), rotation_token, other);

}  // namespace lambent::events::secrets_manager
