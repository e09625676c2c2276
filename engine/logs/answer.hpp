// What an operation of CloudWatch Logs answers: a JSON body or an error by its AWS name. Knows
// nothing of HTTP; operations.cpp puts both into a response.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::logs {

struct failure {
  std::string type;
  std::string message;
  int status = 400;

  failure(std::string_view aws_type, std::string text) : type(aws_type), message(std::move(text)) {}
  // The store's own errors: the disk is full, a file is gone.
  failure(error&& e)  // NOLINT(google-explicit-constructor): so that TRY hands them on.
      : type("ServiceUnavailableException"), message(std::move(e.what)), status(500) {}
};

template <class T = void>
using answer = std::expected<T, failure>;

[[nodiscard]] inline std::unexpected<failure> refuse(std::string_view type, std::string message) {
  return std::unexpected(failure(type, std::move(message)));
}

[[nodiscard]] inline std::unexpected<failure> invalid_parameter(std::string message) {
  return refuse("InvalidParameterException", std::move(message));
}

// Writes a JSON object, member by member. What is not
// UTF-8 in a text becomes U+FFFD.
class json_writer {
public:
  json_writer& text(std::string_view name, std::string_view value);
  json_writer& number(std::string_view name, std::int64_t value);
  json_writer& open(std::string_view name, char bracket);  // '{' or '['; closed by close().
  json_writer& open_element();                             // An object within a list.
  json_writer& close(char bracket);
  [[nodiscard]] std::string finish() && { return std::move(out_ += '}'); }

private:
  void name(std::string_view name);
  void separate();

  std::string out_ = "{";
};

void append_json_string(std::string& out, std::string_view text);

}  // namespace lambent::logs
