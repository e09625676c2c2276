#include <doctest/doctest.h>
#include <lambent/lambent.hpp>

#include <algorithm>
#include <chrono>
#include <exception>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "../runtime_api/fake_api.hpp"

using namespace lambent;

namespace {

runtime::options towards(const fake_api& api) {
  return {.api = api.address(), .backoff_first = std::chrono::milliseconds(1)};
}

struct strict {};
struct choosy {};
struct strict_error : std::runtime_error {
  using std::runtime_error::runtime_error;
};

// Without the lines of stack traces, which hold addresses.
std::string body_of(const std::string& request) {
  std::string body = request.substr(request.find("\r\n\r\n") + 4);
  constexpr std::string_view begin = "\"stackTrace\":[";
  for (std::size_t at = 0; (at = body.find(begin, at)) != std::string::npos; ++at) {
    const std::size_t lines = at + begin.size();
    // A line may hold brackets, but none that is followed by the end of an object.
    body.erase(lines, std::min(body.find("]}", lines), body.find("],\"cause\"", lines)) - lines);
  }
  return body;
}

std::string body_after(const std::function<void()>& throws) {
  fake_api api({{invocation("1", "")}, {accepted(), true}});
  CHECK(run([&](std::string_view) { throws(); }, towards(api)) == 1);
  const std::string& request = api.requests()[1];
  return request.substr(request.find("\r\n\r\n") + 4);
}

[[gnu::noinline]] void find_order(int id) {
  if (id != 0) throw std::out_of_range("no such order");
}

[[gnu::noinline]] void place_order(int id) {
  try {
    find_order(id);
  } catch (const std::exception&) {
    std::throw_with_nested(strict_error("cannot place it"));
  }
}

// What stands between "stackTrace":[ and the end of its first line.
std::string first_line(const std::string& body) {
  constexpr std::string_view begin = "\"stackTrace\":[\"";
  const std::size_t at = body.find(begin);
  if (at == std::string::npos) return "";
  const std::size_t line = at + begin.size();
  return body.substr(line, body.find('"', line) - line);
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

TEST_CASE("a stack trace begins where the exception was thrown, not where it was caught") {
  const std::string body = body_after([] { find_order(7); });
  CHECK(body.starts_with(R"({"errorMessage":"no such order","errorType":"std::out_of_range",)"));
  CHECK(first_line(body).find("find_order(int) (runtime_test+0x") != std::string::npos);
  // The loop's own frames are left out, down to main.
  CHECK(body.find("serve_function") == std::string::npos);
  CHECK(body.find("run_guarded") == std::string::npos);
}

TEST_CASE(
    "a stack trace is that of the exception which left the handler, not of one caught in it") {
  const std::string body = body_after([] {
    try {
      find_order(7);
    } catch (const std::exception&) {
      std::vector<int>().at(3);
    }
  });
  CHECK(body.find("find_order") == std::string::npos);
  CHECK(body.find("range_check") != std::string::npos);
}

TEST_CASE("an exception that was caught and thrown again shows where that was") {
  const std::string again = body_after([] {
    try {
      find_order(7);
    } catch (const std::exception&) {
      throw;
    }
  });
  CHECK(first_line(again).find("lambda") != std::string::npos);
  std::exception_ptr kept;
  try {
    find_order(7);
  } catch (...) {
    kept = std::current_exception();
  }
  const std::string later = body_after([&] { std::rethrow_exception(kept); });
  CHECK(first_line(later).find("lambda") != std::string::npos);
}

TEST_CASE("a nested exception is the cause of the one around it") {
  fake_api api({{invocation("1", "")}, {accepted(), true}});
  CHECK(run([](std::string_view) { place_order(7); }, towards(api)) == 1);
  const std::string& request = api.requests()[1];
  CHECK(request.find("\r\nLambda-Runtime-Function-Error-Type: Function.StrictError\r\n") !=
        std::string::npos);
  CHECK(body_of(request) ==
        R"({"errorMessage":"cannot place it","errorType":"(anonymous namespace)::strict_error",)"
        R"("stackTrace":[],"cause":{"errorMessage":"no such order","errorType":)"
        R"("std::out_of_range","stackTrace":[]}})");
  CHECK(request.find("\r\nLambda-Runtime-Function-XRay-Error-Cause: {\"working_directory\":") !=
        std::string::npos);
  CHECK(first_line(request).find("place_order(int)") != std::string::npos);
}

TEST_CASE("a nest of exceptions deeper than the limit keeps the outermost") {
  const std::string body = body_after([] {
    const std::function<void(int)> nest = [&](int depth) {
      try {
        if (depth == 0) throw 0;
        nest(depth - 1);
      } catch (...) {
        std::throw_with_nested(std::runtime_error(std::to_string(depth)));
      }
    };
    nest(50);
  });
  CHECK(body.find(R"("errorMessage":"50")") != std::string::npos);
  CHECK(body.find(R"("errorMessage":"42")") != std::string::npos);
  CHECK(body.find(R"("errorMessage":"41")") == std::string::npos);
  CHECK(body.ends_with("}}}}}}}}}"));
}

TEST_CASE("a failure that is thrown gets a stack trace, and keeps one that it has") {
  const std::string body = body_after([] { throw failure{"A", "b"}; });
  CHECK(first_line(body).find("lambda") != std::string::npos);
  CHECK(first_line(body_after([] { throw failure{"A", "b", {"mine"}}; })) == "mine");
}
