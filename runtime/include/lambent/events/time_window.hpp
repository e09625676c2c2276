// Tumbling windows over Kinesis and DynamoDB streams: state that Lambda hands from invocation to
// invocation.
#pragma once

#include <lambent/events/batch_response.hpp>
#include <lambent/json.hpp>

#include <string>
#include <vector>

namespace lambent::events {

/// From when to when, in ISO 8601.
struct window {
  std::string start;
  std::string end;
  json::unknown_members other;
};
LAMBENT_JSON_AS(window, style::camel_case | style::defaults, start, end, other);

/// A batch of records of one window and one shard: kinesis::time_window_event and
/// dynamodb::time_window_event. The reply is a time_window_response.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html
template <class Record>
struct time_window_event {
  using record_type = Record;

  std::vector<Record> records;
  events::window window;
  json::object state;  ///< What the window's last invocation returned; empty in its first.
  std::string shard_id;
  std::string event_source_arn;  ///< The stream.
  bool is_final_invoke_for_window = false;
  /// The state grew beyond 1 MB: the same window goes on with a fresh one.
  bool is_window_terminated_early = false;
  json::unknown_members other;
};
template <class Record>
LAMBENT_JSON_AS(time_window_event<Record>, style::camel_case | style::defaults,
                (records, "Records", required), (window, "window", required), state, shard_id,
                (event_source_arn, "eventSourceARN"), is_final_invoke_for_window,
                is_window_terminated_early, other);

/// The reply to a batch of a window. `state`, at most 1 MB, is the next invocation's; without it
/// Lambda takes the invocation as failed.
struct time_window_response {
  json::object state;
  std::vector<batch_item_failure> batch_item_failures;
};
LAMBENT_JSON_AS(time_window_response, style::camel_case | style::defaults, state,
                batch_item_failures);

}  // namespace lambent::events
