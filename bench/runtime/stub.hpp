// The Runtime API as a function under measurement sees it: one epoll thread on loopback that speaks
// to whatever number of connections the function's client opens, and does as little as it can.
#pragma once

#include <sys/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "bench/runtime/request_reader.hpp"

namespace lambent::bench {

class stub {
public:
  [[nodiscard]] static result<stub> start();

  [[nodiscard]] unsigned port() const { return port_; }
  // From now on the end of this process is an error at once, not after a long silence.
  [[nodiscard]] result<> watch(pid_t function);

  // Until the function asks for its next event.
  [[nodiscard]] result<> await_next();
  // `response` is a whole HTTP response: see event_response().
  [[nodiscard]] result<> send_event(std::string_view response);
  // Until the function's reply is here whole. The view holds until accept_reply().
  [[nodiscard]] result<std::string_view> await_reply();
  // Where the function has asked for its next event behind the reply, the acceptance goes with that
  // event, in one message.
  [[nodiscard]] result<> accept_reply();

private:
  struct connection {
    fd socket;
    request_reader reader;
  };

  stub(fd listener, fd epoll, unsigned port)
      : listener_(std::move(listener)), epoll_(std::move(epoll)), port_(port) {}
  // Until the function has sent a request of this kind; `from` is who sent it.
  [[nodiscard]] result<> await(request_kind kind, connection*& from);
  [[nodiscard]] result<connection*> await_any();
  [[nodiscard]] result<> accept_connection();
  void drop(const connection* closed);
  [[nodiscard]] result<> send(connection& to, std::string_view bytes);

  fd listener_;
  fd epoll_;
  fd function_;  // A pidfd.
  unsigned port_;
  std::vector<std::unique_ptr<connection>> connections_;
  connection* waiting_ = nullptr;   // Has asked for an event.
  connection* replying_ = nullptr;  // Has sent a reply and waits for its acceptance.
  connection* accepted_ = nullptr;  // The acceptance of its reply goes with its next event.
  std::string message_;             // That acceptance and event; kept for its storage.
};

// The answer to GET /next, with the headers that Lambda sends.
[[nodiscard]] std::string event_response(std::string_view event);

}  // namespace lambent::bench
