// The client of AWS, or of anything that speaks as AWS does: finds region, endpoint and
// credentials, signs (SigV4), sends, and repeats what may be repeated. One client serves all
// services. Blocking; one thread at a time.
#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "aws/message.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct client_options {
  std::string profile{};       // --profile; empty: AWS_PROFILE, else "default".
  std::string region{};        // --region; empty: AWS_REGION, AWS_DEFAULT_REGION, the profile.
  std::string endpoint_url{};  // --endpoint-url, for every service; empty: environment, profile.
  // The endpoint when nothing names one; empty: AWS. Commands whose default is the engine on this
  // machine give its address here; only then LAMBENT_ENDPOINT_URL is looked at.
  std::string local_endpoint_url{};
  int attempts_max = 0;  // 0: AWS_MAX_ATTEMPTS, the profile's max_attempts, else 3.
};

class client {
public:
  // Reads the environment and AWS's files; sends nothing. Credentials are looked for at the first
  // call that needs them. Errors are of `configuration`.
  [[nodiscard]] static std::expected<client, call_error> open(const client_options& options);

  client(client&&) noexcept;
  client& operator=(client&&) noexcept;
  client(const client&) = delete;
  client& operator=(const client&) = delete;
  ~client();

  // A status below 300, or an error. The response is whole and at most
  // limits::response_body_bytes_max.
  [[nodiscard]] std::expected<response, call_error> call(const request& what);

  // The body of a success goes to `sink` piece by piece and is not kept; `sink` returns false to
  // stop the transfer, which is `broken` then. A refusal never reaches it.
  using body_sink = std::function<bool(std::string_view piece)>;
  [[nodiscard]] std::expected<response, call_error> call(const request& what,
                                                         const body_sink& sink);

  [[nodiscard]] const std::string& region() const;
  // Scheme, host and port where that service is reached, without a final slash.
  [[nodiscard]] std::string endpoint(std::string_view service) const;
  // The endpoint of `service` is on this machine.
  [[nodiscard]] bool is_local(std::string_view service) const;

private:
  struct state;
  explicit client(std::unique_ptr<state> opened);
  std::unique_ptr<state> state_;
};

}  // namespace lambent::aws
