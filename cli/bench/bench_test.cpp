#include "cli/bench/bench.hpp"

#include "base/temp_dir.hpp"
#include "cli/bench/session.hpp"
#include "cli/command_line/testing.hpp"

using namespace lambent;
using namespace lambent::cli;

TEST_CASE("bench takes runs in Lambda's own bounds, and says the usual ones") {
  CHECK(cli::testing::parsed(describe_bench_cold, {"f"}).runs == 10);
  CHECK(cli::testing::parsed(describe_bench_warm, {"f"}).runs == 50);
  CHECK(cli::testing::parsed(describe_bench_tune, {"f"}).runs == 5);
  for (const char* runs : {"0", "-1", "1001", "many"}) {
    CHECK(cli::testing::refused(describe_bench_cold, {"f", "--runs", runs}).code ==
          exit_code::usage);
    CHECK(cli::testing::refused(describe_bench_tune, {"f", "--runs", runs}).code ==
          exit_code::usage);
  }
  CHECK(cli::testing::refused(describe_bench_warm, {"f", "--runs", "0"}).code == exit_code::usage);
  CHECK(cli::testing::refused(describe_bench_warm, {"f", "--concurrency", "0"}).code ==
        exit_code::usage);
  CHECK(cli::testing::refused(describe_bench_cold, {}).code == exit_code::usage);
}

TEST_CASE("bench takes the event and the connection as invoke does") {
  auto got = cli::testing::parsed(describe_bench_cold,
                                  {"f", "-A", "[1]", "--remote", "--output-format", "json"});
  CHECK(got.target.event.data_ascii == "[1]");
  CHECK(got.target.remote);
  CHECK(got.target.output == output_format::json);
  CHECK(got.target.connection.local_endpoint_url == engine_endpoint);
  CHECK(cli::testing::refused(describe_bench_cold, {"f", "-A", "1", "-F", "x"}).code ==
        exit_code::usage);
}

TEST_CASE("a drawing is an .svg file, or gets its name in a folder") {
  using bench::drawing_path;
  lambent::testing::temp_dir at;
  const std::string folder = at.path.string();
  CHECK(drawing_path("", "f", "cold").value().empty());
  CHECK(drawing_path(folder, "f", "cold").value() == folder + "/f-cold.svg");
  CHECK(drawing_path(folder + "/a.svg", "f", "cold").value() == folder + "/a.svg");
  CHECK(drawing_path("a.svg", "f", "cold").value() == "a.svg");
  CHECK(drawing_path("a.png", "f", "tune").error().hint == "as in --out tune.svg");
  CHECK(drawing_path(folder + "/none/a.svg", "f", "cold").error().what ==
        "--out: there is no folder " + folder + "/none");
}

TEST_CASE("a name with a version or an alias is told from one without") {
  using bench::has_qualifier;
  for (const char* name :
       {"f", "123456789012:function:f", "arn:aws:lambda:eu-west-1:123456789012:function:f"})
    CHECK_MESSAGE(!has_qualifier(name), name);
  for (const char* name : {"f:live", "f:f", "123456789012:function:f:1",
                           "arn:aws:lambda:eu-west-1:123456789012:function:f:live"})
    CHECK_MESSAGE(has_qualifier(name), name);
}
