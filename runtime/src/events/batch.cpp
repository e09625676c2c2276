// One record of a batch: what its handler throws is that record's failure, and is logged.
#include <lambent/events/batch.hpp>
#include <lambent/log.hpp>

#include <optional>
#include <string_view>

#include "../error/guarded_call.hpp"

namespace lambent::events::detail {

bool attempt(std::string_view id, std::optional<failure> (*call)(void* with), void* with) {
  const std::optional<failure> why = failure_of([&] { return call(with); });
  if (!why) return true;
  const std::string_view type = why->type.empty() ? "Unknown" : std::string_view(why->type);
  log::error("a record of the batch failed",
             {{"itemIdentifier", id}, {"errorType", type}, {"errorMessage", why->message}});
  return false;
}

}  // namespace lambent::events::detail
