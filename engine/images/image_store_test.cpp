// Images found, pinned, unpacked, kept and collected; and the words for all that goes wrong.
#include "engine/images/image_store.hpp"

#include <doctest/doctest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <atomic>
#include <map>
#include <sstream>
#include <thread>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/layout/layout_target.hpp"
#include "oci/limits.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"
#include "oci/unpack/testing.hpp"

namespace {

namespace fs = std::filesystem;
namespace type = lambent::oci::media_type;
using namespace lambent;
using namespace lambent::images;
using oci::testing::memory_source;
using oci::testing::tar_text;

// A registry of one repository in memory, which counts the layers that are read.
struct fake_registry {
  memory_source blobs;
  std::map<std::string, oci::descriptor> tags;  // And digests.
  std::atomic<int> layers_read = 0;
  int fails_with = 0;        // What opening an image answers, as errno.
  int layers_fail_with = 0;  // And reading a layer.

  oci::descriptor image(const std::vector<std::string>& tars,
                        std::string_view architecture = "amd64") {
    oci::image_config config;
    config.platform.architecture = architecture;
    config.entrypoint = {"/run"};
    config.command = {"handler"};
    config.environment = {"A=1"};
    config.working_directory = "/srv";
    config.user = "nobody";
    oci::manifest manifest;
    manifest.media_type = type::manifest;
    for (const auto& tar : tars) {
      config.diff_ids.push_back(oci::digest::of(tar));
      manifest.layers.push_back(blobs.put(type::layer_tar, tar));
    }
    manifest.config = blobs.put(type::config, oci::write(config));
    return publish(blobs.put(type::manifest, oci::write(manifest)));
  }
  oci::descriptor publish(oci::descriptor what) {
    tags["1"] = what;
    tags[what.digest.text()] = what;
    return what;
  }
  open_repository opener() {
    return [this](std::string_view repository,
                  std::string_view reference) -> result<std::unique_ptr<oci::blob_source>> {
      auto found = tags.find(std::string(reference));
      if (fails_with != 0) return sys_fail("read it", fails_with);
      if (repository != "app" || found == tags.end()) return fail("there is no such image");
      return std::make_unique<view>(*this, found->second);
    };
  }

  struct view final : oci::blob_source {
    view(fake_registry& of, oci::descriptor root) : of_(of), root_(std::move(root)) {}
    result<oci::descriptor> root() override { return root_; }
    result<> read(const oci::descriptor& which, const oci::sink& to) override {
      if (type::packing_of(which.media_type) != type::packing::not_a_layer) {
        ++of_.layers_read;
        if (of_.layers_fail_with != 0) return sys_fail("read a layer", of_.layers_fail_with);
      }
      return of_.blobs.read(which, to);
    }
    fake_registry& of_;
    oci::descriptor root_;
  };
};

const std::string base_tar = tar_text().file("run", "base", 0755).file("etc/gone", "x").text();
const std::string top_tar = tar_text().file("etc/.wh.gone", "").file("srv/app", "top").text();
constexpr std::string_view uri = "localhost:4566/app:1";

struct bench {
  lambent::testing::temp_dir dir;
  fake_registry registry;
  std::unique_ptr<image_store> store = open();

  std::unique_ptr<image_store> open(bool refuses_indexes = false) {
    auto opened = image_store::open({.dir = dir.path / "images",
                                     .registry = registry.opener(),
                                     .port = 4566,
                                     .refuses_indexes = refuses_indexes,
                                     .kept = store::durability::temporary});
    REQUIRE_MESSAGE(opened, opened.error().what);
    return std::move(*opened);
  }
  model::image resolve() {
    auto got = store->resolve(uri, "x86_64");
    REQUIRE_MESSAGE(got, got.error().message);
    return *got;
  }
  std::string refusal(std::string_view of = uri, std::string_view architecture = "x86_64") {
    auto got = store->resolve(of, architecture);
    REQUIRE_FALSE(got);
    return got.error().message;
  }
  placing_failure failure() {
    auto got = store->place(resolve(), "x86_64");
    REQUIRE_FALSE(got);
    return got.error();
  }
  [[nodiscard]] std::size_t on_disk() const {
    std::size_t count = 0;
    for (const auto& one : fs::directory_iterator(dir.path / "images/layers")) {
      CHECK_FALSE(one.path().filename().string().starts_with("tmp-"));
      if (one.is_directory()) ++count;
    }
    return count;
  }
};

bool has(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("an image is pinned at its digest before a layer is read, and unpacked afterwards") {
  bench b;
  auto manifest = b.registry.image({base_tar, top_tar});
  auto image = b.resolve();
  CHECK(image.uri == uri);
  CHECK(image.resolved_uri == "localhost:4566/app@" + manifest.digest.text());
  CHECK(image.entrypoint == std::vector<std::string>{"/run"});
  CHECK(image.command == std::vector<std::string>{"handler"});
  CHECK(image.environment == std::vector<std::string>{"A=1"});
  CHECK(image.working_directory == "/srv");
  CHECK(image.user == "nobody");
  CHECK(image.layer_dirs.empty());
  CHECK(b.registry.layers_read == 0);

  // The tag moves on; the function stays with what it was.
  b.registry.image({tar_text().file("run", "other").text()});
  auto placed = b.store->place(image, "x86_64");
  REQUIRE_MESSAGE(placed, placed.error().state_reason);
  REQUIRE(placed->layer_dirs.size() == 2);
  CHECK(placed->unpacked_bytes == 8);
  CHECK(*read_file(fs::path(placed->layer_dirs[0]) / "run", 100) == "base");
  CHECK(*read_file(fs::path(placed->layer_dirs[1]) / "srv/app", 100) == "top");
}

TEST_CASE("layers are unpacked once, whatever images have them") {
  bench b;
  b.registry.image({base_tar});
  auto first = b.store->place(b.resolve(), "x86_64");
  REQUIRE(first);
  b.registry.image({base_tar, top_tar});
  auto second = b.store->place(b.resolve(), "x86_64");
  REQUIRE(second);
  CHECK(b.registry.layers_read == 2);
  CHECK(second->layer_dirs[0] == first->layer_dirs[0]);
  CHECK(second->unpacked_bytes == 8);
  CHECK(b.on_disk() == 2);
}

TEST_CASE("functions made at once from the same image unpack it once") {
  bench b;
  b.registry.image({base_tar, top_tar, tar_text().file("big", std::string(3'000'000, 'x')).text()});
  auto image = b.resolve();
  std::vector<std::thread> creating;
  std::atomic<int> good = 0;
  for (int i = 0; i < 8; ++i)
    creating.emplace_back([&] { good += b.store->place(image, "x86_64") ? 1 : 0; });
  for (auto& one : creating) one.join();
  CHECK(good == 8);
  CHECK(b.registry.layers_read == 3);
  CHECK(b.on_disk() == 3);
}

TEST_CASE("a layer that an image has twice is stacked once, in its uppermost place") {
  bench b;
  b.registry.image({base_tar, top_tar, base_tar});
  auto placed = b.store->place(b.resolve(), "x86_64");
  REQUIRE(placed);
  REQUIRE(placed->layer_dirs.size() == 2);
  CHECK(fs::exists(fs::path(placed->layer_dirs[1]) / "run"));
}

TEST_CASE("an image of as many layers as there may be is placed, lowest first") {
  bench b;
  std::vector<std::string> tars;
  for (std::size_t i = 0; i < oci::limits::layers_max; ++i)
    tars.push_back(tar_text().file("layer", std::to_string(i)).text());
  b.registry.image(tars);
  auto placed = b.store->place(b.resolve(), "x86_64");
  REQUIRE_MESSAGE(placed, placed.error().state_reason);
  REQUIRE(placed->layer_dirs.size() == tars.size());
  for (std::size_t i = 0; i < tars.size(); ++i)
    CHECK(*read_file(fs::path(placed->layer_dirs[i]) / "layer", 100) == std::to_string(i));
  tars.push_back(base_tar);
  b.registry.image(tars);
  CHECK(has(b.refusal(), "127"));
}

TEST_CASE("layers below an opaque root are not stacked") {
  bench b;
  b.registry.image({base_tar, tar_text().file(".wh..wh..opq", "").file("f", "").text(), top_tar});
  auto placed = b.store->place(b.resolve(), "x86_64");
  REQUIRE(placed);
  REQUIRE(placed->layer_dirs.size() == 2);
  CHECK(fs::exists(fs::path(placed->layer_dirs[0]) / "f"));
}

TEST_CASE("a layer with copies out of others is kept for these others alone") {
  bench b;
  auto linking = tar_text().hard_link("alias", "run").text();
  b.registry.image({base_tar, linking});
  auto first = b.store->place(b.resolve(), "x86_64");
  REQUIRE_MESSAGE(first, first.error().state_reason);
  CHECK(*read_file(fs::path(first->layer_dirs[1]) / "alias", 100) == "base");
  b.registry.image({tar_text().file("run", "another").text(), linking});
  auto second = b.store->place(b.resolve(), "x86_64");
  REQUIRE(second);
  CHECK(*read_file(fs::path(second->layer_dirs[1]) / "alias", 100) == "another");
  b.registry.image({base_tar, linking});
  CHECK(b.store->place(b.resolve(), "x86_64")->layer_dirs == first->layer_dirs);
  CHECK(b.registry.layers_read == 4);
}

TEST_CASE("what is not there, not an image or for another machine is refused in AWS's words") {
  bench b;
  CHECK(has(
      b.refusal(),
      "Source image localhost:4566/app:1 does not exist. Provide a valid source image. there is "
      "no such image; `lambent image push IMAGE localhost:4566/app` brings it here."));
  CHECK(
      has(b.refusal("docker.io/library/debian:12"),
          "Source image docker.io/library/debian:12 is not valid. Provide a valid source image."));
  CHECK(has(b.refusal("oci:/nowhere"), "Source image oci:/nowhere does not exist."));
  b.registry.image({base_tar}, "arm64");
  CHECK(has(b.refusal(),
            "is not for the architecture x86_64 of the function: it is for linux/arm64"));
  CHECK(b.store->resolve(uri, "arm64"));
  b.registry.image({});
  CHECK(has(b.refusal(), "it has no layers: there is nothing to run"));
  b.registry.publish(
      b.registry.blobs.put("application/vnd.docker.distribution.manifest.v1+json", "{}"));
  CHECK(has(b.refusal(),
            "The image manifest, config or layer media type for the source image "
            "localhost:4566/app:1 is not supported."));
}

TEST_CASE("a fault of the machine is told from one of the image") {
  bench b;
  b.registry.image({base_tar});
  b.registry.fails_with = ENOSPC;
  auto got = b.store->resolve(uri, "x86_64");
  REQUIRE_FALSE(got);
  CHECK(got.error().fault_of_this_machine);
  CHECK(has(got.error().message,
            "could not read the source image localhost:4566/app:1. read it: No space left"));
  got = b.store->resolve("oci:/nowhere", "x86_64");
  REQUIRE_FALSE(got);
  CHECK_FALSE(got.error().fault_of_this_machine);
}

TEST_CASE("a layout's image is found by its pinned digest, wherever its tag is now") {
  bench b;
  const std::string layout = (b.dir.path / "layout").string();
  const std::string at = "oci:" + layout + ":v1";
  const auto save = [&](const std::string& tar) {
    auto root = b.registry.image({tar});
    fake_registry::view from(b.registry, root);
    auto target = oci::make_layout(layout, "v1");
    REQUIRE(target);
    REQUIRE(oci::copy_image(from, **target));
  };
  save(base_tar);
  auto image = b.store->resolve(at, "x86_64");
  REQUIRE_MESSAGE(image, image.error().message);
  save(top_tar);
  auto placed = b.store->place(*image, "x86_64");
  REQUIRE_MESSAGE(placed, placed.error().state_reason);
  CHECK(*read_file(fs::path(placed->layer_dirs[0]) / "run", 100) == "base");
  fs::remove(layout + "/blobs/sha256/" + std::string(model::digest_hex(*image)));
  placed = b.store->place(*image, "x86_64");
  REQUIRE_FALSE(placed);
  CHECK(placed.error().state_reason_code == "ImageDeleted");
}

TEST_CASE("archives alone take long to look at") {
  bench b;
  CHECK(b.store->resolves_slowly("docker-archive:/images/app.tar.gz"));
  CHECK_FALSE(b.store->resolves_slowly("oci:/images/app"));
  CHECK_FALSE(b.store->resolves_slowly(uri));
  CHECK_FALSE(b.store->resolves_slowly("docker-archive:relative.tar"));
}

TEST_CASE("an index is run with a warning of what AWS does, or refused as there") {
  bench b;
  auto one = b.registry.image({base_tar});
  one.platform = oci::platform{.architecture = "amd64"};
  const oci::index list{
      .media_type = std::string(type::index), .manifests = {one}, .annotations = {}};
  b.registry.publish(b.registry.blobs.put(type::index, oci::write(list)));
  std::ostringstream said;
  auto before = spdlog::default_logger();
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "test", std::make_shared<spdlog::sinks::ostream_sink_mt>(said)));
  auto lenient = b.store->resolve(uri, "x86_64");
  spdlog::set_default_logger(before);
  CHECK(lenient);
  CHECK(has(said.str(), "[warning] localhost:4566/app:1 is an image index, which AWS refuses"));
  b.store.reset();
  b.store = b.open(true);
  CHECK(
      b.refusal() ==
      "The image manifest, config or layer media type for the source image localhost:4566/app:1 is "
      "not supported. It is an image index; name the image of one platform.");
  b.registry.image({base_tar});
  CHECK(b.store->resolve(uri, "x86_64"));
}

TEST_CASE("of an index the image for the function's architecture is taken") {
  bench b;
  oci::index both;
  both.media_type = type::index;
  for (const char* architecture : {"amd64", "arm64"}) {
    auto one = b.registry.image({base_tar}, architecture);
    one.platform = oci::platform{.architecture = architecture};
    both.manifests.push_back(one);
  }
  b.registry.publish(b.registry.blobs.put(type::index, oci::write(both)));
  CHECK(has(b.resolve().resolved_uri, both.manifests[0].digest.text()));
  auto arm = b.store->resolve(uri, "arm64");
  REQUIRE(arm);
  CHECK(has(arm->resolved_uri, both.manifests[1].digest.text()));
  CHECK(b.store->place(*arm, "arm64"));
  both.manifests.pop_back();
  b.registry.publish(b.registry.blobs.put(type::index, oci::write(both)));
  CHECK(has(b.refusal(uri, "arm64"), "is not for the architecture arm64"));
}

TEST_CASE("bad layers make a function fail with InvalidImage and leave nothing") {
  bench b;
  b.registry.image({base_tar, tar_text().file("../out", "x").text()});
  auto failed = b.failure();
  CHECK(failed.state_reason_code == "InvalidImage");
  CHECK(has(failed.state_reason, "ImageLayerFailure: UnsupportedImageLayerDetected"));
  CHECK(has(failed.state_reason, "../out would leave the layer"));
  CHECK(b.on_disk() == 1);
  b.registry.image({tar_text().pax("size", "20000000000").file("huge", "").text()});
  failed = b.failure();
  CHECK(failed.state_reason_code == "InvalidImage");
  CHECK(failed.state_reason ==
        "SizeLimitExceeded: Uncompressed container image size exceeds 10 GiB limit");
  CHECK(b.on_disk() == 1);
}

TEST_CASE("an image that went away before it was unpacked is ImageDeleted") {
  bench b;
  b.registry.image({base_tar});
  auto image = b.resolve();
  b.registry.tags.clear();
  auto placed = b.store->place(image, "x86_64");
  REQUIRE_FALSE(placed);
  CHECK(placed.error().state_reason_code == "ImageDeleted");
}

TEST_CASE("a fault of the machine while an image is unpacked is an InternalError, whatever reads") {
  for (int code : {ENOSPC, EIO, EMFILE}) {
    bench b;
    b.registry.image({base_tar});
    auto image = b.resolve();
    b.registry.layers_fail_with = code;
    auto placed = b.store->place(image, "x86_64");
    REQUIRE_FALSE(placed);
    CHECK(placed.error().state_reason_code == "InternalError");
    CHECK(has(placed.error().state_reason, "read a layer: "));
    b.registry.fails_with = code;
    placed = b.store->place(image, "x86_64");
    REQUIRE_FALSE(placed);
    CHECK(placed.error().state_reason_code == "InternalError");
    CHECK(has(placed.error().state_reason, "read it: "));
    // Once the machine can again, the image is there.
    b.registry.fails_with = b.registry.layers_fail_with = 0;
    CHECK(b.store->place(image, "x86_64"));
  }
}

TEST_CASE("an image that may not be read any more is ImageAccessDenied") {
  bench b;
  b.registry.image({base_tar});
  auto image = b.resolve();
  b.registry.fails_with = EACCES;
  auto placed = b.store->place(image, "x86_64");
  REQUIRE_FALSE(placed);
  CHECK(placed.error().state_reason_code == "ImageAccessDenied");
  CHECK(has(placed.error().state_reason, "Lambda lacks permissions to access the image."));
}

TEST_CASE("at the next start layers in use are kept where they are, others and leftovers go") {
  bench b;
  b.registry.image({base_tar});
  auto kept = b.store->place(b.resolve(), "x86_64");
  b.registry.image({top_tar});
  REQUIRE(kept);
  REQUIRE(b.store->place(b.resolve(), "x86_64"));
  b.store.reset();
  fs::create_directory(b.dir.path / "images/layers/tmp-0123");
  b.store = b.open();
  kept->layer_dirs[0] = "/old/place/" + fs::path(kept->layer_dirs[0]).filename().string();
  model::image* in_use[] = {&*kept};
  REQUIRE(b.store->keep_only(in_use));
  CHECK(b.on_disk() == 1);
  CHECK(*read_file(fs::path(kept->layer_dirs[0]) / "run", 100) == "base");
  b.registry.image({base_tar});
  CHECK(b.store->place(b.resolve(), "x86_64"));
  CHECK(b.registry.layers_read == 2);
}

TEST_CASE("a tree without its size, as a crash may leave it, is unpacked again") {
  bench b;
  b.registry.image({base_tar});
  auto placed = b.store->place(b.resolve(), "x86_64");
  REQUIRE(placed);
  fs::remove(placed->layer_dirs[0] + ".json");
  fs::remove(placed->layer_dirs[0] + "/run");
  auto again = b.store->place(b.resolve(), "x86_64");
  REQUIRE(again);
  CHECK(again->layer_dirs == placed->layer_dirs);
  CHECK(fs::exists(placed->layer_dirs[0] + "/run"));
}
