#include "engine/environment/lifecycle/variables.hpp"

#include <utility>

#include "engine/managed/runtime.hpp"
#include "engine/model/session_token.hpp"
#include "engine/model/unique_id.hpp"

namespace lambent::environment {

namespace {

// A session has the function's name; one of a single character is too short for STS.
std::string session_token(const model::function& f) {
  std::string name = f.name.size() > 1 ? f.name : f.name + "@lambda_function";
  return model::make_session_token(
      model::session_of({f.account, f.role, model::unique_id_of("AROA", f.role), name}));
}

std::map<std::string, std::string> zip_variables(const model::function& f) {
  bool al2 = f.runtime == "provided.al2";
  std::map<std::string, std::string> out;
  out["LANG"] = "en_US.UTF-8";
  out["PATH"] = al2 ? "/usr/local/bin:/usr/bin/:/bin:/opt/bin"
                    : "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin";
  out["LD_LIBRARY_PATH"] =
      std::string(al2 ? "" : "/var/lang/lib:") +
      "/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib";
  if (const auto managed = managed::runtime_of(f.runtime))
    out.merge(managed::variables_of(*managed));
  return out;
}

// An image brings its own. Without a PATH, container engines have this one.
std::map<std::string, std::string> image_variables(const model::image& image) {
  std::map<std::string, std::string> out;
  out["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  for (const std::string& pair : image.environment)
    if (std::size_t equals = pair.find('='); equals != std::string::npos && equals > 0)
      out[pair.substr(0, equals)] = pair.substr(equals + 1);
  return out;
}

}  // namespace

std::map<std::string, std::string> process_environment(const variable_sources& from) {
  const model::function& f = from.function;
  std::map<std::string, std::string> out = f.image ? image_variables(*f.image) : zip_variables(f);
  if (f.environment) {
    for (const auto& [name, value] : *f.environment)
      if (!name.starts_with('_')) out[name] = value;
  }
  out["AWS_XRAY_CONTEXT_MISSING"] = "LOG_ERROR";
  out["AWS_XRAY_DAEMON_ADDRESS"] = "169.254.100.1:2000";
  out["_AWS_XRAY_DAEMON_ADDRESS"] = "169.254.100.1";
  out["_AWS_XRAY_DAEMON_PORT"] = "2000";
  // An access key of twelve digits names its account, here as in requests to the engine; the token
  // names the role.
  out["AWS_ACCESS_KEY_ID"] = f.account;
  out["AWS_SECRET_ACCESS_KEY"] = "lambent";
  out["AWS_SESSION_TOKEN"] = session_token(f);
  if (!f.image) {  // AWS's base images say so themselves, and take _HANDLER from the command.
    out["_HANDLER"] = f.handler;
    out["LAMBDA_TASK_ROOT"] = "/var/task";
    out["LAMBDA_RUNTIME_DIR"] = "/var/runtime";
    if (managed::runtime_of(f.runtime)) {
      out["AWS_EXECUTION_ENV"] = managed::execution_environment_of(f.runtime);
      // Of the shell that starts AWS's interpreter.
      out["PWD"] = "/var/task";
      out["SHLVL"] = "0";
    }
  }
  out["AWS_LAMBDA_LOG_GROUP_NAME"] = f.logging.group;
  out["AWS_LAMBDA_LOG_STREAM_NAME"] = std::string(from.log_stream);
  if (f.logging.format == model::log_format::json) {
    out["AWS_LAMBDA_LOG_FORMAT"] = "JSON";
    out["AWS_LAMBDA_LOG_LEVEL"] =
        f.logging.application_level.empty() ? "INFO" : f.logging.application_level;
  }
  out["AWS_REGION"] = f.region;
  out["AWS_DEFAULT_REGION"] = f.region;
  out["AWS_LAMBDA_FUNCTION_NAME"] = f.name;
  out["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = std::to_string(f.memory_mb);
  out["AWS_LAMBDA_FUNCTION_VERSION"] = f.version;
  out["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand";
  out["AWS_LAMBDA_RUNTIME_API"] = std::string(from.runtime_api);
  out["TZ"] = ":UTC";
  if (f.local)
    for (const auto& [name, value] : f.local->environment) out[name] = value;
  return out;
}

std::map<std::string, std::string> extension_environment(const variable_sources& from) {
  auto out = process_environment(from);
  for (const char* name : {"AWS_EXECUTION_ENV", "AWS_LAMBDA_LOG_GROUP_NAME",
                           "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_XRAY_CONTEXT_MISSING",
                           "AWS_XRAY_DAEMON_ADDRESS", "LAMBDA_RUNTIME_DIR", "LAMBDA_TASK_ROOT"})
    out.erase(name);
  std::erase_if(out, [](const auto& each) { return each.first.starts_with('_'); });
  return out;
}

}  // namespace lambent::environment
