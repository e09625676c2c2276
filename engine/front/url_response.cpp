#include "engine/front/url_response.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "engine/api/respond.hpp"
#include "engine/front/refusal.hpp"
#include "engine/url/cors.hpp"
#include "engine/url/responses.hpp"

namespace lambent::engine {
namespace {

constexpr std::string_view with_prelude = "application/vnd.awslambda.http-integration-response";
constexpr std::string_view unnamed_bytes = "application/octet-stream";

http::response raw_stream(std::string_view content_type, std::string&& body) {
  return {200,
          {{"Content-Type", content_type.empty() ? unnamed_bytes : content_type}},
          std::move(body)};
}

}  // namespace

void url_response::add_own_headers(http::response& to) const {
  if (!to.headers.has("x-amzn-RequestId")) to.headers.add("x-amzn-RequestId", about_.request_id);
  to.headers.add("X-Amzn-Trace-Id", about_.trace_id);
  if (about_.cors) url::add_cors(to.headers, *about_.cors, call_.request.headers.get("Origin"));
}

void url_response::open(http::response&& head) {
  add_own_headers(head);
  writer_ = call_.respond_in_pieces(head);
}

void url_response::respond(http::response&& answer) {
  answered_ = true;
  add_own_headers(answer);
  call_.respond(std::move(answer));
}

void url_response::fail(std::string_view why) {
  spdlog::warn("an HTTP request to {}: {}", about_.function, why);
  respond(url::bad_gateway(why));
}

void url_response::begin(std::string_view content_type) {
  streamed_ = true;
  if (content_type == with_prelude) {
    prelude_.emplace();
  } else {
    open(raw_stream(content_type, {}));
  }
}

bool url_response::write(std::string_view bytes) {
  if (answered_) return true;
  if (!prelude_) return writer_.write(bytes);
  auto rest = prelude_->feed(bytes);
  if (!rest) {
    if (prelude_->too_long()) fail("the stream's prelude does not end");
    return true;
  }
  auto head = url::read_prelude(prelude_->json());
  prelude_.reset();
  if (!head) {
    fail(head.error().what);
    return true;
  }
  open(std::move(*head));
  if (rest->empty()) {
    writer_.flush();
    return true;
  }
  return writer_.write(*rest);
}

void url_response::when_room(std::move_only_function<void()> then) {
  writer_.when_room(std::move(then));
}

void url_response::complete(environment::invocation_result&& result) {
  if (answered_) return;
  if (writer_.open()) {
    // A client can be told of a late error only by the end that is missing.
    if (refusal_of(result) || result.outcome.function_error) {
      writer_ = http::response_writer();
    } else {
      writer_.finish();
    }
    return;
  }
  if (auto refusal = refusal_of(result))
    return respond(api::to_response(*refusal, about_.request_id));
  if (!result.build_error.empty())
    return respond(url::build_failed(call_.request, about_.function, result.build_error));
  if (result.outcome.function_error)
    return respond(url::bad_gateway("the function failed: " + result.outcome.payload));
  if (streamed_) return fail("the stream ended before its prelude did");
  if (about_.mode == url_mode::response_stream)
    return respond({200, {{"Content-Type", unnamed_bytes}}, std::move(result.outcome.payload)});
  // Of a stream that was collected only a prelude says what becomes of it.
  if (const auto& type = result.outcome.stream_type; type && *type != with_prelude)
    return respond(raw_stream(*type, std::move(result.outcome.payload)));
  auto answer = url::read_answer(result.outcome.payload);
  if (!answer) return fail(answer.error().what);
  respond(std::move(*answer));
}

}  // namespace lambent::engine
