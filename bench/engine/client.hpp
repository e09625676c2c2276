// The client of every measurement, the engine's and the floor's alike: one thread, epoll, requests
// made once, every answer checked. It knows as much of HTTP as these servers speak to it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "bench/report/series.hpp"

namespace lambent::bench {

struct reply {
  int status = 0;
  std::string head, body;

  // Empty when the head has no such field.
  [[nodiscard]] std::string_view field(std::string_view name) const;
};

class connection {
public:
  [[nodiscard]] static result<connection> open(int port);

  [[nodiscard]] int file() const { return socket_.get(); }
  [[nodiscard]] result<> send(std::string_view request);
  // Takes what has come; true when the answer is whole. It stays until the next send.
  [[nodiscard]] result<bool> receive();
  // Whether the answer is a 200 without a function error and with this body.
  [[nodiscard]] bool answered_with(std::string_view body) const;
  [[nodiscard]] reply answer() const;

  // One request and its whole answer.
  [[nodiscard]] result<reply> exchange(std::string_view request);

private:
  explicit connection(fd socket) : socket_(std::move(socket)) {}
  [[nodiscard]] std::string_view head() const;

  fd socket_;
  std::string in_;
  std::size_t have_ = 0, body_at_ = 0, whole_ = 0;
};

struct load_plan {
  int port = 0;
  std::string request;
  std::string expected_body;
  std::size_t connections = 1;
  std::size_t requests_max = 0;     // In all; 0: as many as the time allows.
  std::chrono::nanoseconds time{};  // Used when requests_max is 0.
  bool keep_replies = false;
};

struct load_result {
  series latencies;
  std::chrono::nanoseconds took{};
  std::vector<reply> replies;  // When kept.

  [[nodiscard]] double per_second() const;
};

// Every connection sends its next request as soon as it has its answer.
[[nodiscard]] result<load_result> run_load(const load_plan& plan);

// One request after another on one connection, with pauses.
[[nodiscard]] result<series> run_paced(const load_plan& plan, std::chrono::milliseconds pause);

// Fails when the person at the terminal has asked to stop.
[[nodiscard]] result<> pause_for(std::chrono::milliseconds time);
void stop_on_signals();
[[nodiscard]] bool stop_asked();

}  // namespace lambent::bench
