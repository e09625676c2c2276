// A runtime's streamed responses: when one begins and ends, and how a failure is told. In a file of
// its own, so that a function without streams carries none of it.
#include <lambent/stream.hpp>

#include <cstdio>

#include "runtime_api/stream_encoding.hpp"
#include "runtime_state.hpp"

namespace lambent {

namespace {

constexpr std::string_view has_begun = "the response has begun already";
constexpr std::string_view has_ended = "the response has ended already";

}  // namespace

bool runtime::state::begin_stream(std::string_view content_type) {
  if (!answer_due || streamed != stream_phase::none) {
    if (streamed == stream_phase::none) {
      (void)no_invocation();
    } else if (streamed != stream_phase::ended) {
      problem = has_begun;
    } else if (stream_end == status::ok) {
      problem = has_ended;
    }
    return false;
  }
  client.begin_stream({.request_id = current.request_id,
                       .invocation_id = current.invocation_id,
                       .error_type = {},
                       .content_type = content_type,
                       .body = {}});
  streamed = stream_phase::begun;
  stream_bytes = 0;
  prelude.clear();
  return true;
}

// Begins by itself; what ended badly goes on saying why.
status runtime::state::ready_to_send() {
  if (streamed == stream_phase::none) {
    return begin_stream(stream_encoding::raw_type) ? status::ok : status::refused;
  }
  if (streamed != stream_phase::ended) return status::ok;
  if (stream_end != status::ok) return stream_end;
  problem = has_ended;
  return status::refused;
}

status runtime::state::end_stream(status how) noexcept {
  streamed = stream_phase::ended;
  stream_end = how;
  return how;
}

// With an `end`, until the API's answer.
status runtime::state::send_piece(std::string_view bytes, std::string_view end) {
  answer_due = false;
  streamed = stream_phase::flowing;
  if (!end.empty()) (void)std::fflush(stdout);  // As before every answer.
  api_client::flow now = client.send_piece(prelude, bytes, end);
  prelude.clear();
  if (now == api_client::flow::broken) return end_stream(judge(0, {}));
  if (now == api_client::flow::going && end.empty()) {
    stream_bytes += bytes.size();
    return status::ok;
  }
  const bool early = now == api_client::flow::answered;
  const status answer = judge(client.stream_status(), "the response");
  if (!early || answer != status::ok) return end_stream(answer);
  problem = "the Runtime API ended the response before the function did";
  return end_stream(status::refused);
}

status runtime::begin_stream(std::string_view content_type) {
  return state_->begin_stream(content_type) ? status::ok : status::refused;
}

status runtime::begin_stream(const http_prelude& prelude) {
  state& s = *state_;
  if (!s.begin_stream(stream_encoding::http_type)) return status::refused;
  const char* const wrong = stream_encoding::write_prelude(s.prelude, prelude);
  if (wrong == nullptr) return status::ok;
  // A later write must not go out as something else than was meant.
  const failure why{"Runtime.MarshalError", wrong};
  if (fail(why) == status::ok) s.problem = wrong;
  return s.end_stream(status::refused);
}

status runtime::write(std::string_view bytes) {
  state& s = *state_;
  if (const status ready = s.ready_to_send(); ready != status::ok) return ready;
  if (bytes.size() > s.chosen.stream_bytes_max - s.stream_bytes) {
    const failure why{"Function.ResponseSizeTooLarge",
                      "The streamed response would have more than " +
                          std::to_string(s.chosen.stream_bytes_max) + " bytes."};
    if (fail_stream(why) == status::ok) s.problem = why.message;
    return s.end_stream(status::refused);
  }
  // An empty chunk would be the end.
  return bytes.empty() ? status::ok : s.send_piece(bytes, {});
}

status runtime::flush() {
  state& s = *state_;
  if (const status ready = s.ready_to_send(); ready != status::ok) return ready;
  return s.streamed == state::stream_phase::begun ? s.send_piece({}, {}) : status::ok;
}

status runtime::finish() {
  state& s = *state_;
  if (s.streamed == state::stream_phase::ended) return s.stream_end;
  if (const status ready = s.ready_to_send(); ready != status::ok) return ready;
  return s.send_piece({}, stream_encoding::last_chunk);
}

status runtime::fail_stream(const failure& why) {
  state& s = *state_;
  if (s.streamed == state::stream_phase::flowing) {
    return s.send_piece({}, stream_encoding::failed_end(why));
  }
  if (s.streamed == state::stream_phase::ended) {
    if (s.stream_end == status::ok) s.problem = has_ended;
    return status::refused;
  }
  return s.end_stream(fail(why));
}

bool runtime::writable() const noexcept {
  const state& s = *state_;
  return s.answer_due || s.streamed == state::stream_phase::flowing;
}

}  // namespace lambent
