// A function's configuration while it is measured: changed so that cold starts happen, or for
// another memory size, and put back as it was.
#pragma once

#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "aws/client.hpp"
#include "aws/protocol/json.hpp"
#include "aws/services/lambda_ready.hpp"
#include "base/error.hpp"

namespace lambent::cli::bench {

// The environment variable whose change makes Lambda begin new environments. It says what restores
// the function, should nothing else do it: `memory=128 …` where the memory size was changed, too.
inline constexpr std::string_view cold_variable = "LAMBENT_BENCH_COLD";

// The variable's value: different for each `unique`. And the memory size in one that is there.
[[nodiscard]] std::string cold_value(std::optional<unsigned> memory_mb, std::string_view unique);
[[nodiscard]] std::optional<unsigned> memory_in_cold_value(std::string_view value);

// A function's variables, by its configuration. An error where AWS could not read them: whoever
// sends them back then would wipe them.
[[nodiscard]] result<aws::json_object> variables_of(const aws::json_object& configuration);

// Whoever opens one restores it. All calls wait until the function is ready again, five minutes at
// most, and live through another change of it that comes between.
class held_configuration {
public:
  // Reads the configuration and changes nothing. What a bench that was killed left behind is known
  // by the variable, and restored with the rest. `with` must outlive it. `name` has no qualifier:
  // versions cannot be changed.
  [[nodiscard]] static std::expected<held_configuration, aws::call_error> open(
      aws::client& with, std::string name, aws::lambda::sleeper sleep);

  // After these the next invocation is a cold start.
  [[nodiscard]] std::expected<void, aws::call_error> force_cold_start();
  [[nodiscard]] std::expected<void, aws::call_error> set_memory(unsigned memory_mb);

  // Takes back what was changed, and nothing that somebody else changed meanwhile. Does nothing
  // where nothing is to be taken back.
  [[nodiscard]] std::expected<void, aws::call_error> restore();

  // Before any change: AWS's FunctionConfiguration, and its memory size.
  [[nodiscard]] const aws::json_object& original() const { return original_; }
  [[nodiscard]] unsigned memory_mb() const { return memory_mb_; }
  // A bench before this one was ended before it restored the function.
  [[nodiscard]] bool left_over() const { return left_over_; }
  // restore() sets the memory size, too.
  [[nodiscard]] bool memory_changed() const { return memory_changed_; }

private:
  held_configuration(aws::client& with, std::string name, aws::lambda::sleeper sleep)
      : with_(&with), name_(std::move(name)), sleep_(std::move(sleep)) {}
  [[nodiscard]] std::expected<void, aws::call_error> mark(std::optional<unsigned> memory_mb);

  aws::client* with_;
  std::string name_;
  aws::lambda::sleeper sleep_;
  aws::json_object original_{};
  unsigned memory_mb_ = 0;
  bool left_over_ = false;
  bool changed_ = false;
  bool memory_changed_ = false;
};

}  // namespace lambent::cli::bench
