// AWS Client VPN: a client connects, and the function may refuse it.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lambent::events::client_vpn {

/// https://docs.aws.amazon.com/vpn/latest/clientvpn-admin/connection-authorization.html
struct connection_request {
  std::string connection_id;
  std::string endpoint_id;
  std::optional<std::string> common_name;  ///< Of the client's certificate.
  std::optional<std::string> username;
  std::string platform;
  std::string platform_version;
  std::string public_ip;
  std::optional<std::string> client_openvpn_version;
  std::optional<std::string> aws_client_version;
  std::optional<std::string> groups;
  std::string schema_version;  ///< "v1", "v2", "v3".
  json::unknown_members other;
};
LAMBENT_JSON_AS(connection_request, style::defaults, (connection_id, "connection-id", required),
                (endpoint_id, "endpoint-id", required), (common_name, "common-name"), username,
                platform, (platform_version, "platform-version"), (public_ip, "public-ip"),
                (client_openvpn_version, "client-openvpn-version"),
                (aws_client_version, "aws-client-version"), groups,
                (schema_version, "schema-version"), other);

/// The answer.
struct connection_response {
  bool allow = false;
  std::string error_msg_on_denied_connection;  ///< Shown by AWS's client; up to 255 bytes.
  std::vector<std::string> posture_compliance_statuses;
  std::string schema_version = "v3";
};
LAMBENT_JSON_AS(connection_response, style::plain, allow,
                (error_msg_on_denied_connection, "error-msg-on-denied-connection"),
                (posture_compliance_statuses, "posture-compliance-statuses"),
                (schema_version, "schema-version"));

}  // namespace lambent::events::client_vpn
