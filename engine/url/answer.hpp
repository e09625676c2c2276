// What a function returned for an HTTP event, as the HTTP response that Lambda makes of it. Values
// in, values out; an error says what is wrong with the function's answer.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html#urls-response-payload
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/http/message.hpp"

namespace lambent::url {

// An object with a statusCode is a response. Any other JSON is the body of one, 200 and
// application/json; a JSON string is the text itself. A streamed response that was collected begins
// with its prelude.
[[nodiscard]] result<http::response> read_answer(std::string_view payload);

// Status, headers and cookies of a streamed response: the JSON before the eight NUL bytes.
[[nodiscard]] result<http::response> read_prelude(std::string_view json);

// Finds the end of a streamed response's prelude, however its bytes are cut.
class prelude_reader {
public:
  static constexpr std::size_t bytes_max = 128 * 1024;

  // The bytes of the body that follow the prelude in `bytes` (maybe none), once it is complete.
  // Must not be called after that, nor once it is `too_long`.
  [[nodiscard]] std::optional<std::string_view> feed(std::string_view bytes);
  [[nodiscard]] bool too_long() const { return text_.size() > bytes_max; }
  // The JSON, after feed() has given a value.
  [[nodiscard]] std::string_view json() const { return text_; }

private:
  std::string text_;
};

}  // namespace lambent::url
