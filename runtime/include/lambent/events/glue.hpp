// AWS Glue: details of its EventBridge events, for eventbridge::event<Detail>.
#pragma once

#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::glue {

/// "Glue Job State Change".
/// https://docs.aws.amazon.com/glue/latest/dg/automating-awsglue-with-cloudwatch-events.html
struct job_state_change {
  std::string job_name;
  std::string job_run_id;
  std::string state;     ///< "SUCCEEDED", "FAILED", "TIMEOUT", "STOPPED".
  std::string severity;  ///< "INFO", "ERROR", "WARN".
  std::string message;
  json::unknown_members other;
};
LAMBENT_JSON_AS(job_state_change, style::camel_case | style::defaults,
                (job_name, "jobName", required), job_run_id, (state, "state", required), severity,
                message, other);

/// "Glue Crawler State Change".
struct crawler_state_change {
  std::string crawler_name;
  std::string account_id;
  std::string state;  ///< "Started", "Succeeded", "Failed".
  std::string message;
  std::optional<std::string> start_time;     ///< When it started.
  std::optional<std::string> error_message;  ///< When it failed.
  json::unknown_members other;               ///< The counts of tables and partitions, as text.
};
LAMBENT_JSON_AS(crawler_state_change, style::camel_case | style::defaults,
                (crawler_name, "crawlerName", required), account_id, (state, "state", required),
                message, start_time, error_message, other);

}  // namespace lambent::events::glue
