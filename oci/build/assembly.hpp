// Images that are being made: on a base or on nothing, with layers of files on top. What has been
// made is a source of blobs like any other, to be copied into a layout, an archive or a registry.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/temporary_folder.hpp"
#include "oci/blob_source.hpp"
#include "oci/build/layer.hpp"
#include "oci/image.hpp"

namespace lambent::oci {

// One image on its way. The configuration is the caller's to change.
struct image_draft {
  image_config config;
  std::vector<descriptor> layers;                    // Lowest first; as many as config.diff_ids.
  std::map<std::string, std::string> annotations{};  // Of the manifest.
};

class assembly final : public blob_source {
public:
  // Layers lie in a temporary folder until the assembly goes. `time` is of every file that is
  // added, and of the images: seconds since 1970.
  [[nodiscard]] static result<std::unique_ptr<assembly>> make(std::int64_t time);

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
  assembly(temporary_folder folder, std::int64_t time);
  descriptor keep(std::string_view type, std::string content);

  temporary_folder folder_;
  std::int64_t time_;
  std::string created_;  // `time_` as RFC 3339 writes it.
  descriptor root_;
  std::map<digest, std::string> documents_;
  std::map<digest, std::filesystem::path> layers_;
  std::map<digest, std::shared_ptr<blob_source>> of_bases_;
};

}  // namespace lambent::oci
