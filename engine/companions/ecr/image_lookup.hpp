// Finding images by what requests call them, and saying why there is none.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "engine/companions/ecr/operations.hpp"

namespace lambent::companions::ecr {

struct looked_up {
  std::optional<registry::stored_manifest> image;
  std::string_view code, reason;  // As an ImageFailure has them, without an image.
};
inline const looked_up not_found{std::nullopt, "ImageNotFound", "Requested image not found"};

// By digest, by tag, or by both, which must agree.
[[nodiscard]] answer<looked_up> find_image(call& from, std::string_view repository,
                                           const image_id& id);

[[nodiscard]] boost::json::object to_json(const image_id& id);
[[nodiscard]] boost::json::object failure(const image_id& id, const looked_up& why);

// A place in a list of image names, as a token has it.
[[nodiscard]] std::string write_position(const registry::image_name& at);
[[nodiscard]] registry::image_name read_position(std::string_view token);

}  // namespace lambent::companions::ecr
