#include "cli/bench/study/loop.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli::studying;
using study::step;
using study::step_kind;

namespace {

study::wish small_wish() {
  return {.functions = {"pi-cpp", "pi-js"},
          .configs = {"x86_64"},
          .runs = 2,
          .cold = 1,
          .digits = 3,
          .place = "this machine"};
}

measurement answer_of(const step& one) {
  measurement out{.figures = {.duration_ms = 10, .billed_ms = 12, .max_memory_mb = 3},
                  .reply = R"({"digits": 3, "pi": "314"})"};
  if (one.kind == step_kind::cold) out.figures.init_ms = 2;
  return out;
}

// A world in which every step succeeds; `kept` counts how often the record was kept.
struct world {
  study::wish what = small_wish();
  study::record of = study::begin(what, "2026-11-26T10:00:00Z");
  std::vector<step> made{};
  std::vector<std::string> left_out{};
  int kept = 0;
  loop_hooks hooks{.measure = [this](const step& one) -> std::expected<measurement, step_failure> {
                     made.push_back(one);
                     return answer_of(one);
                   },
                   .keep = [this](const study::record&) -> result<> {
                     ++kept;
                     return {};
                   },
                   .leaves_out =
                       [this](const study::left_out& one) {
                         left_out.push_back(one.function + " " + one.config + ": " + one.reason);
                       }};
};

}  // namespace

TEST_CASE("every step is measured, and the record is kept after each") {
  world w;
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(w.made.size() == 6);
  CHECK(w.kept == 6);
  const study::series* js = study::find(w.of, "pi-js", "x86_64");
  REQUIRE(js != nullptr);
  CHECK(js->runs.size() == 2);
  CHECK(js->cold.size() == 1);
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(w.made.size() == 6);
}

TEST_CASE("an interrupted study goes on where it was") {
  world w;
  w.hooks.stop = [&] { return w.made.size() == 4; };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == false);
  CHECK(w.kept == 4);
  w.hooks.stop = {};
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(w.made.size() == 6);
}

TEST_CASE("what Ctrl-C broke off is no failure of the function") {
  world w;
  bool interrupted = false;
  w.hooks.stop = [&] { return interrupted; };
  w.hooks.measure = [&](const step&) -> std::expected<measurement, step_failure> {
    interrupted = true;
    return std::unexpected(step_failure{.of = step_failure::kind::place, .why = {"broken", 0, {}}});
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == false);
  CHECK(w.of.missing.empty());
}

TEST_CASE("a function that answers wrongly is left out, and the others are measured") {
  world w;
  auto right = w.hooks.measure;
  w.hooks.measure = [&, right](const step& one) {
    auto out = right(one);
    if (one.function == "pi-js") out->reply = R"({"digits": 3, "pi": "315"})";
    return out;
  };
  study::series_of(w.of, "pi-js", "x86_64").build = "made, and never measured";
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  REQUIRE(w.left_out.size() == 1);
  CHECK(w.left_out[0].starts_with("pi-js x86_64: "));
  const study::series* cpp = study::find(w.of, "pi-cpp", "x86_64");
  REQUIRE(cpp != nullptr);
  CHECK(cpp->runs.size() == 2);
  CHECK(study::find(w.of, "pi-js", "x86_64") == nullptr);
}

TEST_CASE("a cold start that was none leaves the function out, not the study") {
  world w;
  auto right = w.hooks.measure;
  w.hooks.measure = [&, right](const step& one) {
    auto out = right(one);
    out->figures.init_ms.reset();
    return out;
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(w.left_out.size() == 2);
}

TEST_CASE("a warm run that began an environment only warmed it up: it is made again") {
  world w;
  w.what.cold = 0;
  auto right = w.hooks.measure;
  w.hooks.measure = [&, right](const step& one) {
    auto out = right(one);
    if (w.made.size() <= 2) out->figures.init_ms = 2;
    return out;
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(w.made.size() == 6);
  CHECK(w.kept == 4);
  for (const study::series& one : w.of.measured)
    for (const study::sample& run : one.runs) CHECK_FALSE(run.init_ms);
}

TEST_CASE("a function that begins a new environment each time has no warm runs and is left out") {
  world w;
  w.what.cold = 0;
  auto right = w.hooks.measure;
  w.hooks.measure = [&, right](const step& one) {
    auto out = right(one);
    if (one.function == "pi-js") out->figures.init_ms = 2;
    return out;
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  REQUIRE(w.left_out.size() == 1);
  CHECK(w.left_out[0].contains("a warm run of pi-js in x86_64 has an Init Duration"));
  CHECK(w.made.size() == 2 + 3);
}

TEST_CASE("Ctrl-C while an environment is warmed up is no failure of the function") {
  world w;
  w.what.cold = 0;
  bool interrupted = false;
  auto right = w.hooks.measure;
  w.hooks.stop = [&] { return interrupted; };
  w.hooks.measure = [&, right](const step& one) {
    interrupted = true;
    auto out = right(one);
    out->figures.init_ms = 2;
    return out;
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == false);
  CHECK(w.made.size() == 1);
  CHECK(w.of.missing.empty());
  CHECK(w.of.measured.empty());
}

TEST_CASE("a place that is gone ends the study with its reason") {
  world w;
  w.hooks.measure = [](const step&) -> std::expected<measurement, step_failure> {
    return std::unexpected(step_failure{.of = step_failure::kind::place,
                                        .why = {"no connection", 0, {}},
                                        .code = cli::exit_code::unreachable});
  };
  auto ended = run_steps(w.of, w.what, "314", w.hooks);
  REQUIRE_FALSE(ended);
  CHECK(ended.error().code == cli::exit_code::unreachable);
  CHECK(w.of.missing.empty());
}

TEST_CASE("a record that cannot be kept ends the study") {
  world w;
  w.hooks.keep = [](const study::record&) -> result<> { return fail("the disk is full"); };
  auto ended = run_steps(w.of, w.what, "314", w.hooks);
  REQUIRE_FALSE(ended);
  CHECK(ended.error().why.what == "the disk is full");
  CHECK(w.made.size() == 1);
}

TEST_CASE("what an emulator ran is marked in the record") {
  world w;
  auto right = w.hooks.measure;
  w.hooks.measure = [&, right](const step& one) {
    auto out = right(one);
    out->emulated = one.function == "pi-js";
    return out;
  };
  CHECK(run_steps(w.of, w.what, "314", w.hooks) == true);
  CHECK(study::find(w.of, "pi-js", "x86_64")->emulated);
  CHECK_FALSE(study::find(w.of, "pi-cpp", "x86_64")->emulated);
}
