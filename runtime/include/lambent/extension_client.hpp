// The Extensions API, call by call: register, wait for events, report errors, subscribe to
// telemetry. For loops of your own and for tests; `lambent::extension` is built on it.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
#pragma once

#include <lambent/failure.hpp>
#include <lambent/runtime.hpp>
#include <lambent/telemetry.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace lambent {

/// Which events to wait for. None is legal: the extension then takes part in init alone.
struct extension_events {
  bool invoke = true;    ///< Not on Managed Instances.
  bool shutdown = true;  ///< Only external extensions; the API refuses it to internal ones.
};

/// What the platform tells a registered extension of the function.
struct extension_registration {
  std::string identifier;  ///< Of this extension, for its requests.
  std::string function_name;
  std::string function_version;
  std::string handler;
  std::string account_id;  ///< Empty where the platform does not tell it.
};

/// The function is being invoked.
struct invoke_event {
  std::chrono::system_clock::time_point deadline{};  ///< When the function's time ends.
  std::string request_id;
  std::string invoked_function_arn;
  telemetry::trace tracing;  ///< Empty where the platform does not trace.
};

/// The execution environment ends. Only external extensions hear of it.
struct shutdown_event {
  std::chrono::system_clock::time_point deadline{};  ///< Whoever runs longer is killed.
  std::string reason;                                ///< "spindown", "timeout" or "failure"
};

/// One answer of the Extensions API. Of a type that this library does not know, only `type` and
/// `raw` are set.
struct extension_event {
  std::string type;      ///< "INVOKE", "SHUTDOWN"
  std::string_view raw;  ///< The whole event as JSON; until the following call of the client.
  std::variant<std::monostate, invoke_event, shutdown_event> content;

  [[nodiscard]] const invoke_event* invoke() const noexcept {
    return std::get_if<invoke_event>(&content);
  }
  [[nodiscard]] const shutdown_event* shutdown() const noexcept {
    return std::get_if<shutdown_event>(&content);
  }
};

/// One extension. Not thread-safe. Any 2xx is an acceptance; `refused` means that the API said no,
/// `lost` that it cannot be reached or makes no sense; problem() says why.
class extension_client {
public:
  struct options {
    /// "host:port"; empty means the variable AWS_LAMBDA_RUNTIME_API.
    std::string api = {};
    /// Wait after the first failed GET of an event; doubles each time, five attempts in all.
    std::chrono::milliseconds backoff_first{50};
  };

  extension_client();
  explicit extension_client(const options& chosen);
  ~extension_client();
  extension_client(const extension_client&) = delete;
  extension_client& operator=(const extension_client&) = delete;

  /// Whether there is an API to ask; if not, problem() says why. Nothing was sent yet.
  [[nodiscard]] bool usable() const noexcept;

  /// Registers, once, in the init phase. The name of an external extension is that of its file in
  /// /opt/extensions; any other name makes an internal one.
  [[nodiscard]] status register_as(std::string_view name, const extension_events& wanted = {});
  [[nodiscard]] const extension_registration& registration() const noexcept;

  /// Asks for telemetry, after register_as() and before the first next(). Something must listen at
  /// `port` already. A subscription outside of AWS's limits is not sent: `refused`.
  [[nodiscard]] status subscribe(const telemetry::subscription& wanted, std::uint16_t port);

  /// Blocks, without a time limit, until an event arrives. The first call ends this extension's
  /// init; each call says that the event before it is done.
  [[nodiscard]] status next();
  /// Of the last next().
  [[nodiscard]] const extension_event& event() const noexcept;

  /// next() in two steps, for a thread that waits for other things too: ask(), and take() whenever
  /// descriptor() is readable. Without a value there is no event yet; the descriptor may be another
  /// one then.
  [[nodiscard]] status ask();
  [[nodiscard]] int descriptor() const noexcept;
  [[nodiscard]] std::optional<status> take();

  /// Reports that this extension failed: before the first next(), and after it. Exit 1 afterwards;
  /// the platform ends the environment. `type` becomes "Extension.Type", the only form it keeps. An
  /// event that was asked for is given up.
  [[nodiscard]] status fail_init(const failure& why);
  [[nodiscard]] status fail_exit(const failure& why);

  /// What went wrong when the last call was not `ok`.
  [[nodiscard]] std::string_view problem() const noexcept;

private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace lambent
