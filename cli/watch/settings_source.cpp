#include "cli/watch/settings_source.hpp"

#include <cstdlib>

#include "cli/configuration/router.hpp"
#include "cli/configuration/variables.hpp"

namespace lambent::cli::watch {

result<std::vector<std::string>> assignments_of(const std::vector<std::string>& given) {
  std::vector<std::string> out;
  for (const std::string& one : given) {
    if (one.find('=') != std::string::npos) {
      out.push_back(one);
    } else if (const char* here = std::getenv(one.c_str())) {
      out.push_back(one + "=" + here);
    } else {
      return fail("the environment variable " + one + " is not set here",
                  "give it a value: --env " + one + "=…");
    }
  }
  return out;
}

result<function_settings> settings_source::for_function(const std::string& name) const {
  watch_options options = TRY(again_.for_function(name));
  function_settings s;
  s.memory_mb = options.memory_mb;
  s.timeout_s = options.timeout_s;
  if (options.concurrency > 0) s.concurrency = options.concurrency;
  s.sanitize = options_.sanitize;
  if (options_.only_lambda_apis) s.owner = model::program_owner::outside;
  if (options_.debug == name) s.owner = model::program_owner::debugger;
  auto assignments = TRY(assignments_of(options.listed_variables));
  for (std::string& one : TRY(assignments_of(options.variables)))
    assignments.push_back(std::move(one));
  for (auto& [key, value] : TRY(configuration::variables_of(
           again_.settings(),
           {.function = name, .env_files = options.env_files, .assignments = assignments})))
    s.variables[key] = std::move(value);
  TRY(check_variables(s.variables));
  return s;
}

result<url::router> settings_source::routes(const std::vector<std::string>& functions) const {
  auto configured = TRY(configuration::router_of(file()));
  TRY(configuration::check_routes(file(), configured, functions));
  std::vector<url::route> routes;
  for (const configuration::route& each : configured) {
    if (each.methods.empty()) routes.push_back({{}, each.path, each.function});
    for (const std::string& method : each.methods)
      routes.push_back({method, each.path, each.function});
  }
  auto made = url::router::make(std::move(routes));
  if (!made)
    return std::unexpected(
        in_context(file().file().path + ": [watch.router]", std::move(made).error()));
  return made;
}

std::vector<std::pair<std::string, std::string>> outside_variables(
    const std::string& function, const function_settings& settings,
    const std::string& runtime_api) {
  std::vector<std::pair<std::string, std::string>> out = {
      {"AWS_LAMBDA_RUNTIME_API", runtime_api},
      {"AWS_LAMBDA_FUNCTION_NAME", function},
      {"AWS_LAMBDA_FUNCTION_VERSION", "$LATEST"},
      {"AWS_LAMBDA_FUNCTION_MEMORY_SIZE", std::to_string(settings.memory_mb)},
      {"_HANDLER", "bootstrap"}};
  for (const auto& [name, value] : settings.variables) out.emplace_back(name, value);
  return out;
}

}  // namespace lambent::cli::watch
