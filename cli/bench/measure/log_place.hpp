// Where Lambda writes its reports on a function's invocations, and how they are found there. Pure.
// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-loggroups.html
#pragma once

#include <string>
#include <string_view>

#include "aws/protocol/json.hpp"
#include "base/error.hpp"

namespace lambent::cli::bench {

struct log_place {
  std::string group{};
  bool json = false;  // The log format: platform.report records instead of REPORT lines.
};

// `configuration` is a FunctionConfiguration. An error where the function's logs have no reports:
// in the JSON format they are at the system's level INFO.
[[nodiscard]] result<log_place> log_place_of(const aws::json_object& configuration);

// CloudWatch's filter pattern for the reports on all invocations, or on one.
[[nodiscard]] std::string pattern_of_reports(const log_place& in);
[[nodiscard]] std::string pattern_of_report(const log_place& in, std::string_view request_id);

}  // namespace lambent::cli::bench
