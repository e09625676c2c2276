// AWS Step Functions: the detail of its EventBridge events, for eventbridge::event<Detail>. What a
// state machine gives a function is any JSON, a struct of yours.
#pragma once

#include <lambent/events/time.hpp>
#include <lambent/json.hpp>

#include <optional>
#include <string>

namespace lambent::events::step_functions {

struct data_details {
  bool included = false;  ///< False: the data were too large.
  json::unknown_members other;
};
LAMBENT_JSON_AS(data_details, style::defaults, included, other);

/// "Step Functions Execution Status Change".
/// https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
struct execution_status_change {
  std::string execution_arn;
  std::string state_machine_arn;
  std::optional<std::string> state_machine_version_arn;
  std::optional<std::string> state_machine_alias_arn;
  std::string name;    ///< Of the execution.
  std::string status;  ///< "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", …
  std::optional<epoch_milliseconds> start_date;
  std::optional<epoch_milliseconds> stop_date;
  std::optional<std::string> input;  ///< JSON in a string.
  std::optional<data_details> input_details;
  std::optional<std::string> output;  ///< JSON in a string; of an execution that succeeded.
  std::optional<data_details> output_details;
  std::optional<std::string> error;
  std::optional<std::string> cause;
  std::optional<int> redrive_count;
  std::optional<epoch_milliseconds> redrive_date;
  std::optional<std::string> redrive_status;
  std::optional<std::string> redrive_status_reason;
  json::unknown_members other;
};
LAMBENT_JSON_AS(execution_status_change, style::camel_case | style::defaults,
                (execution_arn, "executionArn", required), state_machine_arn,
                state_machine_version_arn, state_machine_alias_arn, name,
                (status, "status", required), start_date, stop_date, input, input_details, output,
                output_details, error, cause, redrive_count, redrive_date, redrive_status,
                redrive_status_reason, other);

}  // namespace lambent::events::step_functions
