#include "engine/companions/ecr/input.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "engine/companions/ecr/limits.hpp"
#include "oci/reference.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

std::string copy(const json::string& text) { return {text.data(), text.size()}; }

constexpr std::string_view name_pattern =
    R"((?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*)";

}  // namespace

answer<input> input::parse(std::string_view body) {
  if (body.empty()) return input(json::object());
  json::error_code failed;
  json::value read = json::parse(json::string_view(body.data(), body.size()), failed);
  if (failed) return refusal(fault("SerializationException", "The request is not valid JSON"));
  json::object* members = read.if_object();
  if (members == nullptr)
    return refusal(fault("SerializationException", "The request is not a JSON object"));
  return input(std::move(*members));
}

const json::value* input::find(std::string_view name) const {
  const json::value* found = members_.if_contains(json::string_view(name.data(), name.size()));
  return found != nullptr && !found->is_null() ? found : nullptr;
}

void input::note(fault&& why) {
  if (!wrong_) wrong_ = std::move(why);
}

void input::wrong_type(std::string_view name, std::string_view wanted) {
  note(fault("SerializationException", fmt::format("The value at '{}' is not {}", name, wanted)));
}

void input::refuse(std::string_view member, std::string_view constraint) {
  note(std::move(invalid_parameter(member, constraint).error()));
}

answer<> input::check() const {
  if (wrong_) return refusal(*wrong_);
  return {};
}

std::string input::text(std::string_view name) {
  const json::value* found = find(name);
  if (found == nullptr) return {};
  if (found->is_string()) return copy(found->get_string());
  wrong_type(name, "a string");
  return {};
}

std::string input::needed(std::string_view name) {
  if (!has(name)) refuse(name, "must not be null");
  return text(name);
}

std::string input::needed_within(std::string_view name, std::size_t min, std::size_t max) {
  std::string value = needed(name);
  if (value.size() < min)
    refuse(name, fmt::format("must have length greater than or equal to {}", min));
  if (value.size() > max)
    refuse(name, fmt::format("must have length less than or equal to {}", max));
  return value;
}

std::string input::one_of(std::string_view name, std::initializer_list<std::string_view> values) {
  std::string value = text(name);
  if (!has(name) || std::ranges::find(values, value) != values.end()) return value;
  refuse(name, fmt::format("must satisfy enum value set: [{}]", fmt::join(values, ", ")));
  return value;
}

std::optional<std::int64_t> input::number(std::string_view name, std::int64_t min,
                                          std::int64_t max) {
  const json::value* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (!found->is_int64()) {
    wrong_type(name, "a whole number");
    return std::nullopt;
  }
  std::int64_t value = found->get_int64();
  if (value < min) refuse(name, fmt::format("must be greater than or equal to {}", min));
  if (value > max) refuse(name, fmt::format("must be less than or equal to {}", max));
  return value;
}

bool input::flag(std::string_view name) {
  const json::value* found = find(name);
  if (found == nullptr) return false;
  if (!found->is_bool()) wrong_type(name, "a boolean");
  return found->is_bool() && found->get_bool();
}

std::vector<std::string> input::texts(std::string_view name, std::size_t max) {
  std::vector<std::string> made;
  const json::value* found = find(name);
  if (found == nullptr) return made;
  if (!found->is_array()) {
    wrong_type(name, "a list");
    return made;
  }
  if (found->get_array().empty()) refuse(name, "must have length greater than or equal to 1");
  if (found->get_array().size() > max)
    refuse(name, fmt::format("must have length less than or equal to {}", max));
  for (const json::value& one : found->get_array()) {
    if (!one.is_string()) {
      wrong_type(name, "a list of strings");
      return {};
    }
    made.push_back(copy(one.get_string()));
  }
  return made;
}

std::vector<image_id> input::image_ids(std::string_view name) {
  std::vector<image_id> made;
  const json::value* found = find(name);
  if (found == nullptr) return made;
  const json::array* list = found->if_array();
  if (list == nullptr) {
    wrong_type(name, "a list");
    return made;
  }
  if (list->empty()) refuse(name, "must have length greater than or equal to 1");
  if (list->size() > limits::batch_max)
    refuse(name, fmt::format("must have length less than or equal to {}", limits::batch_max));
  for (const json::value& one : *list) {
    if (!one.is_object()) {
      wrong_type(name, "a list of image identifiers");
      return {};
    }
    input id(json::object(one.get_object()));
    made.push_back({id.text("imageDigest"), id.text("imageTag")});
    if (id.wrong_) note(std::move(*id.wrong_));
  }
  return made;
}

std::map<std::string, std::string> input::tags(std::string_view name) {
  std::map<std::string, std::string> made;
  const json::value* found = find(name);
  if (found == nullptr) return made;
  const json::array* list = found->if_array();
  if (list == nullptr) {
    wrong_type(name, "a list");
    return made;
  }
  for (const json::value& one : *list) {
    if (!one.is_object()) {
      wrong_type(name, "a list of tags");
      return {};
    }
    input tag(json::object(one.get_object()));
    std::string key = tag.needed_within("Key", 1, limits::tag_key_max_chars);
    std::string value = tag.text("Value");
    if (tag.wrong_) note(std::move(*tag.wrong_));
    // Ours.
    if (value.size() > limits::tag_value_max_chars || key.starts_with("aws:"))
      note(fault("InvalidTagParameterException",
                 "Invalid parameter: a tag's key does not begin with 'aws:', its value has at most "
                 "256 characters"));
    made.insert_or_assign(std::move(key), std::move(value));
  }
  return made;
}

input input::object(std::string_view name) {
  const json::value* found = find(name);
  if (found != nullptr && !found->is_object()) wrong_type(name, "an object");
  return input(found != nullptr && found->is_object() ? json::object(found->get_object())
                                                      : json::object());
}

std::string input::repository_name() {
  std::string name = needed_within("repositoryName", limits::repository_name_min_chars,
                                   limits::repository_name_max_chars);
  if (!oci::valid_repository(name))
    refuse("repositoryName", fmt::format("must satisfy regular expression '{}'", name_pattern));
  return name;
}

}  // namespace lambent::companions::ecr
