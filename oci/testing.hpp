// For tests: an image's blobs in memory, and images made of them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "oci/blob_check.hpp"
#include "oci/blob_source.hpp"
#include "oci/image_config.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci::testing {

class memory_source final : public blob_source {
public:
  // The descriptor of the content, which can be read from now on.
  descriptor put(std::string_view media_type, std::string content) {
    descriptor out{.media_type = std::string(media_type),
                   .digest = digest::of(content),
                   .size = content.size()};
    blobs_.insert_or_assign(out.digest, std::move(content));
    return out;
  }
  void set_root(descriptor root) { root_ = std::move(root); }
  // What is answered for the digest, whether it fits or not.
  void replace(const digest& name, std::string content) {
    blobs_.insert_or_assign(name, std::move(content));
  }

  [[nodiscard]] result<descriptor> root() override { return root_; }
  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override {
    auto found = blobs_.find(which.digest);
    if (found == blobs_.end()) return fail("there is no blob " + which.digest.text());
    blob_check check(which);
    TRY(check.add(found->second));
    TRY(to(found->second));
    return check.finish();
  }

private:
  std::map<digest, std::string> blobs_;
  descriptor root_;
};

// An image with one layer for a platform; its manifest's descriptor. `layer` is not packed.
inline descriptor put_image(memory_source& into, const platform& which,
                            std::string_view layer = "layer",
                            std::string_view layer_type = media_type::layer_tar,
                            std::size_t diff_ids = 1) {
  image_config config;
  config.platform = which;
  config.diff_ids.assign(diff_ids, digest::of(layer));
  manifest document{.media_type = std::string(media_type::manifest),
                    .config = into.put(media_type::config, write(config)),
                    .layers = {into.put(layer_type, std::string(layer))},
                    .annotations = {}};
  descriptor out = into.put(media_type::manifest, write(document));
  out.platform = which;
  return out;
}

// An index of them.
inline descriptor put_index(memory_source& into, std::vector<descriptor> manifests) {
  return into.put(media_type::index, write(index{.media_type = std::string(media_type::index),
                                                 .manifests = std::move(manifests),
                                                 .annotations = {}}));
}

}  // namespace lambent::oci::testing
