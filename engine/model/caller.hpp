// Who asks a service, as the request's signature says, and when. Values only.
#pragma once

#include <cstdint>
#include <string>

namespace lambent::model {

struct caller {
  std::string account;
  std::string region;
  std::string request_id;
  std::int64_t now_ms = 0;  // Unix time of arrival.
};

}  // namespace lambent::model
