// Who asks a service, as the request's signature says, and when. Values only.
#pragma once

#include <cstdint>
#include <string>

#include "engine/model/owner.hpp"

namespace lambent::model {

struct caller {
  std::string account;
  std::string region;
  std::string request_id;
  std::int64_t now_ms = 0;  // Unix time of arrival.

  [[nodiscard]] owner whose() const { return {account, region}; }
};

}  // namespace lambent::model
