#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/archive/archive_source.hpp"
#include "oci/archive/archive_target.hpp"
#include "oci/archive/tar_header.hpp"
#include "oci/image.hpp"
#include "oci/pack/gzip.hpp"
#include "oci/testing.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;
using testing::memory_source;
using testing::put_image;
using testing::put_index;

const std::string large_layer = std::string(700'000, 'l');

std::string packed(std::string_view content) {
  std::string out;
  gzip_packer packer([&out](std::string_view piece) -> result<> {
    out += piece;
    return {};
  });
  REQUIRE(packer.add(content));
  REQUIRE(packer.finish());
  return out;
}

struct archive {
  lambent::testing::temp_dir parent;
  std::string path = (parent.path / "image.tar").string();

  [[nodiscard]] std::size_t files() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : fs::directory_iterator(parent.path)) ++count;
    return count;
  }
  void write(std::string_view bytes) const { std::ofstream(path, std::ios::binary) << bytes; }
};

std::string file(const std::string& name, std::string_view content) {
  return tar_header({.name = name, .size = content.size(), .link = {}}) + std::string(content) +
         tar_padding(content.size());
}

// Of the image's one layer, read whole.
result<std::string> layer_of(const archive& from, std::string_view tag = "") {
  auto source = TRY(open_archive(from.path, tag));
  image found = TRY(read_image(*source, platform_for("x86_64")));
  std::string out;
  TRY(source->read(found.manifest.layers.at(0), [&out](std::string_view piece) -> result<> {
    out += piece;
    return {};
  }));
  return out;
}
std::string error_of(const archive& from, std::string_view tag = "") {
  auto read = layer_of(from, tag);
  return read ? "" : read.error().what;
}

result<descriptor> save(memory_source& source, const archive& into, const std::string& tag) {
  auto target = TRY(make_archive(into.path, tag));
  return copy_image(source, *target);
}

// An image whose layer is packed.
descriptor put_packed(memory_source& into) {
  image_config config;
  config.platform = platform_for("x86_64");
  config.diff_ids = {digest::of(large_layer)};
  return into.put(media_type::manifest,
                  write(manifest{.media_type = std::string(media_type::manifest),
                                 .config = into.put(media_type::config, write(config)),
                                 .layers = {into.put(media_type::layer_gzip, packed(large_layer))},
                                 .annotations = {}}));
}

TEST_CASE("an image goes into an archive, its layers unpacked, and comes out of it") {
  archive there;
  memory_source source;
  source.set_root(put_packed(source));
  REQUIRE(save(source, there, "docker.io/library/hello:v1"));
  CHECK(there.files() == 1);
  auto layer = layer_of(there);
  REQUIRE(layer);
  CHECK(*layer == large_layer);
  CHECK(error_of(there, "hello:v1").empty());
  CHECK(error_of(there, "docker.io/library/hello:v1").empty());
  CHECK(error_of(there, "hello:v2").ends_with("it has no image 'hello:v2': it holds hello:v1"));

  std::string first = *read_file(there.path, 1UL << 24);
  REQUIRE(save(source, there, "hello:v1"));
  CHECK(*read_file(there.path, 1UL << 24) == first);
}

TEST_CASE("two writers of one archive each write it whole, and the last to end has its name") {
  const archive there;
  memory_source one, two;
  one.set_root(put_image(one, platform_for("x86_64"), "one"));
  two.set_root(put_image(two, platform_for("x86_64"), "two"));
  auto first = make_archive(there.path, "");
  auto second = make_archive(there.path, "");
  REQUIRE(first);
  REQUIRE(second);
  REQUIRE(copy_image(one, **first));
  CHECK(layer_of(there).value_or(error_of(there)) == "one");
  REQUIRE(copy_image(two, **second));
  CHECK(layer_of(there).value_or(error_of(there)) == "two");
  CHECK(there.files() == 1);
}

TEST_CASE("what a writer of an archive left who was killed goes with the next, and nothing else") {
  const archive there;
  const fs::path folder = there.parent.path;
  const auto write_file = [&](const char* name) { std::ofstream(folder / name) << "half"; };
  write_file("image.tar.0123abcd.part");
  for (const char* name : {"image.tar.mine.part", "image.tar.0123abcdef.part", "image.tar.part",
                           "other.tar.0123abcd.part", "image.tar.0123abcd"})
    write_file(name);
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  REQUIRE(save(source, there, ""));
  CHECK_FALSE(fs::exists(folder / "image.tar.0123abcd.part"));
  CHECK(there.files() == 6);
}

TEST_CASE("an archive holds one platform: an index is refused unless one is chosen") {
  archive there;
  memory_source source;
  source.set_root(put_index(source, {put_image(source, platform_for("x86_64")),
                                     put_image(source, platform_for("arm64"))}));
  auto refused = save(source, there, "");
  REQUIRE(!refused);
  CHECK(refused.error().what.find("holds the image of one platform") != std::string::npos);
  CHECK(there.files() == 0);
  {
    auto target = make_archive(there.path, "");
    REQUIRE(target);
    REQUIRE(copy_image(source, **target, platform_for("arm64")));
  }
  CHECK(error_of(there) == "the image is for linux/arm64, not for linux/amd64");
}

TEST_CASE("a layer that unpacks to something else than the configuration says is refused") {
  archive there;
  memory_source source;
  image_config config;
  config.platform = platform_for("x86_64");
  config.diff_ids = {digest::of("other")};
  source.set_root(source.put(media_type::manifest,
                             write(manifest{.media_type = std::string(media_type::manifest),
                                            .config = source.put(media_type::config, write(config)),
                                            .layers = {source.put(media_type::layer_tar, "layer")},
                                            .annotations = {}})));
  auto refused = save(source, there, "");
  REQUIRE(!refused);
  CHECK(refused.error().what.ends_with("the image's configuration says otherwise"));
  CHECK(there.files() == 0);
}

std::string saved(std::string_view layer, std::string_view content_of) {
  image_config config;
  config.platform = platform_for("x86_64");
  config.diff_ids = {digest::of(content_of)};
  return file("c.json", write(config)) + file("a/layer.tar", layer);
}
const std::string list = R"([{"Config":"c.json","RepoTags":["x:1"],"Layers":["a/layer.tar"]}])";

TEST_CASE("archives of others are read: packed as a whole, packed layers, or a layout") {
  archive there;
  there.write(packed(saved("layer", "layer") + file("manifest.json", list) + tar_end()));
  CHECK(*layer_of(there) == "layer");
  there.write(saved(packed("layer"), "layer") + file("manifest.json", list));
  CHECK(*layer_of(there) == packed("layer"));

  image_config config;
  config.platform = platform_for("x86_64");
  config.diff_ids = {digest::of("layer")};
  memory_source source;
  descriptor root = put_image(source, platform_for("x86_64"));
  root.annotations["org.opencontainers.image.ref.name"] = "t";
  std::string document;
  REQUIRE(source.read(root, [&document](std::string_view piece) -> result<> {
    document += piece;
    return {};
  }));
  std::string blobs = "blobs/sha256/";
  there.write(file("oci-layout", R"({"imageLayoutVersion":"1.0.0"})") +
              file("index.json", write(index{.media_type = std::string(media_type::index),
                                             .manifests = {root},
                                             .annotations = {}})) +
              file(blobs + root.digest.hex(), document) +
              file(blobs + digest::of(write(config)).hex(), write(config)) +
              file(blobs + digest::of("layer").hex(), "layer"));
  CHECK(*layer_of(there, "t") == "layer");
}

TEST_CASE("an archive that is no image, or a broken one, is refused with what is wrong") {
  archive there;
  there.write(file("a", "b"));
  CHECK(error_of(there).ends_with("it is no image: it has neither manifest.json nor oci-layout"));
  there.write(saved("wrong", "layer") + file("manifest.json", list));
  CHECK(error_of(there).find("has other content") != std::string::npos);
  there.write(saved("layer", "layer") + file("manifest.json", "{}"));
  CHECK(error_of(there).ends_with("manifest.json: it is an object, not an array"));
  there.write(saved("layer", "layer") + file("manifest.json", R"([{"Config":1}])"));
  CHECK(error_of(there).ends_with("manifest.json: Config: is a number, not a string"));
  there.write(saved("layer", "layer") + file("manifest.json", R"([{"Config":"nothing"}])"));
  CHECK(error_of(there).ends_with("No such file or directory"));
  there.write(saved("layer", "layer") + file("manifest.json", R"([{"Config":"c.json"}])"));
  CHECK(error_of(there).ends_with("names 0 layers, the image's configuration 1"));
  there.write(saved("layer", "layer") + file("manifest.json", "[]"));
  CHECK(error_of(there).ends_with("it holds no image"));
}

}  // namespace
}  // namespace lambent::oci
