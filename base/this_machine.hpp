// Names and addresses of this machine, by their form alone.
#pragma once

#include <string_view>

namespace lambent {

// localhost, names under it and the loopback addresses; nothing is looked up. An IPv6 address
// stands without brackets.
[[nodiscard]] bool is_this_machine(std::string_view host);

}  // namespace lambent
