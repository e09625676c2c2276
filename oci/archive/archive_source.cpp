#include "oci/archive/archive_source.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <map>
#include <utility>
#include <vector>

#include "base/joined.hpp"
#include "oci/archive/tar_tree.hpp"
#include "oci/blob_check.hpp"
#include "oci/image_config.hpp"
#include "oci/json_members.hpp"
#include "oci/layout/layout_source.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/pack/gzip.hpp"
#include "oci/reference.hpp"

namespace lambent::oci {
namespace {

constexpr std::size_t archive_images_max = 1024;

// One image of manifest.json.
struct saved_image {
  std::string config;               // Names in the archive.
  std::vector<std::string> layers;  // Lowest first.
  std::vector<std::string> tags;
};

class archive_source final : public blob_source {
public:
  explicit archive_source(std::unique_ptr<file_tree> files) : files_(std::move(files)) {}

  // Makes the manifest that the archive has not.
  result<> take(const saved_image& image) {
    file_range file = TRY(files_->open(image.config));
    std::string config = TRY_FOR(image.config, read_range(file, limits::document_max_bytes));
    image_config parsed = TRY_FOR(image.config, parse_image_config(config));
    if (parsed.diff_ids.size() != image.layers.size())
      return fail("manifest.json names " + std::to_string(image.layers.size()) +
                  " layers, the image's configuration " + std::to_string(parsed.diff_ids.size()));
    manifest document{.media_type = std::string(media_type::manifest),
                      .config = keep(media_type::config, std::move(config)),
                      .layers = {},
                      .annotations = {}};
    for (std::size_t i = 0; i < image.layers.size(); ++i)
      document.layers.push_back(
          TRY_FOR(image.layers[i], take_layer(image.layers[i], parsed.diff_ids[i])));
    root_ = keep(media_type::manifest, write(document));
    return {};
  }

  [[nodiscard]] result<descriptor> root() override { return root_; }

  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override {
    blob_check check(which);
    const sink checked = check.before(to);
    if (auto document = documents_.find(which.digest); document != documents_.end()) {
      TRY(checked(document->second));
      return check.finish();
    }
    auto layer = layers_.find(which.digest);
    if (layer == layers_.end())
      return fail(files_->where() + " has no blob " + which.digest.text());
    TRY_FOR("read " + files_->where(), read_range(layer->second, checked));
    return check.finish();
  }

private:
  descriptor keep(std::string_view type, std::string content) {
    descriptor out{
        .media_type = std::string(type), .digest = digest::of(content), .size = content.size()};
    documents_.insert_or_assign(out.digest, std::move(content));
    return out;
  }

  // A layer that is not packed has its configuration's digest; reading checks it. A packed one is
  // read once to know its name.
  result<descriptor> take_layer(const std::string& name, const digest& diff_id) {
    file_range file = TRY(files_->open(name));
    file_range begin = file;
    begin.size = std::min<std::uint64_t>(file.size, 4);
    std::string first = TRY(read_range(begin, 4));
    descriptor out{
        .media_type = std::string(media_type::layer_tar), .digest = diff_id, .size = file.size};
    if (is_gzip(first) || is_zstd(first)) {
      out.media_type = is_gzip(first) ? media_type::layer_gzip : media_type::layer_zstd;
      hasher hash;
      TRY(read_range(file, [&hash](std::string_view piece) -> result<> {
        hash.add(piece);
        return {};
      }));
      out.digest = hash.finish();
    }
    layers_.insert_or_assign(out.digest, std::move(file));
    return out;
  }

  std::unique_ptr<file_tree> files_;
  std::map<digest, std::string> documents_;
  std::map<digest, file_range> layers_;
  descriptor root_;
};

result<std::vector<saved_image>> parse_images(std::string_view bytes) {
  std::vector<saved_image> out;
  boost::json::array entries = TRY(parse_array(bytes));
  std::vector<const boost::json::object*> objects =
      TRY(objects_of(entries, "images", archive_images_max));
  for (const boost::json::object* each : objects) {
    saved_image image;
    image.config = TRY(needed_text_in(*each, "Config"));
    image.layers = TRY(texts_in(*each, "Layers"));
    image.tags = TRY(texts_in(*each, "RepoTags"));
    if (image.layers.size() > limits::layers_max)
      return fail("Layers: there are " + std::to_string(image.layers.size()) + ", more than " +
                  std::to_string(limits::layers_max));
    out.push_back(std::move(image));
  }
  return out;
}

// "debian", "debian:latest" and "docker.io/library/debian:latest" are one name.
bool same_name(const std::string& a, std::string_view b) {
  if (a == b) return true;
  auto left = parse_registry_reference(a);
  auto right = parse_registry_reference(b);
  return left && right && to_text(*left) == to_text(*right);
}

std::string tags_of(const std::vector<saved_image>& images) {
  std::vector<std::string> all;
  for (const saved_image& image : images) {
    for (const std::string& tag : image.tags) all.push_back(tag);
    if (image.tags.empty()) all.emplace_back("(without a tag)");
  }
  return all.empty() ? "it holds no image" : "it holds " + joined(all);
}

result<saved_image> choose_image(const std::vector<saved_image>& images, std::string_view tag) {
  if (tag.empty()) {
    if (images.size() == 1) return images.front();
    return fail(
        images.empty() ? "it holds no image" : "it holds more than one image: " + tags_of(images),
        images.empty() ? "" : "name one by its tag, as in docker-archive:FILE:NAME:TAG");
  }
  for (const saved_image& image : images)
    if (std::ranges::any_of(image.tags, [&](const auto& each) { return same_name(each, tag); }))
      return image;
  return fail("it has no image '" + std::string(tag) + "': " + tags_of(images));
}

result<std::unique_ptr<blob_source>> open_files(std::unique_ptr<file_tree> files,
                                                std::string_view tag) {
  auto list = files->open("manifest.json");
  if (!list) {
    if (list.error().code != ENOENT) return std::unexpected(std::move(list).error());
    if (files->open("oci-layout")) return open_layout(std::move(files), tag);
    return fail("it is no image: it has neither manifest.json nor oci-layout");
  }
  std::string bytes = TRY_FOR("manifest.json", read_range(*list, limits::document_max_bytes));
  std::vector<saved_image> images = TRY_FOR("manifest.json", parse_images(bytes));
  saved_image image = TRY(choose_image(images, tag));
  auto source = std::make_unique<archive_source>(std::move(files));
  TRY(source->take(image));
  return source;
}

}  // namespace

result<std::unique_ptr<blob_source>> open_archive(const std::string& file, std::string_view tag) {
  auto files = TRY(open_tar(file));
  return TRY_FOR("archive " + file, open_files(std::move(files), tag));
}

}  // namespace lambent::oci
