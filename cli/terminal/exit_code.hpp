// What `lambent` tells the shell. Part of the interface: scripts branch on these.
#pragma once

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

}  // namespace lambent::cli
