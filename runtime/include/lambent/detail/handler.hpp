// The adapter between a user's callable and the compiled loop: one virtual call per event.
// The loop (src/loop.cpp) drives it, catches what it throws and sends what it stored.
#pragma once

#include <lambent/detail/result.hpp>
#include <lambent/detail/signature.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::detail {

class function {
public:
  // The init phase; runs once, before the first event.
  virtual void start(answer&) {}
  virtual void call(std::string_view event, const context& about, answer& out) = 0;

protected:
  ~function() = default;
};

// Calls the handler with an event of its parameter type and stores the result.
template <class F>
void invoke(F& handle, std::string_view bytes, const context& about, answer& out) {
  using parameter = event_parameter_t<F>;
  using event = std::remove_cvref_t<parameter>;
  constexpr bool raw_view = std::is_same_v<event, std::string_view>;

  const auto finish = [&](auto& value) {
    out.at(answer::stage::handling);
    const auto call = [&]() -> decltype(auto) {
      if constexpr (std::is_invocable_v<F&, parameter>) {
        return handle(static_cast<parameter&&>(value));
      } else {
        return handle(static_cast<parameter&&>(value), about);
      }
    };
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      if constexpr (requires { codec<event>::reply_to(value); }) {
        out.own(codec<event>::reply_to(value));
      }
    } else {
      decltype(auto) result = call();
      store<raw_view>(value, std::forward<decltype(result)>(result), out);
    }
  };

  if constexpr (raw_view) {
    finish(bytes);
  } else if constexpr (std::is_same_v<event, std::string>) {
    std::string copy(bytes);
    finish(copy);
  } else {
    out.at(answer::stage::decoding);
    auto decoded = codec<event>::decode(bytes);
    if constexpr (std::is_same_v<decltype(decoded), event>) {
      finish(decoded);
    } else if (decoded.has_value()) {
      event value(*std::move(decoded));
      finish(value);
    } else {
      out.fail(failure(std::move(decoded).error()));
    }
  }
}

template <class F>
class handler_function final : public function {
public:
  explicit handler_function(F&& handle) : handle_(std::forward<F>(handle)) {}

  void call(std::string_view event, const context& about, answer& out) override {
    invoke(handle_, event, about, out);
  }

private:
  std::decay_t<F> handle_;
};

// What the init phase must give: the handler itself, or an expected of it.
template <class T>
struct made_handler {
  using type = T;
};
template <class T>
  requires(!handler<T> && expected_shaped<T>)
struct made_handler<T> {
  using type = typename expected_value<T>::type;
};

template <class Init>
class init_function final : public function {
public:
  explicit init_function(Init& init) : init_(init) {}

  void start(answer& out) override {
    using made = std::remove_cvref_t<std::invoke_result_t<Init&>>;
    if constexpr (handler<made>) {
      handle_.emplace(init_());
    } else {
      auto result = init_();
      if (result.has_value()) {
        handle_.emplace(*std::move(result));
      } else {
        out.fail(failure(std::move(result).error()));
      }
    }
  }

  void call(std::string_view event, const context& about, answer& out) override {
    invoke(*handle_, event, about, out);
  }

private:
  Init& init_;
  std::optional<typename made_handler<std::remove_cvref_t<std::invoke_result_t<Init&>>>::type>
      handle_;
};

template <class F>
consteval bool result_is_fine() {
  return can_answer<std::remove_cvref_t<handler_result_t<F>>,
                    std::remove_cvref_t<event_parameter_t<F>>>();
}

}  // namespace lambent::detail
