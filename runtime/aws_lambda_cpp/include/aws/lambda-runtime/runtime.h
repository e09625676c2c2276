// For programs written for aws-lambda-cpp: its handler and its loop, on Lambent. C++11, so that
// such a program compiles as it is. New programs include lambent/lambent.hpp.
#pragma once

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include <aws/http/response.h>
#include <aws/lambda-runtime/outcome.h>

namespace lambent {
class runtime;
}

namespace aws {
namespace lambda_runtime {

/// An event and what is known about its invocation. Strings are empty where Lambda sent nothing.
struct invocation_request {
  std::string payload;
  std::string request_id;
  std::string xray_trace_id;     ///< The X-Ray header's value.
  std::string client_context;    ///< JSON from the caller.
  std::string cognito_identity;  ///< JSON.
  std::string function_arn;      ///< As the caller wrote it: with the alias or version he named.
  std::string content_type;      ///< Of the payload.
  /// When Lambda ends the invocation; time_point::max() when it did not say.
  std::chrono::time_point<std::chrono::system_clock> deadline;
  std::string tenant_id;

  /// Negative when the deadline has passed.
  std::chrono::milliseconds get_time_remaining() const {
    return std::chrono::duration_cast<std::chrono::milliseconds>(deadline -
                                                                 std::chrono::system_clock::now());
  }
};

/// What a handler returns: made by success() or failure(), or by the constructor when an error's
/// JSON is to be the program's own.
class invocation_response {
public:
  invocation_response(const std::string& payload, const std::string& content_type, bool success)
      : payload_(payload), content_type_(content_type), success_(success) {}

  /// An empty content type is sent as text/html, as aws-lambda-cpp sends it.
  static invocation_response success(std::string payload, std::string content_type);
  /// The payload becomes {"errorMessage", "errorType", "stackTrace": []}. Mind the order.
  static invocation_response failure(const std::string& error_message,
                                     const std::string& error_type);

  const std::string& get_payload() const { return payload_; }
  const std::string& get_content_type() const { return content_type_; }
  bool is_success() const { return success_; }
  /// Lambent's own: what failure() was told; empty otherwise.
  const std::string& get_error_type() const { return error_type_; }

private:
  std::string payload_;
  std::string content_type_;
  std::string error_type_;
  bool success_;
};

struct no_result {};

/// The loop's parts, for programs that have a loop of their own. One thread drives one of them.
class runtime {
public:
  using next_outcome = outcome<invocation_request, http::response_code>;
  using post_outcome = outcome<no_result, http::response_code>;

  /// `endpoint` is "http://host:port", or without the scheme. The user agent is Lambent's; the one
  /// given is not sent.
  explicit runtime(const std::string& endpoint);
  runtime(const std::string& endpoint, const std::string& user_agent);
  ~runtime();
  runtime(const runtime&) = delete;
  runtime& operator=(const runtime&) = delete;

  /// Blocks until an invocation arrives. REQUEST_NOT_MADE after five attempts without an answer.
  next_outcome get_next();

  /// Each answers the invocation that get_next() gave last, once; another id is BAD_REQUEST.
  post_outcome post_success(const std::string& request_id, const invocation_response& response);
  post_outcome post_failure(const std::string& request_id, const invocation_response& response);

private:
  template <class Send>
  post_outcome answer(const std::string& request_id, const Send& send);

  std::unique_ptr<lambent::runtime> api_;
};

/// Serves invocations until the Runtime API is gone; the reason is then on stderr. What the handler
/// throws is reported as the invocation's error, and the next one is served.
void run_handler(const std::function<invocation_response(const invocation_request&)>& handler);

}  // namespace lambda_runtime
}  // namespace aws
