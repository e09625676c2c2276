// Who the extensions of one environment are and how far each of them is: from the init phase, in
// which they register, through the invocations that they take part in, to their ends. A state
// machine: names and identifiers in, answers out; no clock, no sockets, no processes.
// Source: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

namespace lambent::extensions {

// Of one environment, internal ones included; gettingstarted-limits.html.
inline constexpr std::size_t extensions_max = 10;
inline constexpr std::size_t name_bytes_max = 255;  // Of a file's name.
inline constexpr std::size_t error_type_bytes_max = 256;

// What of the environment's life an extension wants to hear.
struct events {
  bool invoke = false;
  bool shutdown = false;
  bool operator==(const events&) const = default;
};

enum class standing : std::uint8_t {
  started,       // It has not registered, whether or not its process runs.
  registered,    // It has not asked for its first event.
  ready,         // It waits for an event.
  running,       // It has one, and has not asked for the next.
  launch_error,  // Its process could not be started.
  init_error,    // It said so itself, as
  exit_error,    // it did here.
};

struct extension {
  std::string name;
  std::string identifier;     // Empty until it registers.
  bool external = false;      // A process of its own, from /opt/extensions.
  std::uint32_t program = 0;  // External ones: its number in the sandbox; counts from 1.
  events wants;
  standing now = standing::started;
  bool runs = false;       // External ones: its process.
  std::string error_type;  // Of a standing that is an error.
};

// An answer of the Extensions API that says no.
struct refusal {
  int status = 403;
  std::string type;
  std::string message;
};

class roster {
public:
  // An init begins with these files of /opt/extensions; those of the init before are forgotten.
  // What is more than extensions_max has the standing launch_error.
  void begin(std::vector<std::string> external);

  // An external extension is known by its name; any other name is an internal one. `identifier` is
  // the caller's choice, and nobody else's.
  [[nodiscard]] std::expected<void, refusal> take_registration(std::string_view name, events wants,
                                                               std::string identifier);
  // Whether a registration under this name is an external extension's.
  [[nodiscard]] bool expects(std::string_view name) const;
  // The runtime has finished its init: nobody registers any more.
  void close_registration() { open_ = false; }
  [[nodiscard]] bool registration_open() const { return open_; }

  // It asks for its next event.
  [[nodiscard]] std::expected<void, refusal> take_next(std::string_view identifier);
  [[nodiscard]] std::expected<void, refusal> take_init_error(std::string_view identifier,
                                                             std::string_view type);
  [[nodiscard]] std::expected<void, refusal> take_exit_error(std::string_view identifier,
                                                             std::string_view type);

  // Its process is being started.
  void launched(std::uint32_t program);
  // Its process could not be started; `type` is AWS's: "PermissionDenied".
  void launch_failed(std::uint32_t program, std::string_view type);
  void ended(std::uint32_t program);

  // An invocation begins. Those who get its event, by their identifiers.
  [[nodiscard]] std::vector<std::string> invoke();
  // It got an event outside of an invocation.
  void told(std::string_view identifier);

  [[nodiscard]] bool empty() const { return all_.empty(); }
  [[nodiscard]] const std::vector<extension>& all() const { return all_; }
  [[nodiscard]] const extension* find(std::string_view identifier) const;
  // Some external extension's process is there.
  [[nodiscard]] bool any_runs() const;
  // No invocation has begun since begin().
  [[nodiscard]] bool in_init() const { return in_init_; }
  // Every external extension has registered.
  [[nodiscard]] bool registered() const;
  // In the init phase: everybody waits for an event. Behind it: everybody who takes invocations.
  [[nodiscard]] bool settled() const;
  // What went wrong first, as an error type of an invocation: "Extension.InitError". Empty:
  // nothing.
  [[nodiscard]] std::string_view first_error() const { return first_error_; }

private:
  [[nodiscard]] extension* look_up(std::string_view identifier);
  // Of its number in the sandbox; null for an internal one's 0.
  [[nodiscard]] extension* external(std::uint32_t program);
  void note_error(std::string_view type);

  std::vector<extension> all_;
  bool open_ = true;
  bool in_init_ = true;
  std::string first_error_;
};

// "Ready", as the platform writes it.
[[nodiscard]] std::string_view name_of(standing s);
// "INVOKE", "SHUTDOWN".
[[nodiscard]] std::vector<std::string_view> names_of(events e);

}  // namespace lambent::extensions
