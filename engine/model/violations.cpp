#include "engine/model/violations.hpp"

namespace lambent::model {

void violations::add(std::string_view value, std::string_view path, std::string_view constraint) {
  std::string sentence = "Value ";
  sentence += value;
  if (!value.empty()) sentence += ' ';
  sentence += "at '";
  sentence += path;
  sentence += "' failed to satisfy constraint: ";
  sentence += constraint;
  sentences_.push_back(std::move(sentence));
}

api_error violations::error() const {
  std::string text = std::to_string(sentences_.size());
  text += sentences_.size() == 1 ? " validation error detected: " : " validation errors detected: ";
  for (std::size_t i = 0; i < sentences_.size(); ++i) {
    if (i > 0) text += "; ";
    text += sentences_[i];
  }
  return {error_code::validation, std::move(text), {}, true};
}

std::string length_at_most(std::size_t chars) {
  return "Member must have length less than or equal to " + std::to_string(chars);
}

std::string length_at_least(std::size_t chars) {
  return "Member must have length greater than or equal to " + std::to_string(chars);
}

std::string value_at_most(std::int64_t value) {
  return "Member must have value less than or equal to " + std::to_string(value);
}

std::string value_at_least(std::int64_t value) {
  return "Member must have value greater than or equal to " + std::to_string(value);
}

std::string must_match(const pattern& wanted) {
  return "Member must satisfy regular expression pattern: " + std::string(wanted.text);
}

std::string quoted(std::string_view value) { return "'" + std::string(value) + "'"; }

}  // namespace lambent::model
