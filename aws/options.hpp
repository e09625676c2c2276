// What a command hands to the client of AWS: mostly its own options of the same names.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace lambent::aws {

// Hears lines such as "GET https://host/path: 200, 12 ms". No query, header or body is in them:
// these have secrets.
using wire_log = std::function<void(std::string_view line)>;

// Asked about once a second while a call is under way; true ends the call, as `broken`. May be
// asked on the thread of any client that has it.
using give_up_check = std::function<bool()>;

struct client_options {
  std::string profile{};       // --profile; empty: AWS_PROFILE, else "default".
  std::string region{};        // --region; empty: AWS_REGION, AWS_DEFAULT_REGION, the profile.
  std::string endpoint_url{};  // --endpoint-url, for every service; empty: environment, profile.
  // The endpoint when nothing names one; empty: AWS. Commands whose default is the engine on this
  // machine give its address here; only then LAMBENT_ENDPOINT_URL is looked at.
  std::string local_endpoint_url{};
  int attempts_max = 0;     // 0: AWS_MAX_ATTEMPTS, the profile's max_attempts, else 3.
  wire_log said_on_wire{};  // Each request and what came of it, a line each; for --verbose.
  give_up_check give_up{};  // Empty: calls end by themselves.
};

}  // namespace lambent::aws
