#include "oci/build/assembly.hpp"

#include <chrono>
#include <cstdio>
#include <utility>

#include "oci/blob_check.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"
#include "oci/temporary_file.hpp"

namespace lambent::oci {
namespace {

// "2026-11-26T09:30:00Z"
std::string rfc3339(std::int64_t time) {
  using namespace std::chrono;
  sys_seconds at{seconds(time)};
  auto day = floor<days>(at);
  year_month_day date(day);
  hh_mm_ss clock(at - day);
  char out[32];
  std::snprintf(out, sizeof out, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return out;
}

std::string_view oci_layer_type(std::string_view type) {
  switch (media_type::packing_of(type)) {
    case media_type::packing::gzip:
      return media_type::layer_gzip;
    case media_type::packing::zstd:
      return media_type::layer_zstd;
    case media_type::packing::none:
      return media_type::layer_tar;
    case media_type::packing::not_a_layer:
      break;
  }
  return type;
}

}  // namespace

assembly::assembly(std::int64_t time, std::function<bool()> give_up)
    : give_up_(std::move(give_up)), time_(time), created_(rfc3339(time)) {}

image_draft assembly::start(const platform& target) const {
  image_draft out;
  out.config.created = created_;
  out.config.platform = target;
  return out;
}

result<image_draft> assembly::start(std::shared_ptr<blob_source> base, const platform& target) {
  image found = TRY(read_image(*base, target));
  image_draft out{.config = std::move(found.config), .layers = std::move(found.manifest.layers)};
  out.config.created = created_;
  for (descriptor& layer : out.layers) {
    layer.media_type = oci_layer_type(layer.media_type);
    layer.annotations.clear();
    of_bases_.insert_or_assign(layer.digest, base);
  }
  return out;
}

result<built_layer> assembly::add_layer(image_draft& to, std::vector<layer_entry> entries,
                                        const std::string& created_by) {
  if (to.layers.size() == limits::layers_max)
    return fail("the base has " + std::to_string(to.layers.size()) +
                " layers already, and more are not possible");
  fd file = TRY(temporary_file());
  auto written = write_layer(std::move(entries), time_, file, give_up_);
  if (!written) return std::unexpected(with_room_hint(std::move(written).error()));
  built_layer made = *std::move(written);
  layers_.insert_or_assign(made.blob.digest,
                           file_range{.file = std::make_shared<const fd>(std::move(file)),
                                      .offset = 0,
                                      .size = made.blob.size});
  to.layers.push_back(made.blob);
  to.config.diff_ids.push_back(made.diff_id);
  to.config.history.push_back({.created = created_, .created_by = created_by, .comment = {}});
  return made;
}

descriptor assembly::keep(std::string_view type, std::string content) {
  descriptor out{
      .media_type = std::string(type), .digest = digest::of(content), .size = content.size()};
  documents_.insert_or_assign(out.digest, std::move(content));
  return out;
}

descriptor assembly::finish(const image_draft& image) {
  manifest document{.media_type = std::string(media_type::manifest),
                    .config = keep(media_type::config, write(image.config)),
                    .layers = image.layers,
                    .annotations = image.annotations};
  root_ = keep(media_type::manifest, write(document));
  descriptor out = root_;
  out.platform = image.config.platform;
  return out;
}

descriptor assembly::make_index(std::vector<descriptor> images) {
  root_ = keep(media_type::index, write(index{.media_type = std::string(media_type::index),
                                              .manifests = std::move(images),
                                              .annotations = {}}));
  return root_;
}

result<descriptor> assembly::root() { return root_; }

result<> assembly::read(const descriptor& which, const sink& to) {
  if (auto base = of_bases_.find(which.digest); base != of_bases_.end())
    return base->second->read(which, to);
  blob_check check(which);
  const sink checked = check.before(to);
  if (auto document = documents_.find(which.digest); document != documents_.end()) {
    TRY(checked(document->second));
  } else if (auto layer = layers_.find(which.digest); layer != layers_.end()) {
    TRY_FOR("read the layer", read_range(layer->second, checked));
  } else {
    return fail("there is no blob " + which.digest.text());
  }
  return check.finish();
}

}  // namespace lambent::oci
