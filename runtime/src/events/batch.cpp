// One record of a batch: what its handler throws is that record's failure, and is logged.
#include <lambent/events/batch.hpp>
#include <lambent/log.hpp>

#include <optional>
#include <string_view>

#include "../error/exception_report.hpp"

#if __cpp_exceptions && defined(__GLIBCXX__)
#include <cxxabi.h>
#endif

namespace lambent::events::detail {

namespace {

#if __cpp_exceptions

std::optional<failure> guarded(std::optional<failure> (*call)(void* with), void* with) {
  try {
    return call(with);
#ifdef __GLIBCXX__
  } catch (const abi::__forced_unwind&) {
    throw;  // The thread is being cancelled; swallowing that aborts the process.
#endif
  } catch (const failure& thrown) {
    return thrown;
  } catch (...) {
    return current_failure();
  }
}

#else

std::optional<failure> guarded(std::optional<failure> (*call)(void* with), void* with) {
  return call(with);
}

#endif

}  // namespace

bool attempt(std::string_view id, std::optional<failure> (*call)(void* with), void* with) {
  const std::optional<failure> why = guarded(call, with);
  if (!why) return true;
  const std::string_view type = why->type.empty() ? "Unknown" : std::string_view(why->type);
  log::error("a record of the batch failed",
             {{"itemIdentifier", id}, {"errorType", type}, {"errorMessage", why->message}});
  return false;
}

}  // namespace lambent::events::detail
