#include <doctest/doctest.h>
#include <lambent/base64.hpp>
#include <lambent/lambent.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

runtime::options towards(const fake_api& api) {
  return {.api = api.address(), .backoff_first = 1ms};
}

std::string streamed(const fake_api& api, const std::string& id, const std::string& content_type,
                     const std::string& chunks) {
  return "POST /2018-06-01/runtime/invocation/" + id +
         "/response HTTP/1.1\r\nHost: " + api.address() +
         "\r\nUser-Agent: lambent/" LAMBENT_VERSION "\r\nContent-Type: " + content_type +
         "\r\nLambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n"
         "Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body\r\n\r\n" +
         chunks;
}

constexpr const char* raw = "application/octet-stream";
constexpr const char* http = "application/vnd.awslambda.http-integration-response";

std::string trailers(const std::string& type, const std::string& body) {
  return "0\r\nLambda-Runtime-Function-Error-Type: " + type +
         "\r\nLambda-Runtime-Function-Error-Body: " + base64_encode(body) + "\r\n\r\n";
}

struct digit {
  int value = 0;
};

// A look-alike of std::expected<void, failure>.
struct verdict {
  bool good = true;
  failure why = {};
  bool has_value() const { return good; }
  void operator*() const {}
  const failure& error() const { return why; }
};

}  // namespace

template <>
struct lambent::codec<digit> {
  struct outcome {
    std::optional<digit> value;
    bool has_value() const { return value.has_value(); }
    digit operator*() const { return *value; }
    failure error() const { return {"", "not a digit"}; }
  };
  static outcome decode(std::string_view text) {
    if (text.size() != 1 || text[0] < '0' || text[0] > '9') return {};
    return {digit{text[0] - '0'}};
  }
};

TEST_CASE("each write is a chunk, and the connection goes on with the next event") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "f")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view event, stream& out) {
              CHECK(out.write("one"));
              CHECK(out.write(""));
              CHECK(out.write(event));
              CHECK(out.open());
              CHECK(out.write(std::string(300, 'x')));
            },
            towards(api)) == 1);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 4);
  const std::string rest = "12c\r\n" + std::string(300, 'x') + "\r\n0\r\n\r\n";
  CHECK(seen[1] == streamed(api, "1", raw, "3\r\none\r\n1\r\ne\r\n" + rest));
  CHECK(seen[3] == streamed(api, "2", raw, "3\r\none\r\n1\r\nf\r\n" + rest));
  CHECK(api.connections() == 1);
}

TEST_CASE("an HTTP response's prelude and first bytes are one chunk") {
  fake_api api({{invocation("1", "e", "Lambda-Runtime-Invocation-Id: i\r\n")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view, stream& out, const context& about) {
              CHECK(out.begin({.status_code = 201, .headers = {{"content-type", "text/plain"}}}));
              CHECK(out.write(about.request_id));
              CHECK(out.write("more"));
            },
            towards(api)) == 1);
  const std::string prelude =
      R"({"statusCode":201,"headers":{"content-type":"text/plain"},"cookies":[]})" +
      std::string(8, '\0');
  const std::string with_id = std::string(http) + "\r\nLambda-Runtime-Invocation-Id: i";
  REQUIRE(prelude.size() + 1 == 0x50);
  CHECK(api.requests()[1] ==
        streamed(api, "1", with_id, "50\r\n" + prelude + "1\r\n4\r\nmore\r\n0\r\n\r\n"));
}

TEST_CASE("flush sends status and headers alone; without a byte they are the whole response") {
  const std::string prelude =
      R"({"statusCode":204,"headers":{},"cookies":[]})" + std::string(8, '\0');
  REQUIRE(prelude.size() == 0x34);
  fake_api api(
      {{invocation("1", "flush")}, {accepted()}, {invocation("2", "")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view event, stream& out) {
              CHECK(out.begin({.status_code = 204}));
              if (event.empty()) return;
              CHECK(out.flush());
              CHECK(out.flush());
              CHECK(out.write("x"));
            },
            towards(api)) == 1);
  CHECK(api.requests()[1] ==
        streamed(api, "1", http, "34\r\n" + prelude + "\r\n1\r\nx\r\n0\r\n\r\n"));
  CHECK(api.requests()[3] == streamed(api, "2", http, "34\r\n" + prelude + "\r\n0\r\n\r\n"));
}

TEST_CASE(
    "a raw stream has the content type it is given, and may be flushed before its first byte") {
  fake_api api({{invocation("1", "e")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view, stream& out) {
              CHECK(out.begin("text/event-stream\r\nX: y"));
              CHECK_FALSE(out.begin("text/plain"));
              CHECK(out.problem() == "the response has begun already");
              CHECK(out.flush());
              CHECK_FALSE(out.begin({.status_code = 200}));
              CHECK(out.write("data: 1\n\n"));
            },
            towards(api)) == 1);
  CHECK(api.requests()[1] ==
        streamed(api, "1", "text/event-stream??X: y", "9\r\ndata: 1\n\n\r\n0\r\n\r\n"));
}

TEST_CASE("a handler that writes nothing gives an empty response") {
  fake_api api({{invocation("1", "e")}, {accepted(), true}});
  CHECK(run([](auto, stream&) {}, towards(api)) == 1);
  CHECK(api.requests()[1] == streamed(api, "1", raw, "0\r\n\r\n"));
}

TEST_CASE("a failure before the first byte is an ordinary error, also behind begin") {
  fake_api api({{invocation("1", "7")},
                {accepted()},
                {invocation("2", "x")},
                {accepted()},
                {invocation("3", "8")},
                {accepted(), true}});
  CHECK(run(
            [](const digit& d, stream& out) -> verdict {
              CHECK(out.begin({.status_code = 200}));
              if (d.value == 8) CHECK(out.write(""));
              return {false, {"orders::not_found", "no"}};
            },
            towards(api)) == 1);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 6);
  for (const std::size_t i : {1U, 5U}) {
    CHECK(seen[i].starts_with("POST /2018-06-01/runtime/invocation/" + std::to_string(i / 2 + 1) +
                              "/error HTTP/1.1"));
    CHECK(seen[i].find("Transfer-Encoding") == std::string::npos);
    CHECK(seen[i].ends_with(
        R"({"errorMessage":"no","errorType":"orders::not_found","stackTrace":[]})"));
  }
  CHECK(seen[3].find("Function-Error-Type: Runtime.UnmarshalError") != std::string::npos);
}

TEST_CASE("a failure behind the first byte is told in trailers, and the next event is served") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "e")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view, stream& out) {
              CHECK(out.write("half"));
              return failure{"orders::not_found", "no"};
            },
            towards(api)) == 1);
  const std::string end =
      "4\r\nhalf\r\n" +
      trailers("Function.NotFound",
               R"({"errorMessage":"no","errorType":"orders::not_found","stackTrace":[]})");
  CHECK(api.requests()[1] == streamed(api, "1", raw, end));
  CHECK(api.requests()[3] == streamed(api, "2", raw, end));
  CHECK(api.connections() == 1);
}

TEST_CASE("a handler may fail its stream itself and go on") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view event, stream& out) {
              if (!event.empty()) CHECK(out.write("half"));
              CHECK(out.fail({"E", "m"}));
              CHECK_FALSE(out.open());
              CHECK_FALSE(out.write("more"));
              CHECK(out.problem() == "the response has ended already");
              CHECK_FALSE(out.fail({"F", "n"}));
            },
            towards(api)) == 1);
  const std::string body = R"({"errorMessage":"m","errorType":"E","stackTrace":[]})";
  CHECK(api.requests()[1] ==
        streamed(api, "1", raw, "4\r\nhalf\r\n" + trailers("Function.EError", body)));
  CHECK(api.requests()[3].starts_with("POST /2018-06-01/runtime/invocation/2/error "));
}

TEST_CASE("finish may come early and again; nothing is written behind it") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "e")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view, stream& out) {
              CHECK(out.write("all"));
              CHECK(out.finish());
              CHECK(out.finish());
              CHECK_FALSE(out.open());
              CHECK_FALSE(out.write("more"));
              CHECK_FALSE(out.flush());
              CHECK_FALSE(out.begin("text/plain"));
              CHECK(out.problem() == "the response has ended already");
            },
            towards(api)) == 1);
  CHECK(api.requests()[1] == streamed(api, "1", raw, "3\r\nall\r\n0\r\n\r\n"));
  CHECK(api.requests()[3] == streamed(api, "2", raw, "3\r\nall\r\n0\r\n\r\n"));
}

TEST_CASE("a prelude that cannot be sent fails the invocation, whatever is written behind it") {
  fake_api api({{invocation("1", "e")}, {accepted(), true}});
  CHECK(run(
            [](std::string_view, stream& out) {
              CHECK_FALSE(out.begin({.status_code = 200, .headers = {{"x", "a\r\nb: c"}}}));
              CHECK(out.problem() == "a header's value has no line break and no NUL");
              CHECK_FALSE(out.open());
              CHECK_FALSE(out.write("secret"));
            },
            towards(api)) == 1);
  CHECK(api.requests()[1].starts_with("POST /2018-06-01/runtime/invocation/1/error "));
  CHECK(api.requests()[1].ends_with(
      R"({"errorMessage":"a header's value has no line break and no NUL","errorType":"Runtime.MarshalError","stackTrace":[]})"));
}

TEST_CASE("a stream that would pass its limit fails, and no byte past it leaves") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "e")}, {accepted(), true}});
  runtime::options small = towards(api);
  small.stream_bytes_max = 5;
  runtime rt(small);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("12345") == status::ok);
  CHECK(rt.write("6") == status::refused);
  CHECK(rt.problem() == "The streamed response would have more than 5 bytes.");
  CHECK_FALSE(rt.writable());
  CHECK(rt.write("7") == status::refused);
  CHECK(rt.finish() == status::refused);
  CHECK(rt.problem() == "The streamed response would have more than 5 bytes.");
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("1234") == status::ok);
  CHECK(rt.finish() == status::ok);
  const std::string body =
      R"({"errorMessage":"The streamed response would have more than 5 bytes.",)"
      R"("errorType":"Function.ResponseSizeTooLarge","stackTrace":[]})";
  CHECK(
      api.requests()[1] ==
      streamed(api, "1", raw, "5\r\n12345\r\n" + trailers("Function.ResponseSizeTooLarge", body)));
}

TEST_CASE("an invocation is answered once, by a stream or by a reply") {
  fake_api api({{invocation("1", "e")}, {accepted()}, {invocation("2", "e")}, {accepted(), true}});
  runtime rt(towards(api));
  CHECK(rt.write("x") == status::refused);
  CHECK(rt.problem() == "there is no invocation to answer: call next() first, and answer once");
  CHECK(rt.finish() == status::refused);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("x") == status::ok);
  CHECK(rt.reply("y") == status::refused);
  CHECK(rt.finish() == status::ok);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.begin_stream("text/plain") == status::ok);
  CHECK(rt.reply("whole after all") == status::ok);
  CHECK(rt.write("x") == status::refused);
  CHECK(rt.finish() == status::refused);
  CHECK(api.requests()[3].ends_with("\r\n\r\nwhole after all"));
}

TEST_CASE("a stream without an end is cut off before the next event, for Lambda to see") {
  fake_api api({{invocation("1", "e")},
                {.answer = "", .close_after = true, .read_bytes_max = 100},
                {invocation("2", "e")},
                {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("x") == status::ok);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("y") == status::ok);
  (void)api.requests();
  CHECK(api.connections() == 2);
}

TEST_CASE("a writer learns that the connection broke, and the next event is served") {
  fake_api api({{invocation("1", "e")},
                {.answer = "", .reset_after = true, .read_bytes_max = 100},
                {invocation("2", "e")},
                {accepted(), true}});
  int writes = 0;
  CHECK(run(
            [&](std::string_view, stream& out, const context& about) {
              if (about.request_id == "2") {
                CHECK(out.write("fine"));
                return;
              }
              const std::string block(100'000, 'x');
              while (out.write(block) && writes < 10'000) ++writes;
              CHECK_FALSE(out.open());
              CHECK(out.problem().starts_with("send the response at the Runtime API at "));
              CHECK_FALSE(out.write("more"));
              CHECK_FALSE(out.finish());
            },
            towards(api)) == 1);
  CHECK(writes < 10'000);
  CHECK(api.requests()[3] == streamed(api, "2", raw, "4\r\nfine\r\n0\r\n\r\n"));
}

TEST_CASE("an early answer ends the stream, also where the API has stopped reading") {
  const auto early = [](int http_status, const std::string& said, bool close_after) {
    fake_api api({{invocation("1", "e")},
                  {.answer = answer_of(http_status, said),
                   .close_after = close_after,
                   .read_bytes_max = 100,
                   .deaf_after = !close_after},
                  {invocation("2", "e")},
                  {accepted(), true}});
    runtime rt(towards(api));
    REQUIRE(rt.next() == status::ok);
    const std::string block(100'000, 'x');
    int writes = 0;
    while (rt.write(block) == status::ok && writes < 10'000) ++writes;
    CHECK(writes < 10'000);
    CHECK_FALSE(rt.writable());
    const std::string problem(rt.problem());
    CHECK(rt.finish() != status::ok);
    CHECK(rt.problem() == problem);
    REQUIRE(rt.next() == status::ok);
    CHECK(rt.event() == "e");
    CHECK(rt.reply("y") == status::ok);
    (void)api.requests();
    CHECK(api.connections() == 2);
    return problem;
  };
  CHECK(early(413, "large", false) == "the Runtime API answered 413 to the response: large");
  CHECK(early(410, "", false) ==
        "the Runtime API answered 410 to the response (the invocation had timed out)");
  CHECK(early(202, "", false) == "the Runtime API ended the response before the function did");
  // With a close a reset can swallow the answer; either way the writer knows.
  CHECK(early(400, "", true).find("the Runtime API") != std::string::npos);
}

TEST_CASE("a refused stream is a problem of this invocation alone") {
  fake_api api({{invocation("1", "e")},
                {answer_of(400, "InvalidFunctionResponseMode")},
                {invocation("2", "e")},
                {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("x") == status::ok);
  CHECK(rt.finish() == status::refused);
  CHECK(rt.problem() ==
        "the Runtime API answered 400 to the response: InvalidFunctionResponseMode");
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.write("x") == status::ok);
  CHECK(rt.finish() == status::ok);
  (void)api.requests();
  CHECK(api.connections() == 1);
}

TEST_CASE("a first piece that a dead connection did not take goes out on a new one, whole") {
  fake_api api({{.answer = invocation("1", "e"), .reset_after = true}, {accepted(), true}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  api.wait_for_hang_ups(1);
  CHECK(rt.begin_stream({.status_code = 200}) == status::ok);
  CHECK(rt.write("x") == status::ok);
  CHECK(rt.finish() == status::ok);
  const std::string prelude =
      R"({"statusCode":200,"headers":{},"cookies":[]})" + std::string(8, '\0');
  CHECK(api.requests()[1] == streamed(api, "1", http, "35\r\n" + prelude + "x\r\n0\r\n\r\n"));
}

TEST_CASE("a stream of many megabytes arrives unchanged") {
  fake_api api({{invocation("1", "e")}, {accepted(), true}});
  std::string block(1 << 20, '?');
  for (std::size_t i = 0; i < block.size(); ++i) block[i] = static_cast<char>('a' + i % 26);
  CHECK(run(
            [&](std::string_view, stream& out) {
              for (int i = 0; i < 8; ++i) CHECK(out.write(block));
            },
            towards(api)) == 1);
  std::string chunks;
  for (int i = 0; i < 8; ++i) chunks += "100000\r\n" + block + "\r\n";
  CHECK(api.requests()[1] == streamed(api, "1", raw, chunks + "0\r\n\r\n"));
}

TEST_CASE("an init phase may return a handler that streams") {
  fake_api api({{invocation("1", "4")}, {accepted(), true}});
  CHECK(run(
            [] {
              return [](digit d, stream& out) {
                out.write(std::string(static_cast<std::size_t>(d.value), '.'));
              };
            },
            towards(api)) == 1);
  CHECK(api.requests()[1] == streamed(api, "1", raw, "4\r\n....\r\n0\r\n\r\n"));
}
