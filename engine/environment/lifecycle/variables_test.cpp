#include "engine/environment/lifecycle/variables.hpp"

#include <doctest/doctest.h>

#include <set>

using namespace lambent;
using namespace lambent::environment;

namespace {

model::function make_function() {
  model::function f;
  f.account = "123456789012";
  f.region = "us-east-1";
  f.name = "pi";
  f.runtime = "provided.al2023";
  f.handler = "bootstrap";
  f.logging.group = "/aws/lambda/pi";
  return f;
}

std::map<std::string, std::string> variables_of(const model::function& f) {
  return process_environment({f, "stream", "127.0.0.1:9001"});
}

}  // namespace

TEST_CASE("a function of provided.al2023 sees the recorded set of names, no more and no fewer") {
  std::set<std::string> names;
  for (const auto& [name, value] : variables_of(make_function())) names.insert(name);
  CHECK(names == std::set<std::string>{"AWS_ACCESS_KEY_ID",
                                       "AWS_SECRET_ACCESS_KEY",
                                       "AWS_SESSION_TOKEN",
                                       "AWS_DEFAULT_REGION",
                                       "AWS_REGION",
                                       "AWS_LAMBDA_FUNCTION_NAME",
                                       "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                                       "AWS_LAMBDA_FUNCTION_VERSION",
                                       "AWS_LAMBDA_INITIALIZATION_TYPE",
                                       "AWS_LAMBDA_LOG_GROUP_NAME",
                                       "AWS_LAMBDA_LOG_STREAM_NAME",
                                       "AWS_LAMBDA_RUNTIME_API",
                                       "AWS_XRAY_CONTEXT_MISSING",
                                       "AWS_XRAY_DAEMON_ADDRESS",
                                       "_AWS_XRAY_DAEMON_ADDRESS",
                                       "_AWS_XRAY_DAEMON_PORT",
                                       "LAMBDA_RUNTIME_DIR",
                                       "LAMBDA_TASK_ROOT",
                                       "LANG",
                                       "LD_LIBRARY_PATH",
                                       "PATH",
                                       "TZ",
                                       "_HANDLER"});
}

TEST_CASE("the caller's variables win over PATH, and lose against what the platform reserves") {
  model::function f = make_function();
  f.environment = {{"PATH", "/mine"}, {"TZ", "Europe/Berlin"}, {"_SECRET", "x"}, {"KEY", "value"}};
  auto v = variables_of(f);
  CHECK(v["PATH"] == "/mine");
  CHECK(v["TZ"] == ":UTC");
  CHECK(v["KEY"] == "value");
  CHECK_FALSE(v.contains("_SECRET"));
}

TEST_CASE("JSON logging tells the function its format and level") {
  model::function f = make_function();
  f.logging.format = model::log_format::json;
  auto v = variables_of(f);
  CHECK(v["AWS_LAMBDA_LOG_FORMAT"] == "JSON");
  CHECK(v["AWS_LAMBDA_LOG_LEVEL"] == "INFO");
}

TEST_CASE("what somebody sets for a function built on this machine is stronger than the platform") {
  model::function f = make_function();
  f.local.emplace().environment = {{"AWS_ACCESS_KEY_ID", "AKIA"}, {"ASAN_OPTIONS", "x"}};
  auto v = variables_of(f);
  CHECK(v["AWS_ACCESS_KEY_ID"] == "AKIA");
  CHECK(v["ASAN_OPTIONS"] == "x");
}

TEST_CASE(
    "a managed runtime has its search path, which the function may change, and names itself") {
  model::function f = make_function();
  f.runtime = "nodejs22.x";
  auto v = variables_of(f);
  CHECK(v["AWS_EXECUTION_ENV"] == "AWS_Lambda_nodejs22.x");
  CHECK(v["NODE_PATH"] ==
        "/opt/nodejs/node22/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:"
        "/var/runtime:/var/task");
  CHECK(v["PWD"] == "/var/task");
  CHECK(v["PATH"].starts_with("/var/lang/bin:"));
  f.environment = {{"NODE_PATH", "/mine"}, {"AWS_EXECUTION_ENV", "x"}};
  v = variables_of(f);
  CHECK(v["NODE_PATH"] == "/mine");
  CHECK(v["AWS_EXECUTION_ENV"] == "AWS_Lambda_nodejs22.x");
  CHECK_FALSE(extension_environment({f, "stream", "127.0.0.1:9001"}).contains("AWS_EXECUTION_ENV"));
  f.runtime = "python3.12";
  f.environment.reset();
  v = variables_of(f);
  CHECK(v["PYTHONPATH"] == "/var/runtime");
  CHECK_FALSE(v.contains("NODE_PATH"));
}

TEST_CASE("an extension gets the caller's and the platform's variables, not the runtime's") {
  model::function f = make_function();
  f.environment = std::map<std::string, std::string>{{"MINE", "1"}};
  auto out = extension_environment({f, "stream", "127.0.0.1:9001"});
  CHECK(out.at("MINE") == "1");
  CHECK(out.at("AWS_LAMBDA_RUNTIME_API") == "127.0.0.1:9001");
  CHECK(out.at("AWS_LAMBDA_FUNCTION_NAME") == f.name);
  CHECK(out.contains("AWS_SESSION_TOKEN"));
  CHECK(out.contains("PATH"));
  for (const char* name : {"_HANDLER", "LAMBDA_TASK_ROOT", "AWS_LAMBDA_LOG_STREAM_NAME",
                           "_AWS_XRAY_DAEMON_PORT", "AWS_XRAY_CONTEXT_MISSING"})
    CHECK_FALSE(out.contains(name));
}

TEST_CASE("an image's own variables are there, below the function's and the platform's") {
  model::function f = make_function();
  f.runtime.clear();
  f.image.emplace().environment = {"PATH=/app/bin",
                                   "LAMBDA_TASK_ROOT=/var/task",
                                   "A=1",
                                   "B=2=3",
                                   "AWS_REGION=nowhere",
                                   "no pair",
                                   "=x"};
  f.environment.emplace();
  (*f.environment)["A"] = "mine";
  auto variables = variables_of(f);
  CHECK(variables["PATH"] == "/app/bin");
  CHECK(variables["A"] == "mine");
  CHECK(variables["B"] == "2=3");
  CHECK(variables["AWS_REGION"] == "us-east-1");
  CHECK(variables["LAMBDA_TASK_ROOT"] == "/var/task");
  for (const char* name :
       {"_HANDLER", "LAMBDA_RUNTIME_DIR", "LANG", "LD_LIBRARY_PATH", "no pair", ""})
    CHECK_FALSE(variables.contains(name));
  f.image->environment.clear();
  CHECK(variables_of(f)["PATH"] == "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
}
