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

// The index of one, so many times.
descriptor repeated(memory_source& in, const descriptor& one) {
  return put_index(in, std::vector<descriptor>(limits::index_manifests_max, one));
}

TEST_CASE("what an index names many times is read once") {
  memory_source source;
  descriptor at = put_image(source, platform_for("x86_64"));
  for (std::size_t i = 0; i < limits::index_depth_max; ++i) at = repeated(source, at);
  source.set_root(at);
  const auto all = read_images(source);
  REQUIRE(all);
  CHECK(all->size() == 1);
}

std::string error_of_all(memory_source& source) {
  auto all = read_images(source);
  return all ? "" : all.error().what;
}

TEST_CASE("an index that leads to more documents than anybody looks at is refused") {
  memory_source source;
  std::vector<descriptor> indexes;
  const auto add_index = [&](std::size_t images) {
    std::vector<descriptor> each;
    for (std::size_t i = 0; i < images; ++i)
      each.push_back(put_image(source, platform_for("x86_64"),
                               std::to_string(indexes.size()) + "-" + std::to_string(i)));
    indexes.push_back(put_index(source, std::move(each)));
    source.set_root(put_index(source, indexes));
  };
  // Each image has a manifest and a configuration.
  for (int i = 0; i < 2; ++i) add_index(limits::index_manifests_max - 1);
  CHECK(error_of_all(source).empty());
  add_index(1);
  CHECK(error_of_all(source) == "the index leads to more than 1024 documents");
}

TEST_CASE("an index that leads to larger documents than anybody keeps is refused") {
  memory_source source;
  std::vector<descriptor> indexes;
  constexpr std::size_t padding = limits::document_max_bytes - 1024;
  for (std::size_t bytes = 0; bytes <= limits::index_documents_max_bytes; bytes += padding)
    indexes.push_back(source.put(
        media_type::index,
        write(index{.media_type = std::string(media_type::index),
                    .manifests = {},
                    .annotations = {{std::to_string(bytes), std::string(padding, 'x')}}})));
  source.set_root(put_index(source, indexes));
  CHECK(error_of_all(source) == "the index leads to documents of more than 67108864 bytes");
  indexes.pop_back();
  source.set_root(put_index(source, indexes));
  CHECK(error_of_all(source).empty());
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
