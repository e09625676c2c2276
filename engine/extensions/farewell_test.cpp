#include "engine/extensions/farewell.hpp"

#include <doctest/doctest.h>

using namespace lambent::extensions;
using namespace std::chrono_literals;

namespace {

const farewell::time_point start{1h};

roster of(std::initializer_list<events> external, bool internal = false) {
  roster r;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < external.size(); ++i) names.push_back("e" + std::to_string(i));
  r.begin(names);
  std::size_t i = 0;
  for (events e : external) {
    std::string id = "id-" + std::to_string(i);
    REQUIRE(r.take_registration(names[i++], e, id));
    REQUIRE(r.take_next(id));
  }
  if (internal) {
    REQUIRE(r.take_registration("inside", {}, "id-inside"));
    REQUIRE(r.take_next("id-inside"));
  }
  return r;
}

}  // namespace

TEST_CASE("without extensions everything is killed at once") {
  farewell f;
  farewell_actions all = f.begin(of({}), true, start);
  CHECK(all.over);
  CHECK_FALSE(all.terminate_runtime);
  CHECK_FALSE(f.under_way());
}

TEST_CASE("the runtime is asked to end, then the extensions are told, then it is over") {
  roster r = of({{.shutdown = true}, {.invoke = true}});
  farewell f;
  farewell_actions first = f.begin(r, true, start);
  CHECK(first.terminate_runtime);
  CHECK(first.tell.empty());
  CHECK(f.under_way());
  CHECK(f.end() == start + 2s);

  farewell_actions second = f.runtime_ended(r);
  CHECK(second.tell == std::vector<std::string>{"id-0"});
  CHECK(second.kill == std::vector<std::uint32_t>{2});
  CHECK_FALSE(second.over);

  r.ended(2);
  CHECK_FALSE(f.extension_ended(r).over);
  r.ended(1);
  CHECK(f.extension_ended(r).over);
  CHECK_FALSE(f.under_way());
}

TEST_CASE("a runtime that does not end is killed after its share of the time") {
  roster r = of({{.shutdown = true}});
  farewell f;
  (void)f.begin(r, true, start);
  CHECK(f.deadline() == start + 600ms);
  CHECK(f.tick(r, start + 599ms).tell.empty());
  farewell_actions late = f.tick(r, start + 600ms);
  CHECK(late.kill_runtime);
  CHECK(late.tell == std::vector<std::string>{"id-0"});
  CHECK(f.runtime_ended(r).tell.empty());
  CHECK(f.deadline() == start + 2s);
  CHECK(f.tick(r, start + 2s).over);
}

TEST_CASE("internal extensions alone give the runtime half a second") {
  roster r = of({}, true);
  farewell f;
  CHECK(f.begin(r, true, start).terminate_runtime);
  CHECK(f.deadline() == start + 500ms);
  CHECK(f.tick(r, start + 500ms).over);
  CHECK(f.begin(r, true, start).terminate_runtime);
  CHECK(f.runtime_ended(r).over);
}

TEST_CASE("without a runtime the extensions are told at once") {
  roster r = of({{.shutdown = true}});
  farewell f;
  farewell_actions first = f.begin(r, false, start);
  CHECK_FALSE(first.terminate_runtime);
  CHECK(first.tell.size() == 1);
  r.ended(1);
  CHECK(f.extension_ended(r).over);
}

TEST_CASE("an extension that never registered cannot be told") {
  roster r;
  r.begin({"one"});
  farewell f;
  farewell_actions first = f.begin(r, false, start);
  CHECK(first.tell.empty());
  CHECK(first.kill == std::vector<std::uint32_t>{1});
}
