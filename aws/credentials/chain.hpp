// Looks for credentials where AWS's SDKs do and in their order: the environment, the profile's
// role, web identity, the profile, the container's endpoint, the instance. Keeps what it found, and
// fetches keys that expire anew five minutes before they do.
#pragma once

#include <chrono>
#include <expected>
#include <optional>

#include "aws/config/configuration.hpp"
#include "aws/credentials/credentials.hpp"
#include "aws/message.hpp"
#include "aws/surroundings.hpp"
#include "aws/transport/caller.hpp"

namespace lambent::aws {

class credential_chain {
public:
  static constexpr std::chrono::minutes refresh_ahead{5};

  // All must outlive it.
  credential_chain(const configuration& config, caller& with, const surroundings& around)
      : config_(config), caller_(with), around_(around) {}

  // Valid until the next call. An error names every place that was asked and what it said.
  [[nodiscard]] std::expected<const credentials*, call_error> get();

  // For the engine on this machine, which takes any: the environment's keys, those of --profile,
  // else test/test. Asks no network unless --profile means it.
  [[nodiscard]] std::expected<const credentials*, call_error> get_local();

  // The credentials that another chain has found.
  void adopt(const credential_chain& from) { held_ = from.held_; }

  // After AWS said that the keys have expired. True when there may be newer ones.
  [[nodiscard]] bool forget();

private:
  [[nodiscard]] std::expected<credentials, call_error> look();
  [[nodiscard]] bool still_good(std::chrono::seconds ahead) const;

  const configuration& config_;
  caller& caller_;
  const surroundings& around_;
  std::optional<credentials> held_;
  credentials local_;  // Apart: one client may call the engine here and another service at AWS.
};

}  // namespace lambent::aws
