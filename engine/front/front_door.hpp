// HTTP requests to functions: function URLs, any function by its path, and the configured routes.
// Makes the event, runs the function, and answers with what it gives. Loop thread.
#pragma once

#include <cstdint>
#include <string>

#include "engine/api/registry.hpp"
#include "engine/environment/fleet.hpp"
#include "engine/http/exchange.hpp"
#include "engine/url/router.hpp"

namespace lambent::engine {

class front_door {
public:
  struct parts {
    environment::fleet& fleet;
    const api::registry& registry;
    url::routing routing;
  };
  struct arrival {
    std::string request_id;
    std::int64_t now_ms = 0;      // Unix time.
    std::string account, region;  // By the caller's signature, or the defaults.
  };

  explicit front_door(parts from) : with_(std::move(from)) {}

  // Whether it answers requests that name no function and no operation of AWS's.
  [[nodiscard]] bool takes_the_rest() const { return !with_.routing.empty(); }
  void set_routing(url::routing to) { with_.routing = std::move(to); }
  void handle(http::exchange&& call, arrival&& from);

private:
  parts with_;
};

}  // namespace lambent::engine
