#include "engine/logs/input.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace lambent::logs {
namespace {

namespace json = boost::json;

constexpr std::size_t depth_max = 32;

std::size_t count_chars(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

bool is_stream_name(std::string_view text) {
  return text.find_first_of(":*") == std::string_view::npos;
}

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool all_of(std::string_view text, std::string_view signs) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_word(c) || signs.find(c) != std::string_view::npos; });
}

bool is_group_name(std::string_view text) { return !text.empty() && all_of(text, ".-/#"); }
bool is_group_name_part(std::string_view text) { return all_of(text, ".-/#"); }
bool is_identifier(std::string_view text) { return all_of(text, "#+=/:,.@-*"); }

const model::pattern group_pattern{R"([\.\-_/#A-Za-z0-9]+)", is_group_name};
const model::pattern part_pattern{R"([\.\-_/#A-Za-z0-9]*)", is_group_name_part};
const model::pattern stream_pattern{"[^:*]*", is_stream_name};
const model::pattern identifier_pattern{R"([\w#+=/:,.@-]*)", is_identifier};

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

std::optional<std::int64_t> whole_number(const json::value& v) {
  if (const auto* i = v.if_int64()) return *i;
  // Some clients send times as 1.7e12.
  if (const auto* d = v.if_double(); d && *d >= -9e15 && *d <= 9e15)
    return static_cast<std::int64_t>(*d);
  return {};
}

}  // namespace

namespace rules {
const text_rule group_name{.chars_max = 512, .pattern = &group_pattern};
const text_rule group_name_part{.chars_min = 0, .chars_max = 512, .pattern = &part_pattern};
const text_rule stream_name{.chars_max = 512, .pattern = &stream_pattern};
const text_rule group_identifier{.chars_max = 2048, .pattern = &identifier_pattern};
const text_rule resource_arn{.chars_max = 1011, .pattern = &identifier_pattern};
const text_rule token{};
const text_rule filter{.chars_min = 0, .chars_max = 1024};
const text_rule tag_key{.chars_max = 128};
const text_rule tag_value{.chars_min = 0, .chars_max = 256};
}  // namespace rules

struct input::document {
  json::object members;

  [[nodiscard]] const json::value* find(std::string_view name) const {
    const auto* v = members.if_contains(json::string_view(name.data(), name.size()));
    return v && !v->is_null() ? v : nullptr;
  }
};

input::input(std::unique_ptr<document> parsed) : document_(std::move(parsed)) {}
input::input(input&&) noexcept = default;
input::~input() = default;

answer<input> input::parse(std::string_view body) {
  auto parsed = std::make_unique<document>();
  if (body.empty()) return input(std::move(parsed));
  json::error_code failed;
  json::parse_options options;
  options.max_depth = depth_max;
  auto value = json::parse(json::string_view(body.data(), body.size()), failed, {}, options);
  if (failed) return refuse("SerializationException", "The request is not valid JSON");
  auto* members = value.if_object();
  if (!members) return refuse("SerializationException", "The request is not a JSON object");
  parsed->members = std::move(*members);
  return input(std::move(parsed));
}

answer<> input::check() const {
  if (!type_error_.empty()) return refuse("SerializationException", type_error_);
  if (!violations_.empty()) return invalid_parameter(violations_.error().message);
  if (!conflict_.empty()) return invalid_parameter(conflict_);
  return {};
}

void input::wrong_type(std::string_view path, std::string_view wanted) {
  if (type_error_.empty())
    type_error_ = "The value at '" + std::string(path) + "' is not " + std::string(wanted);
}

void input::require(std::string_view name) {
  if (!document_->find(name)) violations_.add("null", name, "Member must not be null");
}

void input::refuse_value(std::string_view value, std::string_view name, std::string_view values) {
  violations_.add(model::quoted(value), name,
                  "Member must satisfy enum value set: " + std::string(values));
}

void input::refuse_both(std::string_view one, std::string_view other) {
  conflict_ =
      std::string(one) + " and " + std::string(other) + " are mutually exclusive parameters.";
}

void input::check_text(std::string_view value, const std::string& path, const text_rule& rule) {
  const auto quoted = model::quoted(value);
  const auto chars = count_chars(value);
  if (chars > rule.chars_max) violations_.add(quoted, path, model::length_at_most(rule.chars_max));
  if (chars < rule.chars_min) violations_.add(quoted, path, model::length_at_least(rule.chars_min));
  if (rule.pattern && !rule.pattern->matches(value))
    violations_.add(quoted, path, model::must_match(*rule.pattern));
  if (rule.values.empty()) return;
  const auto found = rule.values.find(value);
  const bool listed = !value.empty() && found != std::string_view::npos && found > 0 &&
                      !is_word(rule.values[found - 1]) &&
                      !is_word(rule.values[found + value.size()]);
  if (!listed) refuse_value(value, path, rule.values);
}

void input::check_number(std::int64_t value, const std::string& path, number_range range) {
  const auto quoted = model::quoted(std::to_string(value));
  if (value > range.max) violations_.add(quoted, path, model::value_at_most(range.max));
  if (value < range.min) violations_.add(quoted, path, model::value_at_least(range.min));
}

void input::check_length(std::size_t length, std::string_view path, list_range range) {
  const auto quoted = length == 0 ? "'[]'" : "'[" + std::to_string(length) + " elements]'";
  if (length > range.max) violations_.add(quoted, path, model::length_at_most(range.max));
  if (length < range.min) violations_.add(quoted, path, model::length_at_least(range.min));
}

std::optional<std::string> input::text(std::string_view name, const text_rule& rule) {
  const auto* v = document_->find(name);
  if (!v) return {};
  if (!v->is_string()) {
    wrong_type(name, "a string");
    return {};
  }
  const auto value = view(v->get_string());
  check_text(value, std::string(name), rule);
  return std::string(value);
}

std::string input::required(std::string_view name, const text_rule& rule) {
  require(name);
  return text(name, rule).value_or("");
}

std::optional<std::int64_t> input::number(std::string_view name, number_range range) {
  const auto* v = document_->find(name);
  if (!v) return {};
  const auto value = whole_number(*v);
  if (value)
    check_number(*value, std::string(name), range);
  else
    wrong_type(name, "a whole number");
  return value;
}

bool input::flag(std::string_view name) {
  const auto* v = document_->find(name);
  if (v && !v->is_bool()) wrong_type(name, "a boolean");
  return v && v->is_bool() && v->get_bool();
}

std::optional<std::vector<std::string>> input::texts(std::string_view name, const text_rule& rule,
                                                     list_range length) {
  const auto* v = document_->find(name);
  if (!v) return {};
  if (!v->is_array()) {
    wrong_type(name, "a list");
    return {};
  }
  check_length(v->get_array().size(), name, length);
  std::vector<std::string> out;
  for (const auto& element : v->get_array()) {
    if (!element.is_string()) {
      wrong_type(name, "a list of strings");
      return {};
    }
    const auto value = view(element.get_string());
    check_text(value, std::string(name) + "." + std::to_string(out.size() + 1) + ".member", rule);
    out.emplace_back(value);
  }
  return out;
}

std::optional<std::map<std::string, std::string>> input::tags(std::string_view name) {
  const auto* v = document_->find(name);
  if (!v) return {};
  if (!v->is_object()) {
    wrong_type(name, "a map");
    return {};
  }
  check_length(v->get_object().size(), name, {.min = 1, .max = tags_max});
  std::map<std::string, std::string> out;
  for (const auto& [key, value] : v->get_object()) {
    const std::string text_key(key.data(), key.size());
    if (!value.is_string()) {
      wrong_type(std::string(name) + "." + text_key, "a string");
      return {};
    }
    check_text(text_key, std::string(name), rules::tag_key);
    check_text(view(value.get_string()), std::string(name) + "." + text_key + ".member",
               rules::tag_value);
    out.emplace(text_key, view(value.get_string()));
  }
  return out;
}

std::vector<event> input::events(std::string_view name) {
  std::vector<event> out;
  require(name);
  const auto* v = document_->find(name);
  if (!v) return out;
  if (!v->is_array()) {
    wrong_type(name, "a list");
    return out;
  }
  check_length(v->get_array().size(), name, {.min = 1, .max = batch_events_max});
  out.reserve(v->get_array().size());
  for (const auto& element : v->get_array()) {
    const auto path = std::string(name) + "." + std::to_string(out.size() + 1) + ".member.";
    const auto* object = element.if_object();
    const auto* time = object ? object->if_contains("timestamp") : nullptr;
    const auto* message = object ? object->if_contains("message") : nullptr;
    event e;
    if (!time || time->is_null())
      violations_.add("null", path + "timestamp", "Member must not be null");
    else if (const auto ms = whole_number(*time))
      check_number(e.timestamp_ms = *ms, path + "timestamp", {});
    else
      wrong_type(path + "timestamp", "a whole number");
    if (!message || message->is_null())
      violations_.add("null", path + "message", "Member must not be null");
    else if (!message->is_string())
      wrong_type(path + "message", "a string");
    else if (message->get_string().empty())
      check_text({}, path + "message", {});
    else
      e.message = view(message->get_string());
    out.push_back(std::move(e));
  }
  return out;
}

}  // namespace lambent::logs
