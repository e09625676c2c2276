// What `lambent` tells the shell. Part of the interface: scripts branch on these.
#pragma once

#include <array>
#include <string_view>

namespace lambent::cli {

enum class exit_code : int {
  ok = 0,
  failed = 1,
  usage = 2,           // The command line was wrong; nothing was done.
  function_error = 3,  // The function ran and returned an error.
  build_failed = 4,
  configuration = 5,  // Credentials, configuration or installation.
  unreachable = 6,    // Nothing answered at the endpoint.
  interrupted = 130,  // The person at the terminal gave up, as by Ctrl-C.
};

struct exit_code_meaning {
  exit_code code;
  std::string_view meaning;
};

// For help, manual pages and the reference page.
constexpr auto exit_codes = std::to_array<exit_code_meaning>({
    {exit_code::ok, "it worked"},
    {exit_code::failed, "it failed"},
    {exit_code::usage, "the command line was wrong; nothing was done"},
    {exit_code::function_error, "the function ran and returned an error"},
    {exit_code::build_failed, "the build failed"},
    {exit_code::configuration, "credentials, configuration or the installation are wrong"},
    {exit_code::unreachable, "nothing answered at the endpoint"},
});

}  // namespace lambent::cli
