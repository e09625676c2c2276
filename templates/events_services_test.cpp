// The events that services send to functions directly.
#include <lambent/events/activemq.hpp>
#include <lambent/events/appsync.hpp>
#include <lambent/events/appsync_events.hpp>
#include <lambent/events/bedrock_agent.hpp>
#include <lambent/events/client_vpn.hpp>
#include <lambent/events/cloudformation.hpp>
#include <lambent/events/cloudwatch_alarms.hpp>
#include <lambent/events/cloudwatch_logs.hpp>
#include <lambent/events/codecommit.hpp>
#include <lambent/events/codedeploy.hpp>
#include <lambent/events/codepipeline.hpp>
#include <lambent/events/cognito.hpp>
#include <lambent/events/config.hpp>
#include <lambent/events/connect.hpp>
#include <lambent/events/destination.hpp>
#include <lambent/events/documentdb.hpp>
#include <lambent/events/dynamodb.hpp>
#include <lambent/events/firehose.hpp>
#include <lambent/events/iot.hpp>
#include <lambent/events/kafka.hpp>
#include <lambent/events/kinesis.hpp>
#include <lambent/events/lambda_authorizer.hpp>
#include <lambent/events/lex_v2.hpp>
#include <lambent/events/rabbitmq.hpp>
#include <lambent/events/s3.hpp>
#include <lambent/events/s3_batch.hpp>
#include <lambent/events/s3_object_lambda.hpp>
#include <lambent/events/secrets_manager.hpp>
#include <lambent/events/ses.hpp>
#include <lambent/events/sns.hpp>
#include <lambent/events/sqs.hpp>

#include "templates/events_test.hpp"

namespace lambent::templates {

using namespace lambent::events;

event_readers readers_of_services() {
  return {
      {"activemq", as<activemq::event>},
      {"apigw-authorizer-request", as<lambda_authorizer::request_event>},
      {"apigw-authorizer-token", as<lambda_authorizer::token_event>},
      {"apigw-v2-authorizer", as<lambda_authorizer::http_event>},
      {"apigw-v2-authorizer-v1", as<lambda_authorizer::request_event>},
      {"appsync-authorizer", as<appsync::authorizer_request>},
      {"appsync-batch", as<std::vector<appsync::resolver_event<>>>},
      {"appsync-events-authorizer", as<appsync_events::authorizer_request>},
      {"appsync-events-publish", as<appsync_events::event<>>},
      {"appsync-events-subscribe", as<appsync_events::event<>>},
      {"appsync-resolver", as<appsync::resolver_event<>>},
      {"bedrock-agent", as<bedrock_agent::api_event>},
      {"bedrock-agent-function", as<bedrock_agent::function_event>},
      {"clientvpn-connection", as<client_vpn::connection_request>},
      {"cloudformation-create", as<cloudformation::request<>>},
      {"cloudformation-delete", as<cloudformation::request<>>},
      {"cloudformation-update", as<cloudformation::request<>>},
      {"cloudwatch-alarm-composite", as<cloudwatch_alarms::composite_alarm>},
      {"cloudwatch-alarm-metric", as<cloudwatch_alarms::metric_alarm>},
      {"cloudwatch-logs", as<cloudwatch_logs::event>},
      {"codecommit", as<codecommit::event>},
      {"codedeploy-hook", as<codedeploy::lifecycle_hook_event>},
      {"codepipeline-job", as<codepipeline::job_event>},
      {"cognito-create-auth-challenge", as<cognito::create_auth_challenge>},
      {"cognito-customemailsender", as<cognito::custom_email_sender>},
      {"cognito-custommessage", as<cognito::custom_message>},
      {"cognito-define-auth-challenge", as<cognito::define_auth_challenge>},
      {"cognito-inbound-federation", as<cognito::inbound_federation>},
      {"cognito-migrateuser", as<cognito::migrate_user>},
      {"cognito-postauthentication", as<cognito::post_authentication>},
      {"cognito-postconfirmation", as<cognito::post_confirmation>},
      {"cognito-preauthentication", as<cognito::pre_authentication>},
      {"cognito-presignup", as<cognito::pre_sign_up>},
      {"cognito-pretokengen", as<cognito::pre_token_generation>},
      {"cognito-pretokengen-v2", as<cognito::pre_token_generation_v2>},
      {"cognito-pretokengen-v3", as<cognito::pre_token_generation_v2>},
      {"cognito-sync", as<cognito::sync_trigger>},
      {"cognito-verify-auth-challenge", as<cognito::verify_auth_challenge>},
      {"config-change", as<config::rule_event>},
      {"config-scheduled", as<config::rule_event>},
      {"connect", as<connect::event<>>},
      {"connect-without-queue", as<connect::event<>>},
      {"destination-expired", as<destination::record<>>},
      {"destination-failure", as<destination::record<>>},
      {"destination-stream", as<destination::record<>>},
      {"documentdb", as<documentdb::event<>>},
      {"dynamodb", as<dynamodb::event>},
      {"dynamodb-time-window", as<dynamodb::time_window_event>},
      {"firehose", as<firehose::event>},
      {"firehose-msk", as<firehose::event>},
      {"iot-button", as<iot::button_event>},
      {"iot-custom-auth", as<iot::authorizer_request>},
      {"iot-pre-provisioning", as<iot::pre_provisioning_request>},
      {"kafka", as<kafka::event>},
      {"kafka-self-managed", as<kafka::event>},
      {"kinesis", as<kinesis::event>},
      {"kinesis-time-window", as<kinesis::time_window_event>},
      {"lex-v2", as<lex_v2::event>},
      {"rabbitmq", as<rabbitmq::event>},
      {"s3-batch-job", as<s3_batch::event>},
      {"s3-batch-job-v1", as<s3_batch::event>},
      {"s3-delete", as<s3::event>},
      {"s3-object-lambda-get-object", as<s3_object_lambda::event>},
      {"s3-object-lambda-list-objects-v2", as<s3_object_lambda::event>},
      {"s3-put", as<s3::event>},
      {"s3-test", as<s3::test_event>},
      {"secretsmanager-rotation", as<secrets_manager::rotation_event>},
      {"ses", as<ses::event>},
      {"sns", as<sns::event>},
      {"sns-cloudwatch-alarm", as<sns::event>},
      {"sns-many", as<sns::event>},
      {"sqs", as<sqs::event>},
      {"sqs-fifo", as<sqs::event>},
  };
}

}  // namespace lambent::templates
