// For programs written for aws-lambda-cpp: printf-like log lines. They become records of
// lambent/log.hpp, so that they carry the request id and follow Lambda's log format and level.
// C++11.
#pragma once

#include <cstdarg>

namespace aws {
namespace logging {

enum class verbosity { error, info, debug };

/// `msg` is a format of printf. Any thread may call it. What AWS_LAMBDA_LOG_LEVEL (INFO) excludes
/// is not written.
void log(verbosity v, const char* tag, const char* msg, va_list args);

[[gnu::format(printf, 2, 3)]] inline void log_error(const char* tag, const char* msg, ...) {
  va_list args;
  va_start(args, msg);
  log(verbosity::error, tag, msg, args);
  va_end(args);
}

// As in aws-lambda-cpp, a program is compiled with AWS_LAMBDA_LOG=1 for its infos and with 2 for
// its debug lines, else they cost nothing.
[[gnu::format(printf, 2, 3)]] inline void log_info(const char* tag, const char* msg, ...) {
#if defined(AWS_LAMBDA_LOG) && AWS_LAMBDA_LOG >= 1
  va_list args;
  va_start(args, msg);
  log(verbosity::info, tag, msg, args);
  va_end(args);
#else
  (void)tag;
  (void)msg;
#endif
}

[[gnu::format(printf, 2, 3)]] inline void log_debug(const char* tag, const char* msg, ...) {
#if defined(AWS_LAMBDA_LOG) && AWS_LAMBDA_LOG >= 2
  va_list args;
  va_start(args, msg);
  log(verbosity::debug, tag, msg, args);
  va_end(args);
#else
  (void)tag;
  (void)msg;
#endif
}

}  // namespace logging
}  // namespace aws
