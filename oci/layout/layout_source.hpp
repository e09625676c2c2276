// An OCI image layout as a source of blobs: oci-layout, index.json and blobs/sha256/.
// https://github.com/opencontainers/image-spec/blob/main/image-layout.md
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/blob_source.hpp"
#include "oci/layout/file_tree.hpp"
#include "oci/manifest.hpp"

namespace lambent::oci {

inline constexpr std::string_view ref_name_annotation = "org.opencontainers.image.ref.name";
// containerd's and Docker's: the name in full, "docker.io/library/debian:12".
inline constexpr std::string_view image_name_annotation = "io.containerd.image.name";

// Without a tag there must be one image, or the images of several platforms under one name; else
// the error lists the tags there are.
[[nodiscard]] result<std::unique_ptr<blob_source>> open_layout(std::unique_ptr<file_tree> files,
                                                               std::string_view tag);
[[nodiscard]] result<std::unique_ptr<blob_source>> open_layout(const std::string& directory,
                                                               std::string_view tag);

// The manifest or the index of a digest, whether index.json lists it or not.
[[nodiscard]] result<std::unique_ptr<blob_source>> open_layout_at(const std::string& directory,
                                                                  const digest& root);

// What its index.json lists. Fails when it is no layout, or one of another version.
[[nodiscard]] result<index> read_layout_index(const file_tree& files);

}  // namespace lambent::oci
