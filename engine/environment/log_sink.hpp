// Where an environment's log events go. The loop never waits for a disk: a sink takes what it is
// given and says when it has too much.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "engine/model/owner.hpp"

namespace lambent::environment {

struct log_destination {
  model::owner owner;
  std::string group, stream;
  std::string function;  // Its name.
};
// Owners: the environment that writes there, and its events that are not stored yet.
using log_destination_ptr = std::shared_ptr<const log_destination>;

enum class log_origin : std::uint8_t {
  function,  // What its program wrote.
  platform,  // START, END, REPORT and their kin.
};

class log_sink {
public:
  virtual ~log_sink() = default;
  virtual void write(const log_destination_ptr& to, log_origin from, std::int64_t unix_ms,
                     std::string&& message) = 0;
  // So much waits to be stored that reading more output should wait, too.
  [[nodiscard]] virtual bool congested() const = 0;
};

}  // namespace lambent::environment
