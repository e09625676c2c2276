// Invocations and the reports on them, against a server that answers as Lambda and CloudWatch Logs.
#include "cli/bench/measure/measure.hpp"

#include <doctest/doctest.h>

#include <deque>

#include "aws/testing/service_fixture.hpp"
#include "base/json_string.hpp"

using namespace lambent;
using namespace lambent::cli::bench;
using namespace std::chrono_literals;
using aws::testing::heard;
using aws::testing::http_answer;

namespace {

std::string report_line(const std::string& id, const std::string& rest = "") {
  return "REPORT RequestId: " + id +
         "\tDuration: 1.50 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\tMax Memory Used: 9 "
         "MB\t" +
         rest + "\n";
}

std::string page(const std::vector<std::string>& messages, const std::string& next = "") {
  std::string events;
  for (const std::string& message : messages)
    events += (events.empty() ? "" : ",") + ("{\"message\":" + json_string(message) + "}");
  return http_answer(200, "{\"events\":[" + events + "]" +
                              (next.empty() ? "" : ",\"nextToken\":\"" + next + "\"") + "}");
}

std::string answered(const std::string& id) {
  return http_answer(200, "\"hi\"", {{"x-amzn-requestid", id}});
}

// What Lambda and CloudWatch answer next; the last of each again and again.
struct script {
  std::deque<std::string> invocations{};
  std::deque<std::string> logs{};
};

std::string next_of(std::deque<std::string>& from) {
  REQUIRE(!from.empty());
  std::string out = from.front();
  if (from.size() > 1) from.pop_front();
  return out;
}

class aws_of {
public:
  explicit aws_of(script answers)
      : script_(std::move(answers)), service_([this](const heard& request) {
          const bool to_logs = !request.header("x-amz-target").empty();
          return next_of(to_logs ? script_.logs : script_.invocations);
        }) {}

  aws::client& with() { return service_.with(); }
  aws::lambda::sleeper sleeper() {
    return [this](std::chrono::milliseconds time) { slept += time; };
  }
  report_reader reader(std::function<bool()> stop = {}) {
    return {with(), {.group = "/aws/lambda/f"}, {.sleep = sleeper(), .stop = std::move(stop)}};
  }
  std::expected<measured_invocation, failure> measure_one() {
    report_reader reads = reader();
    return measure(with(), reads, {.function = {.name = "f", .qualifier = {}}, .payload = "{}"},
                   sleeper());
  }
  [[nodiscard]] std::vector<heard> requests() const { return service_.requests(); }

  std::chrono::milliseconds slept{0};

private:
  script script_;
  aws::testing::service service_;
};

const std::string no_group =
    http_answer(400, "{}", {{"x-amzn-errortype", "ResourceNotFoundException"}});

}  // namespace

TEST_CASE("an invocation's figures are those of the report with its request id") {
  aws_of aws(
      {.invocations = {answered("r-1")},
       .logs = {page({report_line("r-0"), report_line("r-1", "Init Duration: 7.25 ms\t")})}});
  auto got = aws.measure_one();
  REQUIRE(got.has_value());
  CHECK(got->answer.payload == "\"hi\"");
  CHECK(got->answer.client_ms > 0);
  CHECK(got->report.request_id == "r-1");
  CHECK(got->report.duration_ms == 1.5);
  CHECK(got->report.billed_ms == 2);
  CHECK(got->report.max_memory_mb == 9);
  CHECK(got->report.init_ms == 7.25);
  const std::string asked = aws.requests().back().body;
  CHECK(asked.find(R"("filterPattern":"\"REPORT RequestId: r-1\"")") != std::string::npos);
  CHECK(asked.find(R"("logGroupName":"/aws/lambda/f")") != std::string::npos);
}

TEST_CASE("a report that comes late is waited for, also where the log group does not exist yet") {
  aws_of aws({.invocations = {answered("r-1")},
              .logs = {no_group, page({}), page({}, "more"), page({report_line("r-1")})}});
  auto got = aws.measure_one();
  REQUIRE(got.has_value());
  CHECK(got->report.duration_ms == 1.5);
  CHECK(aws.slept > 0ms);
}

TEST_CASE("a report that never comes is an error that names the group and the permissions") {
  aws_of aws({.invocations = {answered("r-1")}, .logs = {page({report_line("r-2")})}});
  auto got = aws.measure_one();
  REQUIRE(!got.has_value());
  CHECK(got.error().why.error.what ==
        "the log group /aws/lambda/f has no report on the invocation after 120 s");
  CHECK(got.error().why.error.hint.find("logs:PutLogEvents") != std::string::npos);
  CHECK(!got.error().of_function);
  CHECK(aws.slept == report_limits::wait_max);
}

TEST_CASE("reports on many invocations are found together, and whoever stops waits no longer") {
  aws_of aws({.invocations = {},
              .logs = {page({report_line("a")}, "p"), page({report_line("b"), report_line("x")})}});
  auto all = aws.reader().read({"a", "b"}, std::chrono::system_clock::now());
  REQUIRE(all.has_value());
  CHECK(all->size() == 2);
  CHECK(aws.slept == 0ms);
  auto some = aws.reader([] { return true; }).read({"b", "c"}, std::chrono::system_clock::now());
  REQUIRE(some.has_value());
  CHECK(some->size() == 1);
  CHECK(aws.slept <= report_limits::wait_after_stop_max);
}

TEST_CASE("a refusal to show the log is an error at once") {
  aws_of aws({.invocations = {answered("r-1")},
              .logs = {http_answer(400, R"({"message":"not authorized"})",
                                   {{"x-amzn-errortype", "AccessDeniedException"}})}});
  auto got = aws.measure_one();
  REQUIRE(!got.has_value());
  CHECK(got.error().why.is("AccessDeniedException"));
  CHECK(aws.slept == 0ms);
}

TEST_CASE("a function's error is a failure with the function's message") {
  aws_of aws({.invocations = {http_answer(200, R"({"errorType":"E","errorMessage":"no"})",
                                          {{"x-amz-function-error", "Unhandled"}})},
              .logs = {}});
  auto got = aws.measure_one();
  REQUIRE(!got.has_value());
  CHECK(got.error().of_function);
  CHECK(got.error().why.error.what == "the function returned an error: E: no");
  CHECK(aws.requests().size() == 1);
}

TEST_CASE("throttling and a change under way are waited for, and not counted as latency") {
  const std::string throttled =
      http_answer(429, "{}", {{"x-amzn-errortype", "TooManyRequestsException"}});
  const std::string conflict =
      http_answer(409, "{}", {{"x-amzn-errortype", "ResourceConflictException"}});
  aws_of aws({.invocations = {throttled, conflict, answered("r-1")},
              .logs = {page({report_line("r-1")})}});
  REQUIRE(aws.measure_one().has_value());
  aws_of never({.invocations = {conflict}, .logs = {}});
  auto got = never.measure_one();
  REQUIRE(!got.has_value());
  CHECK(got.error().why.is("ResourceConflictException"));
  CHECK(never.slept == call_limits::wait_max);
}

TEST_CASE("a call that may have reached the function is not made again") {
  aws_of aws({.invocations = {http_answer(503)}, .logs = {}});
  auto got = aws.measure_one();
  REQUIRE(!got.has_value());
  CHECK(aws.requests().size() == 1);
}
