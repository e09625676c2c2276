// A value, or the failure in its place: what std::expected<T, failure> is in C++23, for C++20.
#pragma once

#include <lambent/failure.hpp>

#include <utility>
#include <variant>

namespace lambent {

/// Either a T or a `lambent::failure`. A handler may return it, and so may the init phase: the
/// failure becomes the function's error. Accessing the value of a failed result is a programmer's
/// error, as it is with std::expected.
template <class T>
class [[nodiscard]] result {
public:
  using value_type = T;
  using error_type = failure;

  result(const T& value) : state_(std::in_place_index<0>, value) {}
  result(T&& value) : state_(std::in_place_index<0>, std::move(value)) {}
  result(const failure& why) : state_(std::in_place_index<1>, why) {}
  result(failure&& why) : state_(std::in_place_index<1>, std::move(why)) {}

  [[nodiscard]] bool has_value() const noexcept { return state_.index() == 0; }
  [[nodiscard]] explicit operator bool() const noexcept { return has_value(); }

  [[nodiscard]] T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  [[nodiscard]] T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  [[nodiscard]] T* operator->() noexcept { return std::get_if<0>(&state_); }
  [[nodiscard]] const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  [[nodiscard]] const failure& error() const& noexcept { return *std::get_if<1>(&state_); }
  [[nodiscard]] failure&& error() && noexcept { return std::move(*std::get_if<1>(&state_)); }

  template <class U>
  [[nodiscard]] T value_or(U&& other) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(other));
  }

private:
  std::variant<T, failure> state_;
};

}  // namespace lambent
