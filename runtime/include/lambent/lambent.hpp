// The whole library for a function: `int main() { return lambent::run(handler); }`.
//
// A handler takes the event and, if it likes, a `lambent::stream&` to stream its response, and a
// `const lambent::context&`. The event is raw bytes
// (std::string_view, valid until the handler returns), a std::string, or a type with a
// lambent::codec. It returns a string, lambent::reply, lambent::failure, std::expected (or a
// look-alike) of one of these, void (the reply is `null`), or a type with a codec. What it throws
// is reported as the function's error.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/context.hpp>
#include <lambent/detail/handler.hpp>
#include <lambent/failure.hpp>
#include <lambent/runtime.hpp>
#include <lambent/stream.hpp>
#include <lambent/version.hpp>

#include <type_traits>
#include <utility>

namespace lambent {

namespace detail {

int serve_function(function& what, const runtime::options& chosen);

template <class F>
int run_handler(F&& handle, const runtime::options& chosen) {
  using callable = std::decay_t<F>;
  if constexpr (!handler<callable>) {
    static_assert(
        always_false<F>,
        "lambent::run: a handler takes the event (std::string_view, std::string, or a type "
        "with a lambent::codec), optionally a lambent::stream&, and optionally a const "
        "lambent::context&");
    return 1;
  } else if constexpr (!result_is_fine<callable>()) {
    static_assert(
        always_false<F>,
        "lambent::run: a handler returns void, a string, lambent::reply, lambent::failure, "
        "std::expected of one of these, or a type with a lambent::codec; one that takes a "
        "lambent::stream& returns void, lambent::failure, or std::expected<void, ...>");
    return 1;
  } else {
    handler_function<F> adapter(std::forward<F>(handle));
    return serve_function(adapter, chosen);
  }
}

template <class Init>
int run_init(Init& init, const runtime::options& chosen) {
  using made = std::remove_cvref_t<std::invoke_result_t<Init&>>;
  using callable = typename made_handler<made>::type;
  if constexpr (!handler<callable>) {
    static_assert(always_false<Init>,
                  "lambent::run: a callable without parameters is the init phase: it returns the "
                  "handler, or std::expected of it");
    return 1;
  } else if constexpr (!result_is_fine<callable>()) {
    static_assert(
        always_false<Init>,
        "lambent::run: a handler returns void, a string, lambent::reply, lambent::failure, "
        "std::expected of one of these, or a type with a lambent::codec; one that takes a "
        "lambent::stream& returns void, lambent::failure, or std::expected<void, ...>");
    return 1;
  } else {
    init_function<Init> adapter(init);
    return serve_function(adapter, chosen);
  }
}

}  // namespace detail

/// Serves invocations with `handle` until the process ends; the value is main's exit code. It
/// returns only when the init phase failed or the Runtime API is gone; the reason is then on
/// stderr.
///
/// A callable without parameters is the init phase: it runs once and returns the handler. What it
/// throws, or a failure it returns, is reported as the function's init error.
///
/// Call it from one thread. stdout becomes line-buffered and is flushed before each answer; text
/// held back elsewhere (std::cout after sync_with_stdio(false)) is the handler's to flush.
template <class F>
[[nodiscard]] int run(F&& handle, const runtime::options& chosen = {}) {
  if constexpr (std::is_invocable_v<std::remove_reference_t<F>&>) {
    return detail::run_init(handle, chosen);
  } else {
    return detail::run_handler(std::forward<F>(handle), chosen);
  }
}

}  // namespace lambent
