// SnapStart: between the init phase and the first event Lambda takes a snapshot of the process, and
// every environment goes on from there.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-custom.html
#pragma once

#include <string>

namespace lambent::detail {

// Hooks, the snapshot, hooks. False when the process must end; the reason was said and reported.
// True at once in a function that does not use SnapStart.
[[nodiscard]] bool pass_snapshot(const std::string& api);

}  // namespace lambent::detail
