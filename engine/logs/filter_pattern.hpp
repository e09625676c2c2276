// CloudWatch Logs filter patterns: terms (`ERROR "exit status" -DEBUG ?warn`) and JSON selectors
// (`{ $.level = "ERROR" && $.ms > 100 }`). Space-delimited patterns (`[a, b]`) and regular
// expressions (`%…%`) are refused. An unquoted term matches anywhere in the message.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent::logs {

inline constexpr std::size_t filter_pattern_chars_max = 1024;

struct json_selector;

class filter_pattern {
public:
  // The error's text is what a client is told.
  [[nodiscard]] static result<filter_pattern> parse(std::string_view text);

  filter_pattern();
  filter_pattern(filter_pattern&&) noexcept;
  filter_pattern& operator=(filter_pattern&&) noexcept;
  ~filter_pattern();

  [[nodiscard]] bool matches(std::string_view message) const;
  [[nodiscard]] bool matches_everything() const;

private:
  std::vector<std::string> all_, none_, any_;
  std::unique_ptr<json_selector> selector_;
};

}  // namespace lambent::logs
