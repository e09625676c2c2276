// What the library itself has to tell, on stderr.
#pragma once

#include <initializer_list>
#include <string_view>

namespace lambent::detail {

// A line made of these parts, behind the library's name.
void say(std::initializer_list<std::string_view> parts);
inline void say(std::string_view text) { say({text}); }

}  // namespace lambent::detail
