// What a `runtime` holds between its calls: the connection, the invocation at hand, and how far its
// answer got. runtime.cpp and stream.cpp work on it.
#pragma once

#include <lambent/runtime.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime_api/api_client.hpp"
#include "trace_variable.hpp"

namespace lambent {

struct runtime::state {
  enum class stream_phase : std::uint8_t {
    none,
    begun,    // Nothing has left: the invocation can still be answered in any way.
    flowing,  // Some of the response has left.
    ended,    // By finish(), fail_stream(), the API or a broken connection; `stream_end` says how.
  };

  explicit state(const options& o);

  status judge(int answered, std::string_view doing);
  bool take_invocation();
  status send_error(const failure& why, std::string_view doing);
  status settle(int answered, std::size_t body_bytes, std::string_view doing);
  status stopped();
  status no_invocation();

  // stream.cpp
  bool begin_stream(std::string_view content_type);
  status ready_to_send();
  status send_piece(std::string_view bytes, std::string_view end);
  status end_stream(status how) noexcept;

  api_client client;
  trace_variable trace;
  options chosen;
  context constant;  // What the environment says; each invocation starts from it.
  context current;
  std::string problem;
  std::string prelude;           // Of a stream, until it has left.
  std::size_t reply_bytes = 0;   // Of the response whose fate is due.
  std::size_t stream_bytes = 0;  // Payload that has left.
  stream_phase streamed = stream_phase::none;
  status stream_end = status::ok;
  int http_status = 0;  // Of the last answer; 0 when there was none.
  bool usable = false;
  bool answer_due = false;
  bool fate_due = false;  // Pipelined: a response has left whose status was not read yet.
};

}  // namespace lambent
