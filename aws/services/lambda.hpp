// AWS Lambda, as a deployment and an invocation need it: one function for each operation, thin.
// Bodies go in as JSON text and come out as objects with AWS's own names.
// https://docs.aws.amazon.com/lambda/latest/api/API_Operations.html
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/client.hpp"
#include "aws/protocol/json.hpp"

namespace lambent::aws::lambda {

using done = std::expected<void, call_error>;
using json_list = std::expected<std::vector<json_object>, call_error>;

// A name, "name:qualifier", a partial or a whole ARN, and a version or an alias where there is one.
struct function_ref {
  std::string name{};
  std::string qualifier{};
};

// Functions. GetFunction has Configuration, Code, Tags and Concurrency; the others are a
// configuration.
[[nodiscard]] json_answer get_function(client& with, const function_ref& of);
[[nodiscard]] json_answer get_function_configuration(client& with, const function_ref& of);
[[nodiscard]] json_answer create_function(client& with, std::string body);
[[nodiscard]] json_answer update_function_code(client& with, const std::string& name,
                                               std::string body);
[[nodiscard]] json_answer update_function_configuration(client& with, const std::string& name,
                                                        std::string body);
[[nodiscard]] done delete_function(client& with, const function_ref& of);
[[nodiscard]] json_list list_functions(client& with);  // All pages.

// Versions. Publishing what has not changed answers the version that is there.
[[nodiscard]] json_answer publish_version(client& with, const std::string& name, std::string body);
[[nodiscard]] json_list list_versions_by_function(client& with, const std::string& name);

// Aliases.
[[nodiscard]] json_answer get_alias(client& with, const std::string& name,
                                    const std::string& alias);
[[nodiscard]] json_answer create_alias(client& with, const std::string& name, std::string body);
[[nodiscard]] json_answer update_alias(client& with, const std::string& name,
                                       const std::string& alias, std::string body);
[[nodiscard]] done delete_alias(client& with, const std::string& name, const std::string& alias);
[[nodiscard]] json_list list_aliases(client& with, const std::string& name);

// The function's URL; of an alias where there is a qualifier.
[[nodiscard]] json_answer get_function_url_config(client& with, const function_ref& of);
[[nodiscard]] json_answer create_function_url_config(client& with, const function_ref& of,
                                                     std::string body);
[[nodiscard]] json_answer update_function_url_config(client& with, const function_ref& of,
                                                     std::string body);
[[nodiscard]] done delete_function_url_config(client& with, const function_ref& of);

// The resource policy. GetPolicy's member Policy is a JSON document as text.
[[nodiscard]] json_answer get_policy(client& with, const function_ref& of);
[[nodiscard]] json_answer add_permission(client& with, const function_ref& of, std::string body);
[[nodiscard]] done remove_permission(client& with, const function_ref& of,
                                     const std::string& statement_id);

// Tags, by the function's ARN.
[[nodiscard]] json_answer list_tags(client& with, const std::string& arn);
[[nodiscard]] done tag_resource(client& with, const std::string& arn, std::string body);
[[nodiscard]] done untag_resource(client& with, const std::string& arn,
                                  const std::vector<std::string>& keys);

// Reserved concurrency. A function without any answers an empty object.
[[nodiscard]] json_answer get_function_concurrency(client& with, const std::string& name);
[[nodiscard]] json_answer put_function_concurrency(client& with, const std::string& name,
                                                   int reserved);
[[nodiscard]] done delete_function_concurrency(client& with, const std::string& name);

// Layers. Publishing makes a new version each time.
[[nodiscard]] json_answer publish_layer_version(client& with, const std::string& layer,
                                                std::string body);
[[nodiscard]] json_list list_layer_versions(client& with, const std::string& layer);
[[nodiscard]] json_answer get_layer_version(client& with, const std::string& layer,
                                            std::int64_t version);

enum class invocation_type : std::uint8_t { request_response, event, dry_run };

struct invocation {
  function_ref function{};
  std::string payload{};
  invocation_type type = invocation_type::request_response;
  bool log_tail = false;
  std::string client_context{};  // JSON; goes over the wire in base64.
  std::string tenant_id{};
  bool keep_connection = false;  // As in `request`.
};
// The request that an invocation is, for who sends it otherwise.
enum class response_mode : std::uint8_t { buffered, streamed };
[[nodiscard]] request invocation_request(invocation what, response_mode mode);

struct invocation_answer {
  int status = 0;  // 200, 202 for an event, 204 for a dry run.
  std::string payload{};
  std::string function_error{};  // "Unhandled": the payload is the function's error.
  std::string executed_version{};
  std::string log_tail{};  // The last 4 KB of the log, decoded.
  std::string request_id{};
  // The function's architecture, where a local engine runs it by an emulator: its times say nothing
  // of Lambda's.
  std::string emulated{};
};
// Never sent twice once the function may have run.
[[nodiscard]] std::expected<invocation_answer, call_error> invoke(client& with, invocation what);

struct streamed_answer {
  std::string executed_version{};
  std::string error_code{};  // Empty unless the function failed, half way perhaps.
  std::string error_details{};
  std::string log_tail{};
  std::string request_id{};
};
// The payload goes to `sink` as it arrives; `sink` returns false to hear no more.
[[nodiscard]] std::expected<streamed_answer, call_error> invoke_with_response_stream(
    client& with, invocation what, const std::function<bool(std::string_view payload)>& sink);

}  // namespace lambent::aws::lambda
