// What the control plane asks other services of this machine: S3 for code, ECR and its like for
// images, IAM for roles. An interface, so that the API knows none of them.
#pragma once

#include <expected>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/fd.hpp"
#include "engine/model/error.hpp"
#include "engine/model/function.hpp"
#include "engine/model/image.hpp"

namespace lambent::api {

struct object_reference {
  std::string account, region, bucket, key;  // Account and region are the function's.
  std::optional<std::string> version;
};

struct object_refusal {
  std::string code;  // "NoSuchKey"
  std::string message;
};

// Why an image cannot be a function's code: the answer's error and its text, in AWS's words where
// AWS has any.
struct image_refusal {
  model::error_code code = model::error_code::invalid_parameter_value;
  std::string message;
};

// Why a function whose image was found does not become Active.
struct placing_failure {
  std::string state_reason_code;  // "InvalidImage", "ImageDeleted" …
  std::string state_reason;
};

// An image that a call names, where finding it takes long; and what came of looking.
struct image_to_find {
  std::string uri, architecture;
  model::owner whose;
};
struct found_image {
  image_to_find asked;
  std::expected<model::image, image_refusal> answer;
};

[[nodiscard]] inline image_refusal no_such_image(std::string_view uri) {
  return {model::error_code::invalid_parameter_value,
          "Source image " + std::string(uri) + " does not exist. Provide a valid source image."};
}

// What the code of a function is made for.
struct code_needs {
  std::string_view architecture;  // "x86_64", "arm64".
  std::string_view package_type;
  std::string_view runtime;  // Empty for images.
  bool operator==(const code_needs&) const = default;
};

// Needs of which it takes long to say whether this machine has them; and what came of looking.
struct needs_to_check {
  std::string architecture, package_type, runtime;
  [[nodiscard]] code_needs what() const { return {architecture, package_type, runtime}; }
};
struct checked_needs {
  needs_to_check asked;
  std::string why_not;  // As of neighbours::why_not_run().
};

class neighbours {
public:
  virtual ~neighbours() = default;
  // The object, open for reading.
  [[nodiscard]] virtual std::expected<fd, object_refusal> open_object(
      const object_reference& which) = 0;
  // Finds the image of an ImageUri for one architecture ("x86_64", "arm64") and pins its digest;
  // without layers yet.
  [[nodiscard]] virtual std::expected<model::image, image_refusal> resolve_image(
      std::string_view uri, std::string_view architecture, const model::owner& whose) = 0;
  // Whether resolve_image() may take seconds, and so belongs on another thread than the control
  // plane's.
  [[nodiscard]] virtual bool resolves_slowly(std::string_view uri) = 0;
  // Unpacks its layers, which may take many seconds. Called on a thread of its own.
  [[nodiscard]] virtual std::expected<model::image, placing_failure> place_image(
      model::image resolved, std::string_view architecture) = 0;
  // Before anything is placed: these are the images that functions run. Their layers' paths are
  // made right, for the data directory may have moved, and all others' are removed.
  [[nodiscard]] virtual result<> keep_images(std::span<model::image* const> in_use) = 0;
  // Why a function that needs this cannot run on this machine; empty when it can.
  [[nodiscard]] virtual std::string why_not_run(const code_needs& what) = 0;
  // Whether why_not_run() may take seconds, and so belongs on another thread than the control
  // plane's.
  [[nodiscard]] virtual bool checks_slowly(const code_needs& what) = 0;
  // False when a role of this name is known and does not trust lambda.amazonaws.com. Roles that are
  // not known are taken: most functions here are made with a role that exists nowhere.
  [[nodiscard]] virtual bool lambda_may_assume(std::string_view role_arn) = 0;
};

}  // namespace lambent::api
