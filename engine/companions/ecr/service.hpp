// ECR's operations over the engine's registry of images. Blocking; any thread.
// API: https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
#pragma once

#include "engine/http/message.hpp"
#include "engine/model/caller.hpp"
#include "engine/registry/image_registry.hpp"

namespace lambent::companions::ecr {

class service {
public:
  explicit service(registry::image_registry& images) : images_(images) {}

  [[nodiscard]] http::response handle(const http::request& request, const model::caller& who);

private:
  registry::image_registry& images_;
};

}  // namespace lambent::companions::ecr
