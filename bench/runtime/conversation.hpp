// Invocations, one after the other, over a stub that a function is connected to.
#pragma once

#include <cstddef>
#include <string>

#include "base/error.hpp"
#include "bench/runtime/contender.hpp"
#include "bench/runtime/stub.hpp"

namespace lambent::bench {

// JSON, since most clients insist on it, spelt as JavaScript's stringify spells it.
[[nodiscard]] std::string event_of(std::size_t bytes);

class conversation {
public:
  conversation(stub& api, const contender& who, std::size_t payload_bytes);

  // One event; the reply is checked byte for byte. Ends when the function asks for the next.
  [[nodiscard]] result<> invoke();
  [[nodiscard]] result<> invoke(int times);

  double response_us = 0;  // Of the last invocation: event written → reply received.
  double cycle_us = 0;     // → the following GET received.

private:
  stub& api_;
  std::string event_;
  std::string response_;
  std::string reply_;
};

}  // namespace lambent::bench
