#include "cli/new/choose.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli;
using templates::project_kind;

namespace {

std::vector<catalogue_entry> catalogue() {
  auto out = read_catalogue();
  REQUIRE_MESSAGE(out.has_value(), out.error().what);
  return *out;
}

std::string problem(const kind_options& kind) {
  auto good = check_kind(kind);
  return good ? std::string() : good.error().what;
}

std::string event_of(const std::string& word) {
  auto request = request_for({.event_type = word}, catalogue());
  return request ? request->event.name : request.error().what + " | " + request.error().hint;
}

}  // namespace

TEST_CASE("what an extension subscribes to is for extensions") {
  CHECK(problem({}).empty());
  CHECK(problem({.extension = true, .internal = true, .logs = true}).empty());
  CHECK(problem({.logs = true}) == "--logs is for extensions");
  CHECK(problem({.internal = true}) == "--internal is for extensions");
}

TEST_CASE("flags say what to make") {
  CHECK(request_for({}, catalogue())->kind == project_kind::basic);
  CHECK(request_for({.http_feature = templates::http_feature::alb}, catalogue())->http ==
        templates::http_feature::alb);
  CHECK(request_for({.streaming = true}, catalogue())->kind == project_kind::streaming);
  CHECK(request_for({.extension = true}, catalogue())->kind == project_kind::external_extension);
  auto inner = request_for({.extension = true, .internal = true, .logs = true}, catalogue());
  CHECK(inner->kind == project_kind::internal_extension);
  CHECK(inner->follows == templates::extension_feature::logs);
}

TEST_CASE("event types are known by our names and by cargo-lambda's") {
  CHECK(event_of("sqs") == "sqs");
  CHECK(event_of("SQS") == "sqs");
  CHECK(event_of("s3-batch") == "s3_batch");
  CHECK(event_of("sqs::SqsEvent") == "sqs");
  CHECK(event_of("serde_json::Value") == "json");
  CHECK(event_of("cloudformation::provider::CloudFormationCustomResourceRequest") ==
        "cloudformation");
}

// Every name that cargo-lambda 1.9.2 offers.
TEST_CASE("cargo-lambda's fifty event types have ours, or a reason") {
  for (const char* name : {"activemq::ActiveMqEvent",
                           "autoscaling::AutoScalingEvent",
                           "bedrock_agent_runtime::AgentEvent",
                           "cloudformation::CloudFormationCustomResourceRequest",
                           "cloudformation::CloudFormationCustomResourceResponse",
                           "cloudformation::provider::CloudFormationCustomResourceRequest",
                           "cloudformation::provider::CloudFormationCustomResourceResponse",
                           "cloudwatch_alarms::CloudWatchAlarm",
                           "cloudwatch_events::CloudWatchEvent",
                           "cloudwatch_logs::CloudwatchLogsEvent",
                           "cloudwatch_logs::CloudwatchLogsLogEvent",
                           "codebuild::CodeBuildEvent",
                           "code_commit::CodeCommitEvent",
                           "codedeploy::CodeDeployDeploymentEvent",
                           "codedeploy::CodeDeployEvent",
                           "codedeploy::CodeDeployInstanceEvent",
                           "codedeploy::CodeDeployLifecycleEvent",
                           "codepipeline_cloudwatch::CodePipelineCloudWatchEvent",
                           "codepipeline_cloudwatch::CodePipelineDeploymentEvent",
                           "codepipeline_cloudwatch::CodePipelineEvent",
                           "codepipeline_cloudwatch::CodePipelineInstanceEvent",
                           "codepipeline_job::CodePipelineJobEvent",
                           "cognito::CognitoEvent",
                           "cognito::CognitoEventUserPoolsPreTokenGenV2",
                           "config::ConfigEvent",
                           "connect::ConnectEvent",
                           "documentdb::DocumentDbEvent",
                           "dynamodb::Event",
                           "ecr_scan::EcrScanEvent",
                           "eventbridge::EventBridgeEvent",
                           "firehose::KinesisFirehoseEvent",
                           "iot_button::IoTButtonEvent",
                           "kafka::KafkaEvent",
                           "kinesis::KinesisEvent",
                           "rabbitmq::RabbitMqEvent",
                           "s3_batch_job::S3BatchJobEvent",
                           "s3::S3Event",
                           "secretsmanager::SecretsManagerSecretRotationEvent",
                           "serde_json::Value",
                           "ses::SimpleEmailEvent",
                           "sns::CloudWatchAlarmPayload",
                           "sns::SnsEvent",
                           "sqs::SqsEvent",
                           "sqs::SqsApiEvent",
                           "sqs::SqsApiEventObj"})
    CHECK_MESSAGE(event_of(name).find(' ') == std::string::npos, name << ": " << event_of(name));
  for (const char* name :
       {"chime_bot::ChimeBotEvent", "iot_1_click::IoTOneClickDeviceEvent",
        "iot_1_click::IoTOneClickEvent", "kinesis_analytics::KinesisAnalyticsOutputDeliveryEvent",
        "lex::LexEvent"})
    CHECK(event_of(name).ends_with(" | the event type json takes any event"));
}

TEST_CASE("a mistyped event type gets the nearest one, a beginning those that begin so") {
  CHECK(event_of("sqss") == "there is no event type 'sqss' | did you mean 'sqs'?");
  CHECK(event_of("lex") == "there is no event type 'lex' | there are lex_v2");
  CHECK(event_of("rabbit") == "there is no event type 'rabbit' | there are rabbitmq");
  CHECK(event_of("quantum_ledger") ==
        "there is no event type 'quantum_ledger' | `lambent new --list-templates` lists them");
}

TEST_CASE("every template of the list is made by its own options, and no two have one name") {
  std::vector<std::string> names;
  for (const catalogue_entry& entry : catalogue()) {
    CAPTURE(entry.name);
    CHECK(std::find(names.begin(), names.end(), entry.name) == names.end());
    names.push_back(entry.name);
    project_options parsed;
    kind_options& kind = parsed.kind;
    for (std::size_t i = 0; i < entry.options.size(); ++i) {
      const std::string& option = entry.options[i];
      if (option == "--event-type") kind.event_type = entry.options.at(++i);
      if (option == "--http") kind.http = true;
      if (option == "--streaming") kind.streaming = true;
      if (option == "--extension") kind.extension = true;
      if (option == "--internal") kind.internal = true;
      if (option == "--events") kind.events = true;
      if (option == "--logs") kind.logs = true;
      if (option == "--telemetry") kind.telemetry = true;
      if (option == "--http-feature") kind.http_feature = entry.request.http, ++i;
    }
    auto request = request_for(kind, catalogue());
    REQUIRE(request.has_value());
    CHECK(request->kind == entry.request.kind);
    CHECK(request->event.name == entry.request.event.name);
    CHECK(request->follows == entry.request.follows);
  }
  CHECK(as_table(catalogue()).find("\nsqs ") != std::string::npos);
  CHECK(as_json(catalogue())
            .find(R"({"name":"sqs","title":"Amazon SQS: a queue's messages",)"
                  R"("options":["--event-type","sqs"],"makes":"function",)"
                  R"("events":["events/sqs.json"]})") != std::string::npos);
}
