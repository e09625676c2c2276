// What a handler answers an HTTP request with.
#pragma once

#include <lambent/http/fields.hpp>
#include <lambent/json.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::http {

class request;

/// How a body travels to the service. `automatic` sends text as text and bytes as base64: text is
/// valid UTF-8 whose Content-Type is text, JSON, XML, YAML, JavaScript or a form, and that has no
/// Content-Encoding.
enum class transfer : std::uint8_t { automatic, text, base64 };

/// A status, headers and a body; an aggregate with a few short ways to make one.
struct response {
  int status = 200;
  http::headers headers = {};
  std::string body = {};
  transfer sent_as = transfer::automatic;

  [[nodiscard]] static response text(std::string body, int status = 200);
  [[nodiscard]] static response html(std::string body, int status = 200);
  [[nodiscard]] static response bytes(std::string body, std::string content_type, int status = 200);
  /// JSON that is text already.
  [[nodiscard]] static response json_text(std::string body, int status = 200);
  /// A value of a type that lambent/json.hpp knows.
  template <lambent::json::encodable T>
  [[nodiscard]] static response json(const T& value, int status = 200) {
    return json_text(lambent::json::print(value), status);
  }
  /// No body; 204 unless another status is given.
  [[nodiscard]] static response empty(int status = 204);
  [[nodiscard]] static response redirect(std::string location, int status = 302);

  /// Adds a header; `headers.set` replaces.
  response& header(std::string name, std::string value) & {
    headers.add(std::move(name), std::move(value));
    return *this;
  }
  response&& header(std::string name, std::string value) && {
    headers.add(std::move(name), std::move(value));
    return std::move(*this);
  }
  /// Adds a Set-Cookie header, such as "session=abc; HttpOnly; Secure" (RFC 6265 §4.1).
  response& cookie(std::string set_cookie) & { return header("Set-Cookie", std::move(set_cookie)); }
  response&& cookie(std::string set_cookie) && {
    return std::move(*this).header("Set-Cookie", std::move(set_cookie));
  }
};

/// The response in the form that the request's origin wants.
[[nodiscard]] std::string to_event(const response& what, const request& to);

namespace detail {

// What a handler may return in place of a response.
template <class T>
concept body_text = std::convertible_to<T, std::string_view>;

}  // namespace detail

[[nodiscard]] inline response to_response(response what) { return what; }
/// Text is text/plain.
template <detail::body_text T>
[[nodiscard]] response to_response(T&& text) {
  return response::text(std::string(std::string_view(text)));
}
/// Everything that lambent/json.hpp knows is application/json.
template <class T>
  requires(lambent::json::encodable<T> && !detail::body_text<const T&>)
[[nodiscard]] response to_response(const T& value) {
  return response::json(value);
}

}  // namespace lambent::http
