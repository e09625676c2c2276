// AWS IoT: custom authorizers, the pre-provisioning hook, buttons. A rule's action sends what its
// SQL statement selects: any JSON, a struct of yours.
#pragma once

#include <lambent/events/binary.hpp>
#include <lambent/events/iam.hpp>
#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::iot {

struct tls_context {
  std::string server_name;  ///< SNI.
  json::unknown_members other;
};
LAMBENT_JSON_AS(tls_context, style::camel_case | style::defaults, server_name, other);

struct http_context {
  std::optional<std::map<std::string, std::string>> headers;
  std::optional<std::string> query_string;
  json::unknown_members other;
};
LAMBENT_JSON_AS(http_context, style::camel_case | style::defaults, headers, query_string, other);

struct mqtt_context {
  std::string client_id;
  std::optional<std::string> username;
  std::optional<binary> password;
  json::unknown_members other;
};
LAMBENT_JSON_AS(mqtt_context, style::camel_case | style::defaults, client_id, username, password,
                other);

/// What the client said, by protocol.
struct protocol_data {
  std::optional<tls_context> tls;
  std::optional<http_context> http;
  std::optional<mqtt_context> mqtt;
  json::unknown_members other;
};
LAMBENT_JSON_AS(protocol_data, style::camel_case | style::defaults, tls, http, mqtt, other);

struct connection_metadata {
  std::string id;  ///< For logs.
  json::unknown_members other;
};
LAMBENT_JSON_AS(connection_metadata, style::camel_case | style::defaults, id, other);

/// A client connects and is to be authenticated by the function.
/// https://docs.aws.amazon.com/iot/latest/developerguide/custom-auth-lambda.html
struct authorizer_request {
  std::optional<std::string> token;
  bool signature_verified = false;  ///< IoT checked the token's signature.
  std::vector<std::string>
      protocols;  ///< "tls", "http", "mqtt": which parts of the data there are.
  iot::protocol_data protocol_data;
  std::optional<iot::connection_metadata> connection_metadata;
  json::unknown_members other;
};
LAMBENT_JSON_AS(authorizer_request, style::camel_case | style::defaults, token, signature_verified,
                (protocols, "protocols", required), protocol_data, connection_metadata, other);

/// The answer.
struct authorizer_response {
  bool is_authenticated = false;
  std::string principal_id;                  ///< 1 to 128 letters and digits.
  int disconnect_after_in_seconds = 86'400;  ///< 300 to 86 400: the connection's longest life.
  int refresh_after_in_seconds = 300;        ///< 300 to 86 400: the function is asked again.
  std::vector<iam::policy_document> policy_documents;  ///< Up to 10, of 2048 characters each.
};
LAMBENT_JSON_AS(authorizer_response, style::camel_case | style::defaults,
                (is_authenticated, "isAuthenticated", required), principal_id,
                disconnect_after_in_seconds, refresh_after_in_seconds, policy_documents);

/// Fleet provisioning asks whether a device may get its certificate.
/// https://docs.aws.amazon.com/iot/latest/developerguide/pre-provisioning-hook.html
struct pre_provisioning_request {
  std::string claim_certificate_id;
  std::string certificate_id;
  std::string certificate_pem;
  std::string template_arn;
  std::string client_id;
  std::map<std::string, std::string> parameters;
  json::unknown_members other;
};
LAMBENT_JSON_AS(pre_provisioning_request, style::camel_case | style::defaults, claim_certificate_id,
                certificate_id, certificate_pem, (template_arn, "templateArn", required), client_id,
                parameters, other);

struct pre_provisioning_response {
  bool allow_provisioning = false;
  std::map<std::string, std::string> parameter_overrides;
};
LAMBENT_JSON_AS(pre_provisioning_response, style::camel_case | style::defaults,
                (allow_provisioning, "allowProvisioning", required), parameter_overrides);

/// A click on an AWS IoT Enterprise Button.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-iot.html
struct button_event {
  std::string serial_number;
  std::string click_type;       ///< "SINGLE", "DOUBLE", "LONG".
  std::string battery_voltage;  ///< "1592mV".
  json::unknown_members other;
};
LAMBENT_JSON_AS(button_event, style::camel_case | style::defaults,
                (serial_number, "serialNumber", required), (click_type, "clickType", required),
                battery_voltage, other);

}  // namespace lambent::events::iot
