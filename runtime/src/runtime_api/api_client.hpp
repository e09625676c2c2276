// The requests of the Runtime and the Extensions API over one keep-alive connection: send one,
// receive its response. It decides when a request may be repeated; what a status means, and whether
// to try again later, is runtime.cpp's and extension_client.cpp's.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
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
  std::string_view error_type;        // As in the header; empty for a response.
  std::string_view error_cause = {};  // For X-Ray: ASCII; empty for none.
  std::string_view content_type;
  std::string_view body;
};

class api_client {
public:
  struct limits {
    std::chrono::milliseconds io{};  // Of connecting, sending and receiving; zero means none.
    // A peer that closes idle connections does so after seconds; younger ones need no look.
    std::chrono::milliseconds looks_idle_after{1000};
    // A stream listens for an early answer between its chunks, at most this often.
    std::chrono::milliseconds listens_after{10};
  };

  api_client() = default;
  explicit api_client(limits l) : limits_(l) {}

  // False leaves the reason in problem().
  [[nodiscard]] bool aim(std::string_view api);

  // get_next() gives up, with 0 and stopped(), once this descriptor is readable and no event is
  // there. -1 for none.
  void stop_when_readable(int descriptor) noexcept {
    stop_ = descriptor;
    stopped_ = false;
  }
  [[nodiscard]] bool stopped() const noexcept { return stopped_; }
  [[nodiscard]] int stop_descriptor() const noexcept { return stop_; }
  // Whether it is readable now.
  [[nodiscard]] bool wants_no_event() const noexcept;

  // Each returns the HTTP status, or 0 with the reason in problem().
  [[nodiscard]] int get_next();
  [[nodiscard]] int send(const post& what);

  // What is neither an event nor its answer (api_request.cpp): `path` is whole, `fields` are header
  // lines, each with its "\r\n".
  struct request {
    std::string_view method;
    std::string_view path;
    std::string_view fields;
    std::string_view body;  // JSON; empty sends none.
  };
  [[nodiscard]] int ask(const request& what);
  // ask() in two steps, for who waits for other things at the same time: begin(), and finish() when
  // descriptor() is readable, until it no longer says `again`.
  static constexpr int again = -1;
  [[nodiscard]] bool begin(const request& what);
  [[nodiscard]] int finish();
  [[nodiscard]] int descriptor() const noexcept { return connection_.descriptor(); }
  // Nobody will finish() what was begun.
  void abandon() noexcept { connection_.close(); }

  // Pipelined: a POST and GET next in one message. `on_its_way` when all of it left; then
  // answer_of_last() gives the POST's status, and only after it may get_next() be called, which
  // receives without asking again. Anything else is the status of a POST without a GET behind it.
  // A send() in between takes a connection of its own.
  static constexpr int on_its_way = -1;
  [[nodiscard]] int send_and_ask(const post& what);
  [[nodiscard]] int answer_of_last();
  // False for good once the API has ended a connection with a GET on it.
  [[nodiscard]] bool pipelines() const noexcept { return pipelines_; }

  // A response in pieces (api_client_stream.cpp). begin_stream() sends nothing: the head leaves
  // with the first piece. `what.body` does not count.
  enum class flow : std::uint8_t {
    going,     // The kernel has all of it.
    answered,  // The API answered before the end: stream_status().
    broken,    // No connection, or it broke: problem().
  };
  void begin_stream(const post& what);
  // `front` and `bytes` are one chunk, unless both are empty; `end` is what closes the body. All
  // in one message, without copying.
  [[nodiscard]] flow send_piece(std::string_view front, std::string_view bytes,
                                std::string_view end = {});
  // Behind a piece with an end: as send().
  [[nodiscard]] int stream_status();
  // Gives up a body that has no end yet. The API sees it cut off.
  void cut_stream() noexcept { connection_.close(); }

  // Of the last get_next(); they stay while answers are posted.
  [[nodiscard]] std::string_view event_head() const noexcept {
    return event_parser_.head(event_.data());
  }
  [[nodiscard]] std::string_view event_body() const noexcept {
    return event_parser_.body(event_.data());
  }
  // Of the last send() or ask(): what the API had to say.
  [[nodiscard]] std::string_view answer_head() const noexcept {
    return answer_parser_.head(answer_.data());
  }
  [[nodiscard]] std::string_view answer_body() const noexcept {
    return answer_parser_.body(answer_.data());
  }
  [[nodiscard]] std::string_view problem() const noexcept { return problem_; }

private:
  enum class received : std::uint8_t {
    whole,
    nothing,  // The peer closed without a byte.
    broken,
    pending,  // More may come; only without waiting.
  };
  static constexpr std::size_t parts_max = 6;

  bool connect();
  static std::size_t gather(std::initializer_list<std::string_view> parts,
                            iovec (&list)[parts_max]) noexcept;
  bool event_may_come();
  received receive(receive_buffer& into, http1::response_parser& parser, bool may_wait = true);
  received receive_asked();
  void stop_pipelining() noexcept;
  flow hear();
  flow broke_off(int error);
  flow send_hearing(std::initializer_list<std::string_view> parts, std::size_t& sent);
  int finish(received how, const http1::response_parser& parser, const receive_buffer& from);
  void leave_stale();
  bool transmit(std::string_view body, std::string_view behind = {});
  int read_answer();
  void write_post_head(const post& what);
  void write_head(const request& what);
  void begin_post_head(const post& what);
  void broke(std::string_view doing, int error);
  static std::chrono::milliseconds coarse_now() noexcept;

  limits limits_;
  address to_;
  std::string api_;
  std::string get_;     // The whole GET, written once.
  std::string head_;    // The current request's head; its memory is reused.
  std::string common_;  // Header lines of every POST.
  std::string problem_;
  connection connection_;
  receive_buffer event_;
  receive_buffer answer_;
  http1::response_parser event_parser_;
  http1::response_parser answer_parser_;
  connection::outcome sent_;  // How far the current request got.
  bool reused_ = false;       // Whether it went out on a connection that was in use before,
  bool repeatable_ = false;   // and may be sent again if that was dead.
  std::chrono::milliseconds last_used_{};
  std::string ahead_;   // Of the next event, what came together with the answer before it.
  bool asked_ = false;  // A GET is on its way behind a POST.
  bool pipelines_ = true;
  bool head_held_ = false;  // A stream's head has not left yet.
  int stop_ = -1;
  bool stopped_ = false;
};

}  // namespace lambent
