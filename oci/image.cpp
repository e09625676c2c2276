#include "oci/image.hpp"

#include <utility>

#include "oci/limits.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

// Fails on what is an artefact of another kind in an image's clothes.
result<> check_layers(const image& found) {
  for (std::size_t i = 0; i < found.manifest.layers.size(); ++i)
    if (const std::string& type = found.manifest.layers[i].media_type;
        media_type::packing_of(type) == media_type::packing::not_a_layer)
      return fail("layers[" + std::to_string(i) + "] has the media type " + type +
                  ", which is not a layer's");
  if (found.manifest.layers.size() != found.config.diff_ids.size())
    return fail("the manifest has " + std::to_string(found.manifest.layers.size()) +
                " layers, its configuration " + std::to_string(found.config.diff_ids.size()));
  return {};
}

result<image> read_parts(blob_source& from, const descriptor& name) {
  image out;
  out.name = name;
  out.manifest_bytes = TRY(read_document(from, name));
  out.manifest = TRY(parse_manifest(out.manifest_bytes, name.media_type));
  if (const std::string& type = out.manifest.config.media_type; !media_type::is_config(type))
    return fail("its configuration has the media type " + type + ": it is not a container image");
  out.config_bytes = TRY(read_document(from, out.manifest.config));
  out.config = TRY(parse_image_config(out.config_bytes));
  TRY(check_layers(out));
  return out;
}

// The index that `depth` others lead to.
result<index> read_index(blob_source& from, const descriptor& at, std::size_t depth) {
  if (depth == limits::index_depth_max)
    return fail("there are more than " + std::to_string(limits::index_depth_max) +
                " indexes in each other");
  const std::string doing = "image index " + at.digest.text();
  const std::string bytes = TRY_FOR(doing, read_document(from, at));
  return TRY_FOR(doing, parse_index(bytes, at.media_type));
}

// NOLINTNEXTLINE(misc-no-recursion): index_depth_max deep at most.
result<> collect(blob_source& from, const descriptor& at, std::size_t depth,
                 std::vector<image>& into) {
  if (!media_type::is_index(at.media_type)) {
    if (at.platform && at.platform->os == "unknown") return {};
    into.push_back(TRY(read_image(from, at)));
    return {};
  }
  const index list = TRY(read_index(from, at, depth));
  for (const descriptor& each : list.manifests) TRY(collect(from, each, depth + 1, into));
  return {};
}

}  // namespace

result<descriptor> find_manifest(blob_source& from, const platform& wanted) {
  descriptor at = TRY(from.root());
  for (std::size_t depth = 0; media_type::is_index(at.media_type); ++depth) {
    const index list = TRY(read_index(from, at, depth));
    at = TRY(choose(list, wanted));
  }
  return at;
}

result<std::vector<image>> read_images(blob_source& from) {
  descriptor root = TRY(from.root());
  std::vector<image> out;
  TRY(collect(from, root, 0, out));
  return out;
}

result<image> read_image(blob_source& from, const descriptor& manifest) {
  return TRY_FOR("image " + manifest.digest.text(), read_parts(from, manifest));
}

result<image> read_image(blob_source& from, const platform& wanted) {
  descriptor name = TRY(find_manifest(from, wanted));
  image found = TRY(read_image(from, name));
  if (!serves(found.config.platform, wanted))
    return fail("the image is for " + to_text(found.config.platform) + ", not for " +
                to_text(wanted));
  return found;
}

}  // namespace lambent::oci
