#include "cli/watch/function_settings.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "cli/build/platform.hpp"
#include "engine/api/function_members.hpp"

namespace lambent::cli::watch {
namespace {

// So that a function can use the real AWS, as the person at the keyboard does.
constexpr std::array<std::string_view, 5> may_be_given = {
    "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_REGION",
    "AWS_DEFAULT_REGION"};

bool stronger_than_lambdas(std::string_view name) {
  return std::ranges::find(may_be_given, name) != may_be_given.end();
}

struct variable {
  std::string name, value;
};

// A report has to end the function; LeakSanitizer needs ptrace, which the sandbox refuses.
variable sanitizer_options(sanitizer which) {
  switch (which) {
    case sanitizer::address:
      return {"ASAN_OPTIONS", "detect_leaks=0"};
    case sanitizer::undefined:
      return {"UBSAN_OPTIONS", "print_stacktrace=1:halt_on_error=1"};
    case sanitizer::thread:
      return {"TSAN_OPTIONS", "halt_on_error=1"};
    case sanitizer::none:
      break;
  }
  return {};
}

}  // namespace

result<> check_variables(const std::map<std::string, std::string>& variables) {
  for (const auto& [name, value] : variables)
    if (api::is_reserved_variable(name) && !stronger_than_lambdas(name))
      return fail("the environment variable " + name + " is Lambda's own",
                  "choose another name; of Lambda's own, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, "
                  "AWS_SESSION_TOKEN and AWS_REGION can be given");
  return {};
}

model::function make_function(const std::string& name, const function_settings& settings,
                              const std::optional<function_code>& code,
                              const model::build_stage& build) {
  model::function f;
  f.name = name;
  f.runtime = "provided.al2023";
  f.handler = "bootstrap";
  f.role = "arn:aws:iam::000000000000:role/lambent-watch";
  f.memory_mb = settings.memory_mb;
  f.timeout_s = settings.timeout_s;
  f.logging.group = "/aws/lambda/" + name;
  f.architecture = host_architecture();
  if (code) {
    f.code_dir = code->program.folder.string();
    f.code_sha256 = code->program.sha256_base64;
    f.code_size = code->program.bytes;
    if (code->opt) f.opt_dir = code->opt->folder.string();
  }
  model::local_code local;
  local.build = build;
  local.owner = settings.owner;
  local.unlimited_memory = settings.sanitize != sanitizer::none;
  for (const auto& [key, value] : settings.variables) {
    if (stronger_than_lambdas(key)) {
      local.environment[key] = value;
    } else {
      if (!f.environment) f.environment.emplace();
      (*f.environment)[key] = value;
    }
  }
  variable options = sanitizer_options(settings.sanitize);
  if (!options.name.empty() && !settings.variables.contains(options.name))
    local.environment[options.name] = options.value;
  f.local = std::move(local);
  return f;
}

}  // namespace lambent::cli::watch
