#include "aws/transport/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lambent::aws {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds longest_wait = seconds(20);
constexpr milliseconds throttled_base{1000};
constexpr milliseconds transient_base{50};
// How much longer than we would a server can make us wait.
constexpr milliseconds server_wait_max = seconds(5);
constexpr int throttled_cost = 5;
constexpr int transient_cost = 14;

// The union of what the SDKs take for throttling.
constexpr std::array<std::string_view, 13> throttling_codes = {
    "BandwidthLimitExceeded",
    "EC2ThrottledException",
    "PriorRequestNotComplete",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "RequestThrottledException",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequestsException",
    "TransactionInProgressException",
};

long long number(std::string_view text) {
  long long value = 0;
  auto [end, bad] = std::from_chars(text.data(), text.data() + text.size(), value);
  return bad == std::errc{} && end == text.data() + text.size() && value > 0 ? value : 0;
}

}  // namespace

bool may_repeat(const request& what) {
  if (what.repeat != repeat::by_method) return what.repeat == repeat::safe;
  return what.method == "GET" || what.method == "HEAD" || what.method == "PUT" ||
         what.method == "DELETE";
}

trouble trouble_of(int status, std::string_view code) {
  constexpr int too_many_requests = 429;
  if (status == too_many_requests ||
      std::ranges::find(throttling_codes, code) != throttling_codes.end())
    return trouble::throttled;
  bool timed_out = code == "RequestTimeout" || code == "RequestTimeoutException";
  // STS could not reach who vouches for a web identity.
  bool provider_away = code == "IDPCommunicationError";
  bool server_error = status == 500 || status == 502 || status == 503 || status == 504;
  return timed_out || provider_away || server_error ? trouble::transient : trouble::lasting;
}

std::optional<milliseconds> retries::wait_after(const failed_attempt& failed) {
  if (failed.what == trouble::lasting || failed.number >= attempts_max_) return {};
  if (failed.what == trouble::transient && !failed.may_repeat) return {};
  bool throttled = failed.what == trouble::throttled;
  int cost = throttled ? throttled_cost : transient_cost;
  if (cost > budget_) return {};
  budget_ -= cost;
  last_cost_ = cost;
  milliseconds step = throttled ? throttled_base : transient_base;
  for (int i = 1; i < failed.number && step < longest_wait; ++i) step *= 2;
  step = std::min(step, longest_wait);
  milliseconds wait(static_cast<long long>(static_cast<double>(step.count()) * failed.jitter));
  return std::max(wait, std::min(failed.server_wants, wait + server_wait_max));
}

void retries::succeeded() {
  budget_ = std::min(budget_max, budget_ + std::max(last_cost_, 1));
  last_cost_ = 0;
}

milliseconds asked_wait(const response& answer) {
  if (long long ms = number(answer.header("x-amz-retry-after")); ms > 0)
    return milliseconds(std::min<long long>(ms, longest_wait.count()));
  long long s = std::min<long long>(number(answer.header("retry-after")), longest_wait.count());
  return seconds(s);
}

}  // namespace lambent::aws
