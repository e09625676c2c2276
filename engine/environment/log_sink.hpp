// Where an environment's log events go. The loop never waits for a disk: a sink takes what it is
// given and says when it has too much.
#pragma once

#include <cstdint>
#include <string>

namespace lambent::environment {

class log_sink {
public:
  virtual ~log_sink() = default;
  virtual void write(const std::string& group, const std::string& stream, std::int64_t unix_ms,
                     std::string&& message) = 0;
  // So much waits to be stored that reading more output should wait, too.
  [[nodiscard]] virtual bool congested() const = 0;
};

}  // namespace lambent::environment
