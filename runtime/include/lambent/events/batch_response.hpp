// What a function answers to a batch of which some records failed.
#pragma once

#include <lambent/json.hpp>

#include <string>
#include <vector>

namespace lambent::events {

/// A record that Lambda is to deliver again: an SQS message id, or the sequence number of a Kinesis
/// or DynamoDB record.
struct batch_item_failure {
  std::string item_identifier;

  friend bool operator==(const batch_item_failure&, const batch_item_failure&) = default;
};
LAMBENT_JSON_AS(batch_item_failure, style::camel_case, item_identifier);

/// The reply to SQS, Kinesis and DynamoDB batches; without failures all records are done. Lambda
/// reads it only when the event source mapping has FunctionResponseTypes = ReportBatchItemFailures:
/// without that, a function that reports failures here loses the records.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
struct batch_response {
  std::vector<batch_item_failure> batch_item_failures;

  friend bool operator==(const batch_response&, const batch_response&) = default;
};
LAMBENT_JSON_AS(batch_response, style::camel_case, batch_item_failures);

}  // namespace lambent::events
