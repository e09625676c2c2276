// A function of the study as a container image in a registry.
#pragma once

#include <cstdint>
#include <string>

#include "base/error.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"

namespace lambent::cli::studying {

struct pushed_image {
  std::string uri{};        // With its digest.
  std::uint64_t bytes = 0;  // Of its layers, packed.
};

/// A program goes into an image of nothing else; a script on `base`, an image of AWS's kind with an
/// interpreter in it. `reference` is HOST/REPOSITORY:TAG.
[[nodiscard]] result<pushed_image> push_image(const artefact& what, const std::string& reference,
                                              const std::string& base);

}  // namespace lambent::cli::studying
