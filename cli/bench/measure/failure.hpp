// Why something could not be measured.
#pragma once

#include "aws/message.hpp"

namespace lambent::cli::bench {

struct failure {
  aws::call_error why{};
  bool of_function = false;  // The function ran and returned an error, which `why` says.

  // So that TRY hands on what a call of AWS's failed of.
  failure(aws::call_error&& failed) : why(std::move(failed)) {}
};

}  // namespace lambent::cli::bench
