#include "cli/build/build.hpp"

#include "cli/command_line/testing.hpp"

using namespace lambent::cli;

TEST_CASE("build takes the flags that cargo-lambda's users know") {
  auto options = testing::parsed(describe_build,
                                 {"hello", "-r", "-o", "binary", "--lambda-dir", "out"});
  CHECK(options.name == "hello");
  CHECK(options.release);
  CHECK(options.format == artefact_format::binary);
  CHECK(options.lambda_dir == "out");
}
