#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/image.hpp"
#include "oci/layout/layout_source.hpp"
#include "oci/layout/layout_target.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/testing.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;
using testing::memory_source;
using testing::put_image;
using testing::put_index;

struct folder {
  lambent::testing::temp_dir parent;
  std::string path = (parent.path / "image").string();

  [[nodiscard]] std::string blob(const digest& name) const {
    return path + "/blobs/sha256/" + name.hex();
  }
  [[nodiscard]] std::size_t blobs() const {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& each : fs::directory_iterator(path + "/blobs/sha256"))
      ++count;
    return count;
  }
};

result<descriptor> save(memory_source& source, const folder& into, const std::string& tag) {
  auto target = TRY(make_layout(into.path, tag));
  return copy_image(source, *target);
}

result<image> load(const folder& from, std::string_view tag, std::string_view architecture) {
  auto source = TRY(open_layout(from.path, tag));
  return read_image(*source, platform_for(architecture));
}

std::string error_of(const folder& from, std::string_view tag = "") {
  auto source = open_layout(from.path, tag);
  if (!source) return source.error().what;
  auto found = read_image(**source, platform_for("x86_64"));
  if (!found) return found.error().what;
  for (const descriptor& layer : found->manifest.layers)
    if (auto read = (*source)->read(layer, [](auto) -> result<> { return {}; }); !read)
      return read.error().what;
  return "";
}

void overwrite(const std::string& path, std::string_view content) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
}

TEST_CASE("who waits for another writer of a layout can be told to stop, and takes nothing along") {
  const folder into;
  auto first = make_layout(into.path, "first");
  REQUIRE(first);
  unsigned asked = 0;
  const auto second = make_layout(into.path, "second", [&] { return ++asked == 2; });
  REQUIRE_FALSE(second);
  CHECK(second.error().what ==
        "image layout " + into.path + ": interrupted while another process writes it");
  CHECK(asked == 2);
  CHECK(fs::is_directory(into.path + "/blobs/sha256"));
}

TEST_CASE("an image goes into a layout and comes out of it") {
  folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  auto written = save(source, there, "v1");
  REQUIRE(written);
  auto found = load(there, "v1", "x86_64");
  REQUIRE(found);
  CHECK(found->name.digest == written->digest);
  CHECK(error_of(there).empty());  // The only one needs no tag.
  CHECK(*read_file(there.path + "/oci-layout", 100) == R"({"imageLayoutVersion":"1.0.0"})");
}

TEST_CASE("an index of two architectures goes in whole") {
  folder there;
  memory_source source;
  source.set_root(put_index(source, {put_image(source, platform_for("x86_64"), "one"),
                                     put_image(source, platform_for("arm64"), "two")}));
  REQUIRE(save(source, there, "multi"));
  CHECK(load(there, "multi", "arm64")->config.platform.architecture == "arm64");
  CHECK(load(there, "", "x86_64")->config.platform.architecture == "amd64");
  CHECK(there.blobs() == 7);
}

TEST_CASE("other images of a layout stay, one of the same name is replaced") {
  folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64"), "one"));
  REQUIRE(save(source, there, "a"));
  source.set_root(put_image(source, platform_for("x86_64"), "two"));
  REQUIRE(save(source, there, "b"));
  source.set_root(put_image(source, platform_for("x86_64"), "three"));
  REQUIRE(save(source, there, "b"));
  CHECK(load(there, "a", "x86_64")->config.diff_ids[0] == digest::of("one"));
  CHECK(load(there, "b", "x86_64")->config.diff_ids[0] == digest::of("three"));
  CHECK(error_of(there) == there.path + " holds more than one image: it holds a, b");
  CHECK(error_of(there, "c") == there.path + " has no image 'c': it holds a, b");
}

TEST_CASE("an image too many is refused, and a full layout stays as it was") {
  const folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  REQUIRE(save(source, there, "tag0"));
  const std::string path = there.path + "/index.json";
  auto full = parse_index(read_file(path, 1UL << 20).value()).value();
  while (full.manifests.size() < limits::index_manifests_max) {
    descriptor another = full.manifests.front();
    another.annotations["org.opencontainers.image.ref.name"] =
        "tag" + std::to_string(full.manifests.size());
    full.manifests.push_back(std::move(another));
  }
  overwrite(path, write(full));
  const std::string before = *read_file(path, 1UL << 20);
  source.set_root(put_image(source, platform_for("x86_64"), "one more"));
  const auto refused = save(source, there, "one-more");
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == path + ": manifests: there are 257, more than 256");
  CHECK(refused.error().hint == "write into another folder");
  CHECK(*read_file(path, 1UL << 20) == before);
  CHECK(there.blobs() == 3);
  CHECK(error_of(there, "tag0").empty());
  REQUIRE(save(source, there, "tag7"));
}

TEST_CASE("what other tools have written into index.json stays") {
  folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64"), "one"));
  REQUIRE(save(source, there, "a"));
  auto text = read_file(there.path + "/index.json", 10'000);
  text->replace(text->find("\"annotations\""), 0, R"("artifactType":"x/y","data":"e30=",)");
  overwrite(there.path + "/index.json", *text);
  REQUIRE(save(source, there, "b"));
  auto after = read_file(there.path + "/index.json", 10'000);
  CHECK(after->find(R"("artifactType":"x/y","data":"e30=")") != std::string::npos);
  CHECK(after->find(R"("org.opencontainers.image.ref.name":"b")") != std::string::npos);
  // Without a name an image is in it once, however often it is written.
  REQUIRE(save(source, there, ""));
  std::string once = *read_file(there.path + "/index.json", 10'000);
  REQUIRE(save(source, there, ""));
  CHECK(*read_file(there.path + "/index.json", 10'000) == once);
}

TEST_CASE("images of several platforms side by side under one name are one image") {
  folder there;
  memory_source source;
  for (const char* architecture : {"x86_64", "arm64"}) {
    source.set_root(put_image(source, platform_for(architecture), architecture));
    REQUIRE(save(source, there, architecture));
  }
  auto text = read_file(there.path + "/index.json", 10'000);
  for (const char* architecture : {"x86_64", "arm64"}) {
    std::size_t at = text->find("\"" + std::string(architecture) + "\"}");
    REQUIRE(at != std::string::npos);
    text->replace(at, std::string(architecture).size() + 2, "\"both\"");
  }
  overwrite(there.path + "/index.json", *text);
  CHECK(load(there, "both", "arm64")->config.diff_ids[0] == digest::of("arm64"));
  CHECK(load(there, "", "x86_64")->config.diff_ids[0] == digest::of("x86_64"));
}

TEST_CASE("a blob that is not what its name says is refused") {
  folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  REQUIRE(save(source, there, ""));
  std::string layer = there.blob(digest::of("layer"));
  overwrite(layer, "LAYER");
  CHECK(error_of(there).find("has other content") != std::string::npos);
  overwrite(layer, "lay");
  CHECK(error_of(there).ends_with("it has 3 bytes, its descriptor says 5"));
  fs::remove(layer);
  CHECK(error_of(there).ends_with("No such file or directory"));
  fs::create_symlink("/etc/hostname", layer);
  CHECK(error_of(there).ends_with("is a symbolic link, which an image layout has not"));
  fs::remove(layer);
  fs::create_directory(layer);
  CHECK(error_of(there).ends_with("is not a regular file"));
  fs::remove(layer);
  // Written again, it is whole again.
  REQUIRE(save(source, there, ""));
  CHECK(error_of(there).empty());
}

TEST_CASE("a folder that is no layout is refused, for reading and for writing") {
  folder there;
  CHECK(error_of(there).ends_with("No such file or directory"));
  fs::create_directory(there.path);
  overwrite(there.path + "/precious", "mine");
  CHECK(error_of(there) == there.path + " is not an OCI image layout: it has no file oci-layout");
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  auto refused = save(source, there, "");
  REQUIRE(!refused);
  CHECK(refused.error().hint.starts_with("choose a folder that is empty"));
  CHECK(*read_file(there.path + "/precious", 10) == "mine");
  CHECK(!fs::exists(there.path + "/blobs"));
  overwrite(there.path + "/oci-layout", R"({"imageLayoutVersion":"2.0.0"})");
  CHECK(error_of(there).ends_with("imageLayoutVersion: is '2.0.0', not 1.0.0"));
}

TEST_CASE("a copy that fails leaves a layout as it was") {
  folder there;
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64"), "good"));
  memory_source broken;
  broken.set_root(put_image(broken, platform_for("x86_64"), "bad"));
  broken.replace(digest::of("bad"), "worse");

  CHECK(!save(broken, there, "new"));
  CHECK(!fs::exists(there.path));

  REQUIRE(save(source, there, "old"));
  std::size_t before = there.blobs();
  CHECK(!save(broken, there, "new"));
  CHECK(there.blobs() == before);
  // Nor does one that was killed.
  overwrite(there.path + "/blobs/sha256/.0123.part", "half");
  REQUIRE(save(source, there, "old"));
  CHECK(there.blobs() == before);
  CHECK(error_of(there, "old").empty());
}

TEST_CASE("what a killed first copy has left is taken as a new layout, and nothing else is") {
  memory_source source;
  source.set_root(put_image(source, platform_for("x86_64")));
  for (bool with_marker : {false, true}) {
    folder there;
    fs::create_directories(there.path + "/blobs/sha256");
    overwrite(there.blob(digest::of("layer")), "layer");
    overwrite(there.blob(digest::of("other")), "half of it");
    overwrite(there.path + "/blobs/sha256/.0123.part", "half");
    if (with_marker) overwrite(there.path + "/oci-layout", R"({"imageLayoutVersion":"1.0.0"})");
    if (with_marker) overwrite(there.path + "/index.json.part", "{");
    auto saved = save(source, there, "v1");
    REQUIRE_MESSAGE(saved, saved.error().what);
    CHECK(error_of(there, "v1").empty());
  }
  for (const char* precious : {"blobs/mine", "blobs/sha256/mine", "mine"}) {
    folder there;
    fs::create_directories(there.path + "/blobs/sha256");
    overwrite(there.path + "/" + precious, "mine");
    CHECK(!save(source, there, ""));
    CHECK(*read_file(there.path + "/" + precious, 10) == "mine");
  }
}

}  // namespace
}  // namespace lambent::oci
