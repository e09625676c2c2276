// The Runtime API's requests over one keep-alive connection: send one, receive its response. It
// decides when a request may be repeated; what a status means, and whether to try again later, is
// runtime.cpp's.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "address.hpp"
#include "connection.hpp"
#include "http1.hpp"
#include "receive_buffer.hpp"

namespace lambent {

// An answer to an invocation, or to the init phase when `request_id` is empty.
struct post {
  std::string_view request_id;
  std::string_view invocation_id;
  std::string_view error_type;  // As in the header; empty for a response.
  std::string_view content_type;
  std::string_view body;
};

class api_client {
public:
  struct limits {
    std::chrono::milliseconds io{};  // Of connecting, sending and receiving; zero means none.
    // A peer that closes idle connections does so after seconds; younger ones need no look.
    std::chrono::milliseconds looks_idle_after{1000};
  };

  api_client() = default;
  explicit api_client(limits l) : limits_(l) {}

  // False leaves the reason in problem().
  [[nodiscard]] bool aim(std::string_view api);

  // Each returns the HTTP status, or 0 with the reason in problem().
  [[nodiscard]] int get_next();
  [[nodiscard]] int send(const post& what);

  // Of the last get_next(); they stay while answers are posted.
  [[nodiscard]] std::string_view event_head() const noexcept {
    return event_parser_.head(event_.data());
  }
  [[nodiscard]] std::string_view event_body() const noexcept {
    return event_parser_.body(event_.data());
  }
  // Of the last send(): what the API had to say.
  [[nodiscard]] std::string_view answer_body() const noexcept {
    return answer_parser_.body(answer_.data());
  }
  [[nodiscard]] std::string_view problem() const noexcept { return problem_; }

private:
  enum class received { whole, nothing, broken };

  bool connect();
  received receive(receive_buffer& into, http1::response_parser& parser);
  int finish(received how, const http1::response_parser& parser, const receive_buffer& from);
  int read_answer(const connection::outcome& sent);
  void write_post_head(const post& what);
  void broke(std::string_view doing, int error);

  limits limits_;
  address to_;
  std::string api_;
  std::string get_;     // The whole GET, written once.
  std::string head_;    // The current POST's head; its memory is reused.
  std::string common_;  // Header lines of every POST.
  std::string problem_;
  connection connection_;
  receive_buffer event_;
  receive_buffer answer_;
  http1::response_parser event_parser_;
  http1::response_parser answer_parser_;
  std::chrono::milliseconds last_used_{};
};

}  // namespace lambent
