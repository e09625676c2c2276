// What a server and its connections share. They outlive it by a moment: `serving` is nullptr then.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <unordered_set>

#include "engine/http/server.hpp"

namespace lambent::http {

struct server_state : std::enable_shared_from_this<server_state> {
  server_state(boost::asio::io_context& on, handler& h, server_limits l)
      : loop(on), acceptor(on), retry(on), sweep(on), serving(&h), limits(l) {}

  void accept();
  void sweep_later();
  void close();

  boost::asio::io_context& loop;
  boost::asio::ip::tcp::acceptor acceptor;
  boost::asio::steady_timer retry, sweep;
  handler* serving;
  server_limits limits;
  std::unordered_set<session*> sessions;
};

}  // namespace lambent::http
