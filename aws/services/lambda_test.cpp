#include "aws/services/lambda.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "aws/protocol/event_stream.hpp"
#include "aws/services/lambda_aliases.hpp"
#include "aws/testing/service_fixture.hpp"
#include "base/base64.hpp"

using namespace lambent::aws;
using lambent::aws::testing::heard;
using lambent::aws::testing::http_answer;
using lambent::aws::testing::service;

namespace {

const lambda::function_ref live{.name = "f", .qualifier = "live"};

std::string event(std::string_view type, std::string_view payload) {
  return encode_event({.headers = {{":message-type", "event"}, {":event-type", std::string(type)}},
                       .payload = std::string(payload)});
}

}  // namespace

TEST_CASE("each operation is the method, path and body that AWS documents") {
  service aws(200, R"({"a":1})");
  client& with = aws.with();
  auto check = [&](const auto& answer, std::string_view asked) {
    CHECK(answer.has_value());
    CHECK(aws.asked() == asked);
  };
  using namespace lambda;
  check(get_function(with, live), "GET /2015-03-31/functions/f?Qualifier=live");
  check(get_function_configuration(with, {.name = "arn:aws:lambda:r:1:function:f"}),
        "GET /2015-03-31/functions/arn%3Aaws%3Alambda%3Ar%3A1%3Afunction%3Af/configuration");
  check(create_function(with, "{}"), "POST /2015-03-31/functions {}");
  check(update_function_code(with, "f", "{}"), "PUT /2015-03-31/functions/f/code {}");
  check(update_function_configuration(with, "f", "{}"),
        "PUT /2015-03-31/functions/f/configuration {}");
  check(delete_function(with, {.name = "f", .qualifier = "3"}),
        "DELETE /2015-03-31/functions/f?Qualifier=3");
  check(list_functions(with), "GET /2015-03-31/functions");
  check(publish_version(with, "f", "{}"), "POST /2015-03-31/functions/f/versions {}");
  check(list_versions_by_function(with, "f"), "GET /2015-03-31/functions/f/versions");
  check(get_alias(with, "f", "live"), "GET /2015-03-31/functions/f/aliases/live");
  check(create_alias(with, "f", "{}"), "POST /2015-03-31/functions/f/aliases {}");
  check(update_alias(with, "f", "live", "{}"), "PUT /2015-03-31/functions/f/aliases/live {}");
  check(delete_alias(with, "f", "live"), "DELETE /2015-03-31/functions/f/aliases/live");
  check(list_aliases(with, "f"), "GET /2015-03-31/functions/f/aliases");
  check(get_function_url_config(with, live), "GET /2021-10-31/functions/f/url?Qualifier=live");
  check(create_function_url_config(with, {.name = "f"}, "{}"),
        "POST /2021-10-31/functions/f/url {}");
  check(update_function_url_config(with, {.name = "f"}, "{}"),
        "PUT /2021-10-31/functions/f/url {}");
  check(delete_function_url_config(with, {.name = "f"}), "DELETE /2021-10-31/functions/f/url");
  check(get_policy(with, live), "GET /2015-03-31/functions/f/policy?Qualifier=live");
  check(add_permission(with, live, "{}"), "POST /2015-03-31/functions/f/policy?Qualifier=live {}");
  check(remove_permission(with, {.name = "f"}, "s 1"),
        "DELETE /2015-03-31/functions/f/policy/s%201");
  check(list_tags(with, "arn:f"), "GET /2017-03-31/tags/arn%3Af");
  check(tag_resource(with, "arn:f", "{}"), "POST /2017-03-31/tags/arn%3Af {}");
  check(untag_resource(with, "arn:f", {"b", "a c"}),
        "DELETE /2017-03-31/tags/arn%3Af?tagKeys=b&tagKeys=a%20c");
  check(get_function_concurrency(with, "f"), "GET /2019-09-30/functions/f/concurrency");
  check(put_function_concurrency(with, "f", 0),
        R"(PUT /2017-10-31/functions/f/concurrency {"ReservedConcurrentExecutions":0})");
  check(delete_function_concurrency(with, "f"), "DELETE /2017-10-31/functions/f/concurrency");
  check(publish_layer_version(with, "l", "{}"), "POST /2018-10-31/layers/l/versions {}");
  check(list_layer_versions(with, "l"), "GET /2018-10-31/layers/l/versions");
  check(get_layer_version(with, "l", 12), "GET /2018-10-31/layers/l/versions/12");
  for (const heard& each : aws.requests())
    CHECK(each.header("content-type") == (each.body.empty() ? "" : "application/json"));
}

TEST_CASE("lists are read to their last page") {
  service aws({http_answer(200, R"({"Functions":[{"FunctionName":"a"}],"NextMarker":"m 1"})"),
               http_answer(200, R"({"Functions":[{"FunctionName":"b"}],"NextMarker":null})")});
  auto all = lambda::list_functions(aws.with());
  REQUIRE(all.has_value());
  REQUIRE(all->size() == 2);
  CHECK(text_at(all->at(1), "FunctionName") == "b");
  CHECK(aws.asked() == "GET /2015-03-31/functions?Marker=m%201");
}

TEST_CASE("a list without an end is given up") {
  service aws(200, R"({"Aliases":[],"NextMarker":"again"})");
  auto all = lambda::list_aliases(aws.with(), "f");
  REQUIRE(!all.has_value());
  CHECK(all.error().error.what == "the list of Aliases has more than 1000 pages");
}

TEST_CASE("a refusal is known by AWS's code") {
  service aws({http_answer(409, R"({"Type":"User","message":"Function already exist: f"})",
                           {{"x-amzn-ErrorType", "ResourceConflictException"}})});
  auto answer = lambda::create_function(aws.with(), "{}");
  REQUIRE(!answer.has_value());
  CHECK(answer.error().is("ResourceConflictException"));
  CHECK(answer.error().error.what == "ResourceConflictException: Function already exist: f");
}

TEST_CASE("publishing is repeated after trouble, creating is not") {
  for (bool publishing : {true, false}) {
    service aws({http_answer(500, ""), http_answer(201, R"({"Version":"1"})")});
    auto answer = publishing ? lambda::publish_version(aws.with(), "f", "{}")
                             : lambda::create_function(aws.with(), "{}");
    CHECK(answer.has_value() == publishing);
    CHECK(aws.requests().size() == (publishing ? 2 : 1));
  }
}

TEST_CASE("an invocation carries its options and brings the answer's") {
  service aws({http_answer(200, R"({"errorType":"x"})",
                           {{"X-Amz-Function-Error", "Unhandled"},
                            {"X-Amz-Executed-Version", "3"},
                            {"X-Amz-Log-Result", lambent::base64_encode("START\n")},
                            {"x-amzn-RequestId", "r1"}})});
  auto answer = lambda::invoke(aws.with(), {.function = live,
                                            .payload = "[1]",
                                            .log_tail = true,
                                            .client_context = R"({"custom":{}})",
                                            .tenant_id = "t"});
  REQUIRE(answer.has_value());
  CHECK(answer->status == 200);
  CHECK(answer->payload == R"({"errorType":"x"})");
  CHECK(answer->function_error == "Unhandled");
  CHECK(answer->executed_version == "3");
  CHECK(answer->log_tail == "START\n");
  CHECK(answer->request_id == "r1");
  CHECK(aws.asked() == "POST /2015-03-31/functions/f/invocations?Qualifier=live [1]");
  heard said = aws.last();
  CHECK(said.header("x-amz-invocation-type") == "RequestResponse");
  CHECK(said.header("x-amz-log-type") == "Tail");
  CHECK(said.header("x-amz-client-context") == lambent::base64_encode(R"({"custom":{}})"));
  CHECK(said.header("x-amz-tenant-id") == "t");
}

TEST_CASE("events and dry runs say so") {
  service aws({http_answer(202)});
  auto answer = lambda::invoke(
      aws.with(),
      {.function = {.name = "f"}, .payload = "1", .type = lambda::invocation_type::event});
  CHECK(answer.value().status == 202);
  CHECK(aws.last().header("x-amz-invocation-type") == "Event");
  (void)lambda::invoke(aws.with(),
                       {.function = {.name = "f"}, .type = lambda::invocation_type::dry_run});
  CHECK(aws.last().header("x-amz-invocation-type") == "DryRun");
}

TEST_CASE("an invocation is sent once, whatever happens to it, unless it was throttled") {
  service failing({http_answer(500, ""), http_answer(200, "1")});
  CHECK(!lambda::invoke(failing.with(), {.function = {.name = "f"}}).has_value());
  CHECK(failing.requests().size() == 1);
  service broken({"", http_answer(200, "1")});
  CHECK(!lambda::invoke(broken.with(), {.function = {.name = "f"}}).has_value());
  CHECK(broken.requests().size() == 1);
  service throttled({http_answer(429, R"({"message":"Rate Exceeded."})",
                                 {{"x-amzn-ErrorType", "TooManyRequestsException"}}),
                     http_answer(200, "1")});
  CHECK(lambda::invoke(throttled.with(), {.function = {.name = "f"}}).value().payload == "1");
}

TEST_CASE("an invocation has a connection of its own, unless it is told to keep one") {
  for (bool keep : {false, true}) {
    service aws({http_answer(200, "1"), http_answer(200, "1"), ""});
    auto call = [&] {
      return lambda::invoke(aws.with(),
                            {.function = {.name = "f"}, .payload = "1", .keep_connection = keep});
    };
    REQUIRE(call().has_value());
    REQUIRE(call().has_value());
    CHECK((aws.requests().at(0).connection == aws.requests().at(1).connection) == keep);
    CHECK(call().error().kind == call_failure::broken);
    CHECK(aws.requests().size() == 3);
  }
}

TEST_CASE("a streamed response arrives piece by piece and ends with its completion") {
  std::string stream =
      event("PayloadChunk", "one ") + event("SomethingNew", "{}") + event("PayloadChunk", "two") +
      event("InvokeComplete", R"({"LogResult":")" + lambent::base64_encode("END\n") + "\"}");
  service aws({http_answer(200, stream,
                           {{"X-Amz-Executed-Version", "$LATEST"}, {"x-amzn-RequestId", "r"}})});
  std::vector<std::string> pieces;
  auto answer = lambda::invoke_with_response_stream(
      aws.with(), {.function = live, .payload = "{}", .log_tail = true},
      [&](std::string_view payload) {
        pieces.emplace_back(payload);
        return true;
      });
  REQUIRE_MESSAGE(answer.has_value(), answer.error().error.what);
  CHECK(pieces == std::vector<std::string>{"one ", "two"});
  CHECK(answer->error_code.empty());
  CHECK(answer->log_tail == "END\n");
  CHECK(answer->executed_version == "$LATEST");
  CHECK(answer->request_id == "r");
  CHECK(aws.asked() ==
        "POST /2021-11-15/functions/f/response-streaming-invocations?Qualifier=live {}");
}

TEST_CASE(
    "a function that fails half way, a service that does and a broken stream are told apart") {
  auto run = [](const std::string& stream) {
    service aws({http_answer(200, stream)});
    return lambda::invoke_with_response_stream(aws.with(), {.function = live},
                                               [](std::string_view) { return true; });
  };
  auto failed = run(event("PayloadChunk", "half") +
                    event("InvokeComplete", R"({"ErrorCode":"E","ErrorDetails":"d"})"));
  REQUIRE(failed.has_value());
  CHECK(failed->error_code == "E");
  CHECK(failed->error_details == "d");

  auto exception = run(encode_event(
      {.headers = {{":message-type", "exception"}, {":exception-type", "ServiceException"}},
       .payload = R"({"message":"oh"})"}));
  REQUIRE(!exception.has_value());
  CHECK(exception.error().is("ServiceException"));
  CHECK(exception.error().error.what == "ServiceException: oh");

  CHECK(run(event("PayloadChunk", "half")).error().error.what ==
        "the answer is not AWS's: the stream ended before InvokeComplete");
  std::string torn = event("PayloadChunk", "half");
  torn[20] = static_cast<char>(torn[20] ^ 1);
  CHECK(run(torn + event("InvokeComplete", "{}"))
            .error()
            .error.what.starts_with("the checksum of a message is wrong: POST "));
}

TEST_CASE("who has heard enough of a stream ends it") {
  service aws({http_answer(200, event("PayloadChunk", "a") + event("PayloadChunk", "b"))});
  int pieces = 0;
  auto answer = lambda::invoke_with_response_stream(aws.with(), {.function = live},
                                                    [&](std::string_view) { return ++pieces < 1; });
  CHECK(answer.has_value());
  CHECK(pieces == 1);
}

TEST_CASE("an alias's further versions are read with their shares") {
  using weights = std::map<std::string, std::string>;
  auto object = [](std::string_view text) {
    return boost::json::parse({text.data(), text.size()}).as_object();
  };
  CHECK(lambda::weights_of(object(R"({"Name":"live","FunctionVersion":"2"})")).empty());
  CHECK(lambda::weights_of(object(R"({"RoutingConfig":null})")).empty());
  CHECK(lambda::weights_of(object(R"({"RoutingConfig":{"AdditionalVersionWeights":{}}})")).empty());
  CHECK(lambda::weights_of(object(R"({"RoutingConfig":{"AdditionalVersionWeights":{"3":0.1}}})")) ==
        weights{{"3", "0.1"}});
  CHECK(lambda::weights_of(
            object(R"({"RoutingConfig":{"AdditionalVersionWeights":{"3":1,"4":"x"}}})")) ==
        weights{{"3", "1"}});
}
