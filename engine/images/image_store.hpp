// Images as functions' code: found by their ImageUri, pinned, unpacked. In two steps, as AWS does
// it: CreateFunction answers when the image is known to be there; the function is Pending until it
// is unpacked, which may take many seconds, and Failed when that does not work out.
// https://docs.aws.amazon.com/lambda/latest/dg/functions-states.html
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/images/image_address.hpp"
#include "engine/images/layer_folders.hpp"
#include "engine/model/image.hpp"

namespace lambent::images {

// Why an image cannot be a function's code.
struct refusal {
  std::string message;                 // In AWS's words where it has any.
  bool fault_of_this_machine = false;  // Its disk is full, say: the image may be good.
};

// Why a function whose image was found does not become Active.
struct placing_failure {
  std::string state_reason_code;  // "InvalidImage", "ImageDeleted" …
  std::string state_reason;
};

class image_store {
public:
  struct settings {
    std::filesystem::path dir;     // <data directory>/images; created when missing.
    open_repository registry;      // May be empty: there is none.
    std::uint16_t port = 0;        // That the engine listens on.
    bool refuses_indexes = false;  // As AWS does; else the image for the function's architecture.
    store::durability kept = store::durability::kept;
  };
  [[nodiscard]] static result<std::unique_ptr<image_store>> open(settings wanted);

  // Reads what the image says of itself and pins its digest; without layers yet. Any thread.
  [[nodiscard]] std::expected<model::image, refusal> resolve(std::string_view uri,
                                                             std::string_view architecture);
  // Whether resolve() may take seconds: archives may have to be unpacked or hashed for it.
  [[nodiscard]] bool resolves_slowly(std::string_view uri) const;

  // Unpacks the layers of what resolve() gave, those that are not there yet; `layer_dirs` and
  // `unpacked_bytes` are filled. The same image again costs little. Any thread.
  [[nodiscard]] std::expected<model::image, placing_failure> place(model::image resolved,
                                                                   std::string_view architecture);

  // At start, before anything is placed: the paths of these are made right, for the data directory
  // may have moved, and all layers but theirs are removed.
  [[nodiscard]] result<> keep_only(std::span<model::image* const> in_use);

private:
  image_store(settings wanted, std::unique_ptr<layer_folders> layers)
      : wanted_(std::move(wanted)), layers_(std::move(layers)) {}

  settings wanted_;
  std::unique_ptr<layer_folders> layers_;
};

}  // namespace lambent::images
