// A small router: method and path to a handler, with 404 and 405 for the rest.
#pragma once

#include <lambent/context.hpp>
#include <lambent/detail/result.hpp>
#include <lambent/http/request.hpp>
#include <lambent/http/response.hpp>
#include <lambent/result.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lambent::http {

/// Routes by method and path. A pattern's `{name}` takes one segment, `{name+}` at the end the
/// rest; what they took is in request.path_parameter(). Of several patterns that fit, the one with
/// literal text further in front counts. Paths are matched segment by segment, percent-decoded.
///
///     http::router app;
///     app.get("/orders/{id}", [](const http::request& r) { return find(r.path_parameter("id"));
///     }); return lambent::run(app);
///
/// A handler takes the request and, if it likes, a const lambent::context&. It returns a response,
/// text, void (204), a type that lambent/json.hpp knows, or a result of one of these; a failure is
/// the invocation's. With a malformed pattern every request fails, and says which: see problem().
class router {
public:
  using handler = std::function<result<response>(const request&, const lambent::context&)>;

  /// Whether the stage in front of a path is looked at; by default it is not.
  explicit router(stage_policy policy = stage_policy::strip_stage) : policy_(policy) {}

  template <class F>
  router& get(std::string pattern, F handle) {
    return on("GET", std::move(pattern), std::move(handle));
  }
  template <class F>
  router& post(std::string pattern, F handle) {
    return on("POST", std::move(pattern), std::move(handle));
  }
  template <class F>
  router& put(std::string pattern, F handle) {
    return on("PUT", std::move(pattern), std::move(handle));
  }
  template <class F>
  router& patch(std::string pattern, F handle) {
    return on("PATCH", std::move(pattern), std::move(handle));
  }
  template <class F>
  router& del(std::string pattern, F handle) {
    return on("DELETE", std::move(pattern), std::move(handle));
  }
  /// Any method that has no handler of its own there.
  template <class F>
  router& any(std::string pattern, F handle) {
    return on("*", std::move(pattern), std::move(handle));
  }
  /// A method by name; it is compared as it is.
  template <class F>
  router& on(std::string method, std::string pattern, F handle) {
    add(std::move(method), std::move(pattern), wrap(std::move(handle)));
    return *this;
  }
  /// A WebSocket route: "$connect", "$disconnect", "$default" or one of the API's own.
  template <class F>
  router& websocket(std::string key, F handle) {
    websocket_.push_back({std::move(key), wrap(std::move(handle))});
    return *this;
  }
  /// What answers when no pattern fits the path, in place of 404 {"message":"Not Found"}.
  template <class F>
  router& not_found(F handle) {
    not_found_ = wrap(std::move(handle));
    return *this;
  }

  /// HEAD is answered by GET's handler without the body, OPTIONS by 204 with Allow, unless the
  /// pattern has handlers for them.
  [[nodiscard]] result<response> operator()(request incoming, const lambent::context& about) const;

  /// The first pattern that cannot be one, and why; empty when all are fine.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }

private:
  struct segment {
    enum class kind : std::uint8_t { literal, parameter, rest };
    kind what = kind::literal;
    std::string text;
  };
  struct route {
    std::string method;
    std::vector<segment> segments;
    handler handle;
  };
  struct websocket_route {
    std::string key;
    handler handle;
  };

  // What a method and a path lead to.
  struct match {
    const route* found = nullptr;
    bool without_body = false;                // GET's handler answers HEAD.
    std::vector<std::string_view> methods{};  // Of the pattern that fits; none does when empty.
  };

  template <class F>
  static handler wrap(F handle);

  void add(std::string method, std::string pattern, handler handle);
  [[nodiscard]] static bool parse(std::string_view pattern, std::vector<segment>& out);
  [[nodiscard]] static bool fits(const route& r, const std::vector<std::string>& path) noexcept;
  [[nodiscard]] static bool before(const route& a, const route& b) noexcept;
  [[nodiscard]] match find(std::string_view method, const std::vector<std::string>& path) const;
  [[nodiscard]] static std::vector<std::pair<std::string, std::string>> taken(
      const route& r, const std::vector<std::string>& path);
  [[nodiscard]] result<response> by_websocket(const request& incoming,
                                              const lambent::context& about) const;

  stage_policy policy_;
  std::vector<route> routes_;
  std::vector<websocket_route> websocket_;
  handler not_found_;
  std::string problem_;
};

namespace detail {

template <class R>
result<response> answer_with(R&& value) {
  using T = std::remove_cvref_t<R>;
  if constexpr (std::is_same_v<T, failure>) {
    return failure(std::forward<R>(value));
  } else if constexpr (lambent::detail::expected_shaped<T>) {
    if (!value.has_value()) return failure(std::forward<R>(value).error());
    if constexpr (std::is_void_v<typename lambent::detail::expected_value<T>::type>) {
      return response::empty();
    } else {
      return to_response(*std::forward<R>(value));
    }
  } else {
    return to_response(std::forward<R>(value));
  }
}

}  // namespace detail

template <class F>
router::handler router::wrap(F handle) {
  return [handle = std::move(handle)](const request& incoming,
                                      const lambent::context& about) mutable -> result<response> {
    const auto call = [&]() -> decltype(auto) {
      if constexpr (std::is_invocable_v<F&, const request&, const lambent::context&>) {
        return handle(incoming, about);
      } else {
        static_assert(std::is_invocable_v<F&, const request&>,
                      "lambent::http::router: a handler takes a const http::request& and, "
                      "optionally, a const lambent::context&");
        return handle(incoming);
      }
    };
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      (void)about;
      return response::empty();
    } else {
      return detail::answer_with(call());
    }
  };
}

}  // namespace lambent::http
