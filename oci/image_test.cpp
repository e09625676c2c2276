#include "oci/image.hpp"

#include <doctest/doctest.h>

#include <string>

#include "oci/limits.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"

namespace lambent::oci {
namespace {

using testing::memory_source;
using testing::put_image;
using testing::put_index;

std::string error_of(memory_source& source, std::string_view architecture) {
  auto found = read_image(source, platform_for(architecture));
  return found ? "" : found.error().what;
}

TEST_CASE("an image is found through indexes in each other") {
  memory_source source;
  descriptor inner = put_index(source, {put_image(source, platform_for("x86_64")),
                                        put_image(source, platform_for("arm64"))});
  inner.platform = platform_for("arm64");
  source.set_root(put_index(source, {inner}));

  auto found = read_image(source, platform_for("arm64"));
  REQUIRE(found);
  CHECK(found->config.platform.architecture == "arm64");
  CHECK(digest::of(found->manifest_bytes) == found->name.digest);
  CHECK(found->manifest.layers.size() == 1);
}

TEST_CASE("all images of an index are read in its order, attestations are none") {
  memory_source source;
  descriptor attestation = source.put(media_type::manifest, "of what the image was made");
  attestation.platform = platform{"unknown", "unknown", ""};
  descriptor inner = put_index(source, {put_image(source, platform_for("x86_64"))});
  source.set_root(
      put_index(source, {put_image(source, platform_for("arm64")), attestation, inner}));
  auto all = read_images(source);
  REQUIRE(all);
  REQUIRE(all->size() == 2);
  CHECK((*all)[0].config.platform.architecture == "arm64");
  CHECK((*all)[1].config.platform.architecture == "amd64");
}

TEST_CASE("an image for another platform than the wanted one is refused") {
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  CHECK(error_of(source, "x86_64").empty());
  CHECK(error_of(source, "arm64") == "the image is for linux/amd64, not for linux/arm64");
}

TEST_CASE("what is no container image is refused before its layers are read") {
  memory_source source;
  source.set_root(
      put_image(source, platform_for("x86_64"), "layer", "application/vnd.cncf.helm.chart"));
  CHECK(error_of(source, "x86_64")
            .ends_with("layers[0] has the media type application/vnd.cncf.helm.chart, which is not "
                       "a layer's"));
  source.set_root(put_image(source, platform_for("x86_64"), "layer", media_type::layer_tar, 2));
  CHECK(error_of(source, "x86_64").ends_with("the manifest has 1 layers, its configuration 2"));
}

TEST_CASE("indexes that lead to each other without end are given up") {
  memory_source source;
  descriptor inner = put_image(source, platform_for("x86_64"));
  for (std::size_t i = 0; i <= limits::index_depth_max; ++i) {
    inner = put_index(source, {inner});
    inner.platform = platform_for("x86_64");
  }
  source.set_root(inner);
  CHECK(error_of(source, "x86_64") == "there are more than 4 indexes in each other");
}

TEST_CASE("a document with other bytes than its digest says is refused") {
  memory_source source;
  descriptor name = put_image(source, platform_for("x86_64"));
  source.set_root(name);
  source.replace(name.digest, std::string(name.size, 'x'));
  CHECK(error_of(source, "x86_64").find("has other content") != std::string::npos);
}

}  // namespace
}  // namespace lambent::oci
