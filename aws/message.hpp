// What goes to AWS and comes back, as values: one request, its response, and what can go wrong.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aws/limits.hpp"
#include "base/error.hpp"

namespace lambent::aws {

using name_value = std::pair<std::string, std::string>;

// Whether a request that may have been carried out is sent again after a 5xx or a cut connection.
// What certainly was not carried out (never sent, throttled, a skewed clock) is always sent again.
enum class repeat : std::uint8_t {
  by_method,  // GET, HEAD, PUT and DELETE are idempotent (RFC 9110 section 9.2.2); others are not.
  safe,       // The operation is idempotent although its method does not say so.
  never,      // Doing it twice would be wrong although its method is idempotent.
};

struct request {
  std::string service{};  // AWS's endpoint prefix and signing name: lambda, iam, sts, logs, s3.
  std::string method = "GET";
  // Path segments as they are meant; each is percent-encoded, '/' included. "functions", "a:b" is
  // /functions/a%3Ab. For s3 the first is the bucket.
  std::vector<std::string> path{};
  // Used instead of `path` when not empty: begins with '/', is already encoded and sent as it is.
  std::string encoded_path{};
  std::vector<name_value> query{};    // As meant; encoded on the way.
  std::vector<name_value> headers{};  // Host, dates and authorization are the client's.
  std::string body{};
  aws::repeat repeat = aws::repeat::by_method;
  // What is never sent twice has a connection of its own, unless it may lose a call to one that was
  // open and is gone: for who makes many and counts the lost ones.
  bool keep_connection = false;
  bool sign = true;  // False for the few operations that take no credentials.
  std::chrono::milliseconds read_timeout = limits::read_timeout;
};

struct response {
  int status = 0;
  std::vector<name_value> headers{};  // Names in lower case.
  std::string body{};

  // The first value under that name; empty when there is none.
  [[nodiscard]] std::string_view header(std::string_view lower_case_name) const;
};

enum class call_failure : std::uint8_t {
  usage,          // An option given to the client is no region and no URL.
  configuration,  // Region, endpoint, profile or a file of AWS's is missing or wrong.
  credentials,    // No credentials, or AWS says that these are not valid.
  unreachable,    // No connection came about; nothing was sent.
  broken,         // The connection ended, or the time was up, before the response was whole.
  refused,        // AWS answered with an error.
  unreadable,     // AWS answered with success and something that is not the operation's answer.
};

struct call_error {
  call_failure kind = call_failure::refused;
  lambent::error error{};    // The sentence for people and, where there is a way out, the hint.
  std::string code{};        // AWS's: "ResourceNotFoundException"; empty where AWS did not answer.
  std::string message{};     // AWS's.
  int status = 0;            // HTTP's; 0 where there was no answer.
  std::string request_id{};  // AWS's.

  // True for AWS's refusal with that code.
  [[nodiscard]] bool is(std::string_view aws_code) const {
    return kind == call_failure::refused && code == aws_code;
  }
};

}  // namespace lambent::aws

namespace lambent {

[[nodiscard]] inline aws::call_error in_context(std::string_view doing, aws::call_error&& e) {
  e.error = in_context(doing, std::move(e.error));
  return std::move(e);
}

}  // namespace lambent
