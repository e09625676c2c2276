// The operations of the control plane that read, and DeleteFunction.
#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/base64.hpp"
#include "base/json_string.hpp"
#include "engine/api/constraints.hpp"
#include "engine/api/control_plane.hpp"
#include "engine/api/function_json.hpp"
#include "engine/api/respond.hpp"
#include "engine/model/limits.hpp"

namespace lambent::api {
namespace {

using model::error_code;
using model::refuse;

struct paging {
  std::string after;  // The name that the page before ended with.
  std::size_t count = 0;
};

// Marker and MaxItems; AWS gives at most 50 functions however many are asked for.
model::answer<paging> read_paging(const call& request, model::violations& found) {
  paging wanted{{}, static_cast<std::size_t>(model::limits::list_page_default)};
  if (auto text = request.query_value("MaxItems")) {
    std::int64_t count = 0;
    auto [stop, bad] = std::from_chars(text->data(), text->data() + text->size(), count);
    if (bad != std::errc() || stop != text->data() + text->size())
      return refuse(error_code::serialization, "STRING_VALUE can not be converted to an Integer");
    check_number(rule_of(constraints::list_functions(), "MaxItems"), count, found);
    if (count > 0) wanted.count = std::min(wanted.count, static_cast<std::size_t>(count));
  }
  if (auto marker = request.query_value("Marker"); marker && !marker->empty()) {
    auto after = base64_decode(*marker);
    if (!after)
      return refuse(error_code::invalid_parameter_value, "The provided Marker is invalid.");
    wanted.after = std::move(*after);
  }
  return wanted;
}

std::string location_of(const model::function& f, const call& request) {
  std::string_view host = request.request.headers.get("Host");
  return "http://" + std::string(host.empty() ? "127.0.0.1:4566" : host) + "/_lambent/code/" +
         std::filesystem::path(f.code_dir).filename().string() + ".zip";
}

}  // namespace

control_plane::reply control_plane::get_function(const call& request) {
  auto found = TRY(find(request, model::name_rule::read));
  return json_response(200,
                       function_json(*found.function, {.qualifier = found.qualifier},
                                     location_of(*found.function, request)),
                       request.request_id);
}

control_plane::reply control_plane::get_function_configuration(const call& request) {
  auto found = TRY(find(request, model::name_rule::read));
  return json_response(200, configuration_json(*found.function, {.qualifier = found.qualifier}),
                       request.request_id);
}

control_plane::reply control_plane::list_functions(const call& request) {
  model::violations found;
  auto table = constraints::list_functions();
  for (std::string_view name : {"MasterRegion", "FunctionVersion"})
    if (auto text = request.query_value(name)) check_text(rule_of(table, name), *text, found);
  paging wanted = TRY(read_paging(request, found));
  if (!found.empty()) return std::unexpected(found.error());

  std::vector<model::function_ptr> shown;
  std::string next;
  for (auto at = functions_.upper_bound({request.account, request.region, wanted.after});
       at != functions_.end(); ++at) {
    const auto& [account, region, name] = at->first;
    if (account != request.account || region != request.region) break;
    if (shown.size() == wanted.count) {
      next = base64_encode(shown.back()->name);
      break;
    }
    shown.push_back(at->second);
  }
  bool all_versions = request.query_value("FunctionVersion").has_value();
  return json_response(200,
                       page_json({.member = "Functions",
                                  .functions = shown,
                                  .qualifier = all_versions ? "$LATEST" : "",
                                  .next_marker = next}),
                       request.request_id);
}

control_plane::reply control_plane::list_versions(const call& request) {
  auto found = TRY(find(request, model::name_rule::read));
  model::violations broken;
  (void)TRY(read_paging(request, broken));
  if (!broken.empty()) return std::unexpected(broken.error());
  return json_response(200,
                       page_json({.member = "Versions",
                                  .functions = {&found.function, 1},
                                  .qualifier = "$LATEST",
                                  .next_marker = {}}),
                       request.request_id);
}

control_plane::reply control_plane::get_concurrency(const call& request) {
  (void)TRY(find(request, model::name_rule::manage));
  return json_response(200, "{}", request.request_id);
}

control_plane::reply control_plane::get_code_signing(const call& request) {
  auto found = TRY(find(request, model::name_rule::read));
  return json_response(200, "{\"FunctionName\":" + json_string(found.function->name) + "}",
                       request.request_id);
}

control_plane::reply control_plane::get_account_settings(const call& request) {
  account_usage usage;
  for (const auto& [where, f] : functions_) {
    if (f->account != request.account || f->region != request.region) continue;
    ++usage.functions;
    usage.code_bytes += f->code_size;
  }
  return json_response(200, account_json(usage), request.request_id);
}

control_plane::reply control_plane::delete_function(const call& request) {
  auto reference =
      TRY(model::read_function_reference({.function_name = request.parameter("FunctionName"),
                                          .qualifier = request.query_value("Qualifier"),
                                          .rule = model::name_rule::read,
                                          .account = request.account,
                                          .region = request.region,
                                          .operation = request.operation->name}));
  if (reference.qualifier == "$LATEST")
    return refuse(error_code::invalid_parameter_value,
                  "$LATEST version cannot be deleted without deleting the function.");
  if (model::alias_like(reference.qualifier))
    return refuse(error_code::invalid_parameter_value,
                  "Deletion of aliases is not currently supported.");
  auto found = functions_.find({request.account, request.region, reference.name});
  if (found == functions_.end() || reference.qualifier.find('$') != std::string::npos)
    return model::function_not_found(
        model::function_arn(model::arn_parts{request.region, request.account, reference.name, {}}));
  // Deleting a version that does not exist succeeds and changes nothing.
  if (!reference.qualifier.empty()) return empty_response(204, request.request_id);

  auto gone = found->second;
  if (auto done = store_.remove(*gone); !done) return std::unexpected(failed(done.error()));
  functions_.erase(found);
  changes_.push_back({gone, true});
  return empty_response(204, request.request_id);
}

}  // namespace lambent::api
