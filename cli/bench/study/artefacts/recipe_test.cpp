#include "cli/bench/study/artefacts/recipe.hpp"

#include <doctest/doctest.h>

#include "study/report/catalogue.hpp"

using namespace lambent::cli::studying;
using lambent::study::step;

TEST_CASE("each function of the catalogue has a way to be built") {
  for (const auto& one : lambent::study::functions()) {
    const recipe how = recipe_of(one.id);
    INFO(one.id);
    CHECK_FALSE(how.folder.empty());
    CHECK((how.tool == build_tool::cmake) == (one.language == lambent::study::language::cpp));
    CHECK((how.tool == build_tool::cargo) == (one.language == lambent::study::language::rust));
    CHECK(how.profile.empty() == (how.tool != build_tool::cargo));
  }
  CHECK(recipe_of("pi-rust").profile != recipe_of("pi-rust-lean").profile);
}

TEST_CASE("a zip and an image of one architecture need one artefact") {
  const std::vector<step> steps = {{.function = "pi-cpp", .config = "x86_64"},
                                   {.function = "pi-cpp", .config = "image-x86_64"},
                                   {.function = "pi-cpp", .config = "arm64"},
                                   {.function = "pi-js", .config = "x86_64"}};
  CHECK(needs_of(steps) ==
        std::vector<need>{{"pi-cpp", "x86_64"}, {"pi-cpp", "arm64"}, {"pi-js", "x86_64"}});
}

TEST_CASE("Rust's program is cargo's own in a zip, and brings its C library into an image") {
  CHECK_FALSE(need_of("pi-rust", "x86_64").alone);
  CHECK(need_of("pi-rust", "image-x86_64") == need{"pi-rust", "x86_64", true});
  CHECK_FALSE(need_of("pi-cpp", "image-x86_64").alone);
}

TEST_CASE("Rust is built for GNU's C library, for musl's where that alone is installed") {
  CHECK(rust_target_for("x86_64", {"x86_64-unknown-linux-musl", "x86_64-unknown-linux-gnu"}) ==
        "x86_64-unknown-linux-gnu");
  CHECK(rust_target_for("arm64", {"x86_64-unknown-linux-gnu", "aarch64-unknown-linux-musl"}) ==
        "aarch64-unknown-linux-musl");
  auto none = rust_target_for("arm64", {"x86_64-unknown-linux-gnu"});
  REQUIRE_FALSE(none);
  CHECK(none.error().what == "Rust has no standard library for arm64 here");
  CHECK(none.error().hint == "`rustup target add aarch64-unknown-linux-gnu`");
}

TEST_CASE("Lambda's runtime is that of Node's even version") {
  CHECK(node_runtime_for("v18.19.0") == "nodejs18.x");
  CHECK(node_runtime_for("v23.1.0") == "nodejs22.x");
  CHECK(node_runtime_for("22.0.0") == "nodejs22.x");
  CHECK_FALSE(node_runtime_for(""));
  CHECK_FALSE(node_runtime_for("v22x"));
  CHECK_FALSE(node_runtime_for("99999999999.1"));
}

TEST_CASE("of a compiler's output the first error is the reason") {
  CHECK(error_line_of("-- Configuring\nmain.cpp:3:1: error: 'x' was not declared\nmake: *** 2\n") ==
        "main.cpp:3:1: error: 'x' was not declared");
  CHECK(error_line_of("   Compiling a\nerror[E0463]: can't find crate\nerror: aborting\n") ==
        "error[E0463]: can't find crate");
  CHECK(error_line_of("/usr/bin/ld: cannot find -lgmp: No such file\n") ==
        "/usr/bin/ld: cannot find -lgmp: No such file");
  CHECK(error_line_of("all is well\n").empty());
  CHECK(error_line_of("error: " + std::string(1000, 'x')).size() < 320);
}

TEST_CASE("a reason is one line that a record can hold, with the way out") {
  CHECK(reason_of({"cargo is not installed", 0, "rustup.rs"}) ==
        "cargo is not installed; rustup.rs");
  CHECK(reason_of({"a\nb", 0, {}}) == "a b");
  const std::string umlauts = [] {
    std::string out = "x";
    for (int i = 0; i < 2000; ++i) out += "ä";
    return out;
  }();
  const std::string cut = reason_of({umlauts, 0, {}});
  CHECK(cut.size() <= lambent::study::limits::text_bytes);
  CHECK(cut.ends_with("ä…"));
}

TEST_CASE("flags are told without this machine's folders") {
  CHECK(text_of_flags({"-O3", "-ffile-prefix-map=/home/me=.", "-fdiagnostics-color=always",
                       "-mcpu=neoverse-n1"}) == "-O3 -mcpu=neoverse-n1");
}
