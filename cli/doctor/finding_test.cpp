#include "cli/doctor/finding.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::doctor;

namespace {

std::vector<finding> two() {
  return {
      {.group = "toolchain", .name = "cmake", .what = "cmake 3.25.1"},
      {.group = "engine",
       .name = "cgroups",
       .how = verdict::warn,
       .what = "no control groups",
       .means = "memory is watched instead of limited, and that is why this sentence goes on and "
                "on beyond the line",
       .fix = "delegate them"}};
}

}  // namespace

TEST_CASE("findings stand under their group, with meaning and fix") {
  CHECK(as_text(two(), false) ==
        "toolchain\n"
        "  ok       cmake 3.25.1\n"
        "\n"
        "engine\n"
        "  warn     no control groups: memory is watched instead of limited, and that is why this "
        "sentence\n"
        "           goes on and on beyond the line\n"
        "           fix: delegate them\n");
}

TEST_CASE("colours change nothing but the colour") {
  std::string text = as_text(two(), true);
  CHECK(text.find("  \033[32mok\033[0m       cmake") != std::string::npos);
  CHECK(text.find("  \033[33mwarn\033[0m     no control groups") != std::string::npos);
}

TEST_CASE("JSON says whether all is well, and leaves out what is empty") {
  CHECK(
      as_json({two()[0]}) ==
      R"({"ok":true,"findings":[{"group":"toolchain","name":"cmake","verdict":"ok","what":"cmake 3.25.1"}]})"
      "\n");
  CHECK(
      as_json({{.group = "a",
                .name = "b",
                .how = verdict::missing,
                .what = "c",
                .means = "d",
                .fix = "e"}}) ==
      R"({"ok":false,"findings":[{"group":"a","name":"b","verdict":"missing","what":"c","means":"d","fix":"e"}]})"
      "\n");
}

TEST_CASE("a warning is no illness") {
  CHECK(healthy(two()));
  CHECK_FALSE(healthy({{.how = verdict::missing}}));
}
