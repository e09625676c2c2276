// What the control plane learns of IAM, S3 and images on this machine; on its thread, beside
// theirs.
#pragma once

#include "engine/api/neighbours.hpp"
#include "engine/companion_services.hpp"

namespace lambent::engine {

class companion_neighbours final : public api::neighbours {
public:
  explicit companion_neighbours(companion_stores& of) : of_(of) {}

  std::expected<fd, api::object_refusal> open_object(const api::object_reference& which) override;
  std::expected<model::image, api::image_refusal> resolve_image(std::string_view uri,
                                                                std::string_view architecture,
                                                                const model::owner& whose) override;
  bool lambda_may_assume(std::string_view role_arn) override;

private:
  companion_stores& of_;
};

}  // namespace lambent::engine
