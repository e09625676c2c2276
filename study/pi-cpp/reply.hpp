// The study's reply: {"req_id":"…","digits":[3,1,4]}.
#pragma once

#include <string>
#include <string_view>

namespace pi {

/// `request_id` is one of Lambda's own, a UUID: nothing in it needs an escape. `digits` are ASCII,
/// at least one.
[[nodiscard]] std::string reply(std::string_view request_id, std::string_view digits);

}  // namespace pi
