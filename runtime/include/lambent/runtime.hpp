// The lower layer: a pull loop over the Lambda Runtime API, for replay, benchmarks and custom
// loops. It does not call handlers, catch exceptions or exit; `lambent::run` does, and is built on
// this.
#pragma once

#include <lambent/context.hpp>
#include <lambent/failure.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace lambent {

struct http_prelude;

enum class status {
  ok,
  refused,  ///< The Runtime API said no to this message: go on with next().
  lost,     ///< The Runtime API cannot be reached or makes no sense. After next(): give up, exit 1.
  surplus,  ///< Only from next(): enough workers wait for events; give up this one, not the others.
  stopped,  ///< Only from next(): the descriptor of stop_when_readable() was readable.
};

/// One worker of a function: while (rt.next() == status::ok) rt.reply(answer_to(rt.event()));
/// Not thread-safe: one thread drives one runtime.
class runtime {
public:
  struct options {
    /// "host:port"; empty means the variable AWS_LAMBDA_RUNTIME_API.
    std::string api = {};
    /// Wait after the first failed /next; doubles each time, five attempts in all.
    std::chrono::milliseconds backoff_first{50};
    /// Keep _X_AMZN_TRACE_ID in step with the invocation. Only right while one runtime is in use.
    bool set_trace_variable = true;
    /// Send the request for the next event together with each reply: one message and one wait less
    /// per invocation. What became of the reply is then known only to the following next(), and the
    /// last reply of a loop that ends asks for an event nobody takes. Failures, streams and replies
    /// over Lambda's limit are sent alone. It stops by itself when the API ends the connection.
    bool pipelined = false;
    /// Payload of a streamed response at most, in bytes: Lambda's quota, 200 MB. Source:
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    std::size_t stream_bytes_max = 200UL * 1024 * 1024;
  };

  runtime();
  explicit runtime(const options& chosen);
  ~runtime();
  runtime(const runtime&) = delete;
  runtime& operator=(const runtime&) = delete;

  /// Whether there is a Runtime API to ask; if not, problem() says why. Nothing was sent yet.
  [[nodiscard]] bool usable() const noexcept;

  /// Blocks, without a time limit, until an invocation arrives. What event() and current() showed
  /// before ends here. Pipelined, `refused` speaks of the reply before: it was not taken, or may
  /// not have arrived. current() is then still that invocation; call next() again for the new one.
  [[nodiscard]] status next();

  /// From now on next() takes no event once `descriptor` is readable (an eventfd, a signalfd, a
  /// pipe), also when it is waiting already: it returns `stopped`. The descriptor stays the
  /// caller's, is never read, and must stay open; -1 ends this. It costs next() two system calls.
  void stop_when_readable(int descriptor) noexcept;

  /// The event's bytes and its context. Valid until the following next(), also after the answer.
  [[nodiscard]] std::string_view event() const noexcept;
  [[nodiscard]] const context& current() const noexcept;

  /// Answers the invocation, once. `body` is sent from where it is and may be a view into event().
  /// A body over Lambda's limit comes back as `refused`; the caller of the function has then been
  /// told Function.ResponseSizeTooLarge. `lost` means that it is unknown whether the answer
  /// arrived; it is never sent twice. Either way next() may be called.
  [[nodiscard]] status reply(std::string_view body,
                             std::string_view content_type = "application/json");
  [[nodiscard]] status fail(const failure& why);

  /// Answers with an error whose body the caller wrote, for callers that expect other JSON than
  /// {"errorMessage", "errorType", "stackTrace"}. `type` goes into the header, as failure::type
  /// does.
  [[nodiscard]] status fail_with_body(std::string_view type, std::string_view body,
                                      std::string_view content_type = "application/json");

  /// A response in pieces; lambent::stream (lambent/stream.hpp) is the convenient face of these.
  /// begin_stream() sends nothing, and write() begins by itself, as application/octet-stream. What
  /// is written first leaves together with head and prelude, each later piece by itself, from where
  /// it is. write() blocks while the API takes no more. `refused`: the API answered early, or the
  /// response had ended; `lost`: the connection broke. Both mean that the client is gone.
  [[nodiscard]] status begin_stream(std::string_view content_type);
  [[nodiscard]] status begin_stream(const http_prelude& prelude);
  [[nodiscard]] status write(std::string_view bytes);
  /// Sends what was begun before there is anything to write.
  [[nodiscard]] status flush();
  /// Ends the response, and says what became of it as a whole. Without a write it is empty. Again,
  /// it says the same.
  [[nodiscard]] status finish();
  /// Ends it as a failure: what was written stays with the client, and Lambda is told why in
  /// trailers. Before the first byte has left this is fail().
  [[nodiscard]] status fail_stream(const failure& why);
  /// Whether write() can do something: the invocation is not answered and the client not gone.
  [[nodiscard]] bool writable() const noexcept;

  /// Reports that initialisation failed; legal only before the first next(). Exit 1 afterwards.
  [[nodiscard]] status fail_init(const failure& why);

  /// What went wrong when the last call was not `ok`: one sentence, perhaps with a hint.
  [[nodiscard]] std::string_view problem() const noexcept;

  /// The HTTP status of the last call's message, 0 when no answer came. What became of a body that
  /// was too large does not count.
  [[nodiscard]] int http_status() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent
