// The adapters between an extension's callables and its compiled loop: what each may take and
// return. No I/O.
#pragma once

#include <lambent/detail/result.hpp>
#include <lambent/failure.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace lambent::detail {

// One callable behind one virtual call; a failure says that it failed.
template <class Argument>
class extension_handler {
public:
  virtual ~extension_handler() = default;
  virtual std::optional<failure> call(const Argument& what) = 0;
};

template <class R>
concept extension_result = std::is_void_v<R> || std::is_same_v<R, failure> ||
                           std::is_same_v<R, std::optional<failure>> || expected_shaped<R>;

// Calls and gives what went wrong, if anything did.
template <class Call>
std::optional<failure> failure_of(const Call& call) {
  using R = std::remove_cvref_t<decltype(call())>;
  static_assert(extension_result<R>,
                "lambent::extension: a handler returns void, lambent::failure, "
                "std::optional<lambent::failure>, or std::expected that holds a failure");
  if constexpr (std::is_void_v<R>) {
    call();
    return std::nullopt;
  } else if constexpr (expected_shaped<R>) {
    auto outcome = call();
    if (outcome.has_value()) return std::nullopt;
    return failure(std::move(outcome).error());
  } else if constexpr (extension_result<R>) {
    return call();
  }
}

template <class F, class Argument>
class extension_handler_of final : public extension_handler<Argument> {
public:
  explicit extension_handler_of(F&& handle) : handle_(std::forward<F>(handle)) {}

  std::optional<failure> call(const Argument& what) override {
    if constexpr (std::is_invocable_v<std::decay_t<F>&, const Argument&>) {
      return failure_of([&] { return handle_(what); });
    } else {
      return failure_of([&] { return handle_(); });
    }
  }

private:
  std::decay_t<F> handle_;
};

template <class Argument, class F>
std::unique_ptr<extension_handler<Argument>> make_extension_handler(F&& handle) {
  using callable = std::decay_t<F>;
  static_assert(std::is_invocable_v<callable&, const Argument&> || std::is_invocable_v<callable&>,
                "lambent::extension: this handler takes the event by const reference, or nothing");
  return std::make_unique<extension_handler_of<F, Argument>>(std::forward<F>(handle));
}

}  // namespace lambent::detail
