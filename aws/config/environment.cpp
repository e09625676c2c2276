#include "aws/config/environment.hpp"

#include <unistd.h>

#include "base/ascii.hpp"

namespace lambent::aws {

environment environment::of_process() {
  environment out;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    std::size_t equals = text.find('=');
    if (equals != std::string_view::npos)
      out.map_.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return out;
}

const std::string& environment::get(std::string_view name) const {
  static const std::string unset;
  auto found = map_.find(name);
  return found == map_.end() ? unset : found->second;
}

void environment::set(std::string_view name, std::string_view value) {
  map_.insert_or_assign(std::string(name), std::string(value));
}

bool environment::is_true(std::string_view name) const { return aws::is_true(get(name)); }

bool is_true(std::string_view text) { return same_letters(text, "true"); }

}  // namespace lambent::aws
