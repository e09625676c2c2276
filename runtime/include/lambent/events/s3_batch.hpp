// Amazon S3 Batch Operations that invoke a function for each object.
#pragma once

#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace lambent::events::s3_batch {

struct job {
  std::string id;
  std::optional<std::map<std::string, std::string>> user_arguments;  ///< Schema 2.0.
  json::unknown_members other;
};
LAMBENT_JSON_AS(job, style::camel_case | style::defaults, id, user_arguments, other);

/// One object.
struct task {
  std::string task_id;
  std::string s3_key;                        ///< As the manifest has it: URL-encoded.
  std::optional<std::string> s3_version_id;  ///< Missing where the manifest names none.
  std::optional<std::string> s3_bucket_arn;  ///< Schema 1.0.
  std::optional<std::string> s3_bucket;      ///< Schema 2.0: the bucket's name.
  json::unknown_members other;

  /// The bucket's name in both schemas.
  [[nodiscard]] std::string_view bucket() const noexcept {
    if (s3_bucket) return *s3_bucket;
    const std::string_view arn = s3_bucket_arn ? std::string_view(*s3_bucket_arn) : "";
    return arn.substr(arn.rfind(':') + 1);
  }
};
LAMBENT_JSON_AS(task, style::camel_case | style::defaults, (task_id, "taskId", required), s3_key,
                s3_version_id, s3_bucket_arn, s3_bucket, other);

/// Objects of a job, today one at a time, in schema 1.0 or 2.0.
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-invoke-lambda.html
struct event {
  std::string invocation_schema_version;  ///< "1.0" or "2.0".
  std::string invocation_id;
  s3_batch::job job;
  std::vector<task> tasks;
  json::unknown_members other;
};
LAMBENT_JSON_AS(event, style::camel_case | style::defaults,
                (invocation_schema_version, "invocationSchemaVersion", required), invocation_id,
                job, (tasks, "tasks", required), other);

enum class result_code {
  succeeded,
  temporary_failure,  ///< S3 tries the object again before the job ends.
  permanent_failure,
};
LAMBENT_JSON_ENUM(result_code, (succeeded, "Succeeded"), (temporary_failure, "TemporaryFailure"),
                  (permanent_failure, "PermanentFailure"));

struct task_result {
  std::string task_id;
  s3_batch::result_code result_code = s3_batch::result_code::succeeded;
  std::string result_string;  ///< For the job's report; up to 1024 characters of it.
};
LAMBENT_JSON_AS(task_result, style::camel_case, task_id, result_code, result_string);

/// The answer: respond_to(event), and add() for each task.
struct response {
  std::string invocation_schema_version;
  result_code treat_missing_keys_as = result_code::permanent_failure;
  std::string invocation_id;
  std::vector<task_result> results;

  void add(const task& done, result_code how, std::string result_string = {}) {
    results.push_back({done.task_id, how, std::move(result_string)});
  }
};
LAMBENT_JSON_AS(response, style::camel_case, invocation_schema_version, treat_missing_keys_as,
                invocation_id, results);

/// A response without results yet, of the same schema and invocation as the event.
[[nodiscard]] inline response respond_to(const event& to) {
  response answer;
  answer.invocation_schema_version = to.invocation_schema_version;
  answer.invocation_id = to.invocation_id;
  return answer;
}

}  // namespace lambent::events::s3_batch
