#include "templates/events.hpp"

#include <algorithm>
#include <array>
#include <initializer_list>

#include "templates/embedded.hpp"

namespace lambent::templates {
namespace {

struct row {
  std::string_view name;
  std::string_view description;
  std::string_view file;  // As embedded_events() names it, without ".json".
  std::initializer_list<const char*> aliases = {};
  // Of a file that is an EventBridge event's detail alone.
  std::string_view source = {};
  std::string_view detail_type = {};
};

// The aliases are the names of the examples that cargo-lambda's users know, where they differ by
// more than `plain()` forgives.
const row table[] = {
    {"activemq", "Amazon MQ for ActiveMQ: two messages of a queue", "activemq"},
    {"alb-request",
     "Application Load Balancer: GET /?name=Ada",
     "own/alb-request",
     {"alb-lambda-target-request-headers-only"}},
    {"alb-request-multivalue-headers",
     "Application Load Balancer: a request, all values in lists",
     "http/load_balancer_multi",
     {"alb-lambda-target-request-multivalue-headers"}},
    {"apigw-authorizer-request",
     "API Gateway REST API: a Lambda authorizer, by request",
     "authorizer_request",
     {"apigw-custom-auth-request-type-request"}},
    {"apigw-authorizer-token",
     "API Gateway REST API: a Lambda authorizer, by token",
     "authorizer_token",
     {"apigw-custom-auth-request"}},
    {"apigw-request",
     "API Gateway REST API: GET /?name=Ada",
     "own/apigw-request",
     {"apigw-console-request", "apigw-console-test-request", "apigw-request-catch-all",
      "apigw-restapi-openapi-request", "apigw-sam-rest-request"}},
    {"apigw-request-multi-value-parameters", "API Gateway REST API: POST /orders/o-17, with claims",
     "http/rest_api"},
    {"apigw-v2-authorizer",
     "API Gateway HTTP API: a Lambda authorizer, format 2.0",
     "authorizer_http_v2",
     {"apigw-v2-custom-authorizer-v2-request"}},
    {"apigw-v2-authorizer-v1",
     "API Gateway HTTP API: a Lambda authorizer, format 1.0",
     "authorizer_http_v1",
     {"apigw-v2-custom-authorizer-v1-request"}},
    {"apigw-v2-request",
     "API Gateway HTTP API: GET /?name=Ada",
     "own/apigw-v2-request",
     {"apigw-v2-request-no-authorizer", "apigw-sam-http-request"}},
    {"apigw-v2-request-jwt-authorizer",
     "API Gateway HTTP API: a request with a token's claims",
     "http/http_api",
     {"apigw-v2-request-lambda-authorizer", "apigw-v2-request-multi-value-parameters"}},
    {"apigw-v2-request-post", "API Gateway HTTP API: POST /orders, JSON",
     "own/apigw-v2-request-post"},
    {"apigw-websocket-connect", "API Gateway WebSocket API: a client connects",
     "own/apigw-websocket-connect"},
    {"apigw-websocket-disconnect",
     "API Gateway WebSocket API: a client is gone",
     "own/apigw-websocket-disconnect",
     {"apigw-websocket-request-disconnect-route"}},
    {"apigw-websocket-request",
     "API Gateway WebSocket API: a message",
     "http/websocket",
     {"apigw-websocket-request-without-method"}},
    {"appsync-authorizer",
     "AWS AppSync: a Lambda authorizer",
     "appsync_authorizer",
     {"appsync-lambda-auth-request"}},
    {"appsync-batch",
     "AWS AppSync: a field to resolve for two parents at once",
     "appsync_batch",
     {"appsync-batchinvoke"}},
    {"appsync-events-authorizer", "AWS AppSync Events: a Lambda authorizer",
     "appsync_events_authorizer"},
    {"appsync-events-publish", "AWS AppSync Events: two messages are published",
     "appsync_events_publish"},
    {"appsync-events-subscribe", "AWS AppSync Events: somebody subscribes",
     "appsync_events_subscribe"},
    {"appsync-resolver",
     "AWS AppSync: a field to resolve",
     "appsync_resolver",
     {"appsync-invoke", "appsync-vtl-resolver"}},
    {"autoscaling-launch-successful",
     "EC2 Auto Scaling by EventBridge: an instance was launched",
     "autoscaling_activity",
     {},
     "aws.autoscaling",
     "EC2 Instance Launch Successful"},
    {"autoscaling-lifecycle-action",
     "EC2 Auto Scaling by EventBridge: an instance waits in a hook",
     "autoscaling_lifecycle",
     {"autoscaling-terminate-action"},
     "aws.autoscaling",
     "EC2 Instance-terminate Lifecycle Action"},
    {"batch-job-state-change", "AWS Batch by EventBridge: a job failed", "batch_jobs"},
    {"bedrock-agent",
     "Agents for Amazon Bedrock: an operation of an OpenAPI schema",
     "bedrock_agent_api",
     {"bedrock-agent-runtime"}},
    {"bedrock-agent-function",
     "Agents for Amazon Bedrock: a function of an action group",
     "bedrock_agent_function",
     {"bedrock-agent-runtime-without-request-body"}},
    {"clientvpn-connection",
     "AWS Client VPN: a client connects",
     "client_vpn",
     {"clientvpn-connectionhandler-request"}},
    {"cloudformation-create",
     "AWS CloudFormation: a custom resource is created",
     "cloudformation_create",
     {"cloudformation-custom-resource-create-request",
      "cloudformation-custom-resource-provider-create-request"}},
    {"cloudformation-delete",
     "AWS CloudFormation: a custom resource is deleted",
     "cloudformation_delete_cdk",
     {"cloudformation-custom-resource-delete-request",
      "cloudformation-custom-resource-provider-delete-request"}},
    {"cloudformation-stack-status", "AWS CloudFormation by EventBridge: a stack rolled back",
     "cloudformation_stack"},
    {"cloudformation-update",
     "AWS CloudFormation: a custom resource is updated",
     "cloudformation_update",
     {"cloudformation-custom-resource-update-request",
      "cloudformation-custom-resource-provider-update-request"}},
    {"cloudtrail-api-call",
     "AWS CloudTrail by EventBridge: an API call",
     "cloudtrail",
     {"cloudwatch-cloudtrail-assumed-role"}},
    {"cloudwatch-alarm-composite",
     "Amazon CloudWatch: an alarm on other alarms",
     "cloudwatch_alarms_composite",
     {"cloudwatch-alarm-composite-with-suppressor-alarm"}},
    {"cloudwatch-alarm-metric", "Amazon CloudWatch: an alarm on metrics",
     "cloudwatch_alarms_metric"},
    {"cloudwatch-alarm-state-change", "Amazon CloudWatch by EventBridge: an alarm's state changed",
     "cloudwatch_alarms_eventbridge"},
    {"cloudwatch-logs", "Amazon CloudWatch Logs: lines of a subscription filter",
     "cloudwatch_logs"},
    {"codebuild-phase-change",
     "AWS CodeBuild by EventBridge: a phase of a build ended",
     "codebuild_build_phase_change",
     {},
     "aws.codebuild",
     "CodeBuild Build Phase Change"},
    {"codebuild-state-change",
     "AWS CodeBuild by EventBridge: a build ended",
     "codebuild_build_state_change",
     {},
     "aws.codebuild",
     "CodeBuild Build State Change"},
    {"codecommit", "AWS CodeCommit: a trigger of a repository", "codecommit", {"code-commit"}},
    {"codecommit-repository-state-change",
     "AWS CodeCommit by EventBridge: a branch moved",
     "codecommit_repository_state_change",
     {},
     "aws.codecommit",
     "CodeCommit Repository State Change"},
    {"codedeploy-deployment",
     "AWS CodeDeploy by EventBridge: a deployment ended",
     "codedeploy_deployment",
     {},
     "aws.codedeploy",
     "CodeDeploy Deployment State-change Notification"},
    {"codedeploy-hook",
     "AWS CodeDeploy: a hook of a deployment",
     "codedeploy_hook",
     {"codedeploy-lifecycle"}},
    {"codedeploy-instance",
     "AWS CodeDeploy by EventBridge: a deployment to an instance failed",
     "codedeploy_instance",
     {},
     "aws.codedeploy",
     "CodeDeploy Instance State-change Notification"},
    {"codepipeline-action",
     "AWS CodePipeline by EventBridge: an action failed",
     "codepipeline_action",
     {"codepipeline-action-execution-stage-change"},
     "aws.codepipeline",
     "CodePipeline Action Execution State Change"},
    {"codepipeline-execution",
     "AWS CodePipeline by EventBridge: a pipeline started",
     "codepipeline_pipeline",
     {"codepipeline-execution-state-change", "codepipeline-execution-stage-change"},
     "aws.codepipeline",
     "CodePipeline Pipeline Execution State Change"},
    {"codepipeline-job", "AWS CodePipeline: an action of a pipeline", "codepipeline_job"},
    {"cognito-create-auth-challenge",
     "Amazon Cognito: a custom sign-in, poses the challenge",
     "cognito_create_auth_challenge",
     {"cognito-userpools-create-auth-challenge"}},
    {"cognito-customemailsender", "Amazon Cognito: an email for the function to send",
     "cognito_custom_email_sender"},
    {"cognito-custommessage",
     "Amazon Cognito: before a message is sent",
     "cognito_custom_message",
     {"cognito-userpools-custommessage"}},
    {"cognito-define-auth-challenge",
     "Amazon Cognito: a custom sign-in, which step is next",
     "cognito_define_auth_challenge",
     {"cognito-userpools-define-auth-challenge"}},
    {"cognito-inbound-federation", "Amazon Cognito: a sign-in by another provider",
     "cognito_inbound_federation"},
    {"cognito-migrateuser",
     "Amazon Cognito: somebody unknown signs in",
     "cognito_migrate_user",
     {"cognito-userpools-migrateuser"}},
    {"cognito-postauthentication",
     "Amazon Cognito: after a sign-in",
     "cognito_post_authentication",
     {"cognito-userpools-postauthentication"}},
    {"cognito-postconfirmation",
     "Amazon Cognito: after a sign-up was confirmed",
     "cognito_post_confirmation",
     {"cognito-userpools-postconfirmation"}},
    {"cognito-preauthentication",
     "Amazon Cognito: before a sign-in",
     "cognito_pre_authentication",
     {"cognito-userpools-preauthentication"}},
    {"cognito-presignup",
     "Amazon Cognito: before a sign-up",
     "cognito_pre_sign_up",
     {"cognito-userpools-presignup"}},
    {"cognito-pretokengen",
     "Amazon Cognito: before the ID token is issued",
     "cognito_pre_token_generation",
     {"cognito-userpools-pretokengen", "cognito-userpools-pretokengen-incoming"}},
    {"cognito-pretokengen-v2",
     "Amazon Cognito: before ID and access tokens are issued",
     "cognito_pre_token_generation_v2",
     {"cognito-userpools-pretokengen-v2", "cognito-userpools-pretokengen-v2-incoming"}},
    {"cognito-pretokengen-v3", "Amazon Cognito: before a machine's token is issued",
     "cognito_pre_token_generation_v3"},
    {"cognito-sync",
     "Amazon Cognito Sync: before a dataset is synchronised",
     "cognito_sync",
     {"cognito"}},
    {"cognito-verify-auth-challenge",
     "Amazon Cognito: a custom sign-in, judges the answer",
     "cognito_verify_auth_challenge",
     {"cognito-userpools-verify-auth-challenge"}},
    {"config-change", "AWS Config: a rule, a resource changed", "config_change", {"config"}},
    {"config-scheduled", "AWS Config: a rule, by schedule", "config_scheduled"},
    {"connect", "Amazon Connect: a call reached the block", "connect"},
    {"connect-without-queue", "Amazon Connect: a task reached the block", "connect_task"},
    {"countdown", "The streaming template's event", "own/countdown"},
    {"countdown-url", "The streaming template's event by its function URL: GET /?from=3",
     "own/countdown-url"},
    {"destination-expired", "AWS Lambda destinations: an event became too old",
     "destination_expired"},
    {"destination-failure", "AWS Lambda destinations: an invocation failed", "destination_failure"},
    {"destination-stream", "AWS Lambda destinations: a stream's batch failed",
     "destination_stream"},
    {"documentdb",
     "Amazon DocumentDB: five changes of a change stream",
     "documentdb",
     {"documentdb-insert", "documentdb-update", "documentdb-rename", "documentdb-drop-database",
      "documentdb-invalidate"}},
    {"dynamodb", "Amazon DynamoDB Streams: an item changed, another one expired", "dynamodb"},
    {"dynamodb-time-window", "Amazon DynamoDB Streams: a tumbling window", "dynamodb_time_window"},
    {"ec2-instance-state-change", "Amazon EC2 by EventBridge: an instance runs", "ec2_state_event"},
    {"ec2-spot-interruption",
     "Amazon EC2 by EventBridge: a spot instance will be interrupted",
     "ec2_spot",
     {},
     "aws.ec2",
     "EC2 Spot Instance Interruption Warning"},
    {"ecr-image-action",
     "Amazon ECR by EventBridge: an image was pushed",
     "ecr_image_action",
     {},
     "aws.ecr",
     "ECR Image Action"},
    {"ecr-image-scan",
     "Amazon ECR by EventBridge: an image was scanned",
     "ecr_image_scan",
     {"ecr-image-scan-with-missing-severities"},
     "aws.ecr",
     "ECR Image Scan"},
    {"ecs-container-instance-state-change",
     "Amazon ECS by EventBridge: a container instance",
     "ecs_container_instance",
     {},
     "aws.ecs",
     "ECS Container Instance State Change"},
    {"ecs-task-state-change",
     "Amazon ECS by EventBridge: a task stopped",
     "ecs_task",
     {},
     "aws.ecs",
     "ECS Task State Change"},
    {"eventbridge",
     "Amazon EventBridge: an event of an application",
     "eventbridge",
     {"eventbridge-obj"}},
    {"eventbridge-scheduled",
     "Amazon EventBridge: a schedule",
     "eventbridge_scheduled",
     {"eventbridge-schedule"}},
    {"eventbridge-scheduler", "Amazon EventBridge Scheduler: a schedule without an input",
     "eventbridge_scheduler"},
    {"firehose",
     "Amazon Data Firehose: two records to transform",
     "firehose",
     {"kinesis-firehose"}},
    {"firehose-msk", "Amazon Data Firehose: a record of Apache Kafka to transform", "firehose_msk"},
    {"function-url-request", "Lambda function URL: GET /?name=Ada", "own/function-url-request"},
    {"glue-crawler-state-change", "AWS Glue by EventBridge: a crawler ended", "glue_crawler"},
    {"glue-job-state-change", "AWS Glue by EventBridge: a job failed", "glue_job"},
    {"guardduty-finding",
     "Amazon GuardDuty by EventBridge: a finding",
     "guardduty",
     {},
     "aws.guardduty",
     "GuardDuty Finding"},
    {"health",
     "AWS Health by EventBridge: an issue",
     "health",
     {},
     "aws.health",
     "AWS Health Event"},
    {"hello", "The basic template's event", "own/hello"},
    {"iot-button", "AWS IoT Enterprise Button: a double click", "iot_button"},
    {"iot-custom-auth",
     "AWS IoT Core: a custom authorizer",
     "iot_authorizer",
     {"iot-custom-auth-request"}},
    {"iot-pre-provisioning", "AWS IoT Core: a device wants its certificate",
     "iot_pre_provisioning"},
    {"kafka", "Amazon MSK: records of two partitions", "kafka"},
    {"kafka-self-managed", "Apache Kafka of one's own: a record", "kafka_self_managed"},
    {"kinesis", "Amazon Kinesis: two records", "kinesis", {"kinesis-event-encrypted"}},
    {"kinesis-time-window", "Amazon Kinesis: a tumbling window", "kinesis_time_window"},
    {"lex-v2", "Amazon Lex V2: a turn of a conversation", "lex_v2"},
    {"rabbitmq", "Amazon MQ for RabbitMQ: messages of queues", "rabbitmq"},
    {"rds-db-cluster-event", "Amazon RDS by EventBridge: a failover", "rds"},
    {"s3-batch-job", "Amazon S3 Batch Operations: an object, schema 2.0", "s3_batch_v2"},
    {"s3-batch-job-v1", "Amazon S3 Batch Operations: an object, schema 1.0", "s3_batch_v1"},
    {"s3-delete", "Amazon S3: an object was deleted", "own/s3-delete"},
    {"s3-object-created", "Amazon S3 by EventBridge: an object was created",
     "s3_eventbridge_created"},
    {"s3-object-deleted", "Amazon S3 by EventBridge: an object was deleted",
     "s3_eventbridge_deleted"},
    {"s3-object-lambda-get-object",
     "Amazon S3 Object Lambda: GetObject",
     "s3_object_lambda_get",
     {"s3-object-lambda-get-object-iam", "s3-object-lambda-get-object-assumed-role"}},
    {"s3-object-lambda-list-objects-v2",
     "Amazon S3 Object Lambda: ListObjectsV2",
     "s3_object_lambda_list",
     {"s3-object-lambda-list-objects-v2-iam"}},
    {"s3-put", "Amazon S3: an object was created", "own/s3-put", {"s3", "s3-with-decoded"}},
    {"s3-test", "Amazon S3: what a bucket sends when notifications are configured", "s3_test"},
    {"secretsmanager-rotation",
     "AWS Secrets Manager: a step of a rotation",
     "secrets_manager",
     {"secretsmanager-secret-rotation"}},
    {"ses", "Amazon SES: received email", "ses", {"ses-lambda"}},
    {"sns", "Amazon SNS: a message", "own/sns", {"sns-obj", "sns-pascal-case"}},
    {"sns-cloudwatch-alarm",
     "Amazon SNS: a CloudWatch alarm's message",
     "own/sns-cloudwatch-alarm",
     {"cloudwatch-alarm-sns-payload-single-metric"}},
    {"sns-many", "Amazon SNS: alarms and a bucket's notification", "sns"},
    {"sqs", "Amazon SQS: two messages of a queue", "sqs", {"sqs-obj"}},
    {"sqs-fifo", "Amazon SQS: a message of a FIFO queue", "sqs_fifo"},
    {"ssm-parameter-store-change", "AWS Systems Manager by EventBridge: a parameter changed",
     "ssm"},
    {"step-functions-execution-status", "AWS Step Functions by EventBridge: an execution failed",
     "step_functions"},
    {"vpc-lattice-request", "Amazon VPC Lattice: a request, event structure V2",
     "http/vpc_lattice_v2"},
    {"vpc-lattice-request-v1", "Amazon VPC Lattice: a request, event structure V1",
     "http/vpc_lattice_v1"},
};

std::string_view content_of(std::string_view file) {
  for (const embedded_file& one : embedded_events())
    if (one.path.size() == file.size() + 5 && one.path.starts_with(file)) return one.content;
  return {};
}

// A detail in the envelope that all events of EventBridge have.
std::string in_envelope(const row& what, std::string_view detail) {
  std::string out =
      "{\n  \"version\": \"0\",\n  \"id\": \"17793124-05d4-b198-2fde-7ededc63b103\",\n";
  out += "  \"detail-type\": \"" + std::string(what.detail_type) + "\",\n";
  out += "  \"source\": \"" + std::string(what.source) + "\",\n";
  out += "  \"account\": \"210987654321\",\n  \"time\": \"2031-03-09T05:41:17Z\",\n";
  out += "  \"region\": \"eu-north-1\",\n  \"resources\": [],\n  \"detail\": ";
  for (char c : detail) {
    out += c;
    if (c == '\n') out += "  ";
  }
  // The detail's own last newline, and the blanks behind it.
  while (out.ends_with(' ') || out.ends_with('\n')) out.pop_back();
  return out + "\n}\n";
}

std::vector<example> make_examples() {
  std::vector<example> out;
  for (const row& one : table) {
    std::string json(content_of(one.file));
    if (!one.source.empty()) json = in_envelope(one, json);
    if (!json.ends_with('\n')) json += '\n';
    out.push_back({one.name, one.description, std::move(json), {}});
    out.back().aliases.assign(one.aliases.begin(), one.aliases.end());
  }
  return out;
}

// Names as they are compared: case, '_' for '-' and the word "event" make no difference.
std::string plain(std::string_view name) {
  std::string out;
  for (char c : name) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    out += c == '_' ? '-' : c;
  }
  constexpr std::string_view word = "-event";
  for (std::size_t at = out.find(word); at != std::string::npos; at = out.find(word, at)) {
    std::size_t end = at + word.size();
    if (end == out.size() || out[end] == '-')
      out.erase(at, word.size());
    else
      at = end;
  }
  return out;
}

}  // namespace

std::span<const example> examples() {
  static const std::vector<example> all = make_examples();
  return all;
}

const example* find_example(std::string_view name) {
  std::string wanted = plain(name);
  for (const example& one : examples()) {
    if (plain(one.name) == wanted) return &one;
    for (const std::string& alias : one.aliases)
      if (plain(alias) == wanted) return &one;
  }
  return nullptr;
}

}  // namespace lambent::templates
