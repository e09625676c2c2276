// AWS Batch: the detail of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lambent::events::batch_jobs {

/// "Batch Job State Change"; `container` and `attempts` are as DescribeJobs has them.
/// https://docs.aws.amazon.com/batch/latest/userguide/batch_job_events.html
struct job_state_change {
  std::optional<std::string> job_arn;
  std::string job_id;
  std::string job_name;
  std::string job_queue;
  std::string job_definition;
  std::string status;  ///< "SUBMITTED", "RUNNABLE", "RUNNING", "SUCCEEDED", "FAILED", …
  std::optional<std::string> status_reason;
  std::optional<epoch_milliseconds> created_at;
  std::optional<epoch_milliseconds> started_at;
  std::optional<epoch_milliseconds> stopped_at;
  std::vector<json::object> attempts;
  std::optional<std::map<std::string, std::string>> parameters;
  std::optional<json::object> container;
  std::optional<std::map<std::string, std::string>> tags;
  json::unknown_members other;
};
LAMBENT_JSON_AS(job_state_change, style::camel_case | style::defaults, job_arn,
                (job_id, "jobId", required), job_name, job_queue, job_definition,
                (status, "status", required), status_reason, created_at, started_at, stopped_at,
                attempts, parameters, container, tags, other);

}  // namespace lambent::events::batch_jobs
