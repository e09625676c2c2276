// The adapter between a user's callable and the compiled loop: two virtual calls per event.
// The loop (src/loop.cpp) drives it, catches what it throws and sends what it stored.
#pragma once

#include <lambent/detail/result.hpp>
#include <lambent/detail/signature.hpp>
#include <lambent/runtime.hpp>
#include <lambent/stream.hpp>

#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::detail {

class init_phase {
public:
  // Runs once, before the first event.
  virtual void start(answer&) {}

protected:
  ~init_phase() = default;
};

class function : public init_phase {
public:
  // The handler, with the event that `api` shows.
  virtual void call(runtime& api, answer& out) = 0;
  // Sends what became of it, also when the call threw: the stored reply, or why it failed.
  virtual status settle(runtime& api, const answer& out);

protected:
  ~function() = default;
};

// One handler, one event, and what else it takes.
template <class P, class F, class V>
decltype(auto) call_with(F& handle, V& event, const context& about, runtime* api) {
  if constexpr (std::is_invocable_v<F&, P>) {
    return handle(static_cast<P&&>(event));
  } else if constexpr (!streams<F>) {
    return handle(static_cast<P&&>(event), about);
  } else {
    stream response(*api);
    if constexpr (std::is_invocable_v<F&, P, stream&>) {
      return handle(static_cast<P&&>(event), response);
    } else {
      return handle(static_cast<P&&>(event), response, about);
    }
  }
}

// Calls the handler with an event of its parameter type and stores the result. `api` is for a
// handler that streams.
template <class F>
void invoke(F& handle, std::string_view bytes, const context& about, answer& out,
            runtime* api = nullptr) {
  using parameter = event_parameter_t<F>;
  using event = std::remove_cvref_t<parameter>;
  constexpr bool raw_view = std::is_same_v<event, std::string_view>;

  const auto finish = [&](auto& value) {
    out.at(answer::stage::handling);
    const auto call = [&]() -> decltype(auto) {
      return call_with<parameter>(handle, value, about, api);
    };
    if constexpr (std::is_void_v<decltype(call())>) {
      call();
      if constexpr (!streams<F> && requires { codec<event>::reply_to(value); }) {
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

// A streamed response may have begun when the handler failed.
template <class F>
status settle_with(function& general, runtime& api, const answer& out) {
  if constexpr (streams<F>) {
    return out.failed() ? api.fail_stream(out.why()) : api.finish();
  } else {
    return general.function::settle(api, out);
  }
}

template <class F>
class handler_function final : public function {
public:
  explicit handler_function(F&& handle) : handle_(std::forward<F>(handle)) {}

  void call(runtime& api, answer& out) override {
    invoke(handle_, api.event(), api.current(), out, &api);
  }
  status settle(runtime& api, const answer& out) override {
    return settle_with<std::decay_t<F>>(*this, api, out);
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

// Runs the init phase and keeps the handler it gives.
template <class Init, class H>
void start_handler(Init& init, std::optional<H>& handle, answer& out) {
  if constexpr (handler<std::remove_cvref_t<std::invoke_result_t<Init&>>>) {
    handle.emplace(init());
  } else {
    auto result = init();
    if (result.has_value()) {
      handle.emplace(*std::move(result));
    } else {
      out.fail(failure(std::move(result).error()));
    }
  }
}

template <class Init>
class init_function final : public function {
public:
  explicit init_function(Init& init) : init_(init) {}

  void start(answer& out) override { start_handler(init_, handle_, out); }

  void call(runtime& api, answer& out) override {
    invoke(*handle_, api.event(), api.current(), out, &api);
  }
  status settle(runtime& api, const answer& out) override {
    return settle_with<callable>(*this, api, out);
  }

private:
  using callable = typename made_handler<std::remove_cvref_t<std::invoke_result_t<Init&>>>::type;

  Init& init_;
  std::optional<callable> handle_;
};

template <class F>
consteval bool result_is_fine() {
  using result = std::remove_cvref_t<handler_result_t<F>>;
  if constexpr (streams<F>) {
    return can_end_stream<result>();
  } else {
    return can_answer<result, std::remove_cvref_t<event_parameter_t<F>>>();
  }
}

}  // namespace lambent::detail
