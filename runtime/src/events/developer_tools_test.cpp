// CodeBuild, CodeCommit, CodeDeploy, CodePipeline.
#include <lambent/events/codebuild.hpp>
#include <lambent/events/codecommit.hpp>
#include <lambent/events/codedeploy.hpp>
#include <lambent/events/codepipeline.hpp>

#include "event_test.hpp"

using namespace lambent;
using namespace lambent::events;

TEST_CASE("CodeBuild's changes survive a round trip, and are typed") {
  check_round_trip<codebuild::build_state_change>("codebuild_build_state_change");
  check_round_trip<codebuild::build_phase_change>("codebuild_build_phase_change");
  const auto state = parsed_sample<codebuild::build_state_change>("codebuild_build_state_change");
  CHECK(state.build_status == "SUCCEEDED");
  const auto& about = state.additional_information;
  CHECK(about.build_number == 17);
  CHECK(about.environment->environment_variables.at(0).value == "north");
  REQUIRE(about.phases->size() == 2);
  CHECK((*about.phases)[0].duration_in_seconds == 70);
  CHECK_FALSE((*about.phases)[1].phase_status.has_value());
  CHECK(parsed_sample<codebuild::build_phase_change>("codebuild_build_phase_change")
            .completed_phase_duration_seconds == 70.5);
  CHECK(problem_of<codebuild::build_phase_change>(sample("codebuild_build_state_change")) ==
        "$: the member \"completed-phase\" is missing");
}

TEST_CASE("CodeCommit's triggers and changes survive a round trip, and are typed") {
  check_round_trip<codecommit::event>("codecommit");
  check_round_trip<codecommit::repository_state_change>("codecommit_repository_state_change");
  const auto event = parsed_sample<codecommit::event>("codecommit");
  const auto& references = event.records.at(0).codecommit.references;
  REQUIRE(references.size() == 2);
  CHECK(references[0].created == true);
  CHECK_FALSE(references[0].deleted.has_value());
  CHECK(references[1].ref == "refs/heads/ebb");
  CHECK(event.records[0].event_source_arn == "arn:aws:codecommit:eu-north-1:210987654321:harbour");
  CHECK(problem_of<codecommit::event>(R"({"Records":[{"eventId":"1"}]})") ==
        "$.Records[0]: the member \"codecommit\" is missing");
}

TEST_CASE("CodeDeploy's hooks and changes survive a round trip, and are typed") {
  check_round_trip<codedeploy::lifecycle_hook_event>("codedeploy_hook");
  check_round_trip<codedeploy::state_change>("codedeploy_deployment");
  check_round_trip<codedeploy::state_change>("codedeploy_instance");
  CHECK(parsed_sample<codedeploy::lifecycle_hook_event>("codedeploy_hook").deployment_id ==
        "d-K7RW2QM4T");
  CHECK_FALSE(
      parsed_sample<codedeploy::state_change>("codedeploy_deployment").instance_id.has_value());
  CHECK(parsed_sample<codedeploy::state_change>("codedeploy_instance").state == "FAILURE");
  CHECK(problem_of<codedeploy::lifecycle_hook_event>(sample("codedeploy_instance")) ==
        "$: the member \"DeploymentId\" is missing");
}

TEST_CASE("CodePipeline's jobs and changes survive a round trip, and are typed") {
  check_round_trip<codepipeline::job_event>("codepipeline_job");
  check_round_trip<codepipeline::job_event>("codepipeline_job_first");
  check_round_trip<codepipeline::state_change>("codepipeline_pipeline");
  check_round_trip<codepipeline::state_change>("codepipeline_action");
  const auto job = parsed_sample<codepipeline::job_event>("codepipeline_job").job;
  CHECK(job.data.action_configuration.configuration.user_parameters == R"({"quay":"north"})");
  CHECK(job.data.input_artifacts.at(0).location.s3_location->bucket_name == "harbour-pipeline");
  CHECK(job.data.continuation_token == "step-2");
  CHECK(job.data.encryption_key->type == "KMS");
  const auto action = parsed_sample<codepipeline::state_change>("codepipeline_action");
  CHECK(action.version == 30);
  CHECK(*action.type->version.as<std::string>() == "1");
  CHECK(action.execution_result->error_code == "JobFailed");
  CHECK(parsed_sample<codepipeline::state_change>("codepipeline_pipeline").version == 30);
  CHECK(problem_of<codepipeline::job_event>(R"({"CodePipeline.job":{"id":"1"}})") ==
        "$['CodePipeline.job']: the member \"data\" is missing");
}
