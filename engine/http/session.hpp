// One connection of a server: reads requests, hands them over, writes their answers, in order. It
// lives as long as somebody reads, writes or will answer. Loop thread.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/http/request_reader.hpp"
#include "engine/http/server.hpp"

namespace lambent::http {

class session : public std::enable_shared_from_this<session> {
public:
  session(boost::asio::ip::tcp::socket&& socket, std::shared_ptr<server_state> owner);
  ~session();
  session(const session&) = delete;
  session& operator=(const session&) = delete;

  // Reads on, where something is to be read.
  void pump();
  void abandon();
  void close_if_slow(std::chrono::steady_clock::time_point now);

  // What an exchange may ask for.
  void receive_body(body_sink& to);
  void resume_body();
  void respond(http::response&& answer);
  void respond_in_pieces(const http::response& head);
  [[nodiscard]] bool peer_gone();
  [[nodiscard]] std::string peer_address() const;

  // What a response_writer may ask for.
  bool write_body(std::string_view bytes, bool last);
  void when_room(std::move_only_function<void()> then);

private:
  enum class phase : std::uint8_t {
    request,    // Reads a request until it can be handed over.
    body,       // An exchange is out; its body goes to `sink_` as it comes.
    answering,  // An exchange is out; nothing is read.
    draining,   // Answered early: what still comes is read and thrown away, then it ends.
  };
  // A response whose body is written in pieces.
  struct outgoing {
    std::string waiting;  // Not yet given to the kernel, and not part of a pending write.
    std::string sending;  // The pending write's.
    bool chunked = true;
    bool mute = false;  // The head alone is sent: an answer to HEAD, or a status without a body.
    bool ended = false;
    std::move_only_function<void()> room;
  };

  [[nodiscard]] bool reads() const;
  [[nodiscard]] bool step();
  void hand_over(bool whole);
  void take_body(request_reader::event what);
  void read_more();
  void read_failed();
  void refuse();
  void write_rest(std::size_t done);
  void send_file();
  void written();
  [[nodiscard]] bool closes_after_answer();
  void send_pieces(std::string_view bytes, bool last);
  void send_waiting();
  void pieces_sent();

  boost::asio::ip::tcp::socket socket_;
  // Owners: the server, and every session, so that a session can leave the server's set.
  std::shared_ptr<server_state> server_;
  request_reader reader_;
  phase phase_ = phase::request;
  body_sink* sink_ = nullptr;
  std::chrono::steady_clock::time_point began_{};  // The request, or the draining.
  std::chrono::steady_clock::time_point heard_{};  // When the pending read began to wait.
  std::uint64_t drained_ = 0;
  bool reading_ = false;  // A read is pending.
  bool paused_ = false;   // The sink has enough for now.
  bool pumping_ = false;
  bool close_after_ = false;
  bool head_only_ = false;  // The request's method is HEAD.
  bool http_1_0_ = false;
  std::string head_, body_;
  std::optional<file_slice> file_;  // What of it is still to be sent.
  std::unique_ptr<outgoing> out_;
};

}  // namespace lambent::http
