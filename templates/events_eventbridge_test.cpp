// The events of EventBridge, with their details typed.
#include <lambent/events/autoscaling.hpp>
#include <lambent/events/batch_jobs.hpp>
#include <lambent/events/cloudformation.hpp>
#include <lambent/events/cloudtrail.hpp>
#include <lambent/events/cloudwatch_alarms.hpp>
#include <lambent/events/codebuild.hpp>
#include <lambent/events/codecommit.hpp>
#include <lambent/events/codedeploy.hpp>
#include <lambent/events/codepipeline.hpp>
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

#include "templates/events_test.hpp"

namespace lambent::templates {

using namespace lambent::events;

namespace {

template <class Detail>
constexpr round_trip_function with = events::round_trip<eventbridge::event<Detail>>;

}  // namespace

event_readers readers_of_eventbridge() {
  return {
      {"autoscaling-launch-successful", with<autoscaling::scaling_activity>},
      {"autoscaling-lifecycle-action", with<autoscaling::lifecycle_action>},
      {"batch-job-state-change", with<batch_jobs::job_state_change>},
      {"cloudformation-stack-status", with<cloudformation::status_change>},
      {"cloudtrail-api-call", with<cloudtrail::api_call<>>},
      {"cloudwatch-alarm-state-change",
       with<cloudwatch_alarms::alarm_data<cloudwatch_alarms::metric_configuration>>},
      {"codebuild-phase-change", with<codebuild::build_phase_change>},
      {"codebuild-state-change", with<codebuild::build_state_change>},
      {"codecommit-repository-state-change", with<codecommit::repository_state_change>},
      {"codedeploy-deployment", with<codedeploy::state_change>},
      {"codedeploy-instance", with<codedeploy::state_change>},
      {"codepipeline-action", with<codepipeline::state_change>},
      {"codepipeline-execution", with<codepipeline::state_change>},
      {"ec2-instance-state-change", with<ec2::instance_state_change>},
      {"ec2-spot-interruption", with<ec2::spot_interruption_warning>},
      {"ecr-image-action", with<ecr::image_action>},
      {"ecr-image-scan", with<ecr::image_scan>},
      {"ecs-container-instance-state-change", with<ecs::container_instance_state_change>},
      {"ecs-task-state-change", with<ecs::task_state_change>},
      {"eventbridge", with<json::raw>},
      {"eventbridge-scheduled", as<eventbridge::scheduled_event>},
      {"eventbridge-scheduler", as<eventbridge::scheduled_event>},
      {"glue-crawler-state-change", with<glue::crawler_state_change>},
      {"glue-job-state-change", with<glue::job_state_change>},
      {"guardduty-finding", with<guardduty::finding>},
      {"health", with<health::health_event>},
      {"rds-db-cluster-event", with<rds::rds_event>},
      {"s3-object-created", with<s3_eventbridge::object_event>},
      {"s3-object-deleted", with<s3_eventbridge::object_event>},
      {"ssm-parameter-store-change", with<ssm::parameter_store_change>},
      {"step-functions-execution-status", with<step_functions::execution_status_change>},
  };
}

}  // namespace lambent::templates
