#include "extension_message.hpp"

#include <lambent/json.hpp>

#include "trace_json.hpp"

namespace lambent {

LAMBENT_JSON_AS(extension_registration, style::camel_case | style::defaults, function_name,
                function_version, handler, account_id);

namespace {

constexpr std::size_t quoted_answer_bytes_max = 300;

struct event_head {
  std::string event_type;
};

// Both events in one: the type says which members count.
struct wire_event {
  std::int64_t deadline_ms = 0;
  std::string request_id;
  std::string invoked_function_arn;
  std::string shutdown_reason;
  std::optional<telemetry::trace> tracing;
};

struct api_error {
  std::string error_type;
  std::string error_message;
};

LAMBENT_JSON_AS(event_head, style::camel_case, event_type);
LAMBENT_JSON_AS(wire_event, style::camel_case | style::defaults, deadline_ms, request_id,
                invoked_function_arn, shutdown_reason, tracing);
LAMBENT_JSON_AS(api_error, style::camel_case | style::defaults, error_type, error_message);

template <class T>
bool read_whole(std::string_view body, T& out, std::string& problem) {
  json::reader in(body);
  if (decode(in, out) && in.finish()) return true;
  problem = in.problem();
  return false;
}

std::chrono::system_clock::time_point time_of(std::int64_t ms) noexcept {
  using std::chrono::milliseconds;
  using std::chrono::system_clock;
  // What does not fit the clock is no deadline.
  const auto ms_max = std::chrono::duration_cast<milliseconds>(system_clock::duration::max());
  if (ms < 0 || ms > ms_max.count()) return {};
  return system_clock::time_point(milliseconds(ms));
}

}  // namespace

std::string register_body(const extension_events& wanted) {
  std::string body;
  json::writer out(body);
  out.begin_object().name("events").begin_array();
  if (wanted.invoke) out.value("INVOKE");
  if (wanted.shutdown) out.value("SHUTDOWN");
  out.end_array().end_object();
  return body;
}

bool read_registration(std::string_view body, extension_registration& out, std::string& problem) {
  return read_whole(body, out, problem);
}

bool read_event(std::string_view body, extension_event& out, std::string& problem) {
  event_head head;
  if (!read_whole(body, head, problem)) return false;
  out.raw = body;
  out.type = std::move(head.event_type);
  out.content.emplace<std::monostate>();
  if (out.type != "INVOKE" && out.type != "SHUTDOWN") return true;
  wire_event wire;
  if (!read_whole(body, wire, problem)) return false;
  if (out.type == "INVOKE") {
    auto& invoke = out.content.emplace<invoke_event>();
    invoke.deadline = time_of(wire.deadline_ms);
    invoke.request_id = std::move(wire.request_id);
    invoke.invoked_function_arn = std::move(wire.invoked_function_arn);
    if (wire.tracing) invoke.tracing = *std::move(wire.tracing);
  } else {
    auto& shutdown = out.content.emplace<shutdown_event>();
    shutdown.deadline = time_of(wire.deadline_ms);
    shutdown.reason = std::move(wire.shutdown_reason);
  }
  return true;
}

std::string refusal_text(std::string_view body) {
  api_error told;
  std::string problem;
  std::string text(body);
  if (read_whole(body, told, problem) && !told.error_type.empty()) {
    text = std::move(told.error_type);
    if (!told.error_message.empty()) text += ": " + told.error_message;
  }
  if (text.size() > quoted_answer_bytes_max) text.resize(quoted_answer_bytes_max);
  return text;
}

}  // namespace lambent
