#include "templates/project.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "templates/embedded.hpp"
#include "templates/events.hpp"

namespace lambent::templates {
namespace {

// Of two folders with the same file, the later one has it.
std::vector<std::string_view> folders_of(project_kind kind) {
  switch (kind) {
    case project_kind::basic:
      return {"shared/", "basic/"};
    case project_kind::event:
      return {"shared/", "event/"};
    case project_kind::http:
      return {"shared/", "http/"};
    case project_kind::streaming:
      return {"shared/", "streaming/"};
    case project_kind::external_extension:
      return {"shared/", "extension/"};
    case project_kind::internal_extension:
      return {"shared/", "basic/", "extension/", "internal_extension/"};
  }
  return {};
}

// The example events that lie in events/; the first one is the README's.
std::vector<std::string> events_of(const project_request& wanted) {
  switch (wanted.kind) {
    case project_kind::basic:
    case project_kind::internal_extension:
      return {"hello"};
    case project_kind::event:
      return {wanted.event.example};
    case project_kind::streaming:
      return {"countdown", "countdown-url"};
    case project_kind::external_extension:
      return {};
    case project_kind::http:
      break;
  }
  switch (wanted.http) {
    case http_feature::any:
      return {"function-url-request", "apigw-v2-request", "apigw-request", "alb-request"};
    case http_feature::alb:
      return {"alb-request", "alb-request-multivalue-headers"};
    case http_feature::apigw_rest:
      return {"apigw-request"};
    case http_feature::apigw_http:
      return {"apigw-v2-request"};
    case http_feature::apigw_websockets:
      return {"apigw-websocket-request", "apigw-websocket-connect", "apigw-websocket-disconnect"};
  }
  return {};
}

std::string summary_of(const project_request& wanted) {
  switch (wanted.kind) {
    case project_kind::basic:
      return "A function for AWS Lambda.";
    case project_kind::event:
      return "A function for AWS Lambda. " + wanted.event.title + ".";
    case project_kind::http:
      return "A function for AWS Lambda that answers HTTP requests.";
    case project_kind::streaming:
      return "A function for AWS Lambda that streams its response.";
    case project_kind::external_extension:
      return "An extension of AWS Lambda, which runs beside functions.";
    case project_kind::internal_extension:
      return "A function for AWS Lambda with an extension inside.";
  }
  return {};
}

// SAM's events of an HTTP function.
std::string sam_of(http_feature feature) {
  auto api = [](std::string_view type) {
    return "        Requests:\n          Type: " + std::string(type) +
           "\n          Properties: {Path: \"/{path+}\", Method: ANY}\n        Root:\n"
           "          Type: " +
           std::string(type) + "\n          Properties: {Path: /, Method: ANY}";
  };
  if (feature == http_feature::apigw_rest) return api("Api");
  if (feature == http_feature::apigw_http) return api("HttpApi");
  return {};
}

std::string service_of(http_feature feature) {
  return feature == http_feature::alb ? "Elastic Load Balancing" : "API Gateway";
}

void set_flag(variables& to, const std::string& name, bool value) {
  to[name] = value ? "true" : "";
}

variables variables_of(const project_request& wanted) {
  using enum project_kind;
  variables out = common_variables(wanted.project_name, wanted.function_name);
  for (const char* name : {"title",          "headers",        "event_struct",
                           "reply",          "parameter",      "types",
                           "handler",        "test",           "event_type",
                           "refuses_other",  "uses_events",    "sam_events",
                           "sam_parameters", "sam_resources",  "mapping",
                           "mapping_source", "mapping_policy", "mapping_stream",
                           "rule",           "rule_source",    "rule_detail_types",
                           "invoked_by",     "not_in_sam",     "not_in_terraform"})
    out[name] = "";
  out["summary"] = summary_of(wanted);
  out["entry"] = wanted.kind == http ? "routes()" : "handle";
  bool internal = wanted.kind == internal_extension;
  bool external = wanted.kind == external_extension;
  set_flag(out, "internal", internal);
  set_flag(out, "external", external);
  set_flag(out, "extension", internal || external);
  set_flag(out, "streaming", wanted.kind == streaming);
  set_flag(out, "follows_events", wanted.follows == extension_feature::events);
  set_flag(out, "follows_logs", wanted.follows == extension_feature::logs);
  set_flag(out, "follows_telemetry", wanted.follows == extension_feature::telemetry);
  bool url = wanted.kind == streaming || (wanted.kind == http && wanted.http == http_feature::any);
  set_flag(out, "function_url", url);
  set_flag(out, "apigw_websockets", wanted.http == http_feature::apigw_websockets);
  if (wanted.kind == http) out["sam_events"] = sam_of(wanted.http);
  if (wanted.kind == event)
    for (const auto& [name, value] : wanted.event.values) out[name] = value;
  if (wanted.kind == http && !url) out["invoked_by"] = service_of(wanted.http);
  if (out["sam_events"].empty()) out["not_in_sam"] = out["invoked_by"];
  if (out["mapping"].empty() && out["rule"].empty()) out["not_in_terraform"] = out["invoked_by"];
  std::vector<std::string> events = events_of(wanted);
  out["example"] = events.empty() ? "" : events.front();
  return out;
}

// "my-function_2" as CloudFormation's logical ids are: MyFunction2.
std::string logical_id(std::string_view name) {
  std::string out;
  bool upper = true;
  for (char c : name) {
    bool lower_case = c >= 'a' && c <= 'z';
    if (c == '-' || c == '_') {
      upper = true;
      continue;
    }
    out += upper && lower_case ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  if (out.empty() || (out.front() >= '0' && out.front() <= '9')) out.insert(0, "Function");
  return out;
}

}  // namespace

variables common_variables(std::string_view project_name, std::string_view function_name) {
  return {{"name", std::string(function_name)},
          {"project_name", std::string(project_name)},
          {"function_name", std::string(function_name)},
          {"logical_id", logical_id(function_name)},
          {"lambent_version", std::string(lambent_version())}};
}

std::string_view lambent_version() { return LAMBENT_VERSION; }

result<std::vector<project_file>> make_project(const project_request& wanted) {
  variables values = variables_of(wanted);
  std::map<std::string, std::string> files;
  for (std::string_view folder : folders_of(wanted.kind)) {
    for (const embedded_file& file : embedded_templates()) {
      if (!file.path.starts_with(folder)) continue;
      std::string content = TRY_FOR(std::string(file.path), render(file.content, values));
      files[std::string(file.path.substr(folder.size()))] = std::move(content);
    }
  }
  for (const std::string& name : events_of(wanted)) {
    const example* event = find_example(name);
    if (event == nullptr) return fail("there is no example event '" + name + "'");
    files["events/" + name + ".json"] = event->json;
  }
  std::vector<project_file> out;
  for (auto& [path, content] : files) {
    // A file of which nothing is left is none of this kind's.
    if (!content.empty()) out.push_back({path, std::move(content)});
  }
  return out;
}

}  // namespace lambent::templates
