// Delivers telemetry to one subscriber inside a sandbox: batches over HTTP, lines over TCP, one
// after the other, on a socket of the sandbox's network. A frozen subscriber answers when it is
// thawed, so nothing here has a time limit; what waits meanwhile has one of size. Loop thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fd.hpp"
#include "engine/extensions/telemetry_buffer.hpp"

namespace lambent::environment {

class telemetry_sender : public std::enable_shared_from_this<telemetry_sender> {
public:
  // `want_socket` asks for one that take_socket() gives later; it is called until close().
  telemetry_sender(boost::asio::io_context& loop, extensions::subscription to,
                   std::function<void()> want_socket);
  ~telemetry_sender();

  // Connects ahead of the first batch, while the sandbox is not frozen.
  void prepare() { want_connection(); }
  void add(const extensions::record& r);
  // What waits leaves without waiting for more.
  void flush();
  // Not connected; empty when none could be made.
  void take_socket(fd&& socket);
  void close();

private:
  struct connection;

  void pump();
  void send();
  void want_connection();
  void connect();
  void write();
  void read_answer();
  void delivered();
  void failed(std::string_view why);
  void give_up(std::string_view why);
  void arm_timer();

  boost::asio::io_context& loop_;
  extensions::subscription to_;
  std::function<void()> want_socket_;
  extensions::telemetry_buffer buffer_;
  boost::asio::steady_timer timer_, retry_;
  std::optional<extensions::batch> sending_;
  unsigned attempts_ = 0;  // Of the batch that is being sent.
  bool asked_ = false;     // For a socket.
  bool flushing_ = false, closed_ = false;
  std::shared_ptr<connection> at_;  // Owners: this, and its pending operations.
};

}  // namespace lambent::environment
