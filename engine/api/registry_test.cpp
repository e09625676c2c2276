#include "engine/api/registry.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::api;

namespace {

model::function_ptr version(std::string number) {
  model::function f;
  f.account = "1";
  f.region = "r";
  f.name = "f";
  f.version = std::move(number);
  return std::make_shared<const model::function>(f);
}

model::function_record record() {
  model::function_record made;
  made.latest = version("$LATEST");
  return made;
}

model::record_ptr shared(model::function_record made) {
  return std::make_shared<const model::function_record>(std::move(made));
}

// "2:new 1:gone $LATEST:other"
std::string changes(const model::function_record* before, const model::function_record* after) {
  std::string text;
  for (const auto& change : changed_versions(before, after)) {
    const auto& named = change.after != nullptr ? change.after : change.before;
    text += text.empty() ? "" : " ";
    text += named->version;
    text += change.before == nullptr ? ":new" : change.after == nullptr ? ":gone" : ":other";
  }
  return text;
}

}  // namespace

TEST_CASE("a function URL is found by its id for as long as its function has it") {
  registry known;
  auto first = record();
  first.urls[""].id = "a";
  first.urls["live"].id = "b";
  auto before = shared(first);
  CHECK(known.apply({before, false}) == nullptr);
  REQUIRE(known.find_url("b") != nullptr);
  CHECK(known.find_url("b")->qualifier == "live");
  CHECK(known.find_url("b")->record == before);
  CHECK(known.find_url("c") == nullptr);

  auto second = first;
  second.urls.erase("live");
  auto after = shared(second);
  CHECK(known.apply({after, false}) == before);
  CHECK(known.find_url("b") == nullptr);
  CHECK(known.find_url("a")->record == after);
  CHECK(known.find("1", "r", "f") == after);

  CHECK(known.apply({after, true}) == after);
  CHECK(known.find_url("a") == nullptr);
  CHECK(known.find("1", "r", "f") == nullptr);
  CHECK(known.size() == 0);
}

TEST_CASE("only versions that are another value than before have changed") {
  auto first = record();
  first.versions[1] = version("1");
  first.versions[2] = version("2");
  auto second = first;
  second.aliases["live"].version = "1";
  CHECK(changes(&first, &second).empty());
  second.latest = version("$LATEST");
  second.versions.erase(1);
  second.versions[3] = version("3");
  CHECK(changes(&first, &second) == "$LATEST:other 1:gone 3:new");
  CHECK(changes(nullptr, &first) == "$LATEST:new 1:new 2:new");
  CHECK(changes(&first, nullptr) == "$LATEST:gone 1:gone 2:gone");
}

TEST_CASE("functions of one name are found in every account, and every name is told once") {
  registry r;
  for (const char* account : {"1", "2"}) {
    for (const char* name : {"b", "a"}) {
      model::function f;
      f.account = account;
      f.region = "r";
      f.name = name;
      model::function_record made;
      made.latest = std::make_shared<const model::function>(f);
      (void)r.apply({shared(made), false});
    }
  }
  CHECK(r.named("a").size() == 2);
  CHECK(r.named("c").empty());
  CHECK(r.names() == std::vector<std::string>{"a", "b"});
}
