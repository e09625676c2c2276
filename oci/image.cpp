#include "oci/image.hpp"

#include <set>
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

// Reads all that an index leads to, each document once: one index may name another many times, and
// that one the next.
class collecting {
public:
  explicit collecting(blob_source& from) : from_(from) {}

  // NOLINTNEXTLINE(misc-no-recursion): index_depth_max deep at most.
  result<> add(const descriptor& at, std::size_t depth) {
    const bool is_index = media_type::is_index(at.media_type);
    if (!is_index && at.platform && at.platform->os == "unknown") return {};
    if (!seen_.insert(at.digest).second) return {};
    TRY(count(at.size));
    if (!is_index) return add_image(at);
    const index list = TRY(read_index(from_, at, depth));
    for (const descriptor& each : list.manifests) TRY(add(each, depth + 1));
    return {};
  }

  std::vector<image> take() { return std::move(images_); }

private:
  result<> add_image(const descriptor& at) {
    images_.push_back(TRY(read_image(from_, at)));
    return count(images_.back().config_bytes.size());
  }

  result<> count(std::uint64_t bytes) {
    bytes_ += bytes;
    if (++documents_ > limits::index_documents_max)
      return fail("the index leads to more than " + std::to_string(limits::index_documents_max) +
                  " documents");
    if (bytes_ > limits::index_documents_max_bytes)
      return fail("the index leads to documents of more than " +
                  std::to_string(limits::index_documents_max_bytes) + " bytes");
    return {};
  }

  blob_source& from_;
  std::set<digest> seen_;
  std::vector<image> images_;
  std::size_t documents_ = 0;
  std::uint64_t bytes_ = 0;
};

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
  collecting all(from);
  TRY(all.add(root, 0));
  return all.take();
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
