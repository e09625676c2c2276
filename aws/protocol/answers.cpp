#include "aws/protocol/answers.hpp"

#include "aws/limits.hpp"

namespace lambent::aws {

std::unexpected<call_error> unreadable(const response& answer, std::string_view why) {
  call_error e{.kind = call_failure::unreadable, .status = answer.status};
  e.error.what = "the answer is not AWS's: " + std::string(why);
  e.error.hint = "does something else answer at that endpoint?";
  return std::unexpected(std::move(e));
}

std::unexpected<call_error> too_many_pages(std::string_view list) {
  call_error e{.kind = call_failure::unreadable};
  e.error.what = "the list of " + std::string(list) + " has more than " +
                 std::to_string(limits::pages_max) + " pages";
  return std::unexpected(std::move(e));
}

}  // namespace lambent::aws
