#include <lambent/events/cloudformation.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

namespace harbour {

// CloudFormation writes numbers as strings.
struct berth {
  std::string length;
  json::unknown_members other;
};
LAMBENT_JSON_AS(berth, style::pascal_case, length, other);

struct berth_data {
  std::string address;
};
LAMBENT_JSON_AS(berth_data, style::pascal_case, address);

}  // namespace harbour

TEST_CASE("requests of custom resources survive a round trip") {
  for (const auto* name :
       {"cloudformation_create", "cloudformation_update", "cloudformation_delete_cdk"}) {
    check_round_trip<cloudformation::request<>>(name);
    check_round_trip<cloudformation::request<harbour::berth>>(name);
  }
}

TEST_CASE("an update has both the old and the new properties, in a type of the function's") {
  const auto update =
      parsed_sample<cloudformation::request<harbour::berth>>("cloudformation_update");
  CHECK(update.request_type == cloudformation::operation::update);
  CHECK(update.physical_resource_id == "berth-17");
  CHECK(update.resource_properties->length == "42");
  CHECK(update.old_resource_properties->length == "40");
  const auto create = parsed_sample<cloudformation::request<>>("cloudformation_create");
  CHECK_FALSE(create.physical_resource_id.has_value());
  CHECK_FALSE(create.old_resource_properties.has_value());
}

TEST_CASE("a response takes from the request what must be the same") {
  const auto create = parsed_sample<cloudformation::request<>>("cloudformation_create");
  auto good = cloudformation::succeeded<harbour::berth_data>(create, "berth-18");
  good.data = harbour::berth_data{"quay 4"};
  CHECK(canonical(json::print(good)) == canonical(R"({
    "Status": "SUCCESS",
    "PhysicalResourceId": "berth-18",
    "StackId": "arn:aws:cloudformation:eu-north-1:210987654321:stack/harbour/3fd1a9c0-5a5e-11f0-9d2b-0a1b2c3d4e5f",
    "RequestId": "0f9b5ad2-2f0d-4b5a-9c64-9a1f3d1f7c11",
    "LogicalResourceId": "Berth",
    "Data": {"Address": "quay 4"}})"));

  const auto bad = cloudformation::failed(create, "no berth of 42 m is free");
  CHECK(bad.status == cloudformation::status::failed);
  CHECK(bad.reason == "no berth of 42 m is free");
  CHECK(bad.physical_resource_id == create.request_id);
  CHECK(json::print(bad).size() < cloudformation::response_size_max);
  const auto update = parsed_sample<cloudformation::request<>>("cloudformation_update");
  CHECK(cloudformation::failed(update, "no").physical_resource_id == "berth-17");
  CHECK(round_trip<cloudformation::response<>>(json::print(bad)) == canonical(json::print(bad)));
}

TEST_CASE("the CDK's framework gets what the two functions return") {
  cloudformation::provider::on_event_response<harbour::berth_data> started;
  started.physical_resource_id = "berth-18";
  started.other.set("Ticket", json::raw("5"));
  CHECK(json::print(started) == R"({"PhysicalResourceId":"berth-18","Ticket":5})");
  CHECK(json::print(cloudformation::provider::is_complete_response<>{}) ==
        R"({"IsComplete":false})");
}

TEST_CASE("what is no request of a custom resource fails with the place") {
  CHECK(problem_of<cloudformation::request<>>("{}") == "$: the member \"RequestType\" is missing");
  CHECK(problem_of<cloudformation::request<>>(R"({"RequestType":"Upsert"})") ==
        R"($.RequestType: expected one of "Create", "Update", "Delete")");
  CHECK(problem_of<cloudformation::request<harbour::berth>>(
            R"({"RequestType":"Create","LogicalResourceId":"a","ResourceProperties":{}})") ==
        "$.ResourceProperties: the member \"Length\" is missing");
}
