// What a handler returns instead of a reply: `failure` when it failed, `reply` when the content
// type matters. Plain values; `lambent::run` sends them.
#pragma once

#include <string>
#include <vector>

namespace lambent {

/// The invocation failed. The caller sees `type` as errorType and `message` as errorMessage.
/// `type` is free text ("BadRequest", "orders::not_found"); for the Runtime API's error header it
/// is turned into the form Lambda accepts ("Function.BadRequest", "Function.NotFound").
///
/// `failure{"BadRequest", "no id"}` is whole; the rest is filled in for what a handler throws.
struct failure {
  std::string type;
  std::string message;

  /// Where it happened, innermost call first, one line each: `stackTrace`. 64 lines are sent, and
  /// 512 bytes of each. Empty for a failure that is returned, unless you say
  /// `why.stack_trace = lambent::current_stack_trace()`.
  std::vector<std::string> stack_trace = {};

  /// What led to it, the nearest cause first: `cause`, which holds its own `cause` and so on. A
  /// failure put here brings its causes along. Eight in all are sent.
  std::vector<failure> causes = {};
};

/// The calls that led here, as far as the handler: "orders::find(int) (bootstrap+0x4033e0)". The
/// function's name stands there where the program has its symbols, the address for addr2line
/// always. Takes some ten microseconds and more; meant for failures, not for every event.
[[nodiscard]] std::vector<std::string> current_stack_trace();

/// A response with a content type of its own. A plain string is sent as application/json.
struct reply {
  std::string body;
  std::string content_type = "application/json";
};

}  // namespace lambent
