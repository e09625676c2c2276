#include <doctest/doctest.h>
#include <lambent/json.hpp>
#include <lambent/lambent.hpp>

#include <map>
#include <string>
#include <unordered_map>

using namespace lambent;

namespace shop {

enum class size { small, large, extra_large };
LAMBENT_JSON_ENUM(size, small, large, (extra_large, "extra large"));

struct line {
  std::string sku;
  int count = 0;

  bool operator==(const line&) const = default;
};
LAMBENT_JSON(line, sku, count);

struct order {
  std::string id;
  std::vector<line> lines;
  std::optional<std::string> note;
  std::map<std::string, double> prices;
  shop::size box = size::small;
  bool paid = false;
};
LAMBENT_JSON(order, id, lines, note, prices, box, paid);

struct record {
  std::string event_source;
  std::string event_source_arn;
  int default_ = 7;
  std::vector<line> line_items;
  std::optional<int> retry_count;
  json::raw detail;
  json::unknown_members other;
};
LAMBENT_JSON_AS(record, style::camel_case | style::defaults,
                (event_source, "eventSource", required), (event_source_arn, "eventSourceARN"),
                default_, line_items, retry_count, detail, other);

struct tree {
  int value = 0;
  std::vector<tree> children;
  std::unique_ptr<int> weight;
};
LAMBENT_JSON_AS(tree, style::pascal_case | style::defaults, value, children, weight);

}  // namespace shop

namespace {

template <class T>
std::string problem_of(std::string_view text) {
  auto parsed = json::parse<T>(text);
  return parsed ? "" : parsed.error().message;
}

// What the wire sees of a handler, without a wire.
template <class F>
std::string answer_to(F handle, std::string_view event) {
  detail::answer out;
  out.begin();
  detail::invoke(handle, event, context{}, out);
  if (out.failed()) return out.why().type + ": " + out.why().message;
  return std::string(out.body());
}

}  // namespace

TEST_CASE("a described struct goes to JSON and back") {
  const std::string text =
      R"({"id":"o-1","lines":[{"sku":"a","count":2},{"sku":"b","count":-1}],"note":"x \"y\"",)"
      R"("prices":{"a":1.25},"box":"extra large","paid":true})";
  const auto parsed = json::parse<shop::order>(text);
  REQUIRE_MESSAGE(parsed, problem_of<shop::order>(text));
  CHECK(parsed->id == "o-1");
  CHECK(parsed->lines == std::vector<shop::line>{{"a", 2}, {"b", -1}});
  CHECK(parsed->note == "x \"y\"");
  CHECK(parsed->prices.at("a") == 1.25);
  CHECK(parsed->box == shop::size::extra_large);
  CHECK(parsed->paid);
  CHECK(json::print(*parsed) == text);
}

TEST_CASE("an optional member may be missing or null, and is then not written") {
  const std::string text = R"({"id":"o","lines":[],"prices":{},"box":"small","paid":false})";
  const auto parsed = json::parse<shop::order>(text);
  REQUIRE(parsed);
  CHECK_FALSE(parsed->note.has_value());
  CHECK(json::print(*parsed) == text);
  CHECK(json::parse<shop::order>(
            R"({"id":"o","lines":[],"note":null,"prices":{},"box":"small","paid":false})")
            .has_value());
}

TEST_CASE("errors name the JSON path") {
  CHECK(problem_of<shop::order>(R"({"id":"o","lines":[{"sku":"a","count":1},{"sku":"b"}]})") ==
        "$.lines[1]: the member \"count\" is missing");
  CHECK(problem_of<shop::order>(R"({"id":"o","lines":[{"sku":"a","count":"2"}]})") ==
        "$.lines[0].count: expected an integer, found a string \"2\"");
  CHECK(problem_of<shop::order>(R"({"id":"o","lines":{}})") ==
        "$.lines: expected an array, found an object");
  CHECK(problem_of<shop::order>(R"({"id":null})") == "$.id: expected a string, found null");
  CHECK(problem_of<shop::order>(R"({"id":"o","box":"huge"})") ==
        R"($.box: expected one of "small", "large", "extra large")");
  CHECK(problem_of<shop::order>(R"({"id":"o","prices":{"a b":[]}})") ==
        "$.prices['a b']: expected a number, found an array");
  CHECK(problem_of<shop::order>("[]") == "$: expected an object, found an array");
  CHECK(problem_of<shop::line>(R"({"sku":"a","count":3000000000})") ==
        "$.count: a number out of range: 3000000000");
  CHECK(problem_of<shop::line>(R"({"sku":"a","count":1} x)") ==
        "$: no valid JSON: something follows the value at byte 22");
}

TEST_CASE("a style spells the names, defaults stay, and unknown members survive") {
  const std::string text =
      R"({"awsRegion":"eu-west-1","eventSource":"aws:sqs","eventSourceARN":"arn:1",)"
      R"("lineItems":null,"detail":{"any":[1, 2]},"new":{"x":1}})";
  const auto parsed = json::parse<shop::record>(text);
  REQUIRE_MESSAGE(parsed, problem_of<shop::record>(text));
  CHECK(parsed->event_source == "aws:sqs");
  CHECK(parsed->event_source_arn == "arn:1");
  CHECK(parsed->default_ == 7);
  CHECK(parsed->detail.as<json::object>()->get<std::vector<int>>("any").value_or(
            std::vector<int>{}) == std::vector{1, 2});
  CHECK(parsed->other.size() == 2);
  CHECK(*parsed->other.get<std::string>("awsRegion") == "eu-west-1");
  CHECK(json::print(*parsed) ==
        R"({"eventSource":"aws:sqs","eventSourceARN":"arn:1","default":7,"lineItems":[],)"
        R"("detail":{"any":[1, 2]},"awsRegion":"eu-west-1","new":{"x":1}})");
  CHECK(problem_of<shop::record>("{}") == "$: the member \"eventSource\" is missing");
  CHECK(problem_of<shop::record>(R"({"eventSource":null})") ==
        "$.eventSource: expected a string, found null");
}

TEST_CASE("a struct may contain itself") {
  const std::string text =
      R"({"Value":1,"Children":[{"Value":2,"Children":[],"Weight":3}],"Weight":null})";
  const auto parsed = json::parse<shop::tree>(text);
  REQUIRE(parsed);
  CHECK(*parsed->children.at(0).weight == 3);
  CHECK(json::print(*parsed) == text);
}

TEST_CASE("numbers, maps, arrays and kept values need no description") {
  CHECK(*json::parse<int>(" 42 ") == 42);
  CHECK(json::print(std::vector<std::optional<double>>{1.5, std::nullopt}) == "[1.5,null]");
  const auto map =
      json::parse<std::unordered_map<std::string, std::vector<bool>>>(R"({"a":[true]})");
  REQUIRE(map);
  CHECK(map->at("a").at(0));
  CHECK((*json::parse<std::array<int, 2>>("[1,2]"))[1] == 2);
  CHECK(problem_of<std::array<int, 2>>("[1,2,3]") == "$: expected 2 elements, found 3");
  CHECK(problem_of<std::array<int, 2>>("[1]") == "$: expected 2 elements, found 1");
  CHECK(problem_of<std::uint8_t>("256") == "$: a number out of range: 256");
  CHECK(*json::parse<float>("3.4028235e38") == std::numeric_limits<float>::max());
  CHECK(problem_of<std::vector<float>>("[0,-1e39]") == "$[1]: a number out of range");
  CHECK(json::raw::checked(" [1] ")->text() == "[1]");
  CHECK(json::raw::checked("[1").error().message ==
        "$[0]: no valid JSON: it ends too early at byte 2");
}

TEST_CASE("an object of any members keeps their order, and the last of two counts") {
  auto parsed = json::parse<json::object>(R"({"b":1,"a":"x","b":2})");
  REQUIRE(parsed);
  CHECK(*parsed->get<int>("b") == 2);
  CHECK(parsed->get<int>("c").error().message == "$: the member \"c\" is missing");
  CHECK(parsed->get<int>("a").error().message == "$: expected an integer, found a string \"x\"");
  parsed->set("b", json::raw("3"));
  parsed->set("c", json::raw("null"));
  CHECK(json::print(*parsed) == R"({"b":1,"a":"x","b":3,"c":null})");
}

TEST_CASE("handlers take and return described structs, and a bad event is Runtime.UnmarshalError") {
  const auto total = [](const shop::line& l) { return shop::line{l.sku, l.count * 2}; };
  CHECK(answer_to(total, R"({"sku":"a","count":4})") == R"({"sku":"a","count":8})");
  CHECK(answer_to(total, R"({"sku":"a"})") ==
        "Runtime.UnmarshalError: $: the member \"count\" is missing");
  CHECK(answer_to([](int n) { return n + 1; }, "41") == "42");
  CHECK(answer_to([](json::object o) { return o; }, R"({"a": {"b":1}})") == R"({"a":{"b":1}})");
  CHECK(
      answer_to([](const shop::line&) -> result<shop::line> { return failure{"NoStock", "none"}; },
                R"({"sku":"a","count":4})") == "NoStock: none");
}
