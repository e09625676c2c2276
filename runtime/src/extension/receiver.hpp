// Where the platform delivers telemetry: a small server for one thread, which waits together with
// whatever else the thread waits for. It takes POSTs over HTTP/1.1, or lines over TCP.
#pragma once

#include <lambent/telemetry.hpp>

#include <poll.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::telemetry {

// Takes the text of one or more records. False when it could not: HTTP then answers 500.
class batch_sink {
public:
  virtual bool take(std::string_view batch, protocol framing) = 0;
  // What came and was not taken, as a sentence.
  virtual void refused(std::string_view why) = 0;

protected:
  ~batch_sink() = default;
};

class receiver {
public:
  struct limits {
    std::size_t head_bytes_max = 16 * 1024;
    // AWS ends a batch at 1 MiB, before escaping.
    std::size_t body_bytes_max = 16 * 1024 * 1024;
    std::size_t line_bytes_max = 16 * 1024 * 1024;
    // The platform uses one or two. Of more, the one that was silent for longest is closed.
    std::size_t connections_max = 16;
  };

  explicit receiver(batch_sink& sink);
  receiver(batch_sink& sink, const limits& l);
  ~receiver();
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  // False leaves the reason in problem(). Port 0 takes any free one.
  [[nodiscard]] bool listen(std::string_view numeric_host, std::uint16_t port, protocol framing);
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
  [[nodiscard]] std::string_view problem() const noexcept { return problem_; }

  // Adds what to wait for. Behind poll(), serve() gets the same entries back, does what can be done
  // without waiting and says whether anything came.
  void add_to(std::vector<pollfd>& waiting) const;
  bool serve(const pollfd* ready, std::size_t count);

private:
  struct client;

  void accept_all();
  void make_room();
  bool receive_from(client& from);
  bool on_bytes(client& from);
  bool on_request_bytes(client& from);
  bool on_line_bytes(client& from);
  void on_end(client& from);

  batch_sink& sink_;
  limits limits_;
  protocol framing_ = protocol::http;
  int listener_ = -1;
  std::uint16_t port_ = 0;
  std::uint64_t turn_ = 0;
  std::string problem_;
  std::vector<std::unique_ptr<client>> clients_;
};

}  // namespace lambent::telemetry
