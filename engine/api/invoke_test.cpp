#include "engine/api/invoke.hpp"

#include <doctest/doctest.h>

#include "base/base64.hpp"
#include "engine/api/respond.hpp"

using namespace lambent;
using namespace lambent::api;

namespace {

const std::string arn = "arn:aws:lambda:us-east-1:123456789012:function:";

registry known(model::function_state state = model::function_state::active) {
  auto f = std::make_shared<model::function>();
  f->account = "123456789012";
  f->region = "us-east-1";
  f->name = "f";
  f->state = state;
  registry made;
  auto record = std::make_shared<model::function_record>();
  record->latest = f;
  made.apply({record, false});
  return made;
}

call invoke(std::string_view target, std::string body = {}, http::headers headers = {}) {
  std::string full = "/2015-03-31/functions/" + std::string(target);
  auto match = route("POST", full);
  REQUIRE(match.has_value());
  call made;
  made.operation = match->operation;
  made.parameters = std::move(match->parameters);
  made.query = std::move(match->query);
  made.request = {"POST", full, std::move(headers), std::move(body)};
  made.account = "123456789012";
  made.region = "us-east-1";
  made.request_id = "r-1";
  return made;
}

// "<status> <code> <message>", or "ok".
std::string refusal(call&& request, const registry& functions = known()) {
  auto read = read_invoke(std::move(request), functions, 0);
  if (read) return "ok";
  const auto& about = model::describe(read.error().code);
  return std::to_string(about.status) + " " + std::string(about.name) + " " + read.error().message;
}

}  // namespace

TEST_CASE("an invocation carries what the function needs and the payload unchanged") {
  std::string context = R"({"client":{"app":"x"}})";
  auto read = read_invoke(invoke("f/invocations", R"({"a": 1})",
                                 {{"X-Amz-Log-Type", "Tail"},
                                  {"X-Amz-Client-Context", base64_encode(context)},
                                  {"X-Amzn-Trace-Id", "Root=1-2-3"}}),
                          known(), 0);
  REQUIRE(read.has_value());
  CHECK(read->function->name == "f");
  CHECK(read->type == invocation_type::request_response);
  CHECK(read->tail);
  CHECK(read->payload == R"({"a": 1})");
  CHECK(read->client_context == context);
  CHECK(read->trace_id == "Root=1-2-3");
  CHECK(read->invoked_arn == arn + "f");
  CHECK(read->request_id == "r-1");
}

TEST_CASE("an empty payload becomes an empty object, and a qualifier stays in the ARN") {
  auto read = read_invoke(invoke("f/invocations?Qualifier=$LATEST"), known(), 0);
  REQUIRE(read.has_value());
  CHECK(read->payload == "{}");
  CHECK_FALSE(read->tail);
  CHECK(read->invoked_arn == arn + "f:$LATEST");
  auto dry =
      read_invoke(invoke("f/invocations", "", {{"X-Amz-Invocation-Type", "DryRun"}}), known(), 0);
  REQUIRE(dry.has_value());
  CHECK(dry->type == invocation_type::dry_run);
  CHECK(dry_run_response(*dry).status == 204);
}

TEST_CASE("functions and versions that do not exist are named with their version") {
  CHECK(refusal(invoke("g/invocations")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "g:$LATEST");
  CHECK(refusal(invoke("f/invocations?Qualifier=7")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "f:7");
  CHECK(refusal(invoke("f/invocations?Qualifier=$latest")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "f:$latest");
  CHECK(refusal(invoke(arn.substr(0, arn.size() - 1) + "/invocations")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "function:$LATEST");
}

TEST_CASE("an alias runs its version, keeps its name in the ARN, and divides by its weights") {
  auto record = std::make_shared<model::function_record>();
  auto version = [](std::string number) {
    model::function f;
    f.account = "123456789012";
    f.region = "us-east-1";
    f.name = "f";
    f.version = std::move(number);
    f.state = model::function_state::active;
    return std::make_shared<const model::function>(f);
  };
  record->latest = version("$LATEST");
  record->versions[1] = version("1");
  record->versions[2] = version("2");
  record->aliases["live"] = {.version = "1", .additional = model::weighted_version{"2", 0.25}};
  registry functions;
  functions.apply({record, false});
  auto runs = [&](std::string_view target, double choice) {
    auto read = read_invoke(invoke(target), functions, choice);
    return read ? read->function->version + " as " + read->invoked_arn : read.error().message;
  };
  CHECK(runs("f/invocations", 0) == "$LATEST as " + arn + "f");
  CHECK(runs("f/invocations?Qualifier=2", 0) == "2 as " + arn + "f:2");
  CHECK(runs("f/invocations?Qualifier=live", 0.3) == "1 as " + arn + "f:live");
  CHECK(runs("f/invocations?Qualifier=live", 0.2) == "2 as " + arn + "f:live");
  CHECK(runs("f:live/invocations", 0.2) == "2 as " + arn + "f:live");
  CHECK(runs(arn + "f:live/invocations", 0.3) == "1 as " + arn + "f:live");
  CHECK(runs("f/invocations?Qualifier=dead", 0) == "Function not found: " + arn + "f:dead");
}

TEST_CASE("the constraints of the model are checked together") {
  CHECK(refusal(invoke("f/invocations", "",
                       {{"X-Amz-Invocation-Type", "Later"}, {"X-Amz-Log-Type", "All"}})) ==
        "400 ValidationException 2 validation errors detected: Value 'Later' at 'invocationType' "
        "failed to satisfy constraint: Member must satisfy enum value set: [Event, "
        "RequestResponse, DryRun]; Value 'All' at 'logType' failed to satisfy constraint: Member "
        "must satisfy enum value set: [None, Tail]");
}

TEST_CASE("a payload that is not JSON is refused with Jackson's words") {
  CHECK(refusal(invoke("f/invocations", "hello")) ==
        "400 InvalidRequestContentException Could not parse request body into json: Could not "
        "parse payload into json: Unrecognized token 'hello': was expecting (JSON String, Number, "
        "Array, Object or token 'null', 'true' or 'false')\n at [Source: REDACTED "
        "(`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 1, column: 6]");
}

TEST_CASE("six megabytes pass and one byte more does not") {
  std::string payload = '"' + std::string(6'291'454, 'x') + '"';
  CHECK(refusal(invoke("f/invocations", payload)) == "ok");
  CHECK(refusal(invoke("f/invocations", payload + " ")) ==
        "413 RequestEntityTooLargeException Request must be smaller than 6291456 bytes for the "
        "InvokeFunction operation");
}

TEST_CASE("a client context must be a JSON object in base64, and short") {
  constexpr std::string_view bad =
      "400 InvalidRequestContentException Client context must be a valid Base64-encoded JSON "
      "object.";
  for (std::string text : {std::string("{}"), std::string("!"), base64_encode("[1]"),
                           base64_encode("{"), base64_encode("x")})
    CHECK(refusal(invoke("f/invocations", "", {{"X-Amz-Client-Context", text}})) == bad);
  std::string longer = base64_encode("{\"k\":\"" + std::string(2'700, 'x') + "\"}");
  CHECK(refusal(invoke("f/invocations", "", {{"X-Amz-Client-Context", longer}})) ==
        "400 InvalidRequestContentException Client context must be smaller than or equal to 3583 "
        "bytes.");
}

TEST_CASE("only an active function is invoked") {
  CHECK(refusal(invoke("f/invocations"), known(model::function_state::pending)) ==
        "409 ResourceConflictException The operation cannot be performed at this time. The "
        "function is currently in the following state: Pending");
  CHECK(refusal(invoke("f/invocations"), known(model::function_state::failed)) ==
        "502 ResourceNotReadyException The operation cannot be performed at this time. The "
        "function is currently in the following state: Failed");
}

TEST_CASE("what this version does not do is said") {
  CHECK(refusal(invoke("f/invocations", "", {{"X-Amz-Invocation-Type", "Event"}})) ==
        "501 NotAvailableException The invocation type Event is not available in this version of "
        "Lambent.");
}

TEST_CASE("the answer shows version, error and the end of the log when asked") {
  auto read = read_invoke(invoke("f/invocations", "", {{"X-Amz-Log-Type", "Tail"}}), known(), 0);
  std::string log(5000, 'l');
  log.back() = '\n';
  auto response = invoke_response(*read, {.payload = "null",
                                          .function_error = true,
                                          .log_tail = log,
                                          .executed_version = "$LATEST",
                                          .request_id = {},
                                          .trace_id = "Root=1"});
  CHECK(response.status == 200);
  CHECK(response.body == "null");
  CHECK(response.headers.get("X-Amz-Executed-Version") == "$LATEST");
  CHECK(response.headers.get("X-Amz-Function-Error") == "Unhandled");
  CHECK(response.headers.get("X-Amz-Log-Result") == base64_encode(log.substr(904)));
  CHECK(response.headers.get("x-amzn-RequestId") == "r-1");
  CHECK(response.headers.get("X-Amzn-Trace-Id") == "Root=1");

  auto quiet = read_invoke(invoke("f/invocations"), known(), 0);
  auto plain = invoke_response(*quiet, {.payload = "1",
                                        .function_error = false,
                                        .log_tail = log,
                                        .executed_version = "$LATEST",
                                        .request_id = "r-2",
                                        .trace_id = {}});
  CHECK_FALSE(plain.headers.has("X-Amz-Function-Error"));
  CHECK_FALSE(plain.headers.has("X-Amz-Log-Result"));
  CHECK(plain.headers.get("x-amzn-RequestId") == "r-2");
}
