// aws-lambda-cpp's log lines as Lambent's records; the tag becomes a field.
#include <aws/logging/logging.h>
#include <lambent/log.hpp>

#include <cstdio>
#include <string>

namespace aws::logging {

namespace {

lambent::log::level level_of(verbosity v) noexcept {
  if (v == verbosity::error) return lambent::log::level::error;
  return v == verbosity::info ? lambent::log::level::info : lambent::log::level::debug;
}

}  // namespace

void log(verbosity v, const char* tag, const char* msg, va_list args) {
  const lambent::log::level level = level_of(v);
  if (!lambent::log::enabled(level)) return;
  va_list again;
  va_copy(again, args);
  const int length = std::vsnprintf(nullptr, 0, msg, args);
  // A format that printf refuses still says more than nothing.
  std::string text = msg;
  if (length >= 0) {
    text.resize(static_cast<std::size_t>(length));
    (void)std::vsnprintf(text.data(), text.size() + 1, msg, again);
  }
  va_end(again);
  lambent::log::write(level, text, {{"tag", tag}});
}

}  // namespace aws::logging
