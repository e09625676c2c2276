#include "templates/events.hpp"

#include <lambent/http.hpp>

#include <algorithm>
#include <set>

#include "templates/events_test.hpp"

using namespace lambent;
using namespace lambent::templates;

namespace {

// Requests, by the service that they come from.
const std::map<std::string_view, http::origin> requests = {
    {"alb-request", http::origin::load_balancer},
    {"alb-request-multivalue-headers", http::origin::load_balancer},
    {"apigw-request", http::origin::rest_api},
    {"apigw-request-multi-value-parameters", http::origin::rest_api},
    {"apigw-v2-request", http::origin::http_api},
    {"apigw-v2-request-jwt-authorizer", http::origin::http_api},
    {"apigw-v2-request-post", http::origin::http_api},
    {"apigw-websocket-connect", http::origin::websocket_api},
    {"apigw-websocket-disconnect", http::origin::websocket_api},
    {"apigw-websocket-request", http::origin::websocket_api},
    {"countdown-url", http::origin::function_url},
    {"function-url-request", http::origin::function_url},
    {"vpc-lattice-request", http::origin::vpc_lattice},
    {"vpc-lattice-request-v1", http::origin::vpc_lattice},
};

// Events of the templates themselves.
const std::set<std::string_view> ours = {"countdown", "hello"};

std::string name_of(const example* found) {
  return found == nullptr ? "nothing" : std::string(found->name);
}

}  // namespace

TEST_CASE("every example survives a round trip through the runtime's type of its event") {
  event_readers readers = readers_of_services();
  readers.merge(readers_of_eventbridge());
  std::size_t read = 0;
  for (const example& one : examples()) {
    CAPTURE(one.name);
    if (requests.contains(one.name) || ours.contains(one.name)) continue;
    auto reader = readers.find(one.name);
    REQUIRE_MESSAGE(reader != readers.end(), "no type is known for it");
    CHECK(reader->second(one.json) == events::canonical(one.json));
    ++read;
  }
  CHECK(read == readers.size());
}

TEST_CASE("every request is one, of the service that it says") {
  for (const auto& [name, origin] : requests) {
    CAPTURE(name);
    const example* found = find_example(name);
    REQUIRE(found != nullptr);
    auto request = http::request::from_event(found->json);
    REQUIRE_MESSAGE(request.has_value(), request.error().message);
    CHECK(http::name_of(request->origin()) == http::name_of(origin));
  }
}

TEST_CASE("examples are many, sorted, described, and laid out for people") {
  CHECK(examples().size() >= 100);
  CHECK(std::ranges::is_sorted(examples(), {}, &example::name));
  std::set<std::string> names;
  for (const example& one : examples()) {
    CAPTURE(one.name);
    CHECK(names.insert(std::string(one.name)).second);
    for (const std::string& alias : one.aliases) CHECK(names.insert(alias).second);
    CHECK_FALSE(one.description.empty());
    CHECK(one.description.size() <= 80);
    CHECK(one.json.ends_with("\n"));
    CHECK(one.json.find("\n  ") != std::string::npos);
  }
}

TEST_CASE("an example is found by its name, however it is written, and by other tools' names") {
  CHECK(name_of(find_example("sqs")) == "sqs");
  CHECK(name_of(find_example("SQS")) == "sqs");
  CHECK(name_of(find_example("sqs-event")) == "sqs");
  CHECK(name_of(find_example("s3_put")) == "s3-put");
  CHECK(name_of(find_example("s3-event")) == "s3-put");
  CHECK(name_of(find_example("apigw-console-test-request")) == "apigw-request");
  CHECK(name_of(find_example("cognito-event-userpools-presignup")) == "cognito-presignup");
  CHECK(name_of(find_example("autoscaling-event-launch-successful")) ==
        "autoscaling-launch-successful");
  CHECK(name_of(find_example("s3-object-lambda-event-get-object-iam")) ==
        "s3-object-lambda-get-object");
  CHECK(name_of(find_example("eventbridge")) == "eventbridge");
  CHECK(name_of(find_example("rds-db-cluster-event")) == "rds-db-cluster-event");
  CHECK(name_of(find_example("")) == "nothing");
  CHECK(name_of(find_example("-event")) == "nothing");
  CHECK(name_of(find_example("sqs-eventual")) == "nothing");
}
