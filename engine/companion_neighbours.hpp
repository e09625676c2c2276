// What the control plane learns of IAM, S3 and images on this machine; on its thread, beside
// theirs, and of images and interpreters on the images' worker's, too.
#pragma once

#include "engine/api/neighbours.hpp"
#include "engine/companion_services.hpp"
#include "engine/images/image_store.hpp"
#include "engine/managed/interpreters.hpp"

namespace lambent::engine {

class companion_neighbours final : public api::neighbours {
public:
  struct machine {
    bool emulator = false;     // For the other architecture.
    bool runs_images = false;  // Sandboxes have a root of their own.
    managed::interpreters& interpreters;
  };
  companion_neighbours(companion_stores& of, images::image_store& images, machine here)
      : of_(of), images_(images), here_(here) {}

  std::expected<fd, api::object_refusal> open_object(const api::object_reference& which) override;
  std::expected<model::image, api::image_refusal> resolve_image(std::string_view uri,
                                                                std::string_view architecture,
                                                                const model::owner& whose) override;
  bool resolves_slowly(std::string_view uri) override { return images_.resolves_slowly(uri); }
  std::expected<model::image, api::placing_failure> place_image(
      model::image resolved, std::string_view architecture) override;
  result<> keep_images(std::span<model::image* const> in_use) override;
  std::string why_not_run(const api::code_needs& what) override;
  bool checks_slowly(const api::code_needs& what) override {
    return !here_.interpreters.knows_already(what.runtime, what.architecture);
  }
  bool lambda_may_assume(std::string_view role_arn) override;

private:
  companion_stores& of_;
  images::image_store& images_;
  machine here_;
};

}  // namespace lambent::engine
