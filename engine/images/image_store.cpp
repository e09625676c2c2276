#include "engine/images/image_store.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <set>
#include <variant>

#include "oci/image.hpp"
#include "oci/media_type.hpp"

namespace lambent::images {
namespace {

using refused = std::unexpected<refusal>;

std::string sentence(const error& why) {
  return why.hint.empty() ? why.what + "." : why.what + "; " + why.hint + ".";
}

refused refuse(std::string message) { return refused(refusal{.message = std::move(message)}); }

// Whether the machine could not, whatever the image is like.
bool is_of_this_machine(const error& why) {
  constexpr std::array codes{ENOSPC, EDQUOT, EFBIG, EROFS, EIO, EMFILE, ENFILE, ENOMEM};
  return std::ranges::find(codes, why.code) != codes.end();
}

refused not_read(std::string_view uri, const error& why) {
  return refused(refusal{
      .message =
          fmt::format("The service could not read the source image {}. {}", uri, sentence(why)),
      .fault_of_this_machine = true});
}

refused not_valid(std::string_view uri, const error& why) {
  return refuse(fmt::format("Source image {} is not valid. Provide a valid source image. {}", uri,
                            sentence(why)));
}

refused not_there(std::string_view uri, const error& why) {
  if (is_of_this_machine(why)) return not_read(uri, why);
  if (why.code == EACCES || why.code == EPERM)
    return refuse(fmt::format(
        "Lambda does not have permission to access the ECR image. Check the ECR permissions. {}",
        sentence(why)));
  return refuse(fmt::format("Source image {} does not exist. Provide a valid source image. {}", uri,
                            sentence(why)));
}

refused not_supported(std::string_view uri, const error& why) {
  if (is_of_this_machine(why)) return not_read(uri, why);
  return refuse(
      fmt::format("The image manifest, config or layer media type for the source image {} is not "
                  "supported. {}",
                  uri, sentence(why)));
}

refused not_for(std::string_view architecture, std::string_view uri, std::string_view what) {
  return refuse(fmt::format(
      "Source image {} is not for the architecture {} of the function: {}. Choose the function's "
      "architecture with Architectures, or build the image for it.",
      uri, architecture, what));
}

// Who names ECR's host pushes here all the same.
error with_way_out(error why, const oci::reference& where, std::uint16_t port) {
  const auto* at = std::get_if<oci::registry_reference>(&where);
  if (at != nullptr && why.code == 0 && why.hint.empty())
    why.hint = fmt::format("`lambent image push IMAGE localhost:{}/{}` brings it here", port,
                           at->repository);
  return why;
}

model::image described(std::string_view uri, std::string resolved,
                       const oci::image_config& config) {
  model::image out;
  out.uri = uri;
  out.resolved_uri = std::move(resolved);
  out.entrypoint = config.entrypoint;
  out.command = config.command;
  out.environment = config.environment;
  out.working_directory = config.working_directory;
  out.user = config.user;
  return out;
}

std::unexpected<placing_failure> failed(std::string code, std::string reason) {
  return std::unexpected(placing_failure{std::move(code), std::move(reason)});
}

std::unexpected<placing_failure> gone(const model::image& image, const error& why) {
  if (is_of_this_machine(why)) return failed("InternalError", sentence(why));
  if (why.code == EACCES || why.code == EPERM)
    return failed("ImageAccessDenied",
                  "Lambda lacks permissions to access the image. " + sentence(why));
  return failed("ImageDeleted",
                fmt::format("The image {} was deleted. {}", image.resolved_uri, sentence(why)));
}

std::unexpected<placing_failure> not_unpacked(const model::image& image, const error& why,
                                              bool too_big) {
  if (too_big)
    return failed("InvalidImage",
                  "SizeLimitExceeded: Uncompressed container image size exceeds 10 GiB limit");
  if (why.code == ENOENT || why.code == EACCES) return gone(image, why);
  if (why.code != 0) return failed("InternalError", sentence(why));
  return failed("InvalidImage",
                "ImageLayerFailure: UnsupportedImageLayerDetected: " + sentence(why));
}

}  // namespace

result<std::unique_ptr<image_store>> image_store::open(settings wanted) {
  auto layers = TRY(layer_folders::open(wanted.dir / "layers", wanted.kept));
  return std::unique_ptr<image_store>(new image_store(std::move(wanted), std::move(layers)));
}

bool image_store::resolves_slowly(std::string_view uri) const {
  auto where = parse_image_uri(uri, wanted_.port);
  return where && std::holds_alternative<oci::archive_reference>(*where);
}

std::expected<model::image, refusal> image_store::resolve(std::string_view uri,
                                                          std::string_view architecture) {
  auto where = parse_image_uri(uri, wanted_.port);
  if (!where) return not_valid(uri, where.error());
  auto source = open_image(*where, nullptr, wanted_.registry);
  if (!source) return not_there(uri, with_way_out(std::move(source).error(), *where, wanted_.port));
  auto root = (*source)->root();
  if (!root) return not_there(uri, root.error());
  const bool is_index = oci::media_type::is_index(root->media_type);
  if (is_index && wanted_.refuses_indexes)
    return not_supported(uri, {"It is an image index", 0, "name the image of one platform"});
  const auto platform = oci::platform_for(architecture);
  auto manifest = oci::find_manifest(**source, platform);
  if (!manifest)
    return is_index ? not_for(architecture, uri, manifest.error().what)
                    : not_supported(uri, manifest.error());
  auto image = oci::read_image(**source, *manifest);
  if (!image) return not_supported(uri, image.error());
  if (image->manifest.layers.empty())
    return not_valid(uri, {"it has no layers: there is nothing to run", 0, {}});
  if (!oci::serves(image->config.platform, platform))
    return not_for(architecture, uri, "it is for " + oci::to_text(image->config.platform));
  if (is_index)
    spdlog::warn("{} is an image index, which AWS refuses: there, push the image of one platform",
                 uri);
  return described(uri, resolved_uri(*where, image->name.digest), image->config);
}

std::expected<model::image, placing_failure> image_store::place(model::image resolved,
                                                                std::string_view architecture) {
  auto digest = oci::digest::parse("sha256:" + std::string(model::digest_hex(resolved)));
  auto where = parse_image_uri(resolved.uri, wanted_.port);
  if (!digest) return failed("InvalidImage", sentence(digest.error()));
  if (!where) return failed("InvalidImage", sentence(where.error()));
  auto source = open_image(*where, &*digest, wanted_.registry);
  if (!source) return gone(resolved, source.error());
  auto image = oci::read_image(**source, oci::platform_for(architecture));
  if (!image) return gone(resolved, image.error());
  if (image->name.digest != *digest)
    return gone(resolved, {"its place has another image now, " + image->name.digest.text(), 0, {}});
  oci::unpack_budget budget;
  auto bytes_before = budget.bytes_left();
  auto layers = layers_->place(**source, *image, budget);
  if (!layers) return not_unpacked(resolved, layers.error(), budget.exceeded());
  resolved.layer_dirs.assign(layers->begin(), layers->end());
  resolved.unpacked_bytes = bytes_before - budget.bytes_left();
  return resolved;
}

result<> image_store::keep_only(std::span<model::image* const> in_use) {
  std::set<std::string> names;
  for (auto* image : in_use)
    for (std::string& dir : image->layer_dirs) {
      dir = layers_->find(dir);
      names.insert(std::filesystem::path(dir).filename());
    }
  return layers_->collect(names);
}

}  // namespace lambent::images
