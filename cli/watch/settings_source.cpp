#include "cli/watch/settings_source.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "cli/build/build.hpp"
#include "cli/configuration/function_url.hpp"
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

result<build_settings> settings_source::build(const std::filesystem::path& project) const {
  build_options wanted = TRY(again_.of_command("build", {}, describe_build));
  if (!wanted.command.empty())
    return fail("a command builds this project ([build] of " +
                    std::string(configuration::file_name) +
                    "), and only CMake tells which files a program is made of",
                "`lambent serve`, and after each build `lambent deploy --endpoint-url`, run it");
  // What `build` makes for Lambda (its architecture, its toolchain, its type) says nothing of what
  // runs here.
  build_options here{.cache_variables = std::move(wanted.cache_variables),
                     .environment = std::move(wanted.environment),
                     .listed_environment = std::move(wanted.listed_environment),
                     .env_files = std::move(wanted.env_files),
                     .jobs = wanted.jobs};
  here.cache_variables.insert(here.cache_variables.end(), options_.cache_variables.begin(),
                              options_.cache_variables.end());
  build_settings out = TRY(settings_of(here));
  out.project = project;
  out.build_type = options_.release ? "Release" : "Debug";
  out.sanitize = options_.sanitize;
  return out;
}

result<std::vector<std::string>> settings_source::includes(const std::string& name) const {
  std::vector<std::string> out =
      std::move(TRY(again_.of_command("build", name, describe_build)).includes);
  for (std::string& own : TRY(again_.for_function(name)).includes)
    if (std::ranges::find(out, own) == out.end()) out.push_back(std::move(own));
  return out;
}

std::vector<std::string> settings_source::env_files(
    const std::vector<std::string>& functions) const {
  std::vector<std::string> out;
  for (const std::string& name : functions) {
    auto of_function = again_.for_function(name);
    if (!of_function) continue;
    for (std::string& file : of_function->env_files)
      if (std::ranges::find(out, file) == out.end()) out.push_back(std::move(file));
  }
  return out;
}

std::vector<std::string> settings_source::layers() const {
  std::vector<std::string> out;
  for (const std::string& layer : options_.layers) {
    std::error_code ec;
    std::filesystem::path path = std::filesystem::absolute(layer, ec).lexically_normal();
    out.push_back((path.has_filename() ? path : path.parent_path()).string());
  }
  return out;
}

result<url::router> settings_source::routes(const std::vector<std::string>& watched,
                                            const std::vector<std::string>& all) const {
  auto configured = TRY(configuration::router_of(file()));
  TRY(configuration::check_routes(file(), configured, all));
  std::vector<url::route> routes;
  for (const configuration::route& each : configured) {
    if (std::ranges::find(watched, each.function) == watched.end()) continue;
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

namespace {

std::optional<std::vector<std::string>> unless_empty(std::vector<std::string>&& list) {
  if (list.empty()) return std::nullopt;
  return std::move(list);
}

model::cors_config as_config(configuration::cors_settings&& from) {
  model::cors_config out{.allow_credentials = from.allow_credentials,
                         .allow_headers = unless_empty(std::move(from.allow_headers)),
                         .allow_methods = unless_empty(std::move(from.allow_methods)),
                         .allow_origins = unless_empty(std::move(from.allow_origins)),
                         .expose_headers = unless_empty(std::move(from.expose_headers)),
                         .max_age_s = {}};
  if (from.max_age_s) out.max_age_s = *from.max_age_s;
  return out;
}

}  // namespace

result<std::map<std::string, model::cors_config, std::less<>>> settings_source::cors(
    const std::vector<std::string>& functions) const {
  std::map<std::string, model::cors_config, std::less<>> out;
  for (const std::string& name : functions) {
    auto url = TRY(configuration::function_url_of(file(), name));
    if (url && url->cors) out[name] = as_config(*std::move(url->cors));
  }
  return out;
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
