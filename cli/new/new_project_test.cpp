#include "cli/new/new_project.hpp"

#include <doctest/doctest.h>

#include "cli/command_line/testing.hpp"

using namespace lambent::cli;
using lambent::cli::testing::parsed;
using lambent::cli::testing::refused;

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
