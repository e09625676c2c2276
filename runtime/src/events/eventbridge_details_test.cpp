// Details of EventBridge events, some inside their envelope.
#include <lambent/events/autoscaling.hpp>
#include <lambent/events/batch_jobs.hpp>
#include <lambent/events/cloudformation.hpp>
#include <lambent/events/cloudtrail.hpp>
#include <lambent/events/cloudwatch_alarms.hpp>
#include <lambent/events/ec2.hpp>
#include <lambent/events/ecr.hpp>
#include <lambent/events/ecs.hpp>
#include <lambent/events/eventbridge.hpp>
#include <lambent/events/glue.hpp>
#include <lambent/events/guardduty.hpp>
#include <lambent/events/health.hpp>
#include <lambent/events/rds.hpp>
#include <lambent/events/s3_eventbridge.hpp>
#include <lambent/events/ssm.hpp>
#include <lambent/events/step_functions.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;
using eventbridge::event;

namespace machine_room {

struct stop_parameters {
  bool force = true;
  json::unknown_members other;
};
LAMBENT_JSON(stop_parameters, force, other);

struct wish {
  int metres = 0;
};
LAMBENT_JSON(wish, metres);

}  // namespace machine_room

TEST_CASE("EventBridge events with typed details survive a round trip") {
  check_round_trip<event<s3_eventbridge::object_event>>("s3_eventbridge_created");
  check_round_trip<event<s3_eventbridge::object_event>>("s3_eventbridge_deleted");
  check_round_trip<event<cloudtrail::api_call<>>>("cloudtrail");
  check_round_trip<event<step_functions::execution_status_change>>("step_functions");
  check_round_trip<event<batch_jobs::job_state_change>>("batch_jobs", {"parameters", "tags"});
  check_round_trip<event<ssm::parameter_store_change>>("ssm");
  check_round_trip<event<glue::job_state_change>>("glue_job");
  check_round_trip<event<glue::crawler_state_change>>("glue_crawler");
  check_round_trip<event<rds::rds_event>>("rds");
  check_round_trip<event<cloudformation::status_change>>("cloudformation_stack");
  check_round_trip<event<ec2::instance_state_change>>("ec2_state_event");
  check_round_trip<event<cloudwatch_alarms::alarm_data<cloudwatch_alarms::metric_configuration>>>(
      "cloudwatch_alarms_eventbridge", {"dimensions"});
}

TEST_CASE("objects of S3 are typed") {
  const auto created =
      parsed_sample<event<s3_eventbridge::object_event>>("s3_eventbridge_created").detail;
  CHECK(created.object.key == "charts/north fjord.png");
  CHECK(created.object.size == 5120);
  CHECK(created.reason == "PutObject");
  const auto deleted =
      parsed_sample<event<s3_eventbridge::object_event>>("s3_eventbridge_deleted").detail;
  CHECK_FALSE(deleted.object.size.has_value());
  CHECK(deleted.deletion_type == "Permanently Deleted");
}

TEST_CASE("an API call is typed down to its parameters") {
  const auto call =
      parsed_sample<event<cloudtrail::api_call<machine_room::stop_parameters>>>("cloudtrail")
          .detail;
  CHECK(call.event_name == "StopInstances");
  CHECK_FALSE(call.request_parameters->force);
  CHECK(call.error_code == "Client.UnauthorizedOperation");
  CHECK(call.user_identity.session_context->session_issuer->user_name == "desk");
  CHECK_FALSE(call.response_elements.has_value());
}

TEST_CASE("executions, jobs, stacks and clusters are typed") {
  const auto execution =
      parsed_sample<event<step_functions::execution_status_change>>("step_functions").detail;
  CHECK(execution.error == "NoBerth");
  CHECK(execution.stop_date->count - execution.start_date->count == 2000);
  CHECK(json::parse<machine_room::wish>(*execution.input)->metres == 42);
  const auto job = parsed_sample<event<batch_jobs::job_state_change>>("batch_jobs").detail;
  CHECK(job.attempts.size() == 1);
  CHECK(*job.container->get<std::string>("image") == "tide");
  CHECK(parsed_sample<event<cloudformation::status_change>>("cloudformation_stack")
            .detail.status_details.status == "UPDATE_ROLLBACK_COMPLETE");
  CHECK(parsed_sample<event<rds::rds_event>>("rds").detail.event_categories.at(0) == "failover");
  CHECK(parsed_sample<event<glue::job_state_change>>("glue_job").detail.state == "FAILED");
  CHECK(parsed_sample<event<ssm::parameter_store_change>>("ssm").detail.name == "/harbour/berths");
}

TEST_CASE("a detail of another kind fails with the place") {
  CHECK(problem_of<event<s3_eventbridge::object_event>>(sample("rds")) ==
        "$.detail: the member \"bucket\" is missing");
  CHECK(problem_of<event<cloudtrail::api_call<>>>(sample("rds")) ==
        "$.detail: the member \"eventSource\" is missing");
  CHECK(problem_of<event<step_functions::execution_status_change>>(sample("batch_jobs")) ==
        "$.detail: the member \"executionArn\" is missing");
  CHECK(problem_of<event<batch_jobs::job_state_change>>(sample("step_functions")) ==
        "$.detail: the member \"jobId\" is missing");
  CHECK(problem_of<event<ssm::parameter_store_change>>(sample("rds")) ==
        "$.detail: the member \"operation\" is missing");
  CHECK(problem_of<event<glue::job_state_change>>(sample("glue_crawler")) ==
        "$.detail: the member \"jobName\" is missing");
  CHECK(problem_of<event<glue::crawler_state_change>>(sample("glue_job")) ==
        "$.detail: the member \"crawlerName\" is missing");
  CHECK(problem_of<event<rds::rds_event>>(sample("ssm")) ==
        "$.detail: the member \"EventID\" is missing");
  CHECK(problem_of<event<cloudformation::status_change>>(sample("ssm")) ==
        "$.detail: the member \"stack-id\" is missing");
}

TEST_CASE("details of ECR's events survive a round trip, and are typed") {
  check_round_trip<ecr::image_action>("ecr_image_action");
  check_round_trip<ecr::image_scan>("ecr_image_scan", {"finding-severity-counts"});
  CHECK(parsed_sample<ecr::image_action>("ecr_image_action").image_tag == "north");
  const auto scan = parsed_sample<ecr::image_scan>("ecr_image_scan");
  CHECK(scan.finding_severity_counts.at("MEDIUM") == 9);
  CHECK_FALSE(scan.finding_severity_counts.contains("HIGH"));
  CHECK(problem_of<ecr::image_action>(sample("ecr_image_scan")) ==
        "$: the member \"action-type\" is missing");
}

TEST_CASE("details of ECS's events survive a round trip, and are typed") {
  check_round_trip<ecs::container_instance_state_change>("ecs_container_instance");
  check_round_trip<ecs::task_state_change>("ecs_task");
  const auto instance =
      parsed_sample<ecs::container_instance_state_change>("ecs_container_instance");
  CHECK(instance.registered_resources.at(0).integer_value == 2048);
  CHECK(instance.registered_resources.at(1).string_set_value->at(1) == "51678");
  CHECK(instance.attributes.at(1).value == "linux");
  const auto task = parsed_sample<ecs::task_state_change>("ecs_task");
  CHECK(task.containers.at(0).exit_code == 137);
  CHECK(task.stop_code == "EssentialContainerExited");
  CHECK(problem_of<ecs::task_state_change>(sample("ecs_container_instance")) ==
        "$: the member \"taskArn\" is missing");
}

TEST_CASE("details of Auto Scaling's events survive a round trip, and are typed") {
  check_round_trip<autoscaling::scaling_activity>("autoscaling_activity");
  check_round_trip<autoscaling::lifecycle_action>("autoscaling_lifecycle");
  const auto activity = parsed_sample<autoscaling::scaling_activity>("autoscaling_activity");
  CHECK(activity.details->availability_zone == "eu-north-1a");
  CHECK(activity.ec2_instance_id == "i-0a1b2c3d4e5f60718");
  CHECK(
      parsed_sample<autoscaling::lifecycle_action>("autoscaling_lifecycle").lifecycle_transition ==
      "autoscaling:EC2_INSTANCE_TERMINATING");
  CHECK(problem_of<autoscaling::lifecycle_action>(sample("autoscaling_activity")) ==
        "$: the member \"LifecycleActionToken\" is missing");
}

TEST_CASE("details of EC2's events survive a round trip, and are typed") {
  check_round_trip<ec2::instance_state_change>("ec2_state");
  check_round_trip<ec2::spot_interruption_warning>("ec2_spot");
  CHECK(parsed_sample<ec2::instance_state_change>("ec2_state").state == "stopping");
  CHECK(parsed_sample<ec2::spot_interruption_warning>("ec2_spot").instance_action == "terminate");
  CHECK(problem_of<ec2::instance_state_change>(sample("ec2_spot")) ==
        "$: the member \"state\" is missing");
}

TEST_CASE("details of Health's events survive a round trip, and are typed") {
  check_round_trip<health::health_event>("health", {"eventMetadata", "tags"});
  const auto event = parsed_sample<health::health_event>("health");
  CHECK(event.event_description.at(0).latest_description == "Tide too high.");
  CHECK(event.affected_entities->at(0).tags->at("quay") == "north");
  CHECK(problem_of<health::health_event>(R"({"eventArn":"a"})") ==
        "$: the member \"eventTypeCode\" is missing");
}

TEST_CASE("details of GuardDuty's events survive a round trip, and are typed") {
  check_round_trip<guardduty::finding>("guardduty");
  const auto finding = parsed_sample<guardduty::finding>("guardduty");
  CHECK(finding.severity == 7.5);
  CHECK(*finding.service.get<int>("count") == 4);
  CHECK(problem_of<guardduty::finding>(R"({"id":"1","type":"a","severity":"high"})") ==
        "$.severity: expected a number, found a string \"high\"");
}
