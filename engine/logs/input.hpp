// The members of a request to CloudWatch Logs, checked against AWS's model while they are read. All
// that is wrong is collected: read every member first, then ask check().
#pragma once

#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "engine/logs/answer.hpp"
#include "engine/logs/event.hpp"
#include "engine/model/violations.hpp"

namespace lambent::logs {

inline constexpr std::size_t tags_max = 50;              // Of a group.
inline constexpr std::size_t batch_events_max = 10'000;  // Of a PutLogEvents.

struct text_rule {
  std::size_t chars_min = 1;
  std::size_t chars_max = std::numeric_limits<std::size_t>::max();
  const model::pattern* pattern = nullptr;
  std::string_view values{};  // Of an enum, as AWS lists them: "[A, B]".
};

struct number_range {
  std::int64_t min = 0, max = std::numeric_limits<std::int64_t>::max();
};

struct list_range {
  std::size_t min = 1, max = std::numeric_limits<std::size_t>::max();
};

namespace rules {
extern const text_rule group_name, group_name_part, stream_name, group_identifier, resource_arn;
extern const text_rule token, filter, tag_key, tag_value;
}  // namespace rules

class input {
public:
  [[nodiscard]] static answer<input> parse(std::string_view body);
  input(input&&) noexcept;
  ~input();

  // Absent and null are the same.
  [[nodiscard]] std::optional<std::string> text(std::string_view name, const text_rule& rule);
  [[nodiscard]] std::string required(std::string_view name, const text_rule& rule);
  [[nodiscard]] std::optional<std::int64_t> number(std::string_view name, number_range range = {});
  [[nodiscard]] bool flag(std::string_view name);
  [[nodiscard]] std::optional<std::vector<std::string>> texts(std::string_view name,
                                                              const text_rule& rule,
                                                              list_range length = {});
  [[nodiscard]] std::optional<std::map<std::string, std::string>> tags(std::string_view name);
  [[nodiscard]] std::vector<event> events(std::string_view name);
  void require(std::string_view name);
  void refuse_value(std::string_view value, std::string_view name, std::string_view values);
  void refuse_both(std::string_view one, std::string_view other);

  // What was wrong with anything read so far.
  [[nodiscard]] answer<> check() const;

private:
  struct document;
  explicit input(std::unique_ptr<document> parsed);

  void check_text(std::string_view value, const std::string& path, const text_rule& rule);
  void check_number(std::int64_t value, const std::string& path, number_range range);
  void check_length(std::size_t length, std::string_view path, list_range range);
  void wrong_type(std::string_view path, std::string_view wanted);

  std::unique_ptr<document> document_;
  model::violations violations_;
  std::string type_error_, conflict_;
};

}  // namespace lambent::logs
