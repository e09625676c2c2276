// What a handler's first parameter is, read from its call operator or function type.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/context.hpp>

#include <string>
#include <string_view>
#include <type_traits>

namespace lambent {
class stream;
}

namespace lambent::detail {

struct no_signature {};

template <class>
struct first_parameter {
  using type = no_signature;
};
template <class R, class P, class... Rest>
struct first_parameter<R(P, Rest...)> {
  using type = P;
};
template <class R, class P, class... Rest>
struct first_parameter<R(P, Rest...) noexcept> {
  using type = P;
};
template <class R, class... P>
struct first_parameter<R (*)(P...)> : first_parameter<R(P...)> {};
template <class R, class... P>
struct first_parameter<R (*)(P...) noexcept> : first_parameter<R(P...)> {};
template <class R, class C, class... P>
struct first_parameter<R (C::*)(P...)> : first_parameter<R(P...)> {};
template <class R, class C, class... P>
struct first_parameter<R (C::*)(P...) const> : first_parameter<R(P...)> {};
template <class R, class C, class... P>
struct first_parameter<R (C::*)(P...) noexcept> : first_parameter<R(P...)> {};
template <class R, class C, class... P>
struct first_parameter<R (C::*)(P...) const noexcept> : first_parameter<R(P...)> {};

template <class F>
struct first_parameter_of : first_parameter<F> {};
template <class F>
  requires requires { &F::operator(); }
struct first_parameter_of<F> : first_parameter<decltype(&F::operator())> {};

// Callable with that event, alone or with the context.
template <class F, class P>
concept takes_event = std::is_invocable_v<F&, P> || std::is_invocable_v<F&, P, const context&>;

// Callable with that event and a stream, alone or with the context.
template <class F, class P>
concept takes_stream =
    std::is_invocable_v<F&, P, stream&> || std::is_invocable_v<F&, P, stream&, const context&>;

template <class F>
concept takes_raw = takes_event<F, std::string_view> || takes_stream<F, std::string_view>;

// The parameter type of handler F as written; std::string_view for a generic one that accepts it.
template <class F>
struct event_parameter : first_parameter_of<F> {};
template <class F>
  requires(std::is_same_v<typename first_parameter_of<F>::type, no_signature> && takes_raw<F>)
struct event_parameter<F> {
  using type = std::string_view;
};

template <class F>
using event_parameter_t = typename event_parameter<F>::type;

template <class T>
concept raw_event = std::is_same_v<T, std::string_view> || std::is_same_v<T, std::string>;

// A handler as `run` accepts it; its result is judged separately.
template <class F>
concept handler = (takes_event<F, event_parameter_t<F>> || takes_stream<F, event_parameter_t<F>>) &&
                  (raw_event<std::remove_cvref_t<event_parameter_t<F>>> ||
                   decodable<std::remove_cvref_t<event_parameter_t<F>>>);

// Of a generic handler that could take either as its second parameter, that is the context.
template <class F>
inline constexpr bool streams = !takes_event<F, event_parameter_t<F>>;

template <class F, class P>
struct handler_result : std::invoke_result<F&, P, stream&, const context&> {};
template <class F, class P>
  requires std::is_invocable_v<F&, P>
struct handler_result<F, P> : std::invoke_result<F&, P> {};
template <class F, class P>
  requires(!std::is_invocable_v<F&, P> && std::is_invocable_v<F&, P, const context&>)
struct handler_result<F, P> : std::invoke_result<F&, P, const context&> {};
template <class F, class P>
  requires(!takes_event<F, P> && std::is_invocable_v<F&, P, stream&>)
struct handler_result<F, P> : std::invoke_result<F&, P, stream&> {};

template <class F>
using handler_result_t = typename handler_result<F, event_parameter_t<F>>::type;

}  // namespace lambent::detail
