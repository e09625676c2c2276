// HTTP functions: one handler `http::request -> http::response` behind API Gateway (REST, HTTP and
// WebSocket APIs), function URLs, Application Load Balancers and VPC Lattice.
//
//   int main() {
//     return lambent::run([](const lambent::http::request& request) {
//       return lambent::http::response::text("hello " + std::string(request.query("name", "you")));
//     });
//   }
//
// A handler may also return text (text/plain), a type that lambent/json.hpp knows (JSON), nothing
// (204), or a result of one of these. A failure is the invocation's error; API Gateway then answers
// 502.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/http/fields.hpp>
#include <lambent/http/request.hpp>
#include <lambent/http/response.hpp>
#include <lambent/http/router.hpp>
#include <lambent/lambent.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace lambent {

/// An event that is an HTTP request. The reply goes out in the form which its origin wants.
template <>
struct codec<http::request> {
  static result<http::request> decode(std::string_view event) {
    return http::request::from_event(event);
  }

  /// Of a handler that returns nothing: 204.
  static std::string reply_to(const http::request& request) {
    return http::to_event(http::response::empty(), request);
  }

  template <class T>
    requires requires(T&& value) { http::to_response(std::forward<T>(value)); }
  static std::string reply_to(const http::request& request, T&& value) {
    return http::to_event(http::to_response(std::forward<T>(value)), request);
  }
};

}  // namespace lambent
