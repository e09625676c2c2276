#include <doctest/doctest.h>
#include <lambent/extension.hpp>
#include <lambent/result.hpp>

#include <atomic>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "../runtime_api/fake_api.hpp"
#include "test_peer.hpp"

using namespace lambent;
using namespace std::chrono_literals;

namespace {

extension::options towards(const fake_api& api, extension::place where) {
  return {.api = api.address(), .place = where, .backoff_first = 1ms};
}
extension external(const fake_api& api) {
  return extension("watcher", towards(api, extension::place::external));
}

std::string registered(const std::string& id = "id-1") {
  const std::string body =
      R"({"functionName":"f","functionVersion":"$LATEST","handler":"bootstrap","accountId":"123456789012"})";
  return "HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: " + id +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}
std::string invoked(const std::string& id) {
  return answer_of(200, R"({"eventType":"INVOKE","deadlineMs":1700000000123,"requestId":")" + id +
                            R"(","invokedFunctionArn":"arn:f"})");
}
std::string shut_down(const std::string& reason) {
  return answer_of(200, R"({"eventType":"SHUTDOWN","deadlineMs":4102444800000,"shutdownReason":")" +
                            reason + R"("})");
}

std::string first_line(const std::string& request) {
  return request.substr(0, request.find("\r\n"));
}
std::string body_of(const std::string& request) {
  return request.substr(request.find("\r\n\r\n") + 4);
}
bool has_line(const std::string& request, const std::string& line) {
  return request.find("\r\n" + line + "\r\n") != std::string::npos;
}

telemetry::subscription on_loopback(telemetry::protocol how = telemetry::protocol::http) {
  return {.protocol = how, .listen_on = "127.0.0.1", .quiet_before_shutdown = 20ms};
}

std::string post_of(const std::string& body) {
  return "POST / HTTP/1.1\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

// An environment variable for the length of a test.
class variable {
public:
  variable(const char* name, const char* value) : name_(name) { setenv(name, value, 1); }
  ~variable() { unsetenv(name_); }
  variable(const variable&) = delete;
  variable& operator=(const variable&) = delete;

private:
  const char* name_;
};

constexpr const char* register_line = "POST /2020-01-01/extension/register HTTP/1.1";
constexpr const char* next_line = "GET /2020-01-01/extension/event/next HTTP/1.1";

}  // namespace

TEST_CASE("an extension registers, sees invocations and ends with the environment") {
  fake_api api({{registered()}, {invoked("1")}, {invoked("2")}, {shut_down("spindown"), true}});
  std::vector<std::string> seen;
  CHECK(external(api)
            .on_init([&](const extension_registration& r) {
              seen.push_back(r.function_name + r.function_version + r.handler + r.account_id);
            })
            .on_invoke([&](const invoke_event& e) { seen.push_back(e.request_id); })
            .on_shutdown([&](const shutdown_event& e) { seen.push_back(e.reason); })
            .run() == 0);
  CHECK(seen == std::vector<std::string>{"f$LATESTbootstrap123456789012", "1", "2", "spindown"});
  const auto& requests = api.requests();
  REQUIRE(requests.size() == 4);
  CHECK(first_line(requests[0]) == register_line);
  CHECK(has_line(requests[0], "Lambda-Extension-Name: watcher"));
  CHECK(has_line(requests[0], "Lambda-Extension-Accept-Feature: accountId"));
  CHECK(has_line(requests[0], "Content-Type: application/json"));
  CHECK(body_of(requests[0]) == R"({"events":["INVOKE","SHUTDOWN"]})");
  for (std::size_t i = 1; i < 4; ++i) {
    CHECK(first_line(requests[i]) == next_line);
    CHECK(has_line(requests[i], "Lambda-Extension-Identifier: id-1"));
  }
  CHECK(api.connections() == 1);
}

TEST_CASE(
    "events without a handler are not asked for, and an internal extension hears no SHUTDOWN") {
  {
    fake_api api({{registered()}, {shut_down("failure"), true}});
    CHECK(external(api).run() == 0);
    CHECK(body_of(api.requests()[0]) == R"({"events":["SHUTDOWN"]})");
  }
  fake_api api({{registered(), true}});
  extension inside("inside", towards(api, extension::place::internal));
  CHECK(inside.on_invoke([] {}).start());
  CHECK(body_of(api.requests()[0]) == R"({"events":["INVOKE"]})");
}

TEST_CASE("an extension without a name has that of its program") {
  fake_api api({{registered(), true}});
  const variable address("AWS_LAMBDA_RUNTIME_API", api.address().c_str());
  CHECK(extension().start());
  CHECK(api.requests()[0].find("Lambda-Extension-Name: runtime_") != std::string::npos);
}

TEST_CASE("on Managed Instances INVOKE is not asked for, and telemetry has their schema") {
  const variable kind("AWS_LAMBDA_INITIALIZATION_TYPE", "lambda-managed-instances");
  fake_api api({{registered()}, {accepted(), true}});
  CHECK(external(api)
            .on_invoke([] {})
            .on_telemetry([](const telemetry::record&) {}, on_loopback())
            .start());
  CHECK(body_of(api.requests()[0]) == R"({"events":["SHUTDOWN"]})");
  CHECK(body_of(api.requests()[1]).starts_with(R"({"schemaVersion":"2025-01-29",)"));
}

TEST_CASE("an event of an unknown type goes to its own handler, as it came") {
  const std::string event = R"({"eventType":"CHECKPOINT","n":1})";
  fake_api api({{registered()}, {answer_of(200, event)}, {shut_down("spindown"), true}});
  std::string type;
  std::string raw;
  CHECK(external(api)
            .on_other_event([&](const extension_event& e) {
              type = e.type;
              raw = e.raw;
            })
            .run() == 0);
  CHECK(type == "CHECKPOINT");
  CHECK(raw == event);
}

TEST_CASE("a handler that fails ends the extension, and the platform is told") {
  fake_api api({{registered()}, {invoked("1")}, {accepted(), true}});
  CHECK(external(api).on_invoke([] { return failure{"store::full", "no room"}; }).run() == 1);
  const auto& requests = api.requests();
  REQUIRE(requests.size() == 3);
  CHECK(first_line(requests[2]) == "POST /2020-01-01/extension/exit/error HTTP/1.1");
  CHECK(has_line(requests[2], "Lambda-Extension-Identifier: id-1"));
  CHECK(has_line(requests[2], "Lambda-Extension-Function-Error-Type: Extension.Full"));
  CHECK(body_of(requests[2]) ==
        R"({"errorMessage":"no room","errorType":"store::full","stackTrace":[]})");
}

TEST_CASE("an optional failure that is empty is none") {
  fake_api api({{registered()}, {invoked("1")}, {shut_down("spindown"), true}});
  CHECK(external(api)
            .on_invoke([](const invoke_event&) -> std::optional<failure> { return std::nullopt; })
            .on_shutdown([] { return result<int>(3); })
            .run() == 0);
}

TEST_CASE("an init that fails is an init error, before any event was waited for") {
  fake_api api({{registered()}, {accepted(), true}});
  extension e = external(api);
  e.on_init([] { return failure{"NoConfig", "no endpoint"}; });
  CHECK_FALSE(e.start());
  CHECK(e.problem() == "on_init failed: NoConfig: no endpoint");
  CHECK(e.step(0ms) == extension::progress::failed);
  CHECK(first_line(api.requests()[1]) == "POST /2020-01-01/extension/init/error HTTP/1.1");
  CHECK(has_line(api.requests()[1], "Lambda-Extension-Function-Error-Type: Extension.NoConfig"));
}

TEST_CASE("a refused registration is told in the platform's words") {
  fake_api api(
      {{answer_of(403, R"({"errorMessage":"INVOKE: no","errorType":"Extension.InvalidEventType"})"),
        true}});
  extension e = external(api);
  CHECK_FALSE(e.start());
  CHECK(e.problem() ==
        "register the extension \"watcher\": the Extensions API answered 403 "
        "(Extension.InvalidEventType: INVOKE: no)");
}

TEST_CASE("a registration without an identifier makes no sense") {
  fake_api api({{answer_of(200, "{}"), true}});
  extension e = external(api);
  CHECK_FALSE(e.start());
  CHECK(e.problem() ==
        "register the extension \"watcher\": the answer has no valid Lambda-Extension-Identifier");
}

TEST_CASE(
    "a GET of an event is repeated after a hang-up and an error of the server, not a refusal") {
  {
    fake_api api({{registered(), true}, {answer_of(500, "oops")}, {shut_down("spindown"), true}});
    CHECK(external(api).run() == 0);
    CHECK(api.requests().size() == 3);
  }
  fake_api api({{registered()},
                {answer_of(403, R"({"errorType":"Extension.UnknownExtensionIdentifier"})"), true}});
  extension e = external(api);
  REQUIRE(e.start());
  extension::progress last = extension::progress::idle;
  for (int i = 0; i < 100 && last == extension::progress::idle; ++i) last = e.step(200ms);
  CHECK(last == extension::progress::failed);
  CHECK(e.problem() ==
        "wait for an event: the Extensions API answered 403 "
        "(Extension.UnknownExtensionIdentifier)");
}

TEST_CASE("an API that is gone is given up after five attempts") {
  fake_api api({{registered(), true}});
  CHECK(external(api).run() == 1);
}

TEST_CASE("telemetry is subscribed to, and records come while events are waited for") {
  for (const int accepted_with : {200, 202}) {
    fake_api api(
        {{registered()}, {answer_of(accepted_with, "\"OK\"")}, {shut_down("spindown"), true}});
    std::vector<std::string> lines;
    extension e = external(api);
    e.on_telemetry(
        [&](const telemetry::record& r) {
          if (const auto* line = r.as<telemetry::log_line>()) lines.push_back(line->text);
        },
        on_loopback());
    e.on_shutdown([&] { lines.push_back("shutdown"); });
    REQUIRE(e.start());
    test_peer platform(e.telemetry_port());
    platform.send(post_of(R"([{"type":"function","record":"a"},{"type":"function","record":{}}])"));
    CHECK(e.run() == 0);
    // Also when SHUTDOWN was there first: the last telemetry is taken before on_shutdown.
    CHECK(lines == std::vector<std::string>{"a", "{}", "shutdown"});
    CHECK(platform.receive() == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const auto& requests = api.requests();
    CHECK(first_line(requests[1]) == "PUT /2022-07-01/telemetry HTTP/1.1");
    CHECK(has_line(requests[1], "Lambda-Extension-Identifier: id-1"));
    CHECK(body_of(requests[1])
              .find("\"URI\":\"http://sandbox.localdomain:" + std::to_string(e.telemetry_port()) +
                    "\"") != std::string::npos);
  }
}

TEST_CASE("a batch handler sees the whole batch, and its failure is told to the platform alone") {
  fake_api api({{registered()}, {accepted()}, {shut_down("spindown"), true}});
  std::size_t seen = 0;
  extension e = external(api);
  e.on_logs(
      [&](std::span<const telemetry::record> batch) {
        seen = batch.size();
        return failure{"", "no room"};
      },
      on_loopback());
  REQUIRE(e.start());
  test_peer platform(e.telemetry_port());
  platform.send(
      post_of(R"([{"type":"function","record":"a"},{},{"type":"platform.end","record":{}}])"));
  CHECK(e.run() == 0);
  CHECK(seen == 3);
  CHECK(platform.receive().starts_with("HTTP/1.1 500 "));
  CHECK(first_line(api.requests()[1]) == "PUT /2020-08-15/logs HTTP/1.1");
}

TEST_CASE("a batch handler sees at most ten thousand records at once") {
  fake_api api({{registered()}, {accepted()}, {shut_down("spindown"), true}});
  std::vector<std::size_t> sizes;
  extension e = external(api);
  e.on_telemetry([&](std::span<const telemetry::record> batch) { sizes.push_back(batch.size()); },
                 on_loopback());
  REQUIRE(e.start());
  std::string batch = "[";
  for (int i = 0; i < 10'002; ++i) batch += i == 0 ? "{}" : ",{}";
  test_peer platform(e.telemetry_port());
  platform.send(post_of(batch + "]"));
  CHECK(e.run() == 0);
  CHECK(sizes == std::vector<std::size_t>{10'000, 2});
}

TEST_CASE("telemetry over TCP comes as lines") {
  fake_api api({{registered()}, {accepted()}, {shut_down("spindown"), true}});
  std::vector<std::string> types;
  extension e = external(api);
  e.on_telemetry([&](const telemetry::record& r) { types.push_back(r.type); },
                 on_loopback(telemetry::protocol::tcp));
  REQUIRE(e.start());
  {
    test_peer platform(e.telemetry_port());
    platform.send("{\"type\":\"platform.start\",\"record\":{}}\n{\"type\":\"x\"}\n");
  }
  CHECK(e.run() == 0);
  CHECK(types == std::vector<std::string>{"platform.start", "x"});
  CHECK(body_of(api.requests()[1])
            .ends_with(R"("destination":{"protocol":"TCP","port":)" +
                       std::to_string(e.telemetry_port()) + "}}"));
}

TEST_CASE("a subscription outside of AWS's limits is not sent: it is an init error") {
  fake_api api({{registered()}, {accepted(), true}});
  extension e = external(api);
  telemetry::subscription wanted = on_loopback();
  wanted.buffering.max_items = 1;
  e.on_telemetry([](const telemetry::record&) {}, wanted);
  CHECK_FALSE(e.start());
  CHECK(e.problem().find("buffering.max_items is 1") != std::string::npos);
  CHECK(first_line(api.requests()[1]) == "POST /2020-01-01/extension/init/error HTTP/1.1");
}

TEST_CASE("a subscription that the platform refuses is an init error") {
  fake_api api({{registered()},
                {answer_of(403, R"({"errorType":"Telemetry.NotSupported","errorMessage":"no"})")},
                {accepted(), true}});
  extension e = external(api);
  e.on_telemetry([](const telemetry::record&) {}, on_loopback());
  CHECK_FALSE(e.start());
  CHECK(e.problem().find("403 (Telemetry.NotSupported: no)") != std::string::npos);
  CHECK(has_line(api.requests()[2],
                 "Lambda-Extension-Function-Error-Type: "
                 "Extension.TelemetrySubscriptionFailed"));
}

TEST_CASE("an extension subscribes once") {
  fake_api api({{registered()}, {accepted(), true}});
  extension e = external(api);
  e.on_telemetry([](const telemetry::record&) {}, on_loopback());
  e.on_logs([](const telemetry::record&) {}, on_loopback());
  CHECK_FALSE(e.start());
  CHECK(e.problem().find("an extension can do so once") != std::string::npos);
}

TEST_CASE("a step ends when nothing comes, and says so") {
  fake_api api({{registered()}, {""}, {registered(), true}});
  {
    extension e = external(api);
    REQUIRE(e.start());
    CHECK(e.step(1ms) == extension::progress::idle);
    CHECK(e.step(1ms) == extension::progress::idle);
  }
  // So that the script comes to its end.
  CHECK(external(api).start());
  CHECK(api.requests().size() == 3);
}

TEST_CASE("an internal extension works on a thread of its own") {
  fake_api api({{registered()}, {invoked("1")}, {invoked("2")}, {accepted(), true}});
  // The thread outlives this test by a moment.
  const auto seen = std::make_shared<std::atomic<int>>(0);
  extension inside("inside", towards(api, extension::place::internal));
  inside.on_invoke([seen](const invoke_event& e) -> std::optional<failure> {
    if (++*seen == 1 && e.request_id == "1") return std::nullopt;
    return failure{"Done", "twice is enough"};
  });
  REQUIRE(inside.spawn());
  const auto& requests = api.requests();
  REQUIRE(requests.size() == 4);
  CHECK(body_of(requests[0]) == R"({"events":["INVOKE"]})");
  CHECK(first_line(requests[3]) == "POST /2020-01-01/extension/exit/error HTTP/1.1");
  CHECK(*seen == 2);
}

TEST_CASE("without a Runtime API an extension says what is missing") {
  extension e("watcher");
  CHECK_FALSE(e.start());
  CHECK(e.problem().starts_with("AWS_LAMBDA_RUNTIME_API is not set: "));
  CHECK(e.run() == 1);
}

TEST_CASE("a handler that can only be moved is fine") {
  fake_api api({{registered()}, {shut_down("spindown"), true}});
  auto reason = std::make_unique<std::string>();
  std::string* const seen = reason.get();
  extension e = external(api);
  e.on_shutdown([reason = std::move(reason)](const shutdown_event& s) { *reason = s.reason; });
  CHECK(e.run() == 0);
  CHECK(*seen == "spindown");
}
