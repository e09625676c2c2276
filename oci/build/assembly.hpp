// Images that are being made: on a base or on nothing, with layers of files on top. What has been
// made is a source of blobs like any other, to be copied into a layout, an archive or a registry.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/build/layer.hpp"
#include "oci/image.hpp"
#include "oci/layout/file_tree.hpp"

namespace lambent::oci {

// One image on its way. The configuration is the caller's to change.
struct image_draft {
  image_config config;
  std::vector<descriptor> layers;                    // Lowest first; as many as config.diff_ids.
  std::map<std::string, std::string> annotations{};  // Of the manifest.
};

class assembly final : public blob_source {
public:
  // Layers lie in files without a name where the system keeps what is temporary: nothing of them
  // outlives the process, however it ends. `time` is of every file that is added, and of the
  // images: seconds since 1970. `give_up` ends what is under way with ECANCELED.
  explicit assembly(std::int64_t time, std::function<bool()> give_up = {});

  // On nothing.
  [[nodiscard]] image_draft start(const platform& target) const;
  // On an image: its layers, its configuration. Docker's media types become OCI's; the bytes stay.
  // The base is read from when the assembly is.
  [[nodiscard]] result<image_draft> start(std::shared_ptr<blob_source> base,
                                          const platform& target);

  [[nodiscard]] result<built_layer> add_layer(image_draft& to, std::vector<layer_entry> entries,
                                              const std::string& created_by);
  // Configuration and manifest. The image is the root, until another is added or an index made.
  descriptor finish(const image_draft& image);
  // Of images that are finished, in the order given; the root.
  descriptor make_index(std::vector<descriptor> images);

  [[nodiscard]] result<descriptor> root() override;
  [[nodiscard]] result<> read(const descriptor& which, const sink& to) override;

private:
  descriptor keep(std::string_view type, std::string content);

  std::function<bool()> give_up_;
  std::int64_t time_;
  std::string created_;  // `time_` as RFC 3339 writes it.
  descriptor root_;
  std::map<digest, std::string> documents_;
  std::map<digest, file_range> layers_;
  std::map<digest, std::shared_ptr<blob_source>> of_bases_;
};

}  // namespace lambent::oci
