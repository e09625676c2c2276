// `lambent invoke --print-curl`: the same call as a command for a POSIX shell. Keys are never in
// it: the command reads them from the environment when it is run.
#pragma once

#include <cstdint>
#include <string>

#include "aws/message.hpp"
#include "cli/invoke/invoke.hpp"

namespace lambent::cli {

struct curl_call {
  enum class keys : std::uint8_t {
    none,      // Unsigned.
    invented,  // Of the environment, or test/test, for an engine that takes any.
    own,       // Of the environment.
  };
  aws::request what{};
  std::string url{};
  std::string region{};
  keys with = keys::none;
  std::string body_file{};  // Read by curl instead of `what.body`; "-" is stdin.
  bool streamed = false;
  bool show_headers = false;  // On stderr.
};

// Lines joined by backslashes, without the last one's end.
[[nodiscard]] std::string curl_command(const curl_call& call);

// `event` and `context` as they were read; an event's file is named in the command instead.
[[nodiscard]] exit_code print_curl(const invoke_options& options, const aws::client& with,
                                   aws::lambda::invocation&& what);

}  // namespace lambent::cli
