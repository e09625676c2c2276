// Numbers that look random and are the same on every machine.
#pragma once

#include <cstdint>

namespace lambent::bench {

// xorshift64*, https://doi.org/10.18637/jss.v072.i07. The seed is not 0.
class random_numbers {
public:
  explicit random_numbers(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545F4914F6CDD1DULL;
  }

private:
  std::uint64_t state_;
};

}  // namespace lambent::bench
