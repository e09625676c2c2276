// Lambda extensions: programs that live beside a function, or inside it, and follow its invocations
// and its telemetry.
//
//   int main() {
//     return lambent::extension()
//         .on_telemetry([](const lambent::telemetry::record& r) { … })
//         .on_shutdown([](const lambent::shutdown_event& e) { … })
//         .run();
//   }
//
// Source: https://docs.aws.amazon.com/lambda/latest/dg/lambda-extensions.html
#pragma once

#include <lambent/detail/extension_handler.hpp>
#include <lambent/extension_client.hpp>
#include <lambent/telemetry.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent {

/// One extension: its handlers, and the loop that calls them, one at a time, on one thread.
///
/// Every handler takes what the setter says by const reference, or nothing, and returns void,
/// lambent::failure, std::optional<lambent::failure> or a std::expected (or look-alike) that holds
/// a failure. Where exceptions exist, what it throws counts as its failure.
class extension {
public:
  enum class place : std::uint8_t {
    external,  ///< A program of its own in /opt/extensions.
    internal,  ///< Inside the function's process; hears of no SHUTDOWN.
  };

  struct options {
    /// "host:port"; empty means the variable AWS_LAMBDA_RUNTIME_API.
    std::string api = {};
    extension::place place = extension::place::external;
    /// Wait after the first failed GET of an event; doubles each time, five attempts in all.
    std::chrono::milliseconds backoff_first{50};
  };

  /// An external extension named like its program, as Lambda demands.
  extension();
  explicit extension(std::string_view name);
  extension(std::string_view name, options chosen);
  ~extension();
  extension(extension&&) noexcept;
  extension& operator=(extension&&) noexcept;

  /// After registration, before the function's init may end. A failure is the extension's init
  /// error. The handler takes a const extension_registration&.
  template <class F>
  extension& on_init(F&& handle) {
    set_init(detail::make_extension_handler<extension_registration>(std::forward<F>(handle)));
    return *this;
  }

  /// For each invocation, while the function works on it; its end waits for this handler. Without
  /// one, invocations are not waited for. A failure ends the extension, and Lambda the environment.
  /// The handler takes a const invoke_event&. Managed Instances have no such event.
  template <class F>
  extension& on_invoke(F&& handle) {
    set_invoke(detail::make_extension_handler<invoke_event>(std::forward<F>(handle)));
    return *this;
  }

  /// When the environment ends. There are up to 2 s, see shutdown_event::deadline. The handler
  /// takes a const shutdown_event&.
  template <class F>
  extension& on_shutdown(F&& handle) {
    set_shutdown(detail::make_extension_handler<shutdown_event>(std::forward<F>(handle)));
    return *this;
  }

  /// Events of types that this library does not know. The handler takes a const extension_event&.
  template <class F>
  extension& on_other_event(F&& handle) {
    set_other(detail::make_extension_handler<extension_event>(std::forward<F>(handle)));
    return *this;
  }

  /// Subscribes to telemetry. The handler takes a const telemetry::record&, one at a time, or a
  /// whole batch as std::span<const telemetry::record>. A failure is named on stderr and answered
  /// with 500, which tells the platform that the batch was lost; the extension goes on.
  template <class F>
  extension& on_telemetry(F&& handle, const telemetry::subscription& wanted = {}) {
    if constexpr (std::is_invocable_v<std::decay_t<F>&, record_span>) {
      set_batch(detail::make_extension_handler<record_span>(std::forward<F>(handle)), wanted);
    } else {
      set_record(detail::make_extension_handler<telemetry::record>(std::forward<F>(handle)),
                 wanted);
    }
    return *this;
  }

  /// The same by the Logs API, which the Telemetry API replaces. An extension has one of the two.
  template <class F>
  extension& on_logs(F&& handle, telemetry::subscription wanted = {}) {
    wanted.source = telemetry::source::logs;
    return on_telemetry(std::forward<F>(handle), wanted);
  }

  /// Registers, subscribes and calls on_init. False when that failed; the platform was told, and
  /// problem() says why. Once; run() and spawn() do it where it was not done.
  [[nodiscard]] bool start();

  enum class progress : std::uint8_t {
    idle,       ///< Nothing came in time.
    handled,    ///< An event or telemetry came and was handled.
    shut_down,  ///< The environment ends, and on_shutdown returned.
    failed,     ///< This extension is over; problem() says why.
  };
  /// Waits at most `limit` for an event or telemetry and calls the handler. Behind start().
  [[nodiscard]] progress step(std::chrono::milliseconds limit);

  /// Serves until the environment ends; the value is main's exit code. What goes wrong is on
  /// stderr.
  [[nodiscard]] int run();

  /// For internal extensions: start() here, in the function's init phase, and the rest on a thread
  /// of its own that lives as long as the process. This object is empty afterwards. False when it
  /// did not start; the reason is on stderr.
  [[nodiscard]] bool spawn();

  [[nodiscard]] std::string_view problem() const noexcept;
  /// Where telemetry arrives, behind start(); 0 without a subscription.
  [[nodiscard]] std::uint16_t telemetry_port() const noexcept;

private:
  using record_span = std::span<const telemetry::record>;
  template <class Argument>
  using owned = std::unique_ptr<detail::extension_handler<Argument>>;

  void set_init(owned<extension_registration> handle);
  void set_invoke(owned<invoke_event> handle);
  void set_shutdown(owned<shutdown_event> handle);
  void set_other(owned<extension_event> handle);
  void set_record(owned<telemetry::record> handle, const telemetry::subscription& wanted);
  void set_batch(owned<record_span> handle, const telemetry::subscription& wanted);

  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent
