// Where an environment's log events go. The loop never waits for a disk: a sink takes what it is
// given and says when it has too much.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace lambent::environment {

struct log_destination {
  std::string group, stream;
};
// Owners: the environment that writes there, and its events that are not stored yet.
using log_destination_ptr = std::shared_ptr<const log_destination>;

class log_sink {
public:
  virtual ~log_sink() = default;
  virtual void write(const log_destination_ptr& to, std::int64_t unix_ms,
                     std::string&& message) = 0;
  // So much waits to be stored that reading more output should wait, too.
  [[nodiscard]] virtual bool congested() const = 0;
};

}  // namespace lambent::environment
