// How many invocations run at a time, and how many may: a function's reservation, and for the
// functions without one what the reservations leave of the account's limit. It counts; who runs
// what is the dispatcher's to say.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/model/function.hpp"

namespace lambent::invoke {

// Why a caller has to come back later.
enum class throttle : std::uint8_t { none, account, function };

// AWS's name of the reason, as TooManyRequestsException gives it.
[[nodiscard]] std::string_view reason_of(throttle why);

// The functions of one account in one region that have nothing reserved.
struct account_share {
  std::size_t reserved = 0;   // By all functions that have reserved something.
  std::size_t in_flight = 0;  // Of all functions that have not.
};

// One function, with all its versions.
struct function_share {
  std::shared_ptr<account_share> account;
  std::optional<std::uint32_t> reserved;
  std::size_t in_flight = 0;  // Invocations that were taken in and are not answered.
  std::size_t running = 0;    // Environments that are not idle: starting, busy or finishing.
};
// Owners: the concurrency, and every group and environment of the function.
using share_ptr = std::shared_ptr<function_share>;

class concurrency {
public:
  // `account_max` invocations at a time, for each account and region.
  explicit concurrency(std::size_t account_max) : account_max_(account_max) {}

  [[nodiscard]] share_ptr share_of(const model::function& any_version);
  // Gives the function's share where this changed something.
  share_ptr reserve(const model::function& any_version, std::optional<std::uint32_t> reserved);

  // Takes an invocation in, or says why not.
  [[nodiscard]] throttle admit(function_share& of) const;
  static void answered(function_share& of);

  // Whether one more environment of the function may run. Taken-in calls are never left without
  // one: a reservation that was lowered meanwhile still lets one run.
  [[nodiscard]] static bool may_run(const function_share& of);

private:
  std::shared_ptr<account_share> account_of(const model::function& f);
  // Forgets functions that nobody refers to and that have reserved nothing.
  void sweep();

  std::size_t account_max_;
  std::size_t sweep_at_ = 0;
  std::unordered_map<std::string, share_ptr> functions_;  // By ARN.
  std::unordered_map<std::string, std::shared_ptr<account_share>> accounts_;
};

}  // namespace lambent::invoke
