// What a client is told: by its options, the environment and AWS's files, in AWS's order. Decides
// region, endpoints and limits; credentials are looked for later and elsewhere.
// AWS SDKs and Tools Reference Guide, "Service-specific endpoints", "AWS Region".
#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "aws/config/environment.hpp"
#include "aws/config/profiles.hpp"
#include "aws/message.hpp"
#include "aws/options.hpp"

namespace lambent::aws {

struct endpoint {
  std::string url{};  // Scheme, host, port and any path in front, without a final slash.
  std::string signing_region{};
  std::string named_by{};  // "--endpoint-url", "AWS_ENDPOINT_URL", "profile x"; empty: AWS's own.
  bool is_local = false;   // On this machine.
};

class configuration {
public:
  // Errors are of call_failure::configuration.
  [[nodiscard]] static std::expected<configuration, call_error> resolve(
      const client_options& options, environment from);

  [[nodiscard]] const environment& variables() const { return environment_; }
  [[nodiscard]] const profiles& files() const { return profiles_; }
  [[nodiscard]] const profile_choice& choice() const { return choice_; }
  // Null when the files have no such profile. One that was asked for by name is there, except that
  // AWS_PROFILE does not matter where Lambda is on this machine.
  [[nodiscard]] const profile* chosen() const { return profiles_.find(choice_.name); }
  [[nodiscard]] const std::string& region() const { return region_; }
  [[nodiscard]] int attempts_max() const { return attempts_max_; }
  [[nodiscard]] std::expected<endpoint, call_error> endpoint_of(std::string_view service) const;
  // The same where only the environment and the files are asked, as for the calls that look for
  // credentials.
  [[nodiscard]] std::expected<endpoint, call_error> own_endpoint_of(std::string_view service,
                                                                    std::string_view region) const;

  // An environment variable, else a key of the profile; empty when neither is set.
  [[nodiscard]] const std::string& setting(std::string_view variable, std::string_view key) const;

private:
  struct named_url {
    std::string url;
    std::string named_by;
  };
  [[nodiscard]] result<named_url> configured_url(std::string_view service) const;
  [[nodiscard]] result<named_url> given_url(std::string_view service) const;
  [[nodiscard]] std::expected<endpoint, call_error> locate(const named_url& found,
                                                           std::string_view service,
                                                           std::string_view region) const;
  [[nodiscard]] std::expected<void, call_error> set_region(const client_options& options,
                                                           bool is_local);
  [[nodiscard]] result<> set_attempts(int given);

  environment environment_;
  profiles profiles_;
  profile_choice choice_;
  std::string region_;
  std::string endpoint_url_;
  std::string local_endpoint_url_;
  int attempts_max_ = 0;
};

}  // namespace lambent::aws
