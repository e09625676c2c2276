// What `lambent delete` takes away: a function with all that hangs on it, the role that was made
// for it, and its logs when that is asked for.
#pragma once

#include <expected>
#include <string>

#include "aws/client.hpp"

namespace lambent::cli::deploy {

// What there is to delete; empty texts are not to be.
struct removal {
  std::string function{};
  std::string role{};
  std::string log_group{};         // The function's own alone: /aws/lambda/NAME.
  std::string shared_log_group{};  // Where it logs instead, which is left; empty without a wish.

  [[nodiscard]] bool nothing() const {
    return function.empty() && role.empty() && log_group.empty();
  }
};

struct removal_wish {
  std::string name{};
  bool with_logs = false;
  bool keep_role = false;
};

// Deletes nothing.
[[nodiscard]] std::expected<removal, aws::call_error> find_removal(aws::client& with,
                                                                   const removal_wish& wish);

// The function first: what is deleted later cannot be missed by it. What is gone by then counts as
// deleted.
[[nodiscard]] std::expected<void, aws::call_error> carry_out(aws::client& with,
                                                             const removal& what);

}  // namespace lambent::cli::deploy
