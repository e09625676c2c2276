// What a blob is, by its media type: OCI's names and Docker's older ones for the same things.
// https://github.com/opencontainers/image-spec/blob/main/media-types.md
#pragma once

#include <cstdint>
#include <string_view>

namespace lambent::oci::media_type {

inline constexpr std::string_view index = "application/vnd.oci.image.index.v1+json";
inline constexpr std::string_view manifest = "application/vnd.oci.image.manifest.v1+json";
inline constexpr std::string_view config = "application/vnd.oci.image.config.v1+json";
inline constexpr std::string_view layer_tar = "application/vnd.oci.image.layer.v1.tar";
inline constexpr std::string_view layer_gzip = "application/vnd.oci.image.layer.v1.tar+gzip";
inline constexpr std::string_view layer_zstd = "application/vnd.oci.image.layer.v1.tar+zstd";

inline constexpr std::string_view docker_index =
    "application/vnd.docker.distribution.manifest.list.v2+json";
inline constexpr std::string_view docker_manifest =
    "application/vnd.docker.distribution.manifest.v2+json";
inline constexpr std::string_view docker_config = "application/vnd.docker.container.image.v1+json";
inline constexpr std::string_view docker_layer_gzip =
    "application/vnd.docker.image.rootfs.diff.tar.gzip";
inline constexpr std::string_view docker_layer_zstd =
    "application/vnd.docker.image.rootfs.diff.tar.zstd";  // containerd's and BuildKit's.
inline constexpr std::string_view docker_layer_tar = "application/vnd.docker.image.rootfs.diff.tar";

// "application/json; charset=utf-8" without its parameters, and without blanks around it.
[[nodiscard]] std::string_view without_parameters(std::string_view);

[[nodiscard]] bool is_index(std::string_view);
[[nodiscard]] bool is_manifest(std::string_view);
[[nodiscard]] bool is_config(std::string_view);

// How a layer's tar is packed. `not_a_layer` for every other media type.
enum class packing : std::uint8_t { not_a_layer, none, gzip, zstd };
[[nodiscard]] packing packing_of(std::string_view layer);

}  // namespace lambent::oci::media_type
