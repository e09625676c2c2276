#include "oci/media_type.hpp"

namespace lambent::oci::media_type {
namespace {

// Layers that their publisher does not want copied elsewhere: the bytes are like others.
// https://github.com/opencontainers/image-spec/blob/main/layer.md#non-distributable-layers
constexpr std::string_view kept_layer_tar =
    "application/vnd.oci.image.layer.nondistributable.v1.tar";
constexpr std::string_view kept_layer_gzip =
    "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
constexpr std::string_view kept_layer_zstd =
    "application/vnd.oci.image.layer.nondistributable.v1.tar+zstd";
constexpr std::string_view docker_foreign_gzip =
    "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

}  // namespace

std::string_view without_parameters(std::string_view type) {
  type = type.substr(0, type.find(';'));
  const auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
  while (!type.empty() && is_blank(type.front())) type.remove_prefix(1);
  while (!type.empty() && is_blank(type.back())) type.remove_suffix(1);
  return type;
}

bool is_index(std::string_view type) { return type == index || type == docker_index; }

bool is_manifest(std::string_view type) { return type == manifest || type == docker_manifest; }

bool is_config(std::string_view type) { return type == config || type == docker_config; }

packing packing_of(std::string_view layer) {
  if (layer == layer_gzip || layer == docker_layer_gzip || layer == kept_layer_gzip ||
      layer == docker_foreign_gzip)
    return packing::gzip;
  if (layer == layer_tar || layer == docker_layer_tar || layer == kept_layer_tar)
    return packing::none;
  if (layer == layer_zstd || layer == docker_layer_zstd || layer == kept_layer_zstd)
    return packing::zstd;
  return packing::not_a_layer;
}

}  // namespace lambent::oci::media_type
