// AWS Lambda destinations: what became of an asynchronous invocation or of a stream's batch, as the
// next function gets it.
#pragma once

#include <lambent/json.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace lambent::events::destination {

struct request_context {
  std::string request_id;
  std::string function_arn;
  /// "Success", "RetriesExhausted", "EventAgeExceeded"; of a batch "RetryAttemptsExhausted", …
  std::string condition;
  std::optional<int> approximate_invoke_count;
  json::unknown_members other;
};
LAMBENT_JSON_AS(request_context, style::camel_case | style::defaults, request_id, function_arn,
                (condition, "condition", required), approximate_invoke_count, other);

struct response_context {
  int status_code = 0;
  std::string executed_version;
  std::optional<std::string> function_error;  ///< "Handled" or "Unhandled".
  json::unknown_members other;
};
LAMBENT_JSON_AS(response_context, style::camel_case | style::defaults, status_code,
                executed_version, function_error, other);

/// Where a batch that failed is found in its stream, which keeps the records for a while.
struct batch_info {
  std::string shard_id;
  std::string start_sequence_number;
  std::string end_sequence_number;
  std::optional<std::string> approximate_arrival_of_first_record;
  std::optional<std::string> approximate_arrival_of_last_record;
  std::int64_t batch_size = 0;
  std::string stream_arn;
  json::unknown_members other;
};
LAMBENT_JSON_AS(batch_info, style::camel_case | style::defaults, shard_id, start_sequence_number,
                end_sequence_number, approximate_arrival_of_first_record,
                approximate_arrival_of_last_record, batch_size, stream_arn, other);

/// An invocation record. Request is a struct for what the function was given. What it answered is
/// `response_payload`; after an error an object with errorType and errorMessage.
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
template <class Request = json::raw>
struct record {
  std::string version;
  std::string timestamp;  ///< "2031-03-09T05:41:17.264Z".
  destination::request_context request_context;
  std::optional<Request> request_payload;
  std::optional<destination::response_context> response_context;
  std::optional<json::raw> response_payload;
  std::optional<batch_info> kinesis_batch_info;     ///< Instead of payloads, of Kinesis.
  std::optional<batch_info> ddb_stream_batch_info;  ///< The same, of DynamoDB.
  json::unknown_members other;
};
template <class Request>
LAMBENT_JSON_AS(record<Request>, style::camel_case | style::defaults, version, timestamp,
                (request_context, "requestContext", required), request_payload, response_context,
                response_payload, (kinesis_batch_info, "KinesisBatchInfo"),
                (ddb_stream_batch_info, "DDBStreamBatchInfo"), other);

}  // namespace lambent::events::destination
