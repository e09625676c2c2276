// A function as a container image for AWS Lambda: where its program lies, and how it is started.
//
// On AWS's images for programs of one's own (public.ecr.aws/lambda/provided), the entry point is
// /lambda-entrypoint.sh: it wants a handler's name as its one argument and starts
// $LAMBDA_RUNTIME_DIR/bootstrap, on a developer's machine under the runtime interface emulator.
// There the program goes to that place, and the command is the handler's name. On every other base,
// and on none, the program is $LAMBDA_TASK_ROOT/bootstrap and the entry point itself.
// https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/zip_writer.hpp"
#include "oci/build/assembly.hpp"

namespace lambent::cli {

// What a build made: "bootstrap" among the members, and what else belongs beside it.
struct function_files {
  std::vector<zip_member> members;
  std::string architecture;  // "x86_64" or "arm64".
};

struct image_wishes {
  std::vector<std::string> entrypoint{}, command{};  // Empty: what suits the base.
  std::vector<std::string> environment{};            // "NAME=value", over the base's.
  std::map<std::string, std::string> labels{};
  std::map<std::string, std::string> annotations{};  // Of the manifest.
  std::vector<std::string> includes{};  // As `lambent build` takes them; a layer of their own.
  std::vector<oci::layer_entry> base_files{};  // A root folder in place of a base image.
};

struct function_image {
  oci::descriptor manifest;
  std::uint64_t packed_bytes = 0;  // All layers, those of the base among them.
};

// Adds the image to the assembly; `base` may be null. Fails when the program is for another
// architecture, and when it needs a loader and there is no base to have one.
[[nodiscard]] result<function_image> add_function_image(oci::assembly& to,
                                                        const function_files& files,
                                                        const image_wishes& wishes,
                                                        std::shared_ptr<oci::blob_source> base);

}  // namespace lambent::cli
