// Every project that can be made, in memory. That they build and work is
// tests/e2e/new_templates.bats.
#include "templates/project.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>

#include "templates/events.hpp"

using namespace lambent;
using namespace lambent::templates;

namespace {

std::vector<event_type> types() {
  auto all = all_event_types();
  REQUIRE_MESSAGE(all.has_value(), all.error().what);
  return *all;
}

std::vector<project_file> files_of(const project_request& wanted) {
  auto made = make_project(wanted);
  REQUIRE_MESSAGE(made.has_value(), made.error().what);
  return *made;
}

std::string content_of(const std::vector<project_file>& files, std::string_view path) {
  auto found = std::ranges::find(files, path, &project_file::path);
  return found == files.end() ? "there is no " + std::string(path) : found->content;
}

project_request named(project_kind kind) {
  return {.kind = kind, .project_name = "my-shop", .function_name = "my-function_2"};
}

// What holds of every project's files.
void check_files(const std::vector<project_file>& files) {
  std::set<std::string> paths;
  for (const project_file& file : files) {
    CAPTURE(file.path);
    paths.insert(file.path);
    CHECK(file.content.ends_with('\n'));
    CHECK_FALSE(file.content.starts_with('\n'));
    CHECK_FALSE(file.content.ends_with("\n\n"));
    CHECK(file.content.find("\n\n\n") == std::string::npos);
    CHECK(file.content.find(" \n") == std::string::npos);
    // No placeholder is left.
    CHECK(render(file.content, {}).has_value());
  }
  for (const char* path :
       {".dockerignore", ".gitignore", ".github/workflows/build.yml", ".vscode/launch.json",
        ".vscode/tasks.json", "CMakeLists.txt", "Dockerfile", "Makefile", "README.md",
        "src/main.cpp", "template.yaml", "terraform/main.tf", "tests/check.hpp"})
    CHECK_MESSAGE(paths.contains(path), path);
}

}  // namespace

TEST_CASE("every event type is whole, and its example is there") {
  std::set<std::string> rust;
  for (const event_type& type : types()) {
    CAPTURE(type.name);
    CHECK(find_example(type.example) != nullptr);
    CHECK(type.title.size() <= 90);
    for (const std::string& name : type.rust_names) CHECK(rust.insert(name).second);
  }
  CHECK(types().size() >= 60);
  CHECK(rust.size() >= 45);
}

TEST_CASE("a file of an event type that is not whole is refused") {
  auto problem = [](std::string_view toml) {
    auto parsed = parse_event_type("x", toml);
    return parsed ? std::string() : parsed.error().what;
  };
  CHECK(problem("title = ").starts_with("line 1: "));
  CHECK(problem("title = 'a'") == "it has no example");
  CHECK(
      problem("title='a'\nexample='a'\nevent='a'\nreply='a'\nhandler='a'\ntest='a'\nhadler='b'") ==
      "nobody reads its hadler");
  CHECK(problem("title='a'\nexample='a'\nevent='a'\nreply='a'\nhandler='a'\ntest='a'").empty());
}

TEST_CASE("every event type makes a project") {
  for (const event_type& type : types()) {
    CAPTURE(type.name);
    project_request wanted = named(project_kind::event);
    wanted.event = type;
    auto files = files_of(wanted);
    check_files(files);
    CHECK(content_of(files, "events/" + type.example + ".json") ==
          find_example(type.example)->json);
    CHECK(content_of(files, "src/handler.hpp").find(type.title) != std::string::npos);
  }
}

TEST_CASE("every other kind makes a project") {
  using enum project_kind;
  for (project_kind kind : {basic, http, streaming, external_extension, internal_extension}) {
    CAPTURE(static_cast<int>(kind));
    project_request wanted = named(kind);
    for (http_feature feature : {http_feature::any, http_feature::alb, http_feature::apigw_rest,
                                 http_feature::apigw_http, http_feature::apigw_websockets}) {
      wanted.http = feature;
      check_files(files_of(wanted));
    }
    for (extension_feature feature :
         {extension_feature::events, extension_feature::logs, extension_feature::telemetry}) {
      wanted.follows = feature;
      check_files(files_of(wanted));
    }
  }
}

TEST_CASE("names go where they belong") {
  auto files = files_of(named(project_kind::basic));
  std::string cmake = content_of(files, "CMakeLists.txt");
  CHECK(cmake.find("project(my-shop LANGUAGES CXX)") != std::string::npos);
  CHECK(cmake.find("lambent_function(my-function_2 SOURCES src/main.cpp src/handler.cpp)") !=
        std::string::npos);
  CHECK(content_of(files, "Makefile").find("\nbuild-MyFunction2:\n\trm -f") != std::string::npos);
  CHECK(content_of(files, "template.yaml")
            .find("\n  MyFunction2:\n    Type: AWS::Serverless::Function") != std::string::npos);
  CHECK(content_of(files, "README.md").starts_with("# my-shop\n"));
  CHECK(common_variables("p", "9lives")["logical_id"] == "Function9lives");
}

TEST_CASE("a source of batches is told to report its failures, in SAM and in Terraform") {
  for (const event_type& type : types()) {
    if (type.name != "sqs" && type.name != "kinesis" && type.name != "dynamodb") continue;
    project_request wanted = named(project_kind::event);
    wanted.event = type;
    auto files = files_of(wanted);
    CHECK(content_of(files, "template.yaml")
              .find("FunctionResponseTypes: [ReportBatchItemFailures]") != std::string::npos);
    CHECK(content_of(files, "terraform/main.tf")
              .find("function_response_types = [\"ReportBatchItemFailures\"]") !=
          std::string::npos);
  }
}

TEST_CASE(
    "Kafka's failures are reported in provisioned mode, without which Lambda does not read them") {
  project_request wanted = named(project_kind::event);
  for (const event_type& type : types())
    if (type.name == "kafka") wanted.event = type;
  std::string sam = content_of(files_of(wanted), "template.yaml");
  CHECK(sam.find("FunctionResponseTypes: [ReportBatchItemFailures]") != std::string::npos);
  CHECK(sam.find("ProvisionedPollerConfig: {MinimumPollers: 1") != std::string::npos);
}

TEST_CASE("a schedule is a rule's, and the streaming function's URL streams") {
  project_request wanted = named(project_kind::event);
  for (const event_type& type : types())
    if (type.name == "scheduled") wanted.event = type;
  CHECK(content_of(files_of(wanted), "template.yaml")
            .find("Type: Schedule\n          Properties:\n            Schedule: cron(") !=
        std::string::npos);
  auto files = files_of(named(project_kind::streaming));
  CHECK(content_of(files, "template.yaml").find("InvokeMode: RESPONSE_STREAM") !=
        std::string::npos);
  CHECK(content_of(files, "terraform/main.tf").find("= \"RESPONSE_STREAM\"") != std::string::npos);
  CHECK(content_of(files, "events/countdown-url.json").find("\"from\": \"3\"") !=
        std::string::npos);
}

TEST_CASE("where a file makes nothing that invokes the function, it says what does") {
  auto says = [](const project_request& wanted, std::string_view path) {
    std::string text = content_of(files_of(wanted), path);
    std::string_view begin = "# Nothing here invokes it: connect it in ";
    std::size_t at = text.find(begin);
    if (at == std::string::npos) return std::string();
    at += begin.size();
    return text.substr(at, text.find('\n', at) - at);
  };
  constexpr std::string_view sam = "template.yaml";
  constexpr std::string_view terraform = "terraform/main.tf";
  project_request wanted = named(project_kind::event);
  for (const event_type& type : types()) {
    CAPTURE(type.name);
    wanted.event = type;
    auto files = files_of(wanted);
    CHECK(says(wanted, sam).empty() ==
          (content_of(files, "template.yaml").find("\n      Events:\n") != std::string::npos));
    bool mapped = type.values.contains("mapping") || type.values.contains("rule");
    CHECK(says(wanted, terraform).empty() == mapped);
    if (type.name == "lex_v2") CHECK(says(wanted, sam) == "Amazon Lex V2");
    if (type.name == "json") CHECK(says(wanted, sam) == "your own code or a state machine");
    if (type.name == "scheduled") CHECK(says(wanted, terraform) == "Amazon EventBridge");
  }
  wanted = named(project_kind::http);
  CHECK(says(wanted, sam).empty());
  CHECK(says(wanted, terraform).empty());
  wanted.http = http_feature::apigw_rest;
  CHECK(says(wanted, sam).empty());
  CHECK(says(wanted, terraform) == "API Gateway");
  wanted.http = http_feature::apigw_websockets;
  CHECK(says(wanted, sam) == "API Gateway");
  wanted.http = http_feature::alb;
  CHECK(says(wanted, sam) == "Elastic Load Balancing");
  CHECK(says(wanted, terraform) == "Elastic Load Balancing");
  // Whoever wants to calls these.
  for (project_kind kind : {project_kind::basic, project_kind::internal_extension,
                            project_kind::external_extension, project_kind::streaming})
    CHECK((says(named(kind), sam) + says(named(kind), terraform)).empty());
}

TEST_CASE("an extension is a layer") {
  auto files = files_of(named(project_kind::external_extension));
  CHECK(content_of(files, "CMakeLists.txt").find("lambent_extension(my-function_2 ") !=
        std::string::npos);
  CHECK(content_of(files, "template.yaml").find("AWS::Serverless::LayerVersion") !=
        std::string::npos);
  CHECK(content_of(files, "lambent.toml") == "there is no lambent.toml");
  CHECK(content_of(files, "src/handler.cpp") == "there is no src/handler.cpp");
}
