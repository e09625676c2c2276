// One HTTP request and its answer, over libcurl as transport only: no redirects, no retries, no
// signing. Connections stay open between the requests of one transport. Blocking; one thread at a
// time.
#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/limits.hpp"
#include "aws/message.hpp"
#include "aws/options.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct transport_options {
  std::string ca_bundle{};   // A file of PEM certificates; empty: the system's.
  std::string user_agent{};  // Empty: none is sent.
  wire_log log{};            // Empty: nobody listens.
  give_up_check give_up{};   // Empty: never.
};

struct http_request {
  std::string method = "GET";
  std::string url{};  // http or https; sent as it is, dot segments included.
  std::vector<name_value> headers{};
  std::string_view body{};  // Must outlive the call.
  // Given to a service that must not see a request twice: libcurl repeats what it sent on a
  // connection that had been idle and broke. A new connection is never repeated on.
  bool fresh_connection = false;
  // The same over a connection that is open: libcurl is kept from repeating, and where the
  // connection is gone the transfer is broken. The body must not be empty.
  bool sent_once = false;
  // A large body instead of `body`: `body_bytes` in all, taken as they are sent. Fills the front of
  // what it is given and says how far; nothing stops the transfer. Sent once, whatever happens.
  std::uint64_t body_bytes = 0;
  std::function<std::optional<std::size_t>(char* into, std::size_t size)> body_source{};
  bool direct = false;  // Past any proxy; always so for this machine.
  std::chrono::milliseconds connect_timeout = limits::connect_timeout;
  std::chrono::milliseconds read_timeout = limits::read_timeout;  // The longest silence.
  std::chrono::milliseconds total_timeout{0};                     // 0: none.
  // Where the body of a success goes, piece by piece, instead of into the response. False stops.
  std::function<bool(std::string_view)> sink{};
  // The answer without its body, once, before the first piece goes to `sink`. False stops.
  std::function<bool(const response& head)> sink_begins{};
};

struct http_failure {
  enum class kind : std::uint8_t {
    unreachable,  // Nothing was sent.
    untrusted,    // Nothing was sent: the certificate is not one we trust.
    broken,       // Something was sent; the answer is not whole.
    stopped,      // By this side: the sink wanted no more, the body's source gave nothing, or the
                  // call was given up. Nothing to send again.
  };
  kind what = kind::broken;
  lambent::error error{};
  bool timed_out = false;
};

class transport {
public:
  explicit transport(transport_options options = {});
  transport(transport&&) noexcept;
  transport& operator=(transport&&) noexcept;
  ~transport();

  [[nodiscard]] std::expected<response, http_failure> send(const http_request& request);

private:
  struct state;
  [[nodiscard]] std::expected<response, http_failure> exchange(const http_request& request);
  std::unique_ptr<state> state_;
};

// The parts of an absolute URL that callers decide by.
struct url_parts {
  std::string scheme{};  // Lower case.
  std::string host{};    // Without the brackets of an IPv6 address.
  std::string port{};    // Empty where the URL names none.
  std::string path{};    // Empty or with its first slash; without a final one.
};
// An http or https URL with a host and without user, query and fragment.
[[nodiscard]] result<url_parts> parse_url(const std::string& url);

// A URL for people to read, whether it is one or not: scheme, host, port and path. Passwords and
// tokens stand elsewhere.
[[nodiscard]] std::string shown_url(std::string_view url);

}  // namespace lambent::aws
