// Several invocations side by side in one environment, as Lambda Managed Instances send them:
// `int main() { return lambent::run_concurrent(handler); }`. It brings threads into the program,
// so it is asked for by name; lambent::run answers one event after the other.
#pragma once

#include <lambent/lambent.hpp>

#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace lambent {

namespace detail {

// What one worker runs.
class worker_function : public function {
public:
  virtual ~worker_function() = default;
};

// What the workers are made of: the handler that the init phase gave, or was passed.
class worker_source : public init_phase {
public:
  virtual ~worker_source() = default;
  // Behind start(): a worker with a copy of the handler.
  virtual std::unique_ptr<worker_function> make_worker() = 0;
};

int serve_workers(worker_source& what, const runtime::options& chosen);

template <class H>
class worker_of final : public worker_function {
public:
  explicit worker_of(const H& handle) : handle_(handle) {}

  void call(runtime& api, answer& out) override {
    invoke(handle_, api.event(), api.current(), out, &api);
  }
  status settle(runtime& api, const answer& out) override {
    return settle_with<H>(*this, api, out);
  }

private:
  H handle_;
};

template <class H>
consteval bool can_be_concurrent() {
  if constexpr (!handler<H>) {
    static_assert(always_false<H>,
                  "lambent::run_concurrent: takes what lambent::run takes: a handler, or an init "
                  "phase that returns one or std::expected of it");
    return false;
  } else {
    static_assert(result_is_fine<H>(),
                  "lambent::run_concurrent: a handler returns what lambent::run takes");
    static_assert(std::is_copy_constructible_v<H>,
                  "lambent::run_concurrent: every worker has its own copy of the handler, and this "
                  "one cannot be copied; what the copies share belongs behind a std::shared_ptr");
    return std::is_copy_constructible_v<H>;
  }
}

template <class H>
class concurrent_handler final : public worker_source {
public:
  explicit concurrent_handler(H&& handle) : handle_(std::move(handle)) {}

  std::unique_ptr<worker_function> make_worker() override {
    return std::make_unique<worker_of<H>>(handle_);
  }

private:
  H handle_;
};

// The handler that an init phase gives.
template <class Init>
using made_by = typename made_handler<std::remove_cvref_t<std::invoke_result_t<Init&>>>::type;

template <class Init>
class concurrent_init final : public worker_source {
  using callable = made_by<Init>;

public:
  explicit concurrent_init(Init& init) : init_(init) {}

  void start(answer& out) override { start_handler(init_, handle_, out); }

  std::unique_ptr<worker_function> make_worker() override {
    return std::make_unique<worker_of<callable>>(*handle_);
  }

private:
  Init& init_;
  std::optional<callable> handle_;
};

}  // namespace detail

/// Like lambent::run, with as many workers as AWS_LAMBDA_MAX_CONCURRENCY says (one without it, 1600
/// at most): each is a thread with its own connection and its own copy of the handler, made before
/// the first event. The init phase runs once. What the copies share (statics, references, what a
/// std::shared_ptr points to) is the function's to protect.
///
/// With more than one worker _X_AMZN_TRACE_ID is not set; context::trace_id and
/// lambent::current_trace_id() have it. When one worker loses the Runtime API, no worker takes a
/// new event; what is in flight is answered, and the value is 1.
/// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
template <class F>
[[nodiscard]] int run_concurrent(F&& handle, const runtime::options& chosen = {}) {
  using passed = std::remove_reference_t<F>;
  if constexpr (std::is_invocable_v<passed&>) {
    if constexpr (detail::can_be_concurrent<detail::made_by<passed>>()) {
      detail::concurrent_init<passed> workers(handle);
      return detail::serve_workers(workers, chosen);
    } else {
      return 1;
    }
  } else if constexpr (detail::can_be_concurrent<std::decay_t<F>>()) {
    detail::concurrent_handler<std::decay_t<F>> workers(std::decay_t<F>(std::forward<F>(handle)));
    return detail::serve_workers(workers, chosen);
  } else {
    return 1;
  }
}

}  // namespace lambent
