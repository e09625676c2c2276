// What a function of the package type Image brings instead of a zip: ImageUri and ImageConfig, and
// AWS's rules for what goes with them.
// https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
#pragma once

#include "engine/api/body.hpp"
#include "engine/api/call.hpp"
#include "engine/api/function_catalog.hpp"
#include "engine/model/function.hpp"

namespace lambent::api {

[[nodiscard]] inline bool is_image(const model::function& f) { return f.package_type == "Image"; }

// Whether what the body gives of Runtime, Handler, Layers and ImageConfig goes with the function's
// package type.
[[nodiscard]] model::answer<> check_package(const json_object& body, const model::function& of);

// ImageConfig, which replaces the one before as a whole; absent, it leaves the function as it is.
void apply_image_config(const json_object& body, model::function& into);

// The image in Code, or in UpdateFunctionCode's body, for that architecture: it becomes the code of
// a function that runs none yet, and else the next one. One that takes long to find is left to
// function_catalog::find_first(), and the call refused, until it comes with the call.
[[nodiscard]] model::answer<> apply_image(const json_object& code, const call& request,
                                          function_catalog& functions,
                                          std::string_view architecture, model::function& into);

// What starts the image's process has to fit into what a process can be started with.
[[nodiscard]] model::answer<> check_image_words(const model::function& of);

}  // namespace lambent::api
