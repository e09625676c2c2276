// `lambent invoke --stream`: a response in pieces, each on stdout as soon as it is here.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

[[nodiscard]] exit_code invoke_streamed(const invoke_options& options, aws::client& with,
                                        aws::lambda::invocation&& what);

// A piece as a line of JSON: when it came, counted from the call, and its text, or its base64 where
// it is no text: a piece may end in the middle of a character.
[[nodiscard]] std::string piece_as_json(std::chrono::nanoseconds after, std::string_view piece);

// The last line: what the stream ended with.
[[nodiscard]] std::string end_as_json(const aws::lambda::streamed_answer& answer);

}  // namespace lambent::cli
