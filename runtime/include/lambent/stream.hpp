// Response streaming: a handler that takes a `lambent::stream&` writes its response piece by piece,
// and the client reads the first byte while the handler still works.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-response-streaming.html
#pragma once

#include <lambent/failure.hpp>
#include <lambent/runtime.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace lambent {

/// Status and headers of a streamed HTTP response, for function URLs and API Gateway.
struct http_prelude {
  struct header {
    std::string name;
    std::string value;
  };

  int status_code = 200;  ///< 100 to 599.
  /// In order. Values of a name that comes again are joined by commas, as Lambda does; each
  /// Set-Cookie becomes a cookie.
  std::vector<header> headers = {};
  std::vector<std::string> cookies = {};  ///< Whole Set-Cookie values.
};

/// The response to one invocation, valid until the handler returns. Not for several threads at
/// once.
///
///   void handle(std::string_view event, lambent::stream& out) {
///     out.begin({.status_code = 200, .headers = {{"content-type", "text/plain"}}});
///     while (more() && out.write(piece())) {}
///   }
///
/// Each write is sent as it comes, without copying: collect small pieces if latency does not
/// matter. The first one leaves together with everything before it. A write blocks while the client
/// reads slower than the handler writes. When the handler returns, the response is finished; one
/// that was never written to is empty. What the handler throws or returns as a failure is an
/// ordinary error before the first byte has left, and Lambda's mid-stream error after it.
class stream {
public:
  explicit stream(runtime& of) noexcept : runtime_(&of) {}
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;

  /// Says what the bytes are; without it they are application/octet-stream. Before the first write,
  /// once; false otherwise.
  bool begin(std::string_view content_type) {
    return runtime_->begin_stream(content_type) == status::ok;
  }
  /// The response is HTTP. A prelude that cannot be sent (a line break in a header, more than 64
  /// KB) makes the invocation fail: false, and so is every write.
  bool begin(const http_prelude& prelude) { return runtime_->begin_stream(prelude) == status::ok; }

  /// False when the client is gone, the response was finished, or it would pass
  /// runtime::options::stream_bytes_max (200 MB); the invocation then fails with
  /// Function.ResponseSizeTooLarge. There is no use in writing more.
  bool write(std::string_view bytes) { return runtime_->write(bytes) == status::ok; }

  /// Sends status and headers before there is a first byte.
  bool flush() { return runtime_->flush() == status::ok; }

  /// Ends the response before the handler does: the client has it all, the handler may clean up.
  bool finish() { return runtime_->finish() == status::ok; }

  /// Ends it as a failure, as returning `why` from the handler does.
  bool fail(const failure& why) { return runtime_->fail_stream(why) == status::ok; }

  /// Whether a write can still reach the client. It is known to be gone only after a write or two.
  [[nodiscard]] bool open() const noexcept { return runtime_->writable(); }

  /// Why the last call gave false.
  [[nodiscard]] std::string_view problem() const noexcept { return runtime_->problem(); }

private:
  runtime* runtime_;
};

}  // namespace lambent
