#include "aws/services/lambda.hpp"

#include <array>
#include <charconv>

#include "aws/protocol/answers.hpp"
#include "aws/services/lambda_aliases.hpp"

namespace lambent::aws::lambda {
namespace {

constexpr const char* functions_api = "2015-03-31";
constexpr const char* tags_api = "2017-03-31";
constexpr const char* layers_api = "2018-10-31";
constexpr const char* url_api = "2021-10-31";
constexpr const char* reserve_api = "2017-10-31";
constexpr const char* concurrency_api = "2019-09-30";

request ask(std::string method, std::vector<std::string> path, std::string body = {}) {
  request out{.service = "lambda",
              .method = std::move(method),
              .path = std::move(path),
              .body = std::move(body)};
  if (!out.body.empty()) out.headers.emplace_back("Content-Type", "application/json");
  return out;
}

request of_function(std::string method, const std::string& name, std::vector<std::string> more = {},
                    std::string body = {}) {
  std::vector<std::string> path{functions_api, "functions", name};
  path.insert(path.end(), more.begin(), more.end());
  return ask(std::move(method), std::move(path), std::move(body));
}

request with_qualifier(request&& made, const std::string& qualifier) {
  if (!qualifier.empty()) made.query.emplace_back("Qualifier", qualifier);
  return std::move(made);
}

request safe(request&& made) {
  made.repeat = repeat::safe;
  return std::move(made);
}

json_answer call(client& with, const request& what) {
  response answer = TRY(with.call(what));
  return read_json_answer(answer);
}

done call_for_nothing(client& with, const request& what) {
  TRY(with.call(what));
  return {};
}

json_list list_all(client& with, request what, std::string_view member) {
  std::vector<json_object> all;
  for (int page = 0; page < limits::pages_max; ++page) {
    json_object said = TRY(call(with, what));
    for (json_object& each : objects_at(said, member)) all.push_back(std::move(each));
    std::string next = text_at(said, "NextMarker");
    if (next.empty()) return all;
    what.query = {{"Marker", next}};
  }
  return too_many_pages(member);
}

}  // namespace

json_answer get_function(client& with, const function_ref& of) {
  return call(with, with_qualifier(of_function("GET", of.name), of.qualifier));
}

json_answer get_function_configuration(client& with, const function_ref& of) {
  return call(with, with_qualifier(of_function("GET", of.name, {"configuration"}), of.qualifier));
}

json_answer create_function(client& with, std::string body) {
  return call(with, ask("POST", {functions_api, "functions"}, std::move(body)));
}

json_answer update_function_code(client& with, const std::string& name, std::string body) {
  return call(with, of_function("PUT", name, {"code"}, std::move(body)));
}

json_answer update_function_configuration(client& with, const std::string& name, std::string body) {
  return call(with, of_function("PUT", name, {"configuration"}, std::move(body)));
}

done delete_function(client& with, const function_ref& of) {
  return call_for_nothing(with, with_qualifier(of_function("DELETE", of.name), of.qualifier));
}

json_list list_functions(client& with) {
  return list_all(with, ask("GET", {functions_api, "functions"}), "Functions");
}

json_answer publish_version(client& with, const std::string& name, std::string body) {
  return call(with, safe(of_function("POST", name, {"versions"}, std::move(body))));
}

json_list list_versions_by_function(client& with, const std::string& name) {
  return list_all(with, of_function("GET", name, {"versions"}), "Versions");
}

json_answer get_alias(client& with, const std::string& name, const std::string& alias) {
  return call(with, of_function("GET", name, {"aliases", alias}));
}

json_answer create_alias(client& with, const std::string& name, std::string body) {
  return call(with, of_function("POST", name, {"aliases"}, std::move(body)));
}

json_answer update_alias(client& with, const std::string& name, const std::string& alias,
                         std::string body) {
  return call(with, of_function("PUT", name, {"aliases", alias}, std::move(body)));
}

done delete_alias(client& with, const std::string& name, const std::string& alias) {
  return call_for_nothing(with, of_function("DELETE", name, {"aliases", alias}));
}

json_list list_aliases(client& with, const std::string& name) {
  return list_all(with, of_function("GET", name, {"aliases"}), "Aliases");
}

std::map<std::string, std::string> weights_of(const json_object& alias) {
  std::map<std::string, std::string> out;
  const boost::json::value* routing = alias.if_contains("RoutingConfig");
  if (routing == nullptr || !routing->is_object()) return out;
  const boost::json::value* weights = routing->as_object().if_contains("AdditionalVersionWeights");
  if (weights == nullptr || !weights->is_object()) return out;
  for (const auto& [version, weight] : weights->as_object()) {
    if (!weight.is_number()) continue;
    std::array<char, 32> text{};
    auto written =
        std::to_chars(text.data(), text.data() + text.size(), weight.to_number<double>());
    out.emplace(version, std::string(text.data(), written.ptr));
  }
  return out;
}

namespace {

request url_config(std::string method, const function_ref& of, std::string body = {}) {
  return with_qualifier(
      ask(std::move(method), {url_api, "functions", of.name, "url"}, std::move(body)),
      of.qualifier);
}

}  // namespace

json_answer get_function_url_config(client& with, const function_ref& of) {
  return call(with, url_config("GET", of));
}

json_answer create_function_url_config(client& with, const function_ref& of, std::string body) {
  return call(with, url_config("POST", of, std::move(body)));
}

json_answer update_function_url_config(client& with, const function_ref& of, std::string body) {
  return call(with, url_config("PUT", of, std::move(body)));
}

done delete_function_url_config(client& with, const function_ref& of) {
  return call_for_nothing(with, url_config("DELETE", of));
}

json_list list_function_url_configs(client& with, const std::string& name) {
  return list_all(with, ask("GET", {url_api, "functions", name, "urls"}), "FunctionUrlConfigs");
}

json_answer get_policy(client& with, const function_ref& of) {
  return call(with, with_qualifier(of_function("GET", of.name, {"policy"}), of.qualifier));
}

json_answer add_permission(client& with, const function_ref& of, std::string body) {
  return call(with, with_qualifier(of_function("POST", of.name, {"policy"}, std::move(body)),
                                   of.qualifier));
}

done remove_permission(client& with, const function_ref& of, const std::string& statement_id) {
  return call_for_nothing(
      with, with_qualifier(of_function("DELETE", of.name, {"policy", statement_id}), of.qualifier));
}

json_answer list_tags(client& with, const std::string& arn) {
  return call(with, ask("GET", {tags_api, "tags", arn}));
}

done tag_resource(client& with, const std::string& arn, std::string body) {
  return call_for_nothing(with, safe(ask("POST", {tags_api, "tags", arn}, std::move(body))));
}

done untag_resource(client& with, const std::string& arn, const std::vector<std::string>& keys) {
  request what = ask("DELETE", {tags_api, "tags", arn});
  for (const std::string& key : keys) what.query.emplace_back("tagKeys", key);
  return call_for_nothing(with, what);
}

json_answer get_function_concurrency(client& with, const std::string& name) {
  return call(with, ask("GET", {concurrency_api, "functions", name, "concurrency"}));
}

json_answer put_function_concurrency(client& with, const std::string& name, int reserved) {
  return call(with, ask("PUT", {reserve_api, "functions", name, "concurrency"},
                        "{\"ReservedConcurrentExecutions\":" + std::to_string(reserved) + "}"));
}

done delete_function_concurrency(client& with, const std::string& name) {
  return call_for_nothing(with, ask("DELETE", {reserve_api, "functions", name, "concurrency"}));
}

json_answer publish_layer_version(client& with, const std::string& layer, std::string body) {
  return call(with, ask("POST", {layers_api, "layers", layer, "versions"}, std::move(body)));
}

json_list list_layer_versions(client& with, const std::string& layer) {
  return list_all(with, ask("GET", {layers_api, "layers", layer, "versions"}), "LayerVersions");
}

json_answer get_layer_version(client& with, const std::string& layer, std::int64_t version) {
  return call(with, ask("GET", {layers_api, "layers", layer, "versions", std::to_string(version)}));
}

}  // namespace lambent::aws::lambda
