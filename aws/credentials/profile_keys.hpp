// The credentials of a profile: its own keys, a role that another profile or the machine may take
// on, a program's, or those of whoever signed in with the AWS CLI.
// AWS SDKs and Tools Reference Guide, "Assume role credential provider" and its neighbours.
#pragma once

#include <string>
#include <vector>

#include "aws/config/configuration.hpp"
#include "aws/credentials/finding.hpp"
#include "aws/services/sts.hpp"
#include "aws/transport/caller.hpp"

namespace lambent::aws {

class role_taker {
public:
  // Both must outlive it.
  role_taker(const configuration& config, caller& with, const surroundings& around)
      : config_(config), caller_(with), around_(around) {}

  // Where AWS_WEB_IDENTITY_TOKEN_FILE is set.
  [[nodiscard]] finding keys_by_web_identity();
  [[nodiscard]] finding keys_of_profile(const std::string& name);
  // The profile takes on a role by other keys than a web identity's.
  [[nodiscard]] bool takes_role(const std::string& name) const;

private:
  [[nodiscard]] result<credentials> resolve(const std::string& name);
  [[nodiscard]] result<credentials> assumed(const profile& of);
  [[nodiscard]] result<credentials> source_of(const profile& of);
  [[nodiscard]] result<credentials> from_machine(const profile& of);
  [[nodiscard]] result<credentials> by_web_identity(const std::string& token_file,
                                                    const std::string& role_arn,
                                                    const std::string& session_name);
  [[nodiscard]] result<credentials> ask_sts(const request& what, std::string_view action,
                                            const credentials* keys);
  [[nodiscard]] std::string session_name(const std::string& given) const;

  const configuration& config_;
  caller& caller_;
  const surroundings& around_;
  std::vector<std::string> visited_{};
};

// AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with AWS_SESSION_TOKEN.
[[nodiscard]] finding keys_of_environment(const environment& from);

}  // namespace lambent::aws
