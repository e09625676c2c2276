// Limits of the Runtime API that both its client and the one for tests keep.
#pragma once

#include <cstddef>

namespace lambent {

// Of a response that is not streamed, in bytes: Lambda's 6 MiB and the 100 bytes it grants on top.
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
inline constexpr std::size_t response_bytes_max = 6 * 1024 * 1024 + 100;

}  // namespace lambent
