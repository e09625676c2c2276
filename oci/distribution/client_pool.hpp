// Clients of one registry for as many threads as come, their connections kept between uses.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "oci/distribution/client.hpp"

namespace lambent::oci::distribution {

class client_pool {
public:
  explicit client_pool(std::unique_ptr<client> first) : model_(std::move(first)) {}

  using lease = std::unique_ptr<client, std::function<void(client*)>>;
  // The pool must outlive it.
  [[nodiscard]] lease take();

private:
  std::mutex mutex_;  // Guards both.
  std::unique_ptr<client> model_;
  std::vector<std::unique_ptr<client>> idle_;
};

}  // namespace lambent::oci::distribution
