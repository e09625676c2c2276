// Batches record by record: a record that fails is delivered again, the others are done.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/detail/result.hpp>
#include <lambent/events/batch_response.hpp>
#include <lambent/failure.hpp>

#include <algorithm>
#include <concepts>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lambent::events {

namespace detail {

// Calls call(with), which says why the record failed. What it throws counts as that; a failure is
// logged with the record's id. Whether all was well.
bool attempt(std::string_view id, std::optional<failure> (*call)(void* with), void* with);

// A record whose failure need not stop the records after it.
template <class Record>
concept grouped_record = requires(const Record& record) {
  { record.batch_group() } -> std::same_as<std::optional<std::string_view>>;
};

// What the handler's result says of the record.
template <class Handler, class Record>
std::optional<failure> why_failed(Handler& handle, const Record& record) {
  using returned = std::remove_cvref_t<std::invoke_result_t<Handler&, const Record&>>;
  if constexpr (std::is_void_v<returned>) {
    handle(record);
  } else if constexpr (std::is_same_v<returned, bool>) {
    if (!handle(record)) return failure{"", "the handler returned false"};
  } else if constexpr (std::is_same_v<returned, failure>) {
    return handle(record);
  } else if constexpr (lambent::detail::expected_shaped<returned>) {
    auto result = handle(record);
    if (!result.has_value()) return failure(std::move(result).error());
  } else {
    static_assert(lambent::detail::always_false<Handler>,
                  "lambent::events::process_batch: a handler returns void, bool, "
                  "lambent::failure, or std::expected (or a look-alike) with one");
  }
  return std::nullopt;
}

template <class Handler, class Record>
bool attempt(Handler& handle, const Record& record) {
  struct {
    Handler& handle;
    const Record& record;
  } with{handle, record};
  using both = decltype(with);
  return attempt(
      record.batch_item_identifier(),
      [](void* opaque) {
        const both& them = *static_cast<both*>(opaque);
        return why_failed(them.handle, them.record);
      },
      &with);
}

}  // namespace detail

/// Calls `handle` with one record of the batch after the other and returns what failed, for
/// `lambent::run` to send. A record fails when the handler returns false, a lambent::failure or an
/// std::expected (or a look-alike) without a value, or throws; each failure is a record in the log
/// (lambent/log.hpp) with the item's id. `event` is an sqs, kinesis or dynamodb event, or one with
/// a tumbling window.
///
/// - Messages of a standard queue stand alone: each failed one is reported.
/// - In a FIFO queue, the messages of a failed one's group that come after it are reported without
///   being tried, so that their order holds; other groups go on.
/// - A stream is done up to its first failure, where processing ends: Lambda begins again there.
///
/// The event source mapping must have FunctionResponseTypes = ReportBatchItemFailures; without it
/// Lambda ignores the response and takes the whole batch as done.
/// https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
/// https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html
template <class Event, class Handler>
[[nodiscard]] batch_response process_batch(const Event& event, Handler&& handle) {
  using record = typename decltype(event.records)::value_type;
  static_assert(std::is_invocable_v<Handler&, const record&>,
                "lambent::events::process_batch: a handler takes one record of the batch");
  batch_response response;
  std::vector<std::string_view> failed_groups;
  for (const record& one : event.records) {
    std::optional<std::string_view> group;
    if constexpr (detail::grouped_record<record>) group = one.batch_group();
    const bool held_back = group && std::find(failed_groups.begin(), failed_groups.end(), *group) !=
                                        failed_groups.end();
    if (!held_back && detail::attempt(handle, one)) continue;
    response.batch_item_failures.push_back({std::string(one.batch_item_identifier())});
    if (!detail::grouped_record<record>) break;
    if (group && !held_back) failed_groups.push_back(*group);
  }
  return response;
}

}  // namespace lambent::events
