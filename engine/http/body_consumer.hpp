// What becomes of a request's body that is larger than memory should be: an object, a layer.
#pragma once

#include <string_view>

#include "engine/http/message.hpp"

namespace lambent::http {

// May block: called on a worker's thread, one call after the other. Dropped without answer() when
// the client is gone.
class body_consumer {
public:
  body_consumer() = default;
  body_consumer(const body_consumer&) = delete;
  body_consumer& operator=(const body_consumer&) = delete;
  virtual ~body_consumer() = default;

  // Before the first piece. False, here and below: nothing that may still come is of use.
  [[nodiscard]] virtual bool begin() = 0;
  [[nodiscard]] virtual bool take(std::string_view piece) = 0;
  // The body has ended, or is of no use.
  [[nodiscard]] virtual http::response answer() = 0;
};

}  // namespace lambent::http
