// The telemetry of one environment on its way to those who subscribed, and until the init phase
// is over, to those who may still do so. Loop thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "engine/environment/telemetry/telemetry_sender.hpp"

namespace lambent::environment {

class telemetry_hub {
public:
  // `want_socket` asks for a socket of the sandbox, which take_socket() gives later.
  telemetry_hub(boost::asio::io_context& loop, std::function<void()> want_socket)
      : loop_(loop), want_socket_(std::move(want_socket)) {}
  ~telemetry_hub() { clear(); }
  telemetry_hub(const telemetry_hub&) = delete;
  telemetry_hub& operator=(const telemetry_hub&) = delete;

  // From now on, with what has happened since the init began. A second subscription of the same
  // extension takes the place of its first.
  void subscribe(const std::string& identifier, const extensions::subscription& to);
  void add(const extensions::record& r);
  // Whether a record would reach anybody, now or later.
  [[nodiscard]] bool listening() const { return open_ || !senders_.empty(); }
  // Nobody subscribes any more.
  void close_subscription();
  void flush();
  void take_socket(fd&& socket);
  // Subscribers are gone; a new init may begin.
  void clear();

private:
  boost::asio::io_context& loop_;
  std::function<void()> want_socket_;
  bool open_ = true;
  std::deque<extensions::record> history_;  // Of the init phase.
  std::size_t history_bytes_ = 0;
  // Owners: this, and their pending operations.
  std::map<std::string, std::shared_ptr<telemetry_sender>> senders_;  // By identifier.
  std::deque<std::weak_ptr<telemetry_sender>> waiting_;  // For a socket, in the order asked.
};

}  // namespace lambent::environment
