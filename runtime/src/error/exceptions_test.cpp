#include <doctest/doctest.h>
#include <lambent/lambent.hpp>

#include <chrono>
#include <stdexcept>
#include <string>

#include "../runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

runtime::options towards(const fake_api& api) {
  return {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)};
}

struct strict {};
struct choosy {};

std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}

}  // namespace

template <>
struct lambent::codec<strict> {
  static strict decode(std::string_view) { throw std::invalid_argument("not strict"); }
};

template <>
struct lambent::codec<choosy> {
  static choosy decode(std::string_view) { throw failure{"orders::unknown", "no such order"}; }
};

TEST_CASE(
    "what a handler throws is reported with its type and text, and the next event is served") {
  fake_api api({{invocation("1", "")},
                {accepted()},
                {invocation("2", "x")},
                {accepted()},
                {invocation("3", "xx")},
                {accepted(), true}});
  const auto handler = [](std::string_view e) -> std::string {
    if (e.empty()) throw std::out_of_range("bad ä \xFF");
    if (e == "x") throw 42;
    return "fine";
  };
  CHECK(run(handler, towards(api)) == 1);
  const auto& seen = api.requests();
  CHECK(seen[1].find("/invocation/1/error ") != std::string::npos);
  CHECK(seen[1].find("\r\nLambda-Runtime-Function-Error-Type: Function.OutOfRange\r\n") !=
        std::string::npos);
  CHECK(body_of(seen[1]) ==
        "{\"errorMessage\":\"bad ä "
        "\xEF\xBF\xBD\",\"errorType\":\"std::out_of_range\",\"stackTrace\":[]}");
  CHECK(
      body_of(seen[3]) ==
      R"({"errorMessage":"an exception that is no std::exception: int","errorType":"int","stackTrace":[]})");
  CHECK(body_of(seen[5]) == "fine");
}

TEST_CASE("what a codec throws is an unmarshal error that keeps the type") {
  fake_api api({{invocation("1", "")}, {accepted(), true}});
  CHECK(run([](const strict&) {}, towards(api)) == 1);
  CHECK(
      body_of(api.requests()[1]) ==
      R"({"errorMessage":"std::invalid_argument: not strict","errorType":"Runtime.UnmarshalError","stackTrace":[]})");
}

TEST_CASE("a failure that a codec throws keeps its type and its text") {
  fake_api api({{invocation("1", "")}, {accepted(), true}});
  CHECK(run([](const choosy&) {}, towards(api)) == 1);
  CHECK(body_of(api.requests()[1]) ==
        R"({"errorMessage":"no such order","errorType":"orders::unknown","stackTrace":[]})");
}

TEST_CASE("what the init phase throws is an init error") {
  fake_api api({{accepted(), true}});
  const auto init = []() -> std::string (*)(std::string_view) {
    throw std::runtime_error("no db");
  };
  CHECK(run(init, towards(api)) == 1);
  CHECK(api.requests()[0].starts_with("POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"));
  CHECK(body_of(api.requests()[0]) ==
        R"({"errorMessage":"no db","errorType":"std::runtime_error","stackTrace":[]})");
}
