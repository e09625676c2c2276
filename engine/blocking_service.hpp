// A service behind the endpoint whose answers take time: it answers on a worker thread.
#pragma once

#include <functional>

#include "engine/answer_on.hpp"
#include "engine/aws_service.hpp"

namespace lambent::engine {

class blocking_service final : public aws_service {
public:
  using answers = std::function<http::response(const http::request&, const model::caller&)>;

  // `how` is called on the threads of `worker`: several at once, where it has several.
  blocking_service(boost::asio::io_context& loop, boost::asio::thread_pool& worker,
                   std::size_t body_bytes_max, answers how)
      : loop_(loop), worker_(worker), body_bytes_max_(body_bytes_max), how_(std::move(how)) {}

  [[nodiscard]] http::body_plan plan_body(const http::request&) const override {
    return {.bytes_max = body_bytes_max_};
  }

  void handle(http::exchange&& exchange, model::caller&& from) override {
    if (exchange.body_too_large) return exchange.respond({413, {}, "The request is too large."});
    http::request request = std::move(exchange.request);
    answer_on(worker_, loop_, std::move(exchange),
              [this, request = std::move(request), from = std::move(from)] {
                return how_(request, from);
              });
  }

private:
  boost::asio::io_context& loop_;
  boost::asio::thread_pool& worker_;
  std::size_t body_bytes_max_;
  answers how_;
};

}  // namespace lambent::engine
