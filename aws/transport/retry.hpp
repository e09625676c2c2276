// When a request is sent again, and after how long: the AWS SDKs' standard mode, but for requests
// that must not be carried out twice. Pure: no clock, no sleep, no random numbers of its own.
// AWS SDKs and Tools Reference Guide, "Retry behavior".
//
// The rule: what certainly was not carried out is sent again, whatever it is: nothing was sent, or
// AWS throttled it. What may have been carried out (a 5xx, a connection that broke, a timeout) is
// sent again only if doing it twice is the same as doing it once: see `repeat` in message.hpp. An
// invocation is not, so a function never runs twice because of this client.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "aws/message.hpp"

namespace lambent::aws {

[[nodiscard]] bool may_repeat(const request& what);

enum class trouble : std::uint8_t {
  lasting,      // Asking again gives the same answer.
  throttled,    // Not carried out: too many requests.
  unreachable,  // Not carried out: nothing was sent.
  transient,    // Carried out or not: 5xx, a broken connection, silence.
};
// Of an answer that is no success.
[[nodiscard]] trouble trouble_of(int status, std::string_view code);

class retries {
public:
  explicit retries(int attempts_max) : attempts_max_(attempts_max) {}

  struct failed_attempt {
    trouble what = trouble::lasting;
    int number = 1;  // 1 for the first.
    bool may_repeat = false;
    std::chrono::milliseconds server_wants{0};  // 0: it said nothing.
    double jitter = 1.0;                        // Random, in [0, 1).
  };
  // How long to wait before the next attempt; empty when there is none.
  [[nodiscard]] std::optional<std::chrono::milliseconds> wait_after(const failed_attempt& failed);
  void succeeded();

private:
  // So that a client whose every request fails does not multiply its load for ever: an attempt
  // costs, a success gives back what the last one cost.
  static constexpr int budget_max = 500;

  int attempts_max_;
  int budget_ = budget_max;
  int last_cost_ = 0;
};

// What the server asks for: x-amz-retry-after in milliseconds, Retry-After in seconds.
[[nodiscard]] std::chrono::milliseconds asked_wait(const response& answer);

}  // namespace lambent::aws
