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
#include "aws/options.hpp"
#include "aws/surroundings.hpp"
#include "base/error.hpp"

namespace lambent::aws {

struct endpoint;

class client {
public:
  // Reads the environment and AWS's files; sends nothing. Credentials are looked for at the first
  // call that needs them. Errors are of `configuration`, or of `usage` where an option is wrong.
  [[nodiscard]] static std::expected<client, call_error> open(const client_options& options);

  // The same in other surroundings than the process's: for tests.
  [[nodiscard]] static std::expected<client, call_error> open(const client_options& options,
                                                              surroundings around);

  // One more client of the same options, for another thread, with the credentials that this one
  // has: they are looked for now, if they were not yet, so that a program that knows them runs
  // once.
  [[nodiscard]] std::expected<client, call_error> another(std::string_view service);

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
  // Scheme, host and port where that service is reached, without a final slash. Empty where what
  // names it is wrong, which a call then says.
  [[nodiscard]] std::string endpoint(std::string_view service) const;
  // The endpoint of `service` is on this machine.
  [[nodiscard]] bool is_local(std::string_view service) const;

private:
  struct state;
  [[nodiscard]] std::expected<response, call_error> call_at(const request& what,
                                                            const aws::endpoint& at,
                                                            const body_sink& sink);
  explicit client(std::unique_ptr<state> opened);
  std::unique_ptr<state> state_;
};

}  // namespace lambent::aws
