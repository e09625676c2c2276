// Hooks around a function's life: before Lambda shuts the environment down, before SnapStart takes
// a snapshot, after an environment was restored from one. A function that registers none carries
// none of this.
#pragma once

#include <lambent/detail/result.hpp>

#include <memory>
#include <type_traits>
#include <utility>

namespace lambent {

namespace detail {

class hook {
public:
  virtual ~hook() = default;
  virtual void call(answer& out) = 0;
};

template <class F>
class hook_of final : public hook {
public:
  explicit hook_of(F&& f) : call_(std::forward<F>(f)) {}

  void call(answer& out) override {
    using result = std::invoke_result_t<std::decay_t<F>&>;
    if constexpr (std::is_void_v<result>) {
      call_();
    } else if constexpr (std::is_same_v<std::remove_cvref_t<result>, failure>) {
      out.fail(call_());
    } else {
      static_assert(expected_shaped<std::remove_cvref_t<result>>,
                    "a lifecycle hook returns void, lambent::failure, or std::expected");
      auto outcome = call_();
      if (!outcome.has_value()) out.fail(failure(std::move(outcome).error()));
    }
  }

private:
  std::decay_t<F> call_;
};

using owned_hook = std::unique_ptr<hook>;
void add_shutdown_hook(owned_hook what);
void add_before_snapshot_hook(owned_hook what);
void add_after_restore_hook(owned_hook what);

template <class F>
owned_hook make_hook(F&& f) {
  static_assert(std::is_invocable_v<std::decay_t<F>&>, "a lifecycle hook takes no arguments");
  return std::make_unique<hook_of<F>>(std::forward<F>(f));
}

}  // namespace detail

// Each may be called from main before lambent::run, in the init phase, or by a library on behalf of
// the function, on any thread. A hook takes no arguments. It fails by throwing, or by returning
// lambent::failure or a std::expected that holds one.

/// `f` runs once when Lambda is about to end the environment (SIGTERM), or on SIGINT; the process
/// ends behind it. The hooks run one after the other, the last registered first, on a thread of
/// their own, after the invocations in flight were answered or 100 ms have passed. A hook that
/// fails is named on stderr; the others run all the same, and the exit code is then 1 instead of 0.
/// All of them together have about 300 ms: Lambda kills the process 500 ms after the signal.
///
/// So that Lambda sends the signal at all, a function with such a hook registers itself as an
/// internal extension when the init phase is over; the first hook must be there by then.
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
template <class F>
void on_shutdown(F&& f) {
  detail::add_shutdown_hook(detail::make_hook(std::forward<F>(f)));
}

/// `f` runs behind the init phase where the function uses SnapStart, before Lambda takes the
/// snapshot; the last registered runs first. What does not survive a snapshot is closed here. A
/// hook that fails is the function's init error Runtime.BeforeSnapshotError.
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks-custom.html
template <class F>
void before_snapshot(F&& f) {
  detail::add_before_snapshot_hook(detail::make_hook(std::forward<F>(f)));
}

/// `f` runs in each environment that was restored from the snapshot, before its first event; the
/// first registered runs first. Lambda grants all of them 10 s. A hook that fails is reported as
/// Runtime.AfterRestoreError.
template <class F>
void after_restore(F&& f) {
  detail::add_after_restore_hook(detail::make_hook(std::forward<F>(f)));
}

}  // namespace lambent
