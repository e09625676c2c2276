#include "engine/environment/lifecycle/platform_log.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::environment;
using namespace std::chrono_literals;

namespace {

model::function make_function(model::log_format format = model::log_format::text) {
  model::function f;
  f.account = "123456789012";
  f.region = "eu-west-1";
  f.name = "pi";
  f.runtime = "provided.al2023";
  f.logging.format = format;
  f.logging.group = "/aws/lambda/pi";
  return f;
}

constexpr std::int64_t noon = 1'764'072'000'123;  // 2025-11-25T12:00:00.123Z

}  // namespace

TEST_CASE("a runtime's version is written as Lambda writes it") {
  CHECK(runtime_version("provided.al2023") == "provided:al2023.v1");
  CHECK(runtime_version("nodejs22.x") == "nodejs:22.v1");
  CHECK(runtime_version("python3.12") == "python:3.12.v1");
  CHECK(runtime_version("java21") == "java:21.v1");
  CHECK(runtime_version("java8.al2") == "java:8.al2.v1");
  CHECK(runtime_version("provided") == "provided:v1");
}

TEST_CASE("the text lines are those of Lambda, byte for byte") {
  model::function f = make_function();
  platform_log log(f, "stream");
  CHECK(log.init_start(noon, init_phase::init)
            ->starts_with("INIT_START Runtime Version: provided:al2023.v1\tRuntime Version ARN: "
                          "arn:aws:lambda:eu-west-1::runtime:"));
  CHECK(log.start(noon, "id-1") == "START RequestId: id-1 Version: $LATEST");
  CHECK(log.end("id-1") == "END RequestId: id-1");
  CHECK(log.report_line(noon, {.request_id = "id-1",
                               .duration = 3'010us,
                               .init_duration = 110'100us,
                               .memory_peak_bytes = (35U << 20) + 1}) ==
        "REPORT RequestId: id-1\tDuration: 3.01 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 36 MB\tInit Duration: 110.10 ms\t");
  CHECK(log.report_line(
            noon, {.request_id = "id-2", .duration = 1'420us, .memory_peak_bytes = 37U << 20}) ==
        "REPORT RequestId: id-2\tDuration: 1.42 ms\tBilled Duration: 2 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 37 MB\t");
  CHECK(log.report_line(noon, {.request_id = "id-3",
                               .duration = 1s,
                               .init_duration = 84ms,
                               .memory_peak_bytes = 1,
                               .status = status::timeout}) ==
        "REPORT RequestId: id-3\tDuration: 1000.00 ms\tBilled Duration: 1084 ms\tMemory Size: 128 "
        "MB\t"
        "Max Memory Used: 1 MB\tInit Duration: 84.00 ms\tStatus: timeout");
  CHECK(log.report_line(noon, {.request_id = "id-4",
                               .duration = 5ms,
                               .memory_peak_bytes = 1U << 30,
                               .status = status::error,
                               .error_type = "Runtime.OutOfMemory"}) ==
        "REPORT RequestId: id-4\tDuration: 5.00 ms\tBilled Duration: 5 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 128 MB\tStatus: error\tError Type: Runtime.OutOfMemory");
  CHECK(log.init_report_line(noon, {.duration = 9'999'790us}) ==
        "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout");
  CHECK(log.init_report_line(noon, {.duration = 4'870us,
                                    .phase = init_phase::invoke,
                                    .status = status::error,
                                    .error_type = "Runtime.ExitError"}) ==
        "INIT_REPORT Init Duration: 4.87 ms\tPhase: invoke\tStatus: error\tError Type: "
        "Runtime.ExitError");
}

TEST_CASE("the JSON format writes platform events with their times") {
  model::function f = make_function(model::log_format::json);
  platform_log log(f, "stream");
  CHECK(
      log.start(noon, "id-1") ==
      R"({"time":"2025-11-25T12:00:00.123Z","type":"platform.start","record":{"requestId":"id-1",)"
      R"("functionArn":"arn:aws:lambda:eu-west-1:123456789012:function:pi","version":"$LATEST"}})");
  CHECK_FALSE(log.end("id-1"));
  CHECK(
      log.report_line(noon, {.request_id = "id-1",
                             .duration = 3'923'569us,
                             .init_duration = 145'399us,
                             .memory_peak_bytes = 20U << 20}) ==
      R"({"time":"2025-11-25T12:00:00.123Z","type":"platform.report","record":{"requestId":"id-1",)"
      R"("metrics":{"durationMs":3923.569,"billedDurationMs":4069,"memorySizeMB":128,)"
      R"("maxMemoryUsedMB":20,"initDurationMs":145.399},"status":"success"}})");
}

TEST_CASE("the WARN system log level keeps failures alone") {
  model::function f = make_function(model::log_format::json);
  f.logging.system_level = "WARN";
  platform_log log(f, "stream");
  CHECK_FALSE(log.init_start(noon, init_phase::init));
  CHECK_FALSE(log.start(noon, "id"));
  CHECK_FALSE(log.report_line(noon, {.request_id = "id"}));
  CHECK(log.report_line(noon, {.request_id = "id", .status = status::error}));
}

TEST_CASE("a log stream is named after its day, the version and the environment") {
  model::function f = make_function();
  CHECK(log_stream_name(f, noon, "0123") == "2025/11/25/[$LATEST]0123");
  f.logging.group = "/shared";
  CHECK(log_stream_name(f, noon, "0123") == "2025/11/25/pi[$LATEST]0123");
}
