// The body of one streamed response on its way from the function's POST to the client: as fast as
// both can, within Lambda's limits. A client that takes responses whole gets it collected.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>
#include <string>

#include "engine/environment/bandwidth.hpp"
#include "engine/environment/response_sink.hpp"
#include "engine/http/exchange.hpp"

namespace lambent::environment {

// Hears how a stream ends, once; the stream may be dropped within the call.
class stream_owner {
public:
  virtual ~stream_owner() = default;
  virtual void on_stream_ended(const http::headers& trailers) = 0;
  virtual void on_stream_too_large() = 0;
  // The connection ended before the stream did.
  virtual void on_stream_broken() = 0;
};

class streamed_response final : public http::body_sink,
                                public std::enable_shared_from_this<streamed_response> {
public:
  struct parts {
    boost::asio::io_context& loop;
    stream_owner& owner;
    response_sink_ptr client;  // Empty: the response is wanted whole.
    bool capped = true;        // At Lambda's bandwidth.
  };

  streamed_response(parts from, http::exchange&& post)
      : with_(std::move(from)), post_(std::move(post)) {}

  void begin();
  // The function's request, for its answer.
  [[nodiscard]] http::exchange& post() { return post_; }
  // What was collected for a client that takes it whole.
  [[nodiscard]] std::string& whole() { return whole_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }  // That have come.
  [[nodiscard]] std::uint64_t bytes_max() const;

  [[nodiscard]] bool on_body(std::string_view bytes) override;
  void on_body_end(const http::headers& trailers) override;
  void on_body_broken() override;

private:
  void resume();

  parts with_;
  http::exchange post_;
  std::string whole_;
  std::uint64_t bytes_ = 0;
  bandwidth bandwidth_;
  std::optional<boost::asio::steady_timer> pace_;
  unsigned holds_ = 0;  // Reasons for which nothing more is read: the client lags, the bandwidth.
};

}  // namespace lambent::environment
