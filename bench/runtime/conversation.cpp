#include "bench/runtime/conversation.hpp"

#include "bench/report/series.hpp"

namespace lambent::bench {

std::string event_of(std::size_t bytes) {
  std::string event = R"({"side":12,"data":")";
  constexpr std::size_t closing = 2;
  for (std::size_t i = 0; event.size() + closing < bytes; ++i) {
    event += static_cast<char>('a' + i % 26);
  }
  return event + "\"}";
}

conversation::conversation(stub& api, const contender& who, std::size_t payload_bytes)
    : api_(api),
      event_(event_of(payload_bytes)),
      response_(event_response(event_)),
      reply_(who.reply.empty() ? event_ : who.reply) {}

result<> conversation::invoke() {
  const auto begin = clock_type::now();
  TRY(api_.send_event(response_));
  const std::string_view reply = TRY(api_.await_reply());
  const auto replied = clock_type::now();
  if (reply != reply_) return fail("its reply is not the right one");
  const auto checked = clock_type::now();
  TRY(api_.accept_reply());
  TRY(api_.await_next());
  response_us = microseconds(replied - begin);
  cycle_us = microseconds(clock_type::now() - begin - (checked - replied));
  return {};
}

result<> conversation::invoke(int times) {
  for (int i = 0; i < times; ++i) TRY(invoke());
  return {};
}

}  // namespace lambent::bench
