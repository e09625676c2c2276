#include "cli/new/choose.hpp"

#include <algorithm>

namespace lambent::cli {
namespace {

using templates::extension_feature;
using templates::http_feature;
using templates::project_kind;
using templates::project_request;

std::vector<templates::event_type> types_in(const std::vector<catalogue_entry>& catalogue) {
  std::vector<templates::event_type> out;
  for (const catalogue_entry& entry : catalogue)
    if (entry.request.kind == project_kind::event) out.push_back(entry.request.event);
  return out;
}

// The only type whose name begins so, if it is the only one.
result<templates::event_type> type_that_begins(const std::vector<templates::event_type>& types,
                                               const std::string& answer) {
  auto exact = find_event_type(types, answer);
  if (exact || answer.empty()) return exact;
  const templates::event_type* found = nullptr;
  for (const templates::event_type& type : types) {
    if (!type.name.starts_with(answer)) continue;
    if (found != nullptr) return exact;
    found = &type;
  }
  if (found == nullptr) return exact;
  return *found;
}

}  // namespace

bool says_what(const kind_options& kind) {
  return kind.http || kind.http_feature || !kind.event_type.empty() || kind.streaming ||
         kind.extension;
}

result<> check_kind(const kind_options& kind) {
  if (kind.extension) return {};
  for (const auto& [given, flag] : {std::pair(kind.events, "--events"),
                                    {kind.logs, "--logs"},
                                    {kind.telemetry, "--telemetry"},
                                    {kind.internal, "--internal"}})
    if (given) return fail(std::string(flag) + " is for extensions", "say --extension too");
  return {};
}

result<project_request> request_for(const kind_options& kind,
                                    const std::vector<catalogue_entry>& catalogue) {
  project_request out;
  if (kind.http || kind.http_feature) {
    out.kind = project_kind::http;
    out.http = kind.http_feature.value_or(http_feature::any);
  } else if (!kind.event_type.empty()) {
    out.kind = project_kind::event;
    out.event = TRY(find_event_type(types_in(catalogue), kind.event_type));
  } else if (kind.streaming) {
    out.kind = project_kind::streaming;
  } else if (kind.extension) {
    out.kind = kind.internal ? project_kind::internal_extension : project_kind::external_extension;
    out.follows = kind.logs        ? extension_feature::logs
                  : kind.telemetry ? extension_feature::telemetry
                                   : extension_feature::events;
  }
  return out;
}

result<project_request> ask_for_request(questions& ask,
                                        const std::vector<catalogue_entry>& catalogue) {
  project_request out;
  bool http =
      TRY(ask.ask_yes_no("Does it answer HTTP requests?",
                         "Of API Gateway, a function URL, a load balancer or VPC Lattice.", false));
  if (http) {
    out.kind = project_kind::http;
    return out;
  }
  std::vector<templates::event_type> types = types_in(catalogue);
  std::vector<std::string> names;
  for (const templates::event_type& type : types) names.push_back(type.name);
  question which{.text = "Which event? (TAB completes, ? lists, empty: your own)",
                 .candidates = names,
                 .check = [&](const std::string& answer) -> result<std::string> {
                   if (answer.empty()) return answer;
                   return TRY(type_that_begins(types, answer)).name;
                 }};
  std::string name = TRY(ask.ask(which));
  if (name.empty()) return out;
  out.kind = project_kind::event;
  out.event = TRY(find_event_type(types, name));
  return out;
}

templates::variables variables_for(const kind_options& kind, const project_request& request) {
  templates::variables out;
  auto flag = [](bool set) { return std::string(set ? "true" : ""); };
  out["http"] = flag(kind.http || kind.http_feature);
  out["http_feature"] = "";
  for (const auto& [feature, word] : {std::pair(http_feature::alb, "alb"),
                                      {http_feature::apigw_rest, "apigw_rest"},
                                      {http_feature::apigw_http, "apigw_http"},
                                      {http_feature::apigw_websockets, "apigw_websockets"}})
    if (kind.http_feature == feature) out["http_feature"] = word;
  out["streaming"] = flag(kind.streaming);
  out["extension"] = flag(kind.extension);
  bool event = request.kind == project_kind::event;
  auto of_event = [&](const std::string& name) {
    return event ? request.event.values.at(name) : std::string();
  };
  out["event_type"] = of_event("event_type");
  out["event_struct"] = of_event("event_struct");
  out["event_headers"] = of_event("headers");
  out["event_definitions"] = of_event("types");
  return out;
}

}  // namespace lambent::cli
