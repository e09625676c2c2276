#include <doctest/doctest.h>
#include <lambent/json/nlohmann.hpp>
#include <lambent/lambent.hpp>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

// An event: it only needs to be read.
struct order {
  std::string item;
  int count = 0;
};
void from_json(const nlohmann::json& j, order& o) {
  j.at("item").get_to(o.item);
  j.at("count").get_to(o.count);
}

// A reply: it only needs to be written.
struct receipt {
  std::string item;
  double price = 0;
};
void to_json(nlohmann::json& j, const receipt& r) {
  j = nlohmann::json{{"item", r.item}, {"price", r.price}};
}

// What the Runtime API was told about one event.
template <class Handler>
std::string answer_to(const std::string& event, Handler handle) {
  fake_api api({{invocation("1", event)}, {accepted(), true}});
  CHECK(run(handle, {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)}) == 1);
  const std::string& request = api.requests()[1];
  const std::size_t path = request.find("/1/") + 3;
  return request.substr(path, request.find(' ', path) - path) + " " +
         request.substr(request.find("\r\n\r\n") + 4);
}

receipt sell(const order& o) { return {o.item, o.count * 1.5}; }

}  // namespace

TEST_CASE("an event with from_json and a reply with to_json need no codec of the user's") {
  CHECK(answer_to(R"({"item": "te\u00e4", "count": 3})", sell) ==
        R"(response {"item":"teä","price":4.5})");
}

TEST_CASE("text that is no JSON is an unmarshal error that says where") {
  const std::string told = answer_to("{\"item\": ", sell);
  CHECK(told.starts_with(R"(error {"errorMessage":"nlohmann::)"));
  CHECK(told.find("parse error at line 1, column 10: ") != std::string::npos);
  CHECK(told.find(R"(","errorType":"Runtime.UnmarshalError","stackTrace":[)") != std::string::npos);
}

TEST_CASE("JSON of another shape is an unmarshal error that names the member") {
  const std::string told = answer_to(R"({"item": "tea"})", sell);
  CHECK(told.starts_with(R"(error {"errorMessage":"nlohmann::)"));
  CHECK(told.find(R"(key 'count' not found","errorType":"Runtime.UnmarshalError",)"
                  R"("stackTrace":[)") != std::string::npos);
}

TEST_CASE("a reply that JSON cannot hold is a marshal error") {
  const std::string told =
      answer_to("1", [](int) { return receipt{std::string("\xFF") + "tea", 0}; });
  CHECK(told.starts_with("error "));
  CHECK(told.find(R"("errorType":"Runtime.MarshalError")") != std::string::npos);
}

TEST_CASE("nlohmann::json itself, numbers and containers are events and replies") {
  CHECK(answer_to(R"({"a": [1, 2]})", [](const nlohmann::json& e) {
          return nlohmann::json{{"sum", e["a"][0].get<int>() + e["a"][1].get<int>()}};
        }) == R"(response {"sum":3})");
  CHECK(answer_to("[1,2,3]", [](std::vector<int> e) { return static_cast<int>(e.size()); }) ==
        "response 3");
  CHECK(answer_to(R"({"b":1,"a":2})", [](std::map<std::string, int> e) { return e; }) ==
        R"(response {"a":2,"b":1})");
}

TEST_CASE("a string stays the bytes that it is") {
  CHECK(answer_to("tea", [](std::string_view e) { return std::string(e); }) == "response tea");
}

TEST_CASE("containers of what only nlohmann/json knows travel, too") {
  const auto sell_all = [](const std::vector<order>& all) {
    std::map<std::string, receipt> out;
    for (const order& each : all) out[each.item] = sell(each);
    return out;
  };
  CHECK(answer_to(R"([{"item":"tea","count":2},{"item":"jam","count":1}])", sell_all) ==
        R"(response {"jam":{"item":"jam","price":1.5},"tea":{"item":"tea","price":3.0}})");
  CHECK(answer_to("[1,2]", [](const std::vector<int>& all) { return all; }) == "response [1,2]");
}
