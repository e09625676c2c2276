// What a handler returns instead of a reply: `failure` when it failed, `reply` when the content
// type matters. Plain values; `lambent::run` sends them.
#pragma once

#include <string>

namespace lambent {

/// The invocation failed. The caller sees `type` as errorType and `message` as errorMessage.
/// `type` is free text ("BadRequest", "orders::not_found"); for the Runtime API's error header it
/// is turned into the form Lambda accepts ("Function.BadRequest", "Function.NotFound").
struct failure {
  std::string type;
  std::string message;
};

/// A response with a content type of its own. A plain string is sent as application/json.
struct reply {
  std::string body;
  std::string content_type = "application/json";
};

}  // namespace lambent
