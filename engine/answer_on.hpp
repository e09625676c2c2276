// Blocking work on a worker thread, and its answer back on the loop.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/thread_pool.hpp>
#include <utility>

#include "engine/http/server.hpp"

namespace lambent::engine {

// `work` takes nothing and gives an http::response.
template <class Work>
void answer_on(boost::asio::thread_pool& worker, boost::asio::io_context& loop,
               http::exchange&& exchange, Work&& work) {
  boost::asio::post(
      worker, [&loop, exchange = std::move(exchange), work = std::forward<Work>(work)]() mutable {
        boost::asio::post(loop, [exchange = std::move(exchange), answer = work()]() mutable {
          exchange.respond(std::move(answer));
        });
      });
}

}  // namespace lambent::engine
