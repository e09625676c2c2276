// The keys that sign requests, and where they came from.
#pragma once

#include <optional>
#include <string>

#include "aws/sigv4/dates.hpp"
#include "aws/sigv4/signer.hpp"

namespace lambent::aws {

struct credentials {
  std::string access_key_id{};
  std::string secret_access_key{};
  std::string session_token{};           // Empty for keys that do not expire.
  std::optional<sys_seconds> expires{};  // Known for keys that can be fetched anew.
  std::string from{};                    // For people: "the environment", "profile work".

  [[nodiscard]] sigv4::signing_keys keys() const {
    return {access_key_id, secret_access_key, session_token};
  }
};

}  // namespace lambent::aws
