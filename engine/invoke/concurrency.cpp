#include "engine/invoke/concurrency.hpp"

#include <algorithm>

namespace lambent::invoke {

std::string_view reason_of(throttle why) {
  return why == throttle::function ? "ReservedFunctionConcurrentInvocationLimitExceeded"
                                   : "ConcurrentInvocationLimitExceeded";
}

void concurrency::sweep() {
  constexpr std::size_t least = 64;  // Functions; below that, forgetting is not worth the look.
  if (functions_.size() < std::max(least, sweep_at_)) return;
  std::erase_if(functions_, [](const auto& entry) {
    return entry.second.use_count() == 1 && !entry.second->reserved;
  });
  std::erase_if(accounts_, [](const auto& entry) { return entry.second.use_count() == 1; });
  sweep_at_ = 2 * functions_.size();
}

std::shared_ptr<account_share> concurrency::account_of(const model::function& f) {
  auto& found = accounts_[f.account + "/" + f.region];
  if (found == nullptr) found = std::make_shared<account_share>();
  return found;
}

share_ptr concurrency::share_of(const model::function& any_version) {
  sweep();
  auto& found = functions_[model::function_arn(any_version)];
  if (found == nullptr) {
    found = std::make_shared<function_share>();
    found->account = account_of(any_version);
  }
  return found;
}

share_ptr concurrency::reserve(const model::function& any_version,
                               std::optional<std::uint32_t> reserved) {
  if (!reserved && !functions_.contains(model::function_arn(any_version))) return nullptr;
  auto share = share_of(any_version);
  if (share->reserved == reserved) return nullptr;
  auto& account = *share->account;
  account.reserved += reserved.value_or(0);
  account.reserved -= share->reserved.value_or(0);
  if (share->reserved && !reserved) account.in_flight += share->in_flight;
  if (!share->reserved && reserved) account.in_flight -= share->in_flight;
  share->reserved = reserved;
  return share;
}

throttle concurrency::admit(function_share& of) const {
  if (of.reserved) {
    if (of.in_flight >= *of.reserved) return throttle::function;
  } else {
    // Reservations leave AWS's minimum; a lowered account limit must not wrap around.
    std::size_t left = account_max_ - std::min(account_max_, of.account->reserved);
    if (of.account->in_flight >= left) return throttle::account;
    ++of.account->in_flight;
  }
  ++of.in_flight;
  return throttle::none;
}

void concurrency::answered(function_share& of) {
  --of.in_flight;
  if (!of.reserved) --of.account->in_flight;
}

bool concurrency::may_run(const function_share& of) {
  return !of.reserved || of.running < std::max<std::size_t>(1, *of.reserved);
}

}  // namespace lambent::invoke
