#include "cli/bench/study/session.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::studying;

TEST_CASE("each function is created once for each configuration") {
  const auto firsts = firsts_of({{.function = "pi-cpp", .config = "x86_64", .number = 1},
                                 {.function = "pi-js", .config = "x86_64", .number = 1},
                                 {.function = "pi-cpp", .config = "x86_64", .number = 2},
                                 {.function = "pi-cpp", .config = "arm64", .number = 1}});
  REQUIRE(firsts.size() == 3);
  CHECK(firsts[1].function == "pi-js");
  CHECK(firsts[2].config == "arm64");
}

TEST_CASE("a series is of one code and one compiler") {
  study::series one{
      .function = "pi-cpp", .config = "x86_64", .build = "g++ 12", .code_bytes = 1000};
  CHECK(check_same_code(one, {"g++ 13", 900, "aa"}));
  one.runs.push_back({1, 1, 1, {}});
  // A record from before knows no digest: whether it is the same code cannot be told.
  auto unknown = check_same_code(one, {"g++ 12", 1000, "aa"});
  REQUIRE_FALSE(unknown);
  CHECK(unknown.error().what ==
        "the record does not say which code pi-cpp in x86_64 was measured with");
  auto compiler = check_same_code(one, {"g++ 13", 1000, "aa"});
  REQUIRE_FALSE(compiler);
  CHECK(compiler.error().what ==
        "pi-cpp in x86_64 was measured with another build: g++ 12, now g++ 13");
  CHECK_FALSE(check_same_code(one, {"g++ 12", 1001, "aa"}));
  // As large, and not the same: what a compiler makes of a changed constant.
  one.code_sha256 = "aa";
  CHECK(check_same_code(one, {"g++ 12", 1000, "aa"}));
  auto digest = check_same_code(one, {"g++ 12", 1000, "bb"});
  REQUIRE_FALSE(digest);
  CHECK(digest.error().what ==
        "pi-cpp in x86_64 was measured with other code, of SHA-256 aa in place of bb");
}

TEST_CASE("an artefact's digest is of its files' names and contents") {
  const artefact one{.members = {{"a", "bc", 0644}}};
  CHECK(digest_of(one).size() == 64);
  CHECK(digest_of(one) == digest_of({.members = {{"a", "bc", 0755}}, .build = "elsewhere"}));
  CHECK(digest_of(one) != digest_of({.members = {{"a", "bd", 0644}}}));
  CHECK(digest_of(one) != digest_of({.members = {{"ab", "c", 0644}}}));
}

TEST_CASE("times are as ISO 8601 writes them, in UTC") {
  const std::string now = time_now();
  CHECK(now.size() == sizeof "2026-11-26T10:45:12Z" - 1);
  CHECK(now[10] == 'T');
  CHECK(now.ends_with('Z'));
}
