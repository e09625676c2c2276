// Any bytes as a manifest, an index, a configuration: what is taken, is written and read again the
// same, and stays within its limits.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <variant>

#include "oci/image_config.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"

namespace {

using namespace lambent::oci;

void require(bool holds) {
  if (!holds) std::abort();
}

void check(const manifest& one) {
  require(media_type::is_manifest(one.media_type));
  require(one.layers.size() <= limits::layers_max);
  const std::string written = write(one);
  auto again = parse_manifest(written, one.media_type);
  require(again && again->layers == one.layers && again->config == one.config);
  require(write(*again) == written);
}

void check(const lambent::oci::index& list) {
  require(media_type::is_index(list.media_type));
  require(list.manifests.size() <= limits::index_manifests_max);
  const std::string written = write(list);
  auto again = parse_index(written, list.media_type);
  require(again && again->manifests == list.manifests);
  for (const char* architecture : {"x86_64", "arm64"}) {
    const platform wanted = platform_for(architecture);
    auto chosen = choose(list, wanted);
    require(!chosen || serves(*chosen->platform, wanted));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (std::string_view declared : {std::string_view(), media_type::manifest, media_type::index}) {
    auto document = parse_document(bytes, declared);
    if (!document)
      require(!document.error().what.empty());
    else
      std::visit([](const auto& value) { check(value); }, *document);
  }
  auto config = parse_image_config(bytes);
  if (!config) return 0;
  require(config->diff_ids.size() <= limits::layers_max);
  const std::string written = write(*config);
  auto again = parse_image_config(written);
  require(again && write(*again) == written && again->entrypoint == config->entrypoint);
  return 0;
}
