#include "cli/bench/study/stage/requests.hpp"

#include <boost/json.hpp>

#include "aws/config/endpoint.hpp"
#include "base/base64.hpp"
#include "study/report/catalogue.hpp"

namespace lambent::cli::studying {

namespace json = boost::json;

std::string study_name(std::string_view started) {
  std::string out = "lambent-study-";
  for (char c : started)
    if (c >= '0' && c <= '9') out += c;
  return out;
}

std::string function_name(std::string_view study, std::string_view function,
                          std::string_view config) {
  return std::string(study).append("-").append(function).append("-").append(config);
}

std::vector<std::string> possible_functions(std::string_view of) {
  std::vector<std::string> out;
  for (const study::function_info& function : study::functions())
    for (const study::config_info& config : study::configs())
      out.push_back(function_name(of, function.id, config.id));
  return out;
}

std::string create_request(const wanted_function& what) {
  constexpr int longest_s = 900;
  json::object out = {{"FunctionName", what.name},
                      {"Role", what.role},
                      {"Architectures", json::array{what.architecture}},
                      {"MemorySize", what.memory_mb},
                      {"Timeout", longest_s},
                      {"Description", "Made by `lambent bench study`, which deletes it"}};
  if (!what.image_uri.empty()) {
    out["PackageType"] = "Image";
    out["Code"] = json::object{{"ImageUri", what.image_uri}};
    return json::serialize(out);
  }
  out["Runtime"] = what.runtime;
  out["Handler"] = what.handler;
  out["Code"] = json::object{{"ZipFile", base64_encode(what.zip)}};
  return json::serialize(out);
}

std::string registry_at(std::string_view endpoint) {
  if (const std::size_t scheme = endpoint.find("://"); scheme != std::string_view::npos)
    endpoint.remove_prefix(scheme + 3);
  return std::string(endpoint.substr(0, endpoint.find('/')));
}

std::string registry_of(std::string_view account, std::string_view region) {
  return std::string(account)
      .append(".dkr.ecr.")
      .append(region)
      .append(".")
      .append(aws::partition_of(region).dns_suffix);
}

std::string aws_base_of(std::string_view runtime) {
  constexpr std::string_view name = "nodejs";
  if (runtime.starts_with(name)) runtime.remove_prefix(name.size());
  if (runtime.ends_with(".x")) runtime.remove_suffix(2);
  return "public.ecr.aws/lambda/nodejs:" + std::string(runtime);
}

std::string base_of(const artefact& what, const std::string& node_base) {
  if (recipe_of(what.function).tool != build_tool::none) return {};
  return node_base.empty() ? aws_base_of(what.runtime) : node_base;
}

std::string build_of(const artefact& what, bool image, const std::string& node_base) {
  std::string out = what.build;
  if (const std::string base = image ? base_of(what, node_base) : ""; !base.empty())
    out += "; on the image " + base;
  if (!image && !what.run_by.empty()) out += "; run by " + what.run_by;
  return out;
}

}  // namespace lambent::cli::studying
