#include <doctest/doctest.h>
#include <lambent/telemetry.hpp>

#include <string>
#include <vector>

using namespace lambent;

namespace {

telemetry::record only(std::string_view text) {
  telemetry::batch_reader batch(text);
  telemetry::record r;
  REQUIRE(batch.next(r));
  telemetry::record none;
  REQUIRE_FALSE(batch.next(none));
  return r;
}

// The content of a record of this type, which must be as documented.
template <class T>
T content(std::string_view type, std::string_view record) {
  const std::string text = R"([{"time":"2026-01-31T12:00:00.123Z","type":")" + std::string(type) +
                           R"(","record":)" + std::string(record) + "}]";
  const telemetry::record r = only(text);
  CHECK(r.time == "2026-01-31T12:00:00.123Z");
  CHECK(r.type == type);
  CHECK(r.raw == std::string_view(text).substr(1, text.size() - 2));
  const T* const found = r.as<T>();
  CAPTURE(r.content.index());
  REQUIRE(found != nullptr);
  return *found;
}

std::vector<std::string> types_of(std::string_view text,
                                  telemetry::protocol framing = telemetry::protocol::http) {
  std::vector<std::string> types;
  telemetry::batch_reader batch(text, framing);
  for (telemetry::record r; batch.next(r);) {
    types.push_back(r.as<telemetry::malformed>() != nullptr ? "malformed" : r.type);
  }
  return types;
}

}  // namespace

TEST_CASE("a report has its metrics, spans and trace") {
  const auto r = content<telemetry::report>(
      "platform.report",
      R"({"requestId":"6d68ca91","metrics":{"durationMs":101.51,"billedDurationMs":300,
          "memorySizeMB":512,"maxMemoryUsedMB":33,"initDurationMs":116.67,
          "restoreDurationMs":1.5,"billedRestoreDurationMs":2},
          "status":"error","errorType":"Runtime.ExitError",
          "spans":[{"name":"runtimeOverhead","start":"2026-01-31T12:00:00.001Z","durationMs":0.1}],
          "tracing":{"spanId":"54565fb41ac79632","type":"X-Amzn-Trace-Id","value":"Root=1-6"}})");
  CHECK(r.request_id == "6d68ca91");
  CHECK(r.status == "error");
  CHECK(r.error_type == "Runtime.ExitError");
  CHECK(r.metrics.duration_ms == 101.51);
  CHECK(r.metrics.billed_duration_ms == 300);
  CHECK(r.metrics.memory_size_mb == 512);
  CHECK(r.metrics.max_memory_used_mb == 33);
  CHECK(r.metrics.init_duration_ms == 116.67);
  CHECK(r.metrics.restore_duration_ms == 1.5);
  CHECK(r.metrics.billed_restore_duration_ms == 2);
  CHECK_FALSE(r.metrics.produced_bytes.has_value());
  REQUIRE(r.spans.size() == 1);
  CHECK(r.spans[0].name == "runtimeOverhead");
  CHECK(r.spans[0].start == "2026-01-31T12:00:00.001Z");
  CHECK(r.spans[0].duration_ms == 0.1);
  REQUIRE(r.tracing.has_value());
  CHECK(r.tracing->span_id == "54565fb41ac79632");
  CHECK(r.tracing->type == "X-Amzn-Trace-Id");
  CHECK(r.tracing->value == "Root=1-6");
}

TEST_CASE("a report of a Managed Instance has one duration and nothing else") {
  const auto r = content<telemetry::report>(
      "platform.report", R"({"requestId":"1","status":"success","metrics":{"durationMs":1.25}})");
  CHECK(r.metrics.duration_ms == 1.25);
  CHECK_FALSE(r.metrics.billed_duration_ms.has_value());
  CHECK_FALSE(r.tracing.has_value());
}

TEST_CASE("a line of the function is text, or the JSON that was logged") {
  const auto text = content<telemetry::log_line>("function", R"("said \"hi\"\n")");
  CHECK(text.from == telemetry::type::function);
  CHECK(text.text == "said \"hi\"\n");
  CHECK_FALSE(text.is_json);
  const auto json =
      content<telemetry::log_line>("extension", R"({"level":"INFO", "message":"hi"})");
  CHECK(json.from == telemetry::type::extension);
  CHECK(json.text == R"({"level":"INFO", "message":"hi"})");
  CHECK(json.is_json);
  CHECK(content<telemetry::log_line>("function", "17").text == "17");
}

TEST_CASE("records of the init phase") {
  const auto begun = content<telemetry::init_start>(
      "platform.initStart",
      R"({"initializationType":"on-demand","phase":"init","runtimeVersion":"provided:al2023.v1",
          "runtimeVersionArn":"arn:r","functionName":"f","functionArn":"arn:f","functionVersion":"3",
          "instanceId":"i","instanceMaxMemory":268435456})");
  CHECK(begun.initialization_type == "on-demand");
  CHECK(begun.phase == "init");
  CHECK(begun.runtime_version == "provided:al2023.v1");
  CHECK(begun.runtime_version_arn == "arn:r");
  CHECK(begun.function_name == "f");
  CHECK(begun.function_arn == "arn:f");
  CHECK(begun.function_version == "3");
  CHECK(begun.instance_id == "i");
  CHECK(begun.instance_max_memory == 268435456);
  const auto done = content<telemetry::init_runtime_done>(
      "platform.initRuntimeDone",
      R"({"initializationType":"snap-start","phase":"init","status":"failure","errorType":"Runtime.X"})");
  CHECK(done.initialization_type == "snap-start");
  CHECK(done.status == "failure");
  CHECK(done.error_type == "Runtime.X");
  const auto report = content<telemetry::init_report>(
      "platform.initReport",
      R"({"initializationType":"on-demand","phase":"init","status":"success","metrics":{"durationMs":125.33}})");
  CHECK(report.phase == "init");
  CHECK(report.metrics.duration_ms == 125.33);
}

TEST_CASE("records of an invocation") {
  const auto begun = content<telemetry::start>(
      "platform.start",
      R"({"requestId":"1","version":"$LATEST","functionArn":"arn:f","tenantId":"t"})");
  CHECK(begun.request_id == "1");
  CHECK(begun.version == "$LATEST");
  CHECK(begun.function_arn == "arn:f");
  CHECK(begun.tenant_id == "t");
  const auto done = content<telemetry::runtime_done>(
      "platform.runtimeDone",
      R"({"requestId":"1","status":"success","metrics":{"durationMs":2.5,"producedBytes":15},
          "spans":[{"name":"responseLatency","start":"s","durationMs":2},
                   {"name":"responseDuration","start":"s","durationMs":0.5}]})");
  CHECK(done.status == "success");
  CHECK(done.metrics.produced_bytes == 15);
  CHECK(done.spans.size() == 2);
  CHECK(content<telemetry::end>("platform.end", R"({"requestId":"1"})").request_id == "1");
  CHECK(content<telemetry::fault>("platform.fault", R"("RequestId: 1 Process exited")").text ==
        "RequestId: 1 Process exited");
  CHECK(content<telemetry::fault>("platform.fault", R"({"why":1})").text == R"({"why":1})");
}

TEST_CASE("records of a restore") {
  const auto begun = content<telemetry::restore_start>(
      "platform.restoreStart",
      R"({"runtimeVersion":"v","runtimeVersionArn":"a","functionName":"f","functionVersion":"3",
          "instanceId":"i","instanceMaxMemory":1})");
  CHECK(begun.function_version == "3");
  CHECK(begun.instance_max_memory == 1);
  const auto done = content<telemetry::restore_runtime_done>(
      "platform.restoreRuntimeDone",
      R"({"status":"timeout","errorType":"Runtime.AfterRestoreError"})");
  CHECK(done.status == "timeout");
  CHECK(done.error_type == "Runtime.AfterRestoreError");
  const auto report = content<telemetry::restore_report>(
      "platform.restoreReport", R"({"status":"success","metrics":{"durationMs":70.87}})");
  CHECK(report.metrics.duration_ms == 70.87);
}

TEST_CASE("records about extensions and subscriptions") {
  const auto ready = content<telemetry::extension_state>(
      "platform.extension", R"({"name":"e","state":"Ready","events":["INVOKE","SHUTDOWN"]})");
  CHECK(ready.name == "e");
  CHECK(ready.state == "Ready");
  CHECK(ready.events == std::vector<std::string>{"INVOKE", "SHUTDOWN"});
  for (const char* const type : {"platform.telemetrySubscription", "platform.logsSubscription"}) {
    const auto s = content<telemetry::subscribed>(
        type, R"({"name":"e","state":"Subscribed","types":["platform","function"]})");
    CHECK(s.state == "Subscribed");
    CHECK(s.types.size() == 2);
  }
  const auto dropped = content<telemetry::logs_dropped>(
      "platform.logsDropped", R"({"droppedBytes":12345,"droppedRecords":123,"reason":"too slow"})");
  CHECK(dropped.dropped_bytes == 12345);
  CHECK(dropped.dropped_records == 123);
  CHECK(dropped.reason == "too slow");
}

TEST_CASE("a record of an unknown type is kept as it is") {
  const auto r = only(R"([{"type":"platform.new","time":"t","extra":[1],"record":{"a":1}}])");
  CHECK(r.as<telemetry::unknown>() != nullptr);
  CHECK(r.type == "platform.new");
  CHECK(r.raw == R"({"type":"platform.new","time":"t","extra":[1],"record":{"a":1}})");
}

TEST_CASE("what is wrong with one record leaves the others of its batch alone") {
  const std::string text =
      R"([{"time":"1","type":"function","record":"a"},
          {"time":"2","type":"platform.report","record":{"metrics":{"durationMs":"long"}}},
          {"time":"3","type":"platform.start","record":["no object"]},
          {"time":"4","type":"platform.end"},
          "no record", 17, {"type":5,"record":{}},
          {"time":"6","type":"function","record":"b"}])";
  CHECK(types_of(text) == std::vector<std::string>{"function", "malformed", "malformed",
                                                   "malformed", "malformed", "malformed",
                                                   "malformed", "function"});
  telemetry::batch_reader batch(text);
  telemetry::record r;
  REQUIRE(batch.next(r));
  REQUIRE(batch.next(r));
  REQUIRE(r.as<telemetry::malformed>() != nullptr);
  CHECK(r.as<telemetry::malformed>()->problem.starts_with("$.record.metrics.durationMs: "));
  CHECK(r.type == "platform.report");
  CHECK(r.time == "2");
}

TEST_CASE("a record that is no JSON, or lies too deep, leaves the others of its batch alone") {
  const std::vector<std::string> one_between{"function", "malformed", "platform.end"};
  for (const std::string& broken :
       {std::string(R"({"type":oops})"), std::string(R"({"type":"function"])"), std::string("oops"),
        std::string(R"({"a":"]},\\", b})"),
        R"({"type":"function","record":)" + std::string(130, '[') + std::string(130, ']') + "}"}) {
    CAPTURE(broken);
    const std::string text = R"([{"type":"function","record":"a"}, )" + broken +
                             R"( , {"type":"platform.end","record":{}}])";
    CHECK(types_of(text) == one_between);
    telemetry::batch_reader batch(text);
    telemetry::record r;
    REQUIRE(batch.next(r));
    REQUIRE(batch.next(r));
    CHECK(r.raw == broken);
    CHECK_FALSE(r.as<telemetry::malformed>()->problem.empty());
  }
}

TEST_CASE("where nobody knows where a record ends, the rest of a batch is one malformed record") {
  const std::vector<std::string> two{"function", "malformed"};
  const std::string first = R"([{"type":"function","record":"a"})";
  for (const char* rest : {R"(, {"type":"x)", R"(, {"type":"x","record":{, {"type":"y"}])", ",]",
                           "", ", }, {}]", "] 1"})
    CHECK_MESSAGE(types_of(first + rest) == two, std::string(rest));
  for (const std::string text : {"[", "[ ", "[7", "[7 ", "[7, "}) {
    telemetry::batch_reader batch(text);
    telemetry::record r;
    while (batch.next(r)) {
      CHECK(r.raw.data() >= text.data());
      CHECK(r.raw.data() + r.raw.size() <= text.data() + text.size());
    }
  }
  CHECK(types_of("[] []") == std::vector<std::string>{"malformed"});
  CHECK(types_of("no json") == std::vector<std::string>{"malformed"});
  CHECK(types_of("[").size() == 1);
}

TEST_CASE("an empty batch has no records") {
  CHECK(types_of("[]").empty());
  CHECK(types_of(" \r\n ").empty());
  CHECK(types_of("").empty());
}

TEST_CASE("lines are records of their own, and a broken one costs no other") {
  const auto types = types_of(
      "{\"type\":\"function\",\"record\":\"a\"}\r\n\n{\"type\":\n"
      "[{\"type\":\"extension\",\"record\":1},{\"type\":\"platform.end\",\"record\":{}}]\n"
      "{\"type\":\"platform.fault\",\"record\":\"x\"}",
      telemetry::protocol::tcp);
  CHECK(types == std::vector<std::string>{"function", "malformed", "extension", "platform.end",
                                          "platform.fault"});
}

TEST_CASE("a record that is used again has nothing of the one before") {
  telemetry::batch_reader batch(
      R"([{"time":"t","type":"platform.report","record":{"requestId":"1","spans":[{}]}},
          {"type":"platform.report","record":{}}, {"type":"function","record":{}}])");
  telemetry::record r;
  REQUIRE(batch.next(r));
  REQUIRE(batch.next(r));
  CHECK(r.time.empty());
  CHECK(r.as<telemetry::report>()->request_id.empty());
  CHECK(r.as<telemetry::report>()->spans.empty());
  REQUIRE(batch.next(r));
  CHECK(r.as<telemetry::report>() == nullptr);
}
