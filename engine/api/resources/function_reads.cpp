// GetFunction, GetFunctionConfiguration, ListFunctions, and what clients read beside them.
#include <array>
#include <filesystem>

#include "base/error.hpp"
#include "base/json_string.hpp"
#include "engine/api/code_source.hpp"
#include "engine/api/constraints.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/resources/handlers.hpp"
#include "engine/api/resources/lookup.hpp"
#include "engine/api/resources/page.hpp"
#include "engine/api/respond.hpp"

namespace lambent::api::resources {
namespace {

using model::name_rule;

std::string code_location(const model::function& f, const call& request) {
  if (f.image) return {};
  return location_of(std::filesystem::path(f.code_dir).filename().string(), request);
}

reply get_function(function_catalog& functions, const call& request) {
  auto found = TRY(find_version(functions, request, name_rule::read));
  // Concurrency is the function's: AWS leaves it out where a version or alias was asked for.
  auto reserved = found.qualifier.empty() ? found.record->reserved_concurrency : std::nullopt;
  return json_response(
      200,
      function_json(*found.version, {.qualifier = found.qualifier,
                                     .code_location = code_location(*found.version, request),
                                     .tags = found.record->latest->tags,
                                     .reserved_concurrency = reserved}),
      request.request_id);
}

reply get_function_configuration(function_catalog& functions, const call& request) {
  auto found = TRY(find_version(functions, request, name_rule::read));
  return json_response(200, configuration_json(*found.version, {.qualifier = found.qualifier}),
                       request.request_id);
}

reply list_functions(function_catalog& functions, const call& request) {
  model::violations found;
  auto table = constraints::list_functions();
  for (std::string_view name : {"MasterRegion", "FunctionVersion"})
    if (auto text = request.query_value(name)) check_text(rule_of(table, name), *text, found);
  auto wanted = TRY(page::read(request, found));
  if (!found.empty()) return std::unexpected(found.error());

  bool all_versions = request.query_value("FunctionVersion").has_value();
  std::vector<model::function_ptr> shown;
  for (auto at = functions.all().lower_bound({request.account, request.region, {}});
       at != functions.all().end() && !wanted.full(); ++at) {
    const auto& [of, record] = *at;
    if (of.account != request.account || of.region != request.region) break;
    if (!all_versions) {
      if (wanted.takes(of.name)) shown.push_back(record->latest);
      continue;
    }
    each_version(*record, [&](const model::function_ptr& version) {
      // A space comes before whatever a name may hold, so that the keys ascend as the names do.
      if (wanted.takes(of.name + ' ' + version_order(*version))) shown.push_back(version);
    });
  }
  return json_response(200,
                       list_json({.member = "Functions",
                                  .functions = shown,
                                  .qualified = all_versions,
                                  .next_marker = wanted.next_marker()}),
                       request.request_id);
}

reply get_code_signing(function_catalog& functions, const call& request) {
  auto found = TRY(find_version(functions, request, name_rule::read));
  return json_response(200, "{\"FunctionName\":" + json_string(found.version->name) + "}",
                       request.request_id);
}

reply get_account_settings(function_catalog& functions, const call& request) {
  account_usage usage;
  usage.unreserved_concurrency = functions.unreserved_concurrency(request.account, request.region);
  for (const auto& [of, record] : functions.all()) {
    if (of.account != request.account || of.region != request.region) continue;
    ++usage.functions;
    each_version(*record, [&](const model::function_ptr& version) {
      usage.code_bytes += version->code_size;
    });
  }
  return json_response(200, account_json(usage), request.request_id);
}

}  // namespace

table function_reads() {
  static constexpr std::array all{
      handler{"GetFunction", get_function},
      handler{"GetFunctionConfiguration", get_function_configuration},
      handler{"ListFunctions", list_functions},
      handler{"GetFunctionCodeSigningConfig", get_code_signing},
      handler{"GetAccountSettings", get_account_settings},
  };
  return all;
}

}  // namespace lambent::api::resources
