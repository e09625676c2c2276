// Shows log events to a person on their way to the log store.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "engine/environment/log_sink.hpp"

namespace lambent::engine {

struct log_line {
  std::string_view function;
  environment::log_origin from;
  std::int64_t unix_ms = 0;
  std::string_view message;  // Without its newline; may hold some.
};

class log_tee final : public environment::log_sink {
public:
  using show = std::function<void(const log_line&)>;

  log_tee(environment::log_sink& on, show to) : next_(on), show_(std::move(to)) {}

  void write(const environment::log_destination_ptr& to, environment::log_origin from,
             std::int64_t unix_ms, std::string&& message) override {
    if (show_) show_({to->function, from, unix_ms, message});
    next_.write(to, from, unix_ms, std::move(message));
  }
  [[nodiscard]] bool congested() const override { return next_.congested(); }

private:
  environment::log_sink& next_;
  show show_;
};

}  // namespace lambent::engine
