// AWS CodePipeline: a pipeline's Lambda action, and the details of its EventBridge events.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <vector>

namespace lambent::events::codepipeline {

struct s3_location {
  std::string bucket_name;
  std::string object_key;
  json::unknown_members other;
};
LAMBENT_JSON_AS(s3_location, style::camel_case | style::defaults, bucket_name, object_key, other);

struct location {
  std::string type;  ///< "S3".
  std::optional<codepipeline::s3_location> s3_location;
  json::unknown_members other;
};
LAMBENT_JSON_AS(location, style::camel_case | style::defaults, type, s3_location, other);

struct artifact {
  std::string name;
  std::optional<std::string> revision;
  codepipeline::location location;
  json::unknown_members other;
};
LAMBENT_JSON_AS(artifact, style::camel_case | style::defaults, name, revision, location, other);

/// For the artifacts' bucket, and for nothing else.
struct artifact_credentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token;
  std::optional<std::string> expiration_time;  ///< Milliseconds since 1970, in a string.
  json::unknown_members other;
};
LAMBENT_JSON_AS(artifact_credentials, style::camel_case | style::defaults, access_key_id,
                secret_access_key, session_token, expiration_time, other);

struct configuration {
  std::string function_name;
  std::optional<std::string> user_parameters;  ///< Text of the action's.
  json::unknown_members other;
};
LAMBENT_JSON_AS(configuration, style::pascal_case | style::defaults, function_name, user_parameters,
                other);

struct action_configuration {
  codepipeline::configuration configuration;
  json::unknown_members other;
};
LAMBENT_JSON_AS(action_configuration, style::camel_case | style::defaults, configuration, other);

struct encryption_key {
  std::string id;    ///< An ARN or id.
  std::string type;  ///< "KMS".
  json::unknown_members other;
};
LAMBENT_JSON_AS(encryption_key, style::camel_case | style::defaults, id, type, other);

struct job_data {
  codepipeline::action_configuration action_configuration;
  std::vector<artifact> input_artifacts;
  std::vector<artifact> output_artifacts;
  std::optional<codepipeline::artifact_credentials> artifact_credentials;
  std::optional<std::string> continuation_token;  ///< What the function gave to go on later.
  std::optional<codepipeline::encryption_key> encryption_key;
  json::unknown_members other;
};
LAMBENT_JSON_AS(job_data, style::camel_case | style::defaults, action_configuration,
                input_artifacts, output_artifacts, artifact_credentials, continuation_token,
                encryption_key, other);

struct job {
  std::string id;
  std::string account_id;
  job_data data;
  json::unknown_members other;
};
LAMBENT_JSON_AS(job, style::camel_case | style::defaults, (id, "id", required), account_id,
                (data, "data", required), other);

/// A pipeline reached the action. The answer goes to CodePipeline's PutJobSuccessResult or
/// PutJobFailureResult; what the function returns is ignored.
/// https://docs.aws.amazon.com/codepipeline/latest/userguide/actions-invoke-lambda-function.html
struct job_event {
  codepipeline::job job;
  json::unknown_members other;
};
LAMBENT_JSON_AS(job_event, style::defaults, (job, "CodePipeline.job", required), other);

struct action_type {
  std::string owner;     ///< "AWS", "ThirdParty", "Custom".
  std::string category;  ///< "Source", "Build", "Deploy", …
  std::string provider;
  json::raw version;  ///< A number, or text that is one.
  json::unknown_members other;
};
LAMBENT_JSON_AS(action_type, style::camel_case | style::defaults, owner, category, provider,
                version, other);

struct execution_result {
  std::optional<std::string> external_execution_url;
  std::optional<std::string> external_execution_summary;
  std::optional<std::string> external_execution_id;
  std::optional<std::string> error_code;
  json::unknown_members other;
};
LAMBENT_JSON_AS(execution_result, style::defaults,
                (external_execution_url, "external-execution-url"),
                (external_execution_summary, "external-execution-summary"),
                (external_execution_id, "external-execution-id"), (error_code, "error-code"),
                other);

/// The detail of "CodePipeline Pipeline Execution State Change", and of the same for stages and
/// actions, for eventbridge::event<Detail>.
/// https://docs.aws.amazon.com/codepipeline/latest/userguide/detect-state-changes-cloudwatch-events.html
struct state_change {
  std::string pipeline;
  std::string execution_id;
  double version = 0;                 ///< The pipeline's; a whole number.
  std::string state;                  ///< "STARTED", "SUCCEEDED", "FAILED", "CANCELED", …
  std::optional<std::string> stage;   ///< Of a stage or an action.
  std::optional<std::string> action;  ///< Of an action.
  std::optional<std::string> region;
  std::optional<std::string> start_time;
  std::optional<action_type> type;
  std::optional<codepipeline::execution_result> execution_result;
  json::unknown_members other;
};
LAMBENT_JSON_AS(state_change, style::defaults, (pipeline, "pipeline", required),
                (execution_id, "execution-id", required), version, (state, "state", required),
                stage, action, region, (start_time, "start-time"), type,
                (execution_result, "execution-result"), other);

}  // namespace lambent::events::codepipeline
