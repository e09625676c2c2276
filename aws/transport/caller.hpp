// One call of AWS from a request as it is meant to an answer or an error: encoded, signed, sent,
// repeated where that is right, refusals read. Knows no region rules and looks for no credentials.
#pragma once

#include <expected>
#include <functional>
#include <string>
#include <string_view>

#include "aws/credentials/credentials.hpp"
#include "aws/message.hpp"
#include "aws/surroundings.hpp"
#include "aws/transport/retry.hpp"
#include "aws/transport/transport.hpp"

namespace lambent::aws {

// A request as it goes over the wire, before signing.
struct wire_form {
  std::string url{};    // With the query.
  std::string path{};   // As on the request line.
  std::string query{};  // Without '?'.
  std::string host{};   // The Host header.
};
// `endpoint_url` has a scheme, a host and maybe a path, and no final slash.
[[nodiscard]] result<wire_form> encode(const request& what, std::string_view endpoint_url);

struct call_target {
  std::string url{};
  std::string signing_region{};
  bool is_local = false;              // Where nothing listens there now, nothing will in a moment.
  const credentials* keys = nullptr;  // Null: the request is not signed.
};

class caller {
public:
  // `around` must outlive the caller.
  caller(const surroundings& around, transport_options options, int attempts_max)
      : around_(around), transport_(std::move(options)), retries_(attempts_max) {}

  using body_sink = std::function<bool(std::string_view piece)>;
  [[nodiscard]] std::expected<response, call_error> call(const request& what, const call_target& at,
                                                         const body_sink& sink = {});
  // One request without signature and retries, for what is no service of AWS.
  [[nodiscard]] std::expected<response, http_failure> fetch(const http_request& what) {
    return transport_.send(what);
  }

private:
  [[nodiscard]] std::expected<response, http_failure> send(const request& what,
                                                           const wire_form& form,
                                                           const call_target& at,
                                                           const body_sink& sink);
  [[nodiscard]] bool corrected_clock(const response& answer, std::string_view code);
  [[nodiscard]] sys_seconds now() const;

  const surroundings& around_;
  transport transport_;
  retries retries_;
  std::chrono::seconds clock_offset_{0};  // What the server's clock is ahead of ours.
};

}  // namespace lambent::aws
