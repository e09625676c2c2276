// The environment variable _X_AMZN_TRACE_ID, which the runtime owes the AWS SDK and X-Ray.
// setenv would copy and leak per invocation; this keeps one slot in `environ` and rewrites its
// value.
#pragma once

#include <string>
#include <string_view>

namespace lambent {

class trace_variable {
public:
  trace_variable() = default;
  ~trace_variable() { clear(); }
  trace_variable(const trace_variable&) = delete;
  trace_variable& operator=(const trace_variable&) = delete;

  // Empty removes it. Like setenv, not for a moment in which another thread reads the environment.
  void set(std::string_view value);

private:
  void clear() noexcept;

  std::string slot_;  // "_X_AMZN_TRACE_ID=…", what environ points at.
};

}  // namespace lambent
