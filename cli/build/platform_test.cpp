#include "cli/build/platform.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli;

TEST_CASE("targets are read as Rust's and as zig's users write them") {
  CHECK(parse_target("x86_64-unknown-linux-gnu") == platform{"x86_64", "gnu"});
  CHECK(parse_target("aarch64-linux-gnu.2.26") == platform{"arm64", "gnu.2.26"});
  CHECK(parse_target("aarch64-unknown-linux-musl") == platform{"arm64", "musl"});
  CHECK(parse_target("arm64-linux-gnu") == platform{"arm64", "gnu"});
}

TEST_CASE("what Lambda does not run is not a target") {
  for (const char* wrong :
       {"", "x86_64", "x86_64-pc-windows-msvc", "armv7-unknown-linux-gnueabihf",
        "x86_64-unknown-linux-gnux32", "aarch64-apple-darwin", "x86_64-linux-gnu.3.1",
        "x86_64-linux-gnu.2.", "x86_64-linux-musl.1.2", "riscv64-linux-gnu"}) {
    CAPTURE(wrong);
    CHECK_FALSE(parse_target(wrong).has_value());
  }
  CHECK(parse_target("mips-linux-gnu").error().what ==
        "'mips-linux-gnu' is not a target that AWS Lambda runs");
}
