#include "event_test.hpp"

#include <algorithm>
#include <cstdio>
#include <map>
#include <vector>

namespace lambent::events {

namespace {

using names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view name, names all) {
  return std::find(all.begin(), all.end(), name) != all.end();
}

// What rewriting does beyond sorting.
struct rewriting {
  bool adds_members = false;
  names maps = {};
};

std::string rewritten(const json::raw& value, const rewriting& how, bool is_map = false) {
  std::string out;
  json::writer w(out);
  switch (value.type()) {
    case json::kind::object: {
      std::map<std::string, std::string> members;
      const auto object = value.as<json::object>();
      for (const auto& [name, member] : *object) {
        if (!member.is_null()) members[name] = rewritten(member, how, is_one_of(name, how.maps));
      }
      if (how.adds_members && !is_map) members["memberOfTomorrow"] = R"({"since":[2031]})";
      w.begin_object();
      for (const auto& [name, text] : members) w.name(name).raw(text);
      w.end_object();
      break;
    }
    case json::kind::array: {
      const auto elements = value.as<std::vector<json::raw>>();
      w.begin_array();
      for (const auto& element : *elements) w.raw(rewritten(element, how, is_map));
      w.end_array();
      break;
    }
    case json::kind::number: {
      const auto whole = value.as<std::int64_t>();
      whole ? w.value(*whole) : w.value(*value.as<double>());
      break;
    }
    case json::kind::string:
      w.value(*value.as<std::string>());
      break;
    default:
      w.raw(value.text());
  }
  return out;
}

json::raw checked(std::string_view text) {
  auto value = json::raw::checked(text);
  REQUIRE_MESSAGE(value.has_value(), value.error().message);
  return *std::move(value);
}

}  // namespace

std::string sample(std::string_view name) { return sample_file(std::string(name) + ".json"); }

std::string sample_file(std::string_view name) {
  const std::string path = LAMBENT_EVENT_SAMPLES_DIR "/" + std::string(name);
  std::FILE* const file = std::fopen(path.c_str(), "r");
  REQUIRE_MESSAGE(file != nullptr, path);
  std::string text;
  char block[4096];
  std::size_t size = 0;
  do {
    size = std::fread(block, 1, sizeof block, file);
    text.append(block, size);
  } while (size == sizeof block);
  std::fclose(file);
  return text;
}

std::string canonical(std::string_view text) { return rewritten(checked(text), {}); }

std::string with_unknown_members(std::string_view text, names maps) {
  return rewritten(checked(text), {true, maps});
}

TEST_CASE("the comparison of events ignores order, blanks and nulls, and nothing else") {
  CHECK(canonical(R"({"b":1.0,"a":null,"c":[{"y":"\u00e9","x":null}]})") ==
        canonical(R"( {"c": [ {"y":"é"} ], "b": 1})"));
  CHECK(canonical(R"({"a":[null]})") != canonical(R"({"a":[]})"));
  CHECK(canonical(R"({"a":1})") != canonical(R"({"a":"1"})"));
  CHECK(canonical(R"([1,2])") != canonical(R"([2,1])"));
  CHECK(
      with_unknown_members(R"({"a":{},"m":{"k":{}}})", {"m"}) ==
      R"({"a":{"memberOfTomorrow":{"since":[2031]}},"m":{"k":{"memberOfTomorrow":{"since":[2031]}}},)"
      R"("memberOfTomorrow":{"since":[2031]}})");
}

}  // namespace lambent::events
