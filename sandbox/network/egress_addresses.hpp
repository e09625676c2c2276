// The addresses of the egress, and who has which. It knows nothing of interfaces.
#pragma once

#include <cstdint>
#include <unordered_set>

namespace lambent::sandbox {

// The lower half of the link-local range, which is where functions on AWS Lambda have theirs.
// The upper half has places that programs know by heart, as 169.254.169.254.
inline constexpr const char* egress_range = "169.254.0.0/17";
// What the stack calls itself within the range: the second address; the third is its resolver.
inline constexpr std::uint32_t egress_gateway = 0xA9FE'0002;
inline constexpr const char* egress_resolv_conf = "nameserver 169.254.0.3\n";
inline constexpr std::uint32_t first_seat = 0xA9FE'0100;
inline constexpr std::uint32_t last_seat = 0xA9FE'7FFE;

// Gives an address again only after all others, so that late words to a sandbox that has gone reach
// nobody, and its interface has had the time to go.
class address_pool {
public:
  address_pool(std::uint32_t first, std::uint32_t last) : first_(first), last_(last), now_(last) {}

  // 0 when all are taken.
  [[nodiscard]] std::uint32_t take() {
    if (taken_.size() > last_ - first_) return 0;
    do {
      now_ = now_ == last_ ? first_ : now_ + 1;
    } while (!taken_.insert(now_).second);
    return now_;
  }
  void give_back(std::uint32_t address) { taken_.erase(address); }

private:
  std::uint32_t first_, last_, now_;
  std::unordered_set<std::uint32_t> taken_;
};

}  // namespace lambent::sandbox
