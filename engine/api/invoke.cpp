#include "engine/api/invoke.hpp"

#include "base/architecture.hpp"
#include "base/base64.hpp"
#include "base/error.hpp"
#include "engine/api/constraints.hpp"
#include "engine/api/json_check.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/function_name.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

namespace limits = model::limits;
using model::answer;
using model::error_code;
using model::refuse;

struct header_member {
  std::string_view header, member;
};
constexpr header_member checked_headers[] = {
    {"X-Amz-Invocation-Type", "InvocationType"},
    {"X-Amz-Log-Type", "LogType"},
    {"X-Amz-Durable-Execution-Name", "DurableExecutionName"},
    {"X-Amz-Tenant-Id", "TenantId"}};

std::span<const member> rules_of(const operation_info& operation) {
  return operation.name == invoke_with_response_stream ? constraints::invoke_with_response_stream()
                                                       : constraints::invoke();
}

answer<> check_members(const call& request) {
  model::violations found;
  std::span<const member> rules = rules_of(*request.operation);
  model::check_function_name(request.parameter("FunctionName"), model::name_rule::read, found);
  if (auto qualifier = request.query_value("Qualifier")) model::check_qualifier(*qualifier, found);
  for (const auto& [header, name] : checked_headers)
    if (request.request.headers.has(header))
      check_text(rule_of(rules, name), request.request.headers.get(header), found);
  if (!found.empty()) return std::unexpected(found.error());
  return {};
}

answer<std::string> read_client_context(const call& request) {
  std::string_view encoded = request.request.headers.get("X-Amz-Client-Context");
  if (encoded.empty()) return std::string();
  if (encoded.size() > limits::client_context_max_bytes)
    return refuse(error_code::invalid_request_content,
                  "Client context must be smaller than or equal to " +
                      std::to_string(limits::client_context_max_bytes) + " bytes.");
  auto decoded = base64_decode(encoded);
  if (!decoded || !decoded->starts_with('{') || json_fault(*decoded, limits::payload_nesting_max))
    return refuse(error_code::invalid_request_content,
                  "Client context must be a valid Base64-encoded JSON object.");
  return std::move(*decoded);
}

answer<> check_payload(const std::string& payload) {
  if (payload.empty()) return {};
  auto fault = json_fault(payload, limits::payload_nesting_max);
  if (!fault) return {};
  return refuse(
      error_code::invalid_request_content,
      "Could not parse request body into json: Could not parse payload into json: " + *fault);
}

}  // namespace

answer<> check_state(const model::function& f) {
  if (f.state == model::function_state::active) return {};
  bool pending = f.state == model::function_state::pending;
  return refuse(pending ? error_code::resource_conflict : error_code::resource_not_ready,
                std::string("The operation cannot be performed at this time. The function is "
                            "currently in the following state: ") +
                    (pending ? "Pending" : "Failed"));
}

answer<invoke_request> read_invoke(call&& request, const registry& known, double choice) {
  TRY(check_members(request));
  std::string_view type = request.request.headers.get("X-Amz-Invocation-Type");
  if (request.request.body.size() > limits::invoke_request_max_bytes)
    return refuse(error_code::request_entity_too_large,
                  "Request must be smaller than " +
                      std::to_string(limits::invoke_request_max_bytes) + " bytes for the " +
                      std::string(invoke_operation(request.operation->name)) + " operation");
  auto reference =
      TRY(model::read_function_reference({.function_name = request.parameter("FunctionName"),
                                          .qualifier = request.query_value("Qualifier"),
                                          .rule = model::name_rule::read,
                                          .account = request.account,
                                          .region = request.region,
                                          .operation = invoke_operation(request.operation->name)}));
  invoke_request made;
  made.invoked_arn = model::function_arn(
      model::arn_parts{request.region, request.account, reference.name, reference.qualifier});
  auto record = known.find(request.account, request.region, reference.name);
  if (record != nullptr) made.function = model::resolve(*record, reference.qualifier, choice);
  if (made.function == nullptr)
    // AWS names the version it looked for, even when the caller named none.
    return model::function_not_found(made.invoked_arn +
                                     (reference.qualifier.empty() ? ":$LATEST" : ""));
  if (type == "Event") return model::not_available("The invocation type Event");
  if (request.request.headers.has("X-Amz-Durable-Execution-Name"))
    return model::not_available("Durable execution");
  made.client_context = TRY(read_client_context(request));
  TRY(check_payload(request.request.body));
  TRY(check_state(*made.function));

  if (type == "DryRun") made.type = invocation_type::dry_run;
  made.tail = request.request.headers.get("X-Amz-Log-Type") == "Tail";
  made.trace_id = request.request.headers.get("X-Amzn-Trace-Id");
  made.payload = std::move(request.request.body);
  if (made.payload.empty()) made.payload = "{}";
  made.request_id = std::move(request.request_id);
  return made;
}

void mark_emulated(http::response& answer, const model::function& function) {
  if (function.architecture != native_architecture.name)
    answer.headers.add("X-Lambent-Emulated", function.architecture);
}

http::response invoke_response(const invoke_request& request, model::invocation_outcome&& outcome) {
  http::response made;
  made.headers.add("Content-Type", "application/json");
  made.headers.add("x-amzn-RequestId",
                   outcome.request_id.empty() ? request.request_id : outcome.request_id);
  made.headers.add("X-Amz-Executed-Version", std::move(outcome.executed_version));
  if (outcome.function_error) made.headers.add("X-Amz-Function-Error", "Unhandled");
  if (request.tail) {
    std::string_view log = outcome.log_tail;
    if (log.size() > limits::log_tail_bytes) log.remove_prefix(log.size() - limits::log_tail_bytes);
    made.headers.add("X-Amz-Log-Result", base64_encode(log));
  }
  if (!outcome.trace_id.empty()) made.headers.add("X-Amzn-Trace-Id", std::move(outcome.trace_id));
  mark_emulated(made, *request.function);
  made.body = std::move(outcome.payload);
  return made;
}

http::response dry_run_response(const invoke_request& request) {
  return empty_response(204, request.request_id);
}

}  // namespace lambent::api
