#include <doctest/doctest.h>
#include <lambent/lambent.hpp>

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

runtime::options pipelined(const fake_api& api) {
  return {.api = api.address(), .backoff_first = 1ms, .pipelined = true};
}

std::size_t gets(const std::vector<std::string>& requests) {
  std::size_t count = 0;
  for (const std::string& r : requests) {
    if (r.starts_with("GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\n")) ++count;
  }
  return count;
}

constexpr bool and_close = true;  // Ends the connection behind an answer.

}  // namespace

TEST_CASE("pipelined, each reply takes the next request along, in order, on one connection") {
  fake_api api({{invocation("1", "a", "Lambda-Runtime-Trace-Id: t-1\r\n")},
                {accepted()},
                {invocation("2", "b", "Lambda-Runtime-Trace-Id: t-2\r\n")},
                {accepted()},
                {invocation("3", "c")},
                {accepted(), and_close}});
  std::string seen_ids;
  CHECK(run(
            [&](std::string_view event, const context& about) {
              const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
              seen_ids += std::string(about.request_id) + (trace == nullptr ? "-" : trace) + " ";
              return event;
            },
            pipelined(api)) == 1);
  CHECK(seen_ids == "1t-1 2t-2 3- ");
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 6);
  CHECK(gets(seen) == 3);
  CHECK(seen[1].starts_with("POST /2018-06-01/runtime/invocation/1/response "));
  CHECK(seen[1].ends_with("\r\nContent-Length: 1\r\n\r\na"));
  CHECK(seen[3].starts_with("POST /2018-06-01/runtime/invocation/2/response "));
  CHECK(seen[5].ends_with("\r\nContent-Length: 1\r\n\r\nc"));
  CHECK(api.connections() == 1);
}

TEST_CASE("pipelined, the answer and the next event may come in any portions") {
  const std::string large(300'000, 'x');
  const std::string both = accepted() + invocation("2", large);
  // The second POST is answered together with the event behind it.
  fake_api api({{invocation("1", "a")},
                {""},
                {both},
                {accepted() + invocation("3", "c")},
                {""},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply(rt.event()) == status::ok);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == large);
  CHECK(rt.reply(rt.event()) == status::ok);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.current().request_id == "3");
  CHECK(rt.event() == "c");
  CHECK(rt.reply("x") == status::ok);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 6);
  CHECK(seen[3].ends_with("\r\n\r\n" + large));
}

TEST_CASE("pipelined, a refusal is known with the next call, and the event behind it still comes") {
  fake_api api({{invocation("1", "a")},
                {answer_of(400, "no")},
                {invocation("2", "b")},
                {answer_of(410, "")},
                {invocation("3", "c")},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.next() == status::refused);
  CHECK(rt.problem() == "the Runtime API answered 400 to the response: no");
  CHECK(rt.current().request_id == "1");
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.current().request_id == "2");
  CHECK(rt.event() == "b");
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.next() == status::refused);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "c");
  CHECK(rt.reply("x") == status::ok);
  CHECK(gets(api.requests()) == 3);
  CHECK(api.connections() == 1);
}

TEST_CASE("pipelined, a 413 is followed by the error report on a connection of its own") {
  fake_api api({{invocation("1", "a")},
                {answer_of(413, "{}")},
                {invocation("2", "b")},
                {.answer = accepted(), .aside = true},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.next() == status::refused);
  CHECK(rt.problem() ==
        "Response payload size exceeded maximum allowed payload size: 1 bytes, of 6291556.");
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "b");
  CHECK(rt.reply("y") == status::ok);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 5);
  CHECK(seen[3].starts_with("POST /2018-06-01/runtime/invocation/1/error "));
  CHECK(seen[3].find("Function.ResponseSizeTooLarge") != std::string::npos);
  CHECK(seen[4].starts_with("POST /2018-06-01/runtime/invocation/2/response "));
  CHECK(api.connections() == 2);
}

TEST_CASE("a reply over Lambda's limit and a failure are sent alone") {
  fake_api api({{invocation("1", "a")},
                {answer_of(413, "{}")},
                {accepted()},
                {invocation("2", "b")},
                {accepted()},
                {invocation("3", "c")},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply(std::string(7 << 20, 'x')) == status::refused);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.fail({"E", "m"}) == status::ok);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(gets(api.requests()) == 3);
  CHECK(api.connections() == 1);
}

TEST_CASE(
    "where the API closes behind its answer, the event is asked for anew and alone from then") {
  // The GET behind the POST is lost with the connection.
  fake_api api({{invocation("1", "a")},
                {accepted(), and_close},
                {invocation("2", "b")},
                {accepted()},
                {invocation("3", "c")},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  for (const char* const event : {"a", "b", "c"}) {
    REQUIRE(rt.next() == status::ok);
    CHECK(rt.event() == event);
    CHECK(rt.reply("x") == status::ok);
  }
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 6);
  CHECK(seen[3].starts_with("POST "));
  CHECK(seen[4].starts_with("GET "));
  CHECK(api.connections() == 2);
}

TEST_CASE("where the API announces the end of the connection, pipelining stops") {
  const std::string last =
      "HTTP/1.1 202 Accepted\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
  fake_api api({{invocation("1", "a")},
                {last, and_close},
                {invocation("2", "b")},
                {accepted()},
                {invocation("3", "c")},
                {accepted(), and_close}});
  CHECK(run([](std::string_view e) { return e; }, pipelined(api)) == 1);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 6);
  CHECK(gets(seen) == 3);
  CHECK(api.connections() == 2);
}

TEST_CASE("pipelined, a reply whose answer never came is named, and the next event is served") {
  fake_api api({{invocation("1", "a")},
                {.answer = "", .close_after = true},
                {invocation("2", "b")},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  CHECK(rt.next() == status::refused);
  CHECK(rt.problem().find("receive at the Runtime API at ") == 0);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "b");
  CHECK(rt.reply("x") == status::ok);
  CHECK(gets(api.requests()) == 2);
}

TEST_CASE("pipelined, a reply whose sending broke off is lost at once") {
  fake_api api({{invocation("1", "a")},
                {.answer = "", .reset_after = true, .read_bytes_max = 1000},
                {invocation("2", "b")},
                {accepted(), and_close}});
  runtime rt(pipelined(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply(std::string(6 << 20, 'x')) == status::lost);
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.event() == "b");
  CHECK(rt.reply("x") == status::ok);
  CHECK(gets(api.requests()) == 2);
}

TEST_CASE("streams are not pipelined") {
  fake_api api(
      {{invocation("1", "a")}, {accepted()}, {invocation("2", "b")}, {accepted(), and_close}});
  CHECK(run([](std::string_view event, stream& out) { out.write(event); }, pipelined(api)) == 1);
  const auto& seen = api.requests();
  REQUIRE(seen.size() == 4);
  CHECK(seen[1].ends_with("1\r\na\r\n0\r\n\r\n"));
  CHECK(seen[2].starts_with("GET "));
  CHECK(seen[3].ends_with("1\r\nb\r\n0\r\n\r\n"));
}
