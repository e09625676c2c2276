#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace lambent {

// The text that `object` has under `name`; empty where it has none, or something else.
[[nodiscard]] inline std::string text_member(const boost::json::object& object,
                                             std::string_view name) {
  const boost::json::value* found = object.if_contains({name.data(), name.size()});
  const boost::json::string* text = found == nullptr ? nullptr : found->if_string();
  return text == nullptr ? std::string() : std::string(text->data(), text->size());
}

}  // namespace lambent
