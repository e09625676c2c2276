#include "engine/api/operation.hpp"

#include <array>

#include "engine/http/message.hpp"

namespace lambent::api {
namespace {

constexpr std::array table{
    operation_info{"AddLayerVersionPermission", "POST",
                   "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", "", 201},
    operation_info{"AddPermission", "POST", "/2015-03-31/functions/{FunctionName}/policy", "", 201},
    operation_info{"CheckpointDurableExecution", "POST",
                   "/2025-12-01/durable-executions/{DurableExecutionArn}/checkpoint", "", 200},
    operation_info{"CreateAlias", "POST", "/2015-03-31/functions/{FunctionName}/aliases", "", 201},
    operation_info{"CreateCapacityProvider", "POST", "/2025-11-30/capacity-providers", "", 202},
    operation_info{"CreateCodeSigningConfig", "POST", "/2020-04-22/code-signing-configs", "", 201},
    operation_info{"CreateEventSourceMapping", "POST", "/2015-03-31/event-source-mappings", "",
                   202},
    operation_info{"CreateFunction", "POST", "/2015-03-31/functions", "", 201},
    operation_info{"CreateFunctionUrlConfig", "POST", "/2021-10-31/functions/{FunctionName}/url",
                   "", 201},
    operation_info{"DeleteAlias", "DELETE", "/2015-03-31/functions/{FunctionName}/aliases/{Name}",
                   "", 204},
    operation_info{"DeleteCapacityProvider", "DELETE",
                   "/2025-11-30/capacity-providers/{CapacityProviderName}", "", 202},
    operation_info{"DeleteCodeSigningConfig", "DELETE",
                   "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", "", 204},
    operation_info{"DeleteEventSourceMapping", "DELETE", "/2015-03-31/event-source-mappings/{UUID}",
                   "", 202},
    operation_info{"DeleteFunction", "DELETE", "/2015-03-31/functions/{FunctionName}", "", 204},
    operation_info{"DeleteFunctionCodeSigningConfig", "DELETE",
                   "/2020-06-30/functions/{FunctionName}/code-signing-config", "", 204},
    operation_info{"DeleteFunctionConcurrency", "DELETE",
                   "/2017-10-31/functions/{FunctionName}/concurrency", "", 204},
    operation_info{"DeleteFunctionEventInvokeConfig", "DELETE",
                   "/2019-09-25/functions/{FunctionName}/event-invoke-config", "", 204},
    operation_info{"DeleteFunctionUrlConfig", "DELETE", "/2021-10-31/functions/{FunctionName}/url",
                   "", 204},
    operation_info{"DeleteLayerVersion", "DELETE",
                   "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", "", 204},
    operation_info{"DeleteProvisionedConcurrencyConfig", "DELETE",
                   "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", "", 204},
    operation_info{"GetAccountSettings", "GET", "/2016-08-19/account-settings", "", 200},
    operation_info{"GetAlias", "GET", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", "",
                   200},
    operation_info{"GetCapacityProvider", "GET",
                   "/2025-11-30/capacity-providers/{CapacityProviderName}", "", 200},
    operation_info{"GetCodeSigningConfig", "GET",
                   "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", "", 200},
    operation_info{"GetDurableExecution", "GET",
                   "/2025-12-01/durable-executions/{DurableExecutionArn}", "", 200},
    operation_info{"GetDurableExecutionHistory", "GET",
                   "/2025-12-01/durable-executions/{DurableExecutionArn}/history", "", 200},
    operation_info{"GetDurableExecutionState", "GET",
                   "/2025-12-01/durable-executions/{DurableExecutionArn}/state", "", 200},
    operation_info{"GetEventSourceMapping", "GET", "/2015-03-31/event-source-mappings/{UUID}", "",
                   200},
    operation_info{"GetFunction", "GET", "/2015-03-31/functions/{FunctionName}", "", 200},
    operation_info{"GetFunctionCodeSigningConfig", "GET",
                   "/2020-06-30/functions/{FunctionName}/code-signing-config", "", 200},
    operation_info{"GetFunctionConcurrency", "GET",
                   "/2019-09-30/functions/{FunctionName}/concurrency", "", 200},
    operation_info{"GetFunctionConfiguration", "GET",
                   "/2015-03-31/functions/{FunctionName}/configuration", "", 200},
    operation_info{"GetFunctionEventInvokeConfig", "GET",
                   "/2019-09-25/functions/{FunctionName}/event-invoke-config", "", 200},
    operation_info{"GetFunctionRecursionConfig", "GET",
                   "/2024-08-31/functions/{FunctionName}/recursion-config", "", 200},
    operation_info{"GetFunctionScalingConfig", "GET",
                   "/2025-11-30/functions/{FunctionName}/function-scaling-config", "", 200},
    operation_info{"GetFunctionUrlConfig", "GET", "/2021-10-31/functions/{FunctionName}/url", "",
                   200},
    operation_info{"GetLayerVersion", "GET",
                   "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}", "", 200},
    operation_info{"GetLayerVersionByArn", "GET", "/2018-10-31/layers", "find=LayerVersion", 200},
    operation_info{"GetLayerVersionPolicy", "GET",
                   "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy", "", 200},
    operation_info{"GetPolicy", "GET", "/2015-03-31/functions/{FunctionName}/policy", "", 200},
    operation_info{"GetProvisionedConcurrencyConfig", "GET",
                   "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", "", 200},
    operation_info{"GetRuntimeManagementConfig", "GET",
                   "/2021-07-20/functions/{FunctionName}/runtime-management-config", "", 200},
    operation_info{"Invoke", "POST", "/2015-03-31/functions/{FunctionName}/invocations", "", 200},
    operation_info{"InvokeAsync", "POST", "/2014-11-13/functions/{FunctionName}/invoke-async", "",
                   202},
    operation_info{"InvokeWithResponseStream", "POST",
                   "/2021-11-15/functions/{FunctionName}/response-streaming-invocations", "", 200},
    operation_info{"ListAliases", "GET", "/2015-03-31/functions/{FunctionName}/aliases", "", 200},
    operation_info{"ListCapacityProviders", "GET", "/2025-11-30/capacity-providers", "", 200},
    operation_info{"ListCodeSigningConfigs", "GET", "/2020-04-22/code-signing-configs", "", 200},
    operation_info{"ListDurableExecutionsByFunction", "GET",
                   "/2025-12-01/functions/{FunctionName}/durable-executions", "", 200},
    operation_info{"ListEventSourceMappings", "GET", "/2015-03-31/event-source-mappings", "", 200},
    operation_info{"ListFunctionEventInvokeConfigs", "GET",
                   "/2019-09-25/functions/{FunctionName}/event-invoke-config/list", "", 200},
    operation_info{"ListFunctionUrlConfigs", "GET", "/2021-10-31/functions/{FunctionName}/urls", "",
                   200},
    operation_info{"ListFunctionVersionsByCapacityProvider", "GET",
                   "/2025-11-30/capacity-providers/{CapacityProviderName}/function-versions", "",
                   200},
    operation_info{"ListFunctions", "GET", "/2015-03-31/functions", "", 200},
    operation_info{"ListFunctionsByCodeSigningConfig", "GET",
                   "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}/functions", "", 200},
    operation_info{"ListLayerVersions", "GET", "/2018-10-31/layers/{LayerName}/versions", "", 200},
    operation_info{"ListLayers", "GET", "/2018-10-31/layers", "", 200},
    operation_info{"ListProvisionedConcurrencyConfigs", "GET",
                   "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", "List=ALL", 200},
    operation_info{"ListTags", "GET", "/2017-03-31/tags/{Resource}", "", 200},
    operation_info{"ListVersionsByFunction", "GET", "/2015-03-31/functions/{FunctionName}/versions",
                   "", 200},
    operation_info{"PublishLayerVersion", "POST", "/2018-10-31/layers/{LayerName}/versions", "",
                   201},
    operation_info{"PublishVersion", "POST", "/2015-03-31/functions/{FunctionName}/versions", "",
                   201},
    operation_info{"PutFunctionCodeSigningConfig", "PUT",
                   "/2020-06-30/functions/{FunctionName}/code-signing-config", "", 200},
    operation_info{"PutFunctionConcurrency", "PUT",
                   "/2017-10-31/functions/{FunctionName}/concurrency", "", 200},
    operation_info{"PutFunctionEventInvokeConfig", "PUT",
                   "/2019-09-25/functions/{FunctionName}/event-invoke-config", "", 200},
    operation_info{"PutFunctionRecursionConfig", "PUT",
                   "/2024-08-31/functions/{FunctionName}/recursion-config", "", 200},
    operation_info{"PutFunctionScalingConfig", "PUT",
                   "/2025-11-30/functions/{FunctionName}/function-scaling-config", "", 202},
    operation_info{"PutProvisionedConcurrencyConfig", "PUT",
                   "/2019-09-30/functions/{FunctionName}/provisioned-concurrency", "", 202},
    operation_info{"PutRuntimeManagementConfig", "PUT",
                   "/2021-07-20/functions/{FunctionName}/runtime-management-config", "", 200},
    operation_info{"RemoveLayerVersionPermission", "DELETE",
                   "/2018-10-31/layers/{LayerName}/versions/{VersionNumber}/policy/{StatementId}",
                   "", 204},
    operation_info{"RemovePermission", "DELETE",
                   "/2015-03-31/functions/{FunctionName}/policy/{StatementId}", "", 204},
    operation_info{"SendDurableExecutionCallbackFailure", "POST",
                   "/2025-12-01/durable-execution-callbacks/{CallbackId}/fail", "", 200},
    operation_info{"SendDurableExecutionCallbackHeartbeat", "POST",
                   "/2025-12-01/durable-execution-callbacks/{CallbackId}/heartbeat", "", 200},
    operation_info{"SendDurableExecutionCallbackSuccess", "POST",
                   "/2025-12-01/durable-execution-callbacks/{CallbackId}/succeed", "", 200},
    operation_info{"StopDurableExecution", "POST",
                   "/2025-12-01/durable-executions/{DurableExecutionArn}/stop", "", 200},
    operation_info{"TagResource", "POST", "/2017-03-31/tags/{Resource}", "", 204},
    operation_info{"UntagResource", "DELETE", "/2017-03-31/tags/{Resource}", "", 204},
    operation_info{"UpdateAlias", "PUT", "/2015-03-31/functions/{FunctionName}/aliases/{Name}", "",
                   200},
    operation_info{"UpdateCapacityProvider", "PUT",
                   "/2025-11-30/capacity-providers/{CapacityProviderName}", "", 202},
    operation_info{"UpdateCodeSigningConfig", "PUT",
                   "/2020-04-22/code-signing-configs/{CodeSigningConfigArn}", "", 200},
    operation_info{"UpdateEventSourceMapping", "PUT", "/2015-03-31/event-source-mappings/{UUID}",
                   "", 202},
    operation_info{"UpdateFunctionCode", "PUT", "/2015-03-31/functions/{FunctionName}/code", "",
                   200},
    operation_info{"UpdateFunctionConfiguration", "PUT",
                   "/2015-03-31/functions/{FunctionName}/configuration", "", 200},
    operation_info{"UpdateFunctionEventInvokeConfig", "POST",
                   "/2019-09-25/functions/{FunctionName}/event-invoke-config", "", 200},
    operation_info{"UpdateFunctionUrlConfig", "PUT", "/2021-10-31/functions/{FunctionName}/url", "",
                   200},
};
static_assert(table.size() == 85);

using parameters = std::vector<std::pair<std::string_view, std::string>>;

std::string_view take_segment(std::string_view& path) {
  path.remove_prefix(1);  // The slash.
  std::string_view segment = path.substr(0, path.find('/'));
  path.remove_prefix(segment.size());
  return segment;
}

// The date prefix and the last literal segment tell most rows apart without walking the path.
bool may_match(const operation_info& row, std::string_view method, std::string_view path) {
  constexpr std::size_t date_bytes = 11;  // "/2015-03-31"
  if (row.method != method || row.path.substr(0, date_bytes) != path.substr(0, date_bytes))
    return false;
  return row.path.back() == '}' || row.path.back() == path.back();
}

bool path_matches(std::string_view wanted, std::string_view path) {
  while (!wanted.empty() && !path.empty()) {
    if (path.front() != '/') return false;
    std::string_view part = take_segment(wanted), given = take_segment(path);
    if (given.empty() || (part.front() != '{' && part != given)) return false;
  }
  return wanted.empty() && path.empty();
}

parameters read_parameters(std::string_view wanted, std::string_view path) {
  parameters found;
  while (!wanted.empty()) {
    std::string_view part = take_segment(wanted), given = take_segment(path);
    if (part.front() == '{')
      found.emplace_back(part.substr(1, part.size() - 2), percent_decode(given));
  }
  return found;
}

bool query_matches(std::string_view wanted, const http::target& target) {
  if (wanted.empty()) return true;
  auto equals = wanted.find('=');
  return target.get(wanted.substr(0, equals)) == wanted.substr(equals + 1);
}

}  // namespace

std::span<const operation_info> operations() { return table; }

std::optional<route_match> route(std::string_view method, std::string_view text) {
  http::target target = http::parse_target(text);
  std::string_view path = target.path;
  if (path.size() > 1 && path.ends_with('/')) path.remove_suffix(1);
  if (path.empty()) return std::nullopt;
  const operation_info* best = nullptr;
  for (const auto& row : table) {
    if (!may_match(row, method, path) || !path_matches(row.path, path) ||
        !query_matches(row.query, target))
      continue;
    if (best == nullptr || !row.query.empty()) best = &row;
  }
  if (best == nullptr) return std::nullopt;
  return route_match{best, read_parameters(best->path, path), std::move(target.query)};
}

}  // namespace lambent::api
