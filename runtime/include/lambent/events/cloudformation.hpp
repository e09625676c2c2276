// AWS CloudFormation custom resources: a function that stands for a resource of a stack. And the
// same behind the provider framework of the AWS CDK. And the detail of a stack's EventBridge
// events.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <utility>

namespace lambent::events::cloudformation {

enum class operation { create, update, delete_ };
LAMBENT_JSON_ENUM(operation, (create, "Create"), (update, "Update"), (delete_, "Delete"));

/// What the stack wants of its custom resource. Properties is the type of what the template says
/// beside `ServiceToken`; note that CloudFormation writes numbers and booleans as strings.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html
template <class Properties = json::raw>
struct request {
  operation request_type = operation::create;
  /// Where the response is to be PUT; see `response`. Missing or of no use behind the CDK's
  /// framework, which answers itself.
  std::optional<std::string> response_url;
  std::string stack_id;
  std::string request_id;
  std::string resource_type;  ///< "Custom::…" or "AWS::CloudFormation::CustomResource".
  std::string logical_resource_id;
  std::optional<std::string> physical_resource_id;  ///< Missing in a create.
  std::optional<std::string> service_token;         ///< ARN of the function or topic.
  std::optional<Properties> resource_properties;
  std::optional<Properties> old_resource_properties;  ///< In an update only.
  json::unknown_members other;
};
template <class Properties>
LAMBENT_JSON_AS(request<Properties>, style::pascal_case | style::defaults,
                (request_type, "RequestType", required), (response_url, "ResponseURL"), stack_id,
                request_id, resource_type, (logical_resource_id, "LogicalResourceId", required),
                physical_resource_id, service_token, resource_properties, old_resource_properties,
                other);

enum class status { success, failed };
LAMBENT_JSON_ENUM(status, (success, "SUCCESS"), (failed, "FAILED"));

/// CloudFormation takes no larger response body, in bytes.
inline constexpr std::size_t response_size_max = 4096;

/// The function's answer. What it returns is ignored: the text of this goes by an HTTP PUT to
/// `request::response_url`, as it is, with an empty Content-Type. Until then, or for an hour, the
/// stack waits.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html
template <class Data = json::raw>
struct response {
  cloudformation::status status = cloudformation::status::success;
  std::optional<std::string> reason;  ///< Needed when it failed.
  /// Up to 1 KB. Another one in an update means replacement: a delete of the old one follows.
  std::string physical_resource_id;
  std::string stack_id;
  std::string request_id;
  std::string logical_resource_id;
  std::optional<bool> no_echo;  ///< Masks `data` where the template shows it.
  std::optional<Data> data;     ///< For Fn::GetAtt.
  json::unknown_members other;
};
template <class Data>
LAMBENT_JSON_AS(response<Data>, style::pascal_case | style::defaults, (status, "Status", required),
                reason, physical_resource_id, stack_id, request_id, logical_resource_id, no_echo,
                data, other);

/// A response with all that must be as in the request; a create gives the new resource's id.
template <class Data = json::raw, class Properties = json::raw>
[[nodiscard]] response<Data> succeeded(const request<Properties>& to,
                                       std::string physical_resource_id) {
  response<Data> answer;
  answer.physical_resource_id = std::move(physical_resource_id);
  answer.stack_id = to.stack_id;
  answer.request_id = to.request_id;
  answer.logical_resource_id = to.logical_resource_id;
  return answer;
}

/// The same for what went wrong. The stack rolls back, which deletes the resource: one whose create
/// failed gets its request's id as a name that nothing has.
template <class Data = json::raw, class Properties = json::raw>
[[nodiscard]] response<Data> failed(const request<Properties>& to, std::string reason) {
  auto answer = succeeded<Data>(to, to.physical_resource_id.value_or(to.request_id));
  answer.status = status::failed;
  answer.reason = std::move(reason);
  return answer;
}

/// For functions behind the CDK's `Provider`, which get a `request` and return their answer; the
/// framework PUTs it.
/// https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.custom_resources-readme.html
namespace provider {

/// What the `onEvent` function returns; a failure fails the resource.
template <class Data = json::raw>
struct on_event_response {
  std::optional<std::string> physical_resource_id;
  std::optional<Data> data;
  std::optional<bool> no_echo;
  json::unknown_members other;  ///< The `isComplete` function finds it in its request.
};
template <class Data>
LAMBENT_JSON_AS(on_event_response<Data>, style::pascal_case | style::defaults, physical_resource_id,
                data, no_echo, other);

/// What the `isComplete` function returns, which is asked until it says yes.
template <class Data = json::raw>
struct is_complete_response {
  bool is_complete = false;
  std::optional<Data> data;  ///< Only when complete; joins that of `onEvent`.
  json::unknown_members other;
};
template <class Data>
LAMBENT_JSON_AS(is_complete_response<Data>, style::pascal_case | style::defaults,
                (is_complete, "IsComplete", required), data, other);

}  // namespace provider

struct status_details {
  std::string status;  ///< "CREATE_COMPLETE", …
  std::optional<std::string> status_reason;
  std::optional<std::string> detailed_status;
  json::unknown_members other;
};
LAMBENT_JSON_AS(status_details, style::defaults, (status, "status", required),
                (status_reason, "status-reason"), (detailed_status, "detailed-status"), other);

/// The detail of "CloudFormation Stack Status Change" and "CloudFormation Resource Status Change",
/// for eventbridge::event<Detail>.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/eventbridge-events-list.html
struct status_change {
  std::string stack_id;
  cloudformation::status_details status_details;
  std::optional<std::string> client_request_token;
  std::optional<std::string> logical_resource_id;   ///< Of a resource.
  std::optional<std::string> physical_resource_id;  ///< Of a resource.
  std::optional<std::string> resource_type;         ///< Of a resource.
  json::unknown_members other;
};
LAMBENT_JSON_AS(status_change, style::defaults, (stack_id, "stack-id", required),
                (status_details, "status-details", required),
                (client_request_token, "client-request-token"),
                (logical_resource_id, "logical-resource-id"),
                (physical_resource_id, "physical-resource-id"), (resource_type, "resource-type"),
                other);

}  // namespace lambent::events::cloudformation
