#include "engine/companion_neighbours.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/architecture.hpp"
#include "engine/companions/iam/policy_document.hpp"
#include "engine/environment/emulator.hpp"

namespace lambent::engine {

std::expected<fd, api::object_refusal> companion_neighbours::open_object(
    const api::object_reference& which) {
  auto opened = companions::s3::fetch_object(
      *of_.objects, *of_.blobs,
      {which.account, which.region, which.bucket, which.key, which.version});
  if (!opened)
    return std::unexpected(
        api::object_refusal{opened.error().code, std::move(opened.error().message)});
  return std::move(opened->file);
}

std::expected<model::image, api::image_refusal> companion_neighbours::resolve_image(
    std::string_view uri, std::string_view architecture, const model::owner&) {
  auto found = images_.resolve(uri, architecture);
  if (found) return std::move(*found);
  return std::unexpected(api::image_refusal{
      .code = found.error().fault_of_this_machine ? model::error_code::service
                                                  : model::error_code::invalid_parameter_value,
      .message = std::move(found.error().message)});
}

std::expected<model::image, api::placing_failure> companion_neighbours::place_image(
    model::image resolved, std::string_view architecture) {
  auto placed = images_.place(std::move(resolved), architecture);
  if (!placed) {
    images::placing_failure& why = placed.error();
    return std::unexpected(
        api::placing_failure{std::move(why.state_reason_code), std::move(why.state_reason)});
  }
  placed->placed = true;
  return std::move(*placed);
}

result<> companion_neighbours::keep_images(std::span<model::image* const> in_use) {
  return images_.keep_only(in_use);
}

std::string companion_neighbours::why_not_run(const api::code_needs& what) {
  if (std::string why = here_.interpreters.why_not_run(what.runtime, what.architecture);
      !why.empty())
    return why;
  if (environment::needs_emulator(what.architecture) && !here_.emulator)
    return fmt::format(
        "Functions of the architecture {} cannot run on this {} machine: {} is not in the PATH. "
        "Install the package {} and start the engine again.",
        what.architecture, native_architecture.name, environment::emulator_name(),
        environment::emulator_package);
  if (what.package_type == "Image" && !here_.runs_images)
    return "Images cannot run with --isolation process. Start the engine with --isolation full.";
  return {};
}

bool companion_neighbours::lambda_may_assume(std::string_view role_arn) {
  auto parts = companions::iam::split_arn(role_arn, "role");
  auto found = of_.identities->find_role(parts.account, parts.name);
  if (!found) {
    spdlog::error("look up the role {}: {}", role_arn, found.error().what);
    return true;
  }
  // A role of that name at another path is another role.
  bool known = *found && (*found)->path == parts.path;
  return !known || companions::iam::trusts_lambda((*found)->trust_policy);
}

}  // namespace lambent::engine
