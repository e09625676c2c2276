// The lifecycle of an environment that has extensions.
#include <doctest/doctest.h>

#include "engine/environment/lifecycle/testing.hpp"

using namespace lambent;
using namespace lambent::environment;
using namespace lambent::environment::testing;
using namespace std::chrono_literals;
using extensions::events;
using extensions::shutdown_reason;

namespace {

constexpr events both{.invoke = true, .shutdown = true};

// One external extension that takes invocations.
struct watched {
  lifecycle life{make_function(), "stream", {}, {"watcher"}};

  void register_watcher() { REQUIRE(life.extensions().take_registration("watcher", both, "id")); }
  void watcher_asks() { REQUIRE(life.extensions().take_next("id")); }
  void warm_up() {
    REQUIRE(life.begin(at(0us)).start_extensions);
    register_watcher();
    REQUIRE(life.extensions_changed(at(1ms), peak).start_process);
    watcher_asks();
    (void)life.extensions_changed(at(2ms), peak);
    REQUIRE(life.next_called(at(10ms), peak).ready);
  }
};

}  // namespace

TEST_CASE("the program starts when the extensions have registered, not before") {
  watched e;
  actions begun = e.life.begin(at(0us));
  CHECK(begun.start_extensions);
  CHECK_FALSE(begun.start_process);
  CHECK_FALSE(e.life.extensions_changed(at(1ms), peak).start_process);
  e.register_watcher();
  CHECK(e.life.extensions_changed(at(2ms), peak).start_process);
  CHECK_FALSE(e.life.extensions_changed(at(3ms), peak).start_process);
}

TEST_CASE("init is over when the program and all extensions have asked for an event") {
  watched e;
  (void)e.life.begin(at(0us));
  e.register_watcher();
  (void)e.life.extensions_changed(at(1ms), peak);
  actions early = e.life.next_called(at(5ms), peak);
  CHECK_FALSE(early.ready);
  CHECK(early.log.empty());
  e.watcher_asks();
  actions over = e.life.extensions_changed(at(12ms), peak);
  CHECK(over.ready);
  CHECK(over.log == std::vector<std::string>{
                        "EXTENSION\tName: watcher\tState: Ready\tEvents: [INVOKE, SHUTDOWN]"});
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.response_posted("a", "1", at(21ms));
  (void)e.life.next_called(at(22ms), peak);
  e.watcher_asks();
  CHECK(e.life.extensions_changed(at(22ms), peak).log[1].find("Init Duration: 12.00 ms") !=
        std::string::npos);
}

TEST_CASE("an invocation lasts until its extensions are done; its caller has the answer before") {
  watched e;
  e.warm_up();
  actions called = e.life.invoke(call("a"), at(20ms));
  REQUIRE(called.deliver);
  CHECK(called.tell == std::vector<std::string>{"id"});
  CHECK(e.life.response_posted("a", "1", at(21ms)).complete->payload == "1");
  actions asked = e.life.next_called(at(22ms), peak);
  CHECK_FALSE(asked.finished);
  CHECK_FALSE(asked.ready);
  e.watcher_asks();
  actions done = e.life.extensions_changed(at(70ms), peak);
  CHECK(done.finished);
  CHECK(done.ready);
  CHECK(done.log[1].starts_with("REPORT RequestId: a\tDuration: 50.00 ms"));
}

namespace {

// "platform.start" of {"time":…,"type":"platform.start",…}.
std::vector<std::string> types_of(const std::vector<extensions::record>& records) {
  std::vector<std::string> types;
  for (const extensions::record& r : records) {
    std::size_t at = r.json.find(R"("type":")") + 8;
    types.push_back(r.json.substr(at, r.json.find('"', at) - at));
  }
  return types;
}

}  // namespace

TEST_CASE("telemetry follows the init phase and an invocation, each record when it happens") {
  watched e;
  (void)e.life.begin(at(0us));
  e.register_watcher();
  (void)e.life.extensions_changed(at(1ms), peak);
  extensions::subscription everything{.platform = true, .function = true};
  actions subscribed = e.life.subscribed("watcher", everything, at(1ms));
  CHECK(subscribed.log == std::vector<std::string>{"TELEMETRY\tName: watcher\tState: "
                                                   "Subscribed\tTypes: [Platform, Function]"});
  // What came before the subscription goes first.
  CHECK(types_of(subscribed.records) ==
        std::vector<std::string>{"platform.initStart", "platform.telemetrySubscription"});
  e.watcher_asks();
  (void)e.life.extensions_changed(at(2ms), peak);
  CHECK(types_of(e.life.next_called(at(10ms), peak).records) ==
        std::vector<std::string>{"platform.initRuntimeDone", "platform.extension",
                                 "platform.initReport"});

  CHECK(types_of(e.life.invoke(call("a"), at(20ms)).records) ==
        std::vector<std::string>{"platform.start"});
  CHECK(e.life.response_posted("a", "12345", at(24ms)).records.empty());
  actions runtime = e.life.next_called(at(25ms), peak);
  REQUIRE(types_of(runtime.records) == std::vector<std::string>{"platform.runtimeDone"});
  CHECK(
      runtime.records[0].json ==
      R"({"time":"2023-11-14T22:13:20.025Z","type":"platform.runtimeDone","record":)"
      R"({"requestId":"a","status":"success","metrics":{"durationMs":5.000,"producedBytes":5},)"
      R"("spans":[{"name":"responseLatency","start":"2023-11-14T22:13:20.020Z","durationMs":4.000},)"
      R"({"name":"responseDuration","start":"2023-11-14T22:13:20.024Z","durationMs":0.000},)"
      R"({"name":"runtimeOverhead","start":"2023-11-14T22:13:20.024Z","durationMs":1.000}]}})");
  e.watcher_asks();
  actions done = e.life.extensions_changed(at(40ms), peak);
  CHECK(types_of(done.records) == std::vector<std::string>{"platform.end", "platform.report"});
  CHECK(done.records[0].to == extensions::audience::logs);
  CHECK(done.records[1].json.find(R"("durationMs":20.000)") != std::string::npos);
}

TEST_CASE("a timeout and a crash are in the telemetry, the runtime's part first") {
  watched e;
  e.warm_up();
  (void)e.life.invoke(call("a"), at(20ms));
  actions late = e.life.tick(at(20ms + 3s), peak);
  CHECK(types_of(late.records) ==
        std::vector<std::string>{"platform.runtimeDone", "platform.end", "platform.report"});
  CHECK(late.records[0].json.find(R"("status":"timeout")") != std::string::npos);
  CHECK(e.life.invoke(call("b"), at(4s)).start_extensions);
  e.register_watcher();
  (void)e.life.extensions_changed(at(4s + 1ms), peak);
  actions gone = e.life.process_ended({.code = 1}, at(4s + 2ms), peak);
  CHECK(types_of(gone.records) ==
        std::vector<std::string>{"platform.initStart", "platform.initRuntimeDone",
                                 "platform.extension", "platform.initReport", "platform.start",
                                 "platform.fault", "platform.runtimeDone", "platform.end",
                                 "platform.report"});
}

TEST_CASE("without extensions nothing is made for subscribers") {
  lifecycle life(make_function(), "stream");
  CHECK(life.begin(at(0us)).records.empty());
  CHECK(life.next_called(at(1ms), peak).records.empty());
  CHECK(life.invoke(call("a"), at(2ms)).records.empty());
  (void)life.response_posted("a", "1", at(3ms));
  CHECK(life.next_called(at(4ms), peak).records.empty());
}

TEST_CASE("the time limit covers the extensions, who hear of the timeout") {
  watched e;
  e.warm_up();
  (void)e.life.invoke(call("a"), at(20ms));
  (void)e.life.response_posted("a", "1", at(21ms));
  (void)e.life.next_called(at(22ms), peak);
  actions late = e.life.tick(at(20ms + 3s), peak);
  CHECK(late.finished);
  CHECK_FALSE(late.complete);
  CHECK(late.reset_sandbox);
  CHECK(late.reset_reason == shutdown_reason::timeout);
  CHECK(late.log.back().ends_with("Status: timeout"));
}

TEST_CASE("an extension that ends during an invocation fails it") {
  watched e;
  e.warm_up();
  (void)e.life.invoke(call("a"), at(20ms));
  actions gone = e.life.extension_ended(1, {.code = 3}, at(25ms), peak);
  CHECK(gone.complete->payload ==
        R"({"errorType":"Extension.Crash","errorMessage":"RequestId: a Error: exit status 3"})");
  CHECK(gone.log.back().ends_with("\tStatus: error\tError Type: Extension.Crash"));
  CHECK(gone.reset_sandbox);
  CHECK(gone.reset_reason == shutdown_reason::failure);
  CHECK(gone.ready);
}

TEST_CASE("an extension that ends between invocations makes its environment unusable") {
  watched e;
  e.warm_up();
  CHECK(e.life.extension_ended(1, {.code = 0}, at(1s), peak).unusable);
}

TEST_CASE("an init fails with its extension, and again inside the first invocation") {
  watched e;
  (void)e.life.begin(at(0us));
  e.register_watcher();
  (void)e.life.extensions_changed(at(1ms), peak);
  REQUIRE(e.life.extensions().take_init_error("id", "Extension.NoConfig"));
  actions gone = e.life.extension_ended(1, {.code = 1}, at(10ms), peak);
  CHECK(gone.ready);
  CHECK(gone.reset_sandbox);
  CHECK(gone.log ==
        std::vector<std::string>{
            "EXTENSION\tName: watcher\tState: InitError\tEvents: [INVOKE, SHUTDOWN]\tError Type: "
            "Extension.NoConfig",
            "INIT_REPORT Init Duration: 10.00 ms\tPhase: init\tStatus: error\tError Type: "
            "Extension.InitError"});

  actions called = e.life.invoke(call("a"), at(20ms));
  CHECK(called.start_extensions);
  actions again = e.life.extension_ended(1, {.by_signal = true, .code = 11}, at(25ms), peak);
  CHECK(again.complete->error_type == "Extension.Crash");
  CHECK(again.complete->payload.find("Error: signal: segmentation fault") != std::string::npos);
  CHECK(again.log[0] == "EXTENSION\tName: watcher\tState: Started\tEvents: []");
  CHECK(again.finished);
}

TEST_CASE("an extension that cannot be started is told as AWS tells it") {
  watched e;
  (void)e.life.begin(at(0us));
  actions gone = e.life.extension_not_started(
      1, "PermissionDenied", "fork/exec /opt/extensions/watcher: permission denied", at(1ms), 0);
  CHECK(gone.log[0] ==
        "EXTENSION\tName: watcher\tState: LaunchError\tEvents: []\tError Type: PermissionDenied");
  CHECK(gone.log[1].ends_with("Status: error\tError Type: Extension.LaunchError"));
}

TEST_CASE("extensions that never ask for an event end with the init's time") {
  watched e;
  (void)e.life.begin(at(0us));
  CHECK(e.life.deadline() == at(10s).steady);
  actions late = e.life.tick(at(10s), peak);
  CHECK(late.log.back() == "INIT_REPORT Init Duration: 10000.00 ms\tPhase: init\tStatus: timeout");
  CHECK(late.reset_reason == shutdown_reason::timeout);
  // The suppressed init ends with the invocation's.
  (void)e.life.invoke(call("a"), at(11s));
  CHECK(e.life.tick(at(14s), peak).complete->error_type == "Sandbox.Timedout");
}

TEST_CASE("nobody registers once the program is ready, and anybody may in the next init") {
  lifecycle life(make_function(), "stream");
  (void)life.begin(at(0us));
  REQUIRE(life.extensions().take_registration("inside", {.invoke = true}, "id"));
  CHECK_FALSE(life.next_called(at(1ms), peak).ready);
  CHECK_FALSE(life.extensions().take_registration("late", {}, "id-2"));
  REQUIRE(life.extensions().take_next("id"));
  REQUIRE(life.extensions_changed(at(2ms), peak).ready);
  CHECK(life.invoke(call("a"), at(3ms)).tell == std::vector<std::string>{"id"});
  REQUIRE(life.process_ended({.code = 1}, at(4ms), peak).ready);
  CHECK(life.invoke(call("b"), at(5ms)).start_process);
  CHECK(life.extensions().empty());
  CHECK(life.extensions().take_registration("inside", {}, "id-3"));
}
