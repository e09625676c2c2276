#include <doctest/doctest.h>

#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "oci/blob_target.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"

using namespace lambent;
using namespace lambent::oci;
using lambent::oci::testing::memory_source;

namespace {

// Puts blobs into nothing. Each waits until all that may be put at once are under way, so that a
// copy which puts fewer does not end.
class meeting_target final : public blob_target {
public:
  explicit meeting_target(unsigned at_once) : at_once_(at_once) {}

  [[nodiscard]] result<bool> has(const descriptor&) override { return false; }
  [[nodiscard]] unsigned puts_at_once() const override { return at_once_; }
  [[nodiscard]] result<> put(const descriptor& which, blob_source& from) override {
    if (media_type::is_manifest(which.media_type)) {
      put_before_manifest = put_count;
      return from.read(which, [](std::string_view) { return result<>(); });
    }
    std::unique_lock lock(mutex_);
    ++put_count;
    met_.notify_all();
    met_.wait(lock, [&] { return put_count >= at_once_; });
    lock.unlock();
    if (which.digest == fails_at) return fail("no room");
    return from.read(which, [&](std::string_view) -> result<> {
      if (fails_at == digest()) return {};
      // The failure of the other blob comes in the end: this one never ends by itself.
      return endless(from, which);
    });
  }
  [[nodiscard]] result<> finish(const descriptor&) override { return {}; }

  std::atomic<unsigned> put_count{0};
  unsigned put_before_manifest = 0;
  digest fails_at;

private:
  static result<> endless(blob_source& from, const descriptor& which) {
    for (;;) TRY(from.read(which, [](std::string_view) { return result<>(); }));
  }

  unsigned at_once_;
  std::mutex mutex_;
  std::condition_variable met_;
};

struct image {
  memory_source source;
  std::vector<descriptor> blobs;

  image() {
    for (const char* content : {"one", "two"})
      blobs.push_back(source.put(media_type::layer_tar, content));
    blobs.push_back(source.put(media_type::config, "{}"));
    // A layer may be there twice.
    source.set_root(source.put(media_type::manifest,
                               write(manifest{.media_type = std::string(media_type::manifest),
                                              .config = blobs[2],
                                              .layers = {blobs[0], blobs[1], blobs[0]},
                                              .annotations = {}})));
  }
};

}  // namespace

TEST_CASE("blobs are put by as many threads as the target takes, the manifest after all of them") {
  image image;
  meeting_target target(3);
  copy_progress progress;
  REQUIRE(copy_image(image.source, target, {}, &progress).has_value());
  CHECK(target.put_count == 3);
  CHECK(target.put_before_manifest == 3);
  CHECK(progress.blobs_known == 3);
  CHECK(progress.bytes_known == 8);
  CHECK(progress.bytes >= 8);
}

TEST_CASE("a copy is given up when that is asked for, and the image has no name then") {
  image image;
  meeting_target target(1);
  std::atomic<int> asked = 0;
  auto done = copy_image(image.source, target, {}, nullptr, [&] { return ++asked > 1; });
  REQUIRE(!done.has_value());
  CHECK(done.error().code == ECANCELED);
  CHECK(target.put_before_manifest == 0);
}

TEST_CASE("an image that is in no index is copied for its own platform alone") {
  memory_source source;
  source.set_root(testing::put_image(source, platform_for("x86_64")));
  meeting_target target(1);
  CHECK(copy_image(source, target, platform_for("x86_64")));
  auto done = copy_image(source, target, platform_for("arm64"));
  REQUIRE(!done);
  CHECK(done.error().what == "the image is for linux/amd64, not for linux/arm64");
}

TEST_CASE("the first failure is told, and ends what other threads have begun") {
  image image;
  meeting_target target(3);
  target.fails_at = image.blobs[1].digest;
  auto done = copy_image(image.source, target);
  REQUIRE(!done.has_value());
  CHECK(done.error().what == "copy " + image.blobs[1].digest.text() + ": no room");
  CHECK(target.put_before_manifest == 0);
}
