// From what a handler returned to an answer: which shapes count, and how each is stored. No I/O.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/detail/answer.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::detail {

// std::expected and its many look-alikes: matched by shape, so no particular one is needed.
template <class T>
concept expected_shaped = requires(T& t) {
  { t.has_value() } -> std::convertible_to<bool>;
  t.error();
} && std::is_constructible_v<failure, decltype(std::declval<T>().error())>;

template <class T>
concept text_like = std::is_convertible_v<const T&, std::string_view>;

template <class T>
struct expected_value {
  using type = void;
};
template <class T>
  requires requires(T& t) { *t; }
struct expected_value<T> {
  using type = std::remove_cvref_t<decltype(*std::declval<T&>())>;
};

struct no_event {};

// An event whose form the reply takes, such as an HTTP request: codec<Event>::reply_to(event,
// value).
template <class Event, class T>
concept replied_by = requires(const Event& event, T&& value) {
  codec<Event>::reply_to(event, std::forward<T>(value));
};

template <class T, class Event>
consteval bool can_answer() {
  if constexpr (replied_by<Event, T> || std::is_void_v<T> || std::is_same_v<T, failure> ||
                std::is_same_v<T, reply> || text_like<T> || encodable<T>) {
    return true;
  } else if constexpr (expected_shaped<T>) {
    return can_answer<typename expected_value<T>::type, Event>();
  } else {
    return false;
  }
}

// What a handler may return that wrote its response itself.
template <class T>
consteval bool can_end_stream() {
  if constexpr (std::is_void_v<T> || std::is_same_v<T, failure>) {
    return true;
  } else if constexpr (expected_shaped<T>) {
    return std::is_void_v<typename expected_value<T>::type>;
  } else {
    return false;
  }
}

// Stores `value`, which answers `event`. `KeepViews` says that a view among the results outlives
// the sending: true when the handler saw the raw event, false when it saw a decoded one that dies
// with the call.
template <bool KeepViews, class Event, class R>
void store(const Event& event, R&& value, answer& out) {
  using T = std::remove_cvref_t<R>;
  if constexpr (replied_by<Event, T>) {
    out.at(answer::stage::encoding);
    store<false>(no_event{}, codec<Event>::reply_to(event, std::forward<R>(value)), out);
  } else if constexpr (std::is_same_v<T, failure>) {
    out.fail(std::forward<R>(value));
  } else if constexpr (std::is_same_v<T, reply>) {
    out.own(reply(std::forward<R>(value)));
  } else if constexpr (std::is_same_v<T, std::string> && !std::is_lvalue_reference_v<R>) {
    out.own(std::forward<R>(value));
  } else if constexpr (text_like<T>) {
    constexpr bool is_view = std::is_same_v<T, std::string_view> || std::is_pointer_v<T> ||
                             std::is_lvalue_reference_v<R>;
    if constexpr (std::is_pointer_v<T>) {
      if (value == nullptr) return;  // A null pointer is a null reply.
    }
    if constexpr (KeepViews && is_view) {
      out.view(std::string_view(value));
    } else {
      out.copy(std::string_view(value));
    }
  } else if constexpr (encodable<T>) {
    out.at(answer::stage::encoding);
    store<false>(no_event{}, codec<T>::encode(std::as_const(value)), out);
  } else {
    static_assert(expected_shaped<T>);
    if (!value.has_value()) {
      out.fail(failure(std::forward<R>(value).error()));
    } else if constexpr (!std::is_void_v<typename expected_value<T>::type>) {
      // A string inside a temporary dies with it, even when operator* gives an lvalue.
      using inner = typename expected_value<T>::type;
      constexpr bool inner_is_view =
          std::is_same_v<inner, std::string_view> || std::is_pointer_v<inner>;
      store<KeepViews && (inner_is_view || std::is_lvalue_reference_v<R>)>(
          event, *std::forward<R>(value), out);
    }
  }
}

}  // namespace lambent::detail
