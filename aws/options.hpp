// What a command hands to the client of AWS: mostly its own options of the same names.
#pragma once

#include <string>

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

}  // namespace lambent::aws
