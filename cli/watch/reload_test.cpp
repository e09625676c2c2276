#include "cli/watch/reload.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::watch;
using namespace std::chrono_literals;

namespace {

const time_point start{1h};
constexpr auto quiet = reload_settings{}.debounce;

using paths = std::vector<std::string>;

// Past the first build, which was good.
reload serving() {
  reload r;
  REQUIRE(r.begin().build);
  REQUIRE(r.build_ended(true, start).swap);
  return r;
}

// Past a first build that failed.
reload broken() {
  reload r;
  REQUIRE(r.begin().build);
  REQUIRE(r.build_ended(false, start).answer_with_error);
  return r;
}

bool nothing_to_do(const reload_actions& a) {
  return !a.swap && !a.answer_with_error && !a.hold && !a.build && !a.reload_environment;
}

}  // namespace

TEST_CASE("the first build begins at once and invocations wait for it") {
  reload r;
  auto first = r.begin();
  REQUIRE(first.build);
  CHECK_FALSE(first.build->configure);
  CHECK(first.hold);
  auto done = r.build_ended(true, start + 1s);
  CHECK(done.swap);
  CHECK_FALSE(done.build);
}

TEST_CASE("a change is built when files have been quiet, while the old code serves on") {
  reload r = serving();
  auto noticed = r.changed("src/a.cpp", input_kind::source, start);
  CHECK(nothing_to_do(noticed));
  CHECK(noticed.wake_by == start + quiet);
  CHECK(nothing_to_do(r.tick(start + quiet - 1ms)));
  auto build = r.tick(start + quiet);
  CHECK(build.build == start_build{false, paths{"src/a.cpp"}});
  CHECK_FALSE(build.hold);
  auto done = r.build_ended(true, start + 1s);
  CHECK(done.swap);
  CHECK_FALSE(done.build);
  CHECK_FALSE(done.wake_by);
}

TEST_CASE("files that are saved together are one build, each of them named once") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  (void)r.changed("b.hpp", input_kind::source, start + 20ms);
  auto last = r.changed("a.cpp", input_kind::source, start + 40ms);
  CHECK(last.wake_by == start + 40ms + quiet);
  CHECK(nothing_to_do(r.tick(start + quiet)));
  CHECK(r.tick(start + 40ms + quiet).build == start_build{false, paths{"a.cpp", "b.hpp"}});
}

TEST_CASE("changes without end do not put the build off for ever") {
  reload r = serving();
  time_point now = start;
  reload_actions a;
  while (!a.build && now < start + 10s) {
    (void)r.changed("log.txt", input_kind::source, now);
    a = r.tick(now);
    now += 10ms;
  }
  CHECK(a.build);
  CHECK(now - start <= reload_settings{}.settle_max + 20ms);
}

TEST_CASE("a failed build answers the next invocations, and the old code serves no more") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).build);
  auto failed = r.build_ended(false, start + 1s);
  CHECK(failed.answer_with_error);
  CHECK_FALSE(failed.swap);
  CHECK(r.broken());
}

TEST_CASE("the next change after a failed build heals it, and callers wait for the verdict") {
  reload r = broken();
  (void)r.changed("a.cpp", input_kind::source, start);
  auto build = r.tick(start + quiet);
  CHECK(build.build);
  CHECK(build.hold);
  auto done = r.build_ended(true, start + 1s);
  CHECK(done.swap);
  CHECK_FALSE(r.broken());
}

TEST_CASE("a change during a build queues exactly one more build") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).build);
  (void)r.changed("b.cpp", input_kind::source, start + 100ms);
  (void)r.changed("c.cpp", input_kind::source, start + 110ms);
  CHECK(nothing_to_do(r.tick(start + 500ms)));
  auto done = r.build_ended(true, start + 1s);
  CHECK(done.swap);
  CHECK(done.build == start_build{false, paths{"b.cpp", "c.cpp"}});
  auto second = r.build_ended(true, start + 2s);
  CHECK(second.swap);
  CHECK_FALSE(second.build);
}

TEST_CASE("the error of a build that a later change has overtaken is nobody's answer") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).build);
  (void)r.changed("a.cpp", input_kind::source, start + 950ms);
  auto failed = r.build_ended(false, start + 960ms);
  CHECK_FALSE(failed.answer_with_error);
  CHECK_FALSE(failed.build);
  CHECK(failed.wake_by == start + 950ms + quiet);
  auto build = r.tick(start + 950ms + quiet);
  CHECK(build.build);
  CHECK_FALSE(build.hold);
  CHECK(r.build_ended(true, start + 2s).swap);
}

TEST_CASE("a change of CMake's files configures anew") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  (void)r.changed("CMakeLists.txt", input_kind::configuration, start + 1ms);
  auto build = r.tick(start + 1ms + quiet).build;
  REQUIRE(build);
  CHECK(build->configure);
  // Once.
  (void)r.build_ended(true, start + 1s);
  (void)r.changed("a.cpp", input_kind::source, start + 2s);
  CHECK_FALSE(r.tick(start + 2s + quiet).build->configure);
}

TEST_CASE("a changed environment file is read again and nothing is built") {
  reload r = serving();
  (void)r.changed(".env", input_kind::environment, start);
  auto a = r.tick(start + quiet);
  CHECK(a.reload_environment);
  CHECK(a.environment == paths{".env"});
  CHECK_FALSE(a.build);
  CHECK_FALSE(a.hold);
}

TEST_CASE("an environment file that changes during a build is read at once") {
  reload r = serving();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).build);
  (void)r.changed(".env", input_kind::environment, start + 200ms);
  CHECK(r.tick(start + 200ms + quiet).reload_environment);
  auto done = r.build_ended(true, start + 1s);
  CHECK(done.swap);
  CHECK_FALSE(done.build);
}

TEST_CASE("with --wait the first invocation starts the first build, and changes before it do not") {
  reload r({.build_at_start = false});
  CHECK(nothing_to_do(r.begin()));
  CHECK(nothing_to_do(r.changed("a.cpp", input_kind::source, start)));
  CHECK(nothing_to_do(r.tick(start + 1h)));
  auto first = r.invocation_waits();
  REQUIRE(first.build);
  CHECK(first.hold);
  CHECK(nothing_to_do(r.invocation_waits()));
  CHECK(r.build_ended(true, start).swap);
  (void)r.changed("a.cpp", input_kind::source, start);
  CHECK(r.tick(start + quiet).build);
}

TEST_CASE("with --wait the first build configures anew where CMake's files changed before it") {
  reload r({.build_at_start = false});
  CHECK(nothing_to_do(r.begin()));
  CHECK(nothing_to_do(r.changed("CMakeLists.txt", input_kind::configuration, start)));
  CHECK(nothing_to_do(r.changed("a.cpp", input_kind::source, start)));
  CHECK(nothing_to_do(r.tick(start + 1h)));
  CHECK(r.invocation_waits().build == start_build{.configure = true, .changed = {}});
  auto done = r.build_ended(true, start + 2h);
  CHECK(done.swap);
  CHECK_FALSE(done.build);
}

TEST_CASE("with --wait an environment file that changes before the first build is read again") {
  reload r({.build_at_start = false});
  CHECK(nothing_to_do(r.begin()));
  CHECK(r.changed(".env", input_kind::environment, start).wake_by == start + quiet);
  auto a = r.tick(start + quiet);
  CHECK(a.reload_environment);
  CHECK(a.environment == paths{".env"});
  CHECK_FALSE(a.build);
  CHECK(r.invocation_waits().build == start_build{});
}

TEST_CASE("CMake's files that changed while it configured for the first time are configured anew") {
  reload r;
  CHECK(nothing_to_do(r.changed("CMakeLists.txt", input_kind::configuration, start)));
  CHECK(r.begin().build == start_build{.configure = true, .changed = {}});
}

TEST_CASE("an invocation that waits for a build under way starts none") {
  reload r = broken();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).hold);
  CHECK(nothing_to_do(r.invocation_waits()));
}

TEST_CASE("a second failure in a row answers with the newer error") {
  reload r = broken();
  (void)r.changed("a.cpp", input_kind::source, start);
  REQUIRE(r.tick(start + quiet).build);
  CHECK(r.build_ended(false, start + 1s).answer_with_error);
}

namespace {

// Builds that all write `path`, until no more follows; how many, and what is ignored then.
std::pair<unsigned, paths> build_until_quiet(reload& r, const std::string& path, time_point& now) {
  std::pair<unsigned, paths> out;
  reload_actions a = r.tick(now + quiet);
  while (a.build && out.first < 20) {
    ++out.first;
    now += 1s;
    (void)r.changed(path, input_kind::source, now);
    a = r.build_ended(true, now + 1s);
    if (!a.ignored_from_now.empty()) out.second = a.ignored_from_now;
    CHECK(a.swap);
  }
  now += 1s;
  return out;
}

}  // namespace

TEST_CASE("files that every build writes stop starting builds, and are named") {
  reload r = serving();
  time_point now = start;
  (void)r.changed("a.cpp", input_kind::source, now);
  auto [builds, ignored] = build_until_quiet(r, "src/generated.hpp", now);
  // The last one is there for what was somebody's edit.
  CHECK(builds == reload_settings{}.own_writes_max + 1);
  CHECK(ignored == paths{"src/generated.hpp"});
  // Everything else still counts.
  (void)r.changed("a.cpp", input_kind::source, now);
  CHECK(build_until_quiet(r, "src/generated.hpp", now).first == 1);
  (void)r.changed("a.cpp", input_kind::source, now);
  REQUIRE(r.tick(now + quiet).build);
  (void)r.changed("b.cpp", input_kind::source, now + 1s);
  CHECK(r.build_ended(true, now + 2s).build == start_build{false, paths{"b.cpp"}});
}

TEST_CASE("a file that is saved during several builds is built as it is at last, and counts on") {
  reload r = serving();
  time_point now = start;
  (void)r.changed("a.cpp", input_kind::source, now);
  REQUIRE(r.tick(now + quiet).build);
  paths ignored;
  for (unsigned i = 0; i < reload_settings{}.own_writes_max; ++i) {
    (void)r.changed("a.cpp", input_kind::source, now + 1s);
    now += 2s;
    auto done = r.build_ended(true, now);
    CHECK(done.build == start_build{false, paths{"a.cpp"}});
    ignored = done.ignored_from_now;
  }
  CHECK(ignored == paths{"a.cpp"});
  CHECK_FALSE(r.build_ended(true, now).build);
  // Between builds.
  (void)r.changed("a.cpp", input_kind::source, now);
  CHECK(r.tick(now + quiet).build == start_build{false, paths{"a.cpp"}});
  // And during one, after one that has left it alone.
  (void)r.changed("a.cpp", input_kind::source, now + 1s);
  CHECK(r.build_ended(true, now + 2s).build == start_build{false, paths{"a.cpp"}});
}

TEST_CASE("somebody who types through several builds is no loop") {
  reload r = serving();
  time_point now = start;
  (void)r.changed("a.cpp", input_kind::source, now);
  REQUIRE(r.tick(now + quiet).build);
  for (int i = 0; i < 10; ++i) {
    now += 1s;
    (void)r.changed(i % 2 == 0 ? "a.cpp" : "b.cpp", input_kind::source, now);
    auto done = r.build_ended(true, now + 500ms);
    CHECK(done.ignored_from_now.empty());
    CHECK(done.build);
  }
}
