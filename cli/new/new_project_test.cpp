#include "cli/new/new_project.hpp"

#include <doctest/doctest.h>

#include "cli/command_line/testing.hpp"

using namespace lambent::cli;
using lambent::cli::testing::parsed;
using lambent::cli::testing::refused;

namespace {

std::variant<end_now, new_options> made_of(const std::string& toml,
                                           std::vector<std::string> arguments) {
  static new_options got;
  got = {};
  command_tree tree;
  tree.add<new_options>("new", "Make a project", describe_new, [](const new_options& options) {
    got = options;
    return exit_code::ok;
  });
  arguments.insert(arguments.begin(), "hello");
  arguments.insert(arguments.begin(), "new");
  parse_sources sources{
      .load = [&](const configuration::load_options& options,
                  const configuration::schema& known) -> lambent::result<configuration::settings> {
        auto file = configuration::parse_document(toml, "lambent.toml");
        if (!file) return std::unexpected(file.error());
        if (auto good = check(*file, known); !good) return std::unexpected(good.error());
        return configuration::settings::make(*file, "/project", options.context);
      },
      .environment = {}};
  auto asked = tree.parse(std::move(arguments), std::move(sources));
  if (const auto* end = std::get_if<end_now>(&asked)) return *end;
  CHECK(std::get<run_command>(asked)() == exit_code::ok);
  return got;
}

new_options with_file(const std::string& toml, std::vector<std::string> arguments) {
  auto made = made_of(toml, std::move(arguments));
  if (const auto* end = std::get_if<end_now>(&made)) FAIL(end->wrong.what);
  return std::get<new_options>(made);
}

}  // namespace

TEST_CASE("the flags of new fill in its options") {
  auto o = parsed<new_options>(
      describe_new, {"hello", "--event-type", "sqs", "--bin-name", "worker", "--dir", "x/y", "-y",
                     "-o", "--ignore-file", "a", "--ignore-file", "b", "--render-var", "k=v=w",
                     "--render-file", "c", "--output", "json"});
  CHECK(o.name == "hello");
  CHECK(o.kind.event_type == "sqs");
  CHECK(o.function_name == "worker");
  CHECK(o.dir == "x/y");
  CHECK(o.no_interactive);
  CHECK(o.open);
  CHECK(o.ignore_files == std::vector<std::string>{"a", "b"});
  CHECK(o.render_vars == std::vector<std::string>{"k=v=w"});
  CHECK(o.render_files == std::vector<std::string>{"c"});
  CHECK(o.output == output_format::json);
}

TEST_CASE("an option that may come again does not swallow the name") {
  auto o =
      parsed<new_options>(describe_new, {"--ignore-file", "a", "hello", "--logs", "--extension"});
  CHECK(o.name == "hello");
  CHECK(o.kind.extension);
  CHECK(o.kind.logs);
}

TEST_CASE("the features of HTTP are those of cargo-lambda") {
  using lambent::templates::http_feature;
  CHECK(parsed<new_options>(describe_new, {"x", "--http-feature", "apigw_websockets"})
            .kind.http_feature == http_feature::apigw_websockets);
  CHECK(parsed<new_options>(describe_new, {"x"}).kind.http_feature == std::nullopt);
  CHECK(
      refused<new_options>(describe_new, {"x", "--http-feature", "tcp"})
          .wrong.what.find("'tcp' is not one of any|alb|apigw_rest|apigw_http|apigw_websockets") !=
      std::string::npos);
}

TEST_CASE("init works in the folder that it is given") {
  CHECK(parsed<init_options>(describe_init, {"--name", "hello"}).dir == ".");
  auto o = parsed<init_options>(describe_init, {"some/place", "--http"});
  CHECK(o.dir == "some/place");
  CHECK(o.kind.http);
}

TEST_CASE("a project is of one kind, and an extension subscribes once") {
  auto problem = [](std::vector<std::string> flags) {
    flags.insert(flags.begin(), "x");
    end_now end = refused<new_options>(describe_new, std::move(flags));
    CHECK(end.code == exit_code::usage);
    CHECK(end.wrong.hint == "keep one of them");
    return end.wrong.what;
  };
  CHECK(problem({"--event-type", "sqs", "--http"}) == "--http excludes --event-type");
  CHECK(problem({"--http-feature", "alb", "--streaming"}) == "--http-feature excludes --streaming");
  CHECK(problem({"--streaming", "--extension"}) == "--streaming excludes --extension");
  CHECK(problem({"--http", "--internal"}) == "--http excludes --internal");
  CHECK(problem({"--extension", "--logs", "--telemetry"}) == "--logs excludes --telemetry");
  auto both = parsed<new_options>(describe_new, {"x", "--http", "--http-feature", "alb"});
  CHECK(both.kind.http);
  CHECK(both.kind.http_feature == lambent::templates::http_feature::alb);
}

TEST_CASE("a flag beats another kind in lambent.toml") {
  auto kind = with_file("[new]\nevent_type = 'sqs'", {"--http"}).kind;
  CHECK(kind.http);
  CHECK(kind.event_type.empty());
  kind = with_file("[new]\nextension = true\nlogs = true", {"--event-type", "s3"}).kind;
  CHECK_FALSE(kind.extension);
  CHECK_FALSE(kind.logs);
  kind = with_file("[new]\nextension = true\nlogs = true", {"--telemetry"}).kind;
  CHECK(kind.extension);
  CHECK_FALSE(kind.logs);
  CHECK(kind.telemetry);
  auto both = made_of("[new]\nhttp = true\nstreaming = true", {});
  REQUIRE(std::holds_alternative<end_now>(both));
  CHECK(std::get<end_now>(both).wrong.what ==
        "lambent.toml:2:8: 'http' and 'streaming' exclude each other");
}

TEST_CASE("of what lambent.toml says, a template's path is relative to it, and patterns are none") {
  auto o =
      with_file("[new]\ntemplate = '../ours'\nignore_file = ['*.md']\nrender_file = ['docs']", {});
  CHECK(o.template_source == "/ours");
  CHECK(o.ignore_files == std::vector<std::string>{"*.md"});
  CHECK(o.render_files == std::vector<std::string>{"docs"});
  CHECK(with_file("[new]\ntemplate = './ours'", {}).template_source == "/project/ours");
  CHECK(with_file("[new]\ntemplate = 'gh:owner/name'", {}).template_source == "gh:owner/name");
  CHECK(with_file("[new]\ntemplate = './ours'", {"--template", "./mine"}).template_source ==
        "./mine");
}
