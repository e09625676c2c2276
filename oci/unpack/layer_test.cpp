// Whole layers, packed: digests, sizes and what is left behind when something is wrong.
#include "oci/unpack/layer.hpp"

#include <doctest/doctest.h>
#include <zstd.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"
#include "oci/pack/gzip.hpp"
#include "oci/testing.hpp"
#include "oci/unpack/testing.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lambent;
using namespace lambent::oci;
using oci::testing::memory_source;
using oci::testing::tar_text;

std::string gzip(std::string_view bytes) {
  std::string packed;
  gzip_packer packer([&](std::string_view piece) -> result<> {
    packed += piece;
    return {};
  });
  REQUIRE(packer.add(bytes));
  REQUIRE(packer.finish());
  return packed;
}

std::string zstd(std::string_view bytes) {
  std::string packed(ZSTD_compressBound(bytes.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), bytes.data(), bytes.size(), 3));
  return packed;
}

struct bench {
  lambent::testing::temp_dir dir;
  fs::path to = dir.path / "layer";
  memory_source source;
  unpack_budget budget;

  result<unpacked_layer> unpack(std::string_view type, const std::string& blob,
                                const std::string& tar) {
    auto got = unpack_layer(source, source.put(type, blob), digest::of(tar), to, {}, budget);
    // Whole, or not there.
    CHECK(std::distance(fs::directory_iterator(dir.path), {}) == (got ? 1 : 0));
    return got;
  }
  std::string refusal(std::string_view type, const std::string& blob, const std::string& tar) {
    auto got = unpack(type, blob, tar);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == 0);
    return got.error().what;
  }
};

bool has(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

// More than the buffers between the two threads hold.
std::string big_tar() {
  tar_text tar;
  for (int i = 0; i < 40; ++i)
    tar.file("d" + std::to_string(i) + "/f", std::string(200'000, static_cast<char>('a' + i % 26)));
  return tar.text();
}

}  // namespace

TEST_CASE("a layer is unpacked from a tar, from gzip and from zstd") {
  std::string tar = big_tar();
  for (auto [type, blob] :
       {std::pair(media_type::layer_tar, tar), std::pair(media_type::layer_gzip, gzip(tar)),
        std::pair(media_type::docker_layer_gzip, gzip(tar)),
        std::pair(media_type::layer_zstd, zstd(tar))}) {
    bench b;
    auto got = b.unpack(type, blob, tar);
    REQUIRE_MESSAGE(got, got.error().what);
    CHECK(got->bytes == 40 * 200'000);
    CHECK_FALSE(got->used_lower);
    CHECK(*read_file(b.to / "d3/f", 1 << 20) == std::string(200'000, 'd'));
  }
}

TEST_CASE("several gzip members and several zstd frames are one layer") {
  std::string tar = big_tar();
  auto half = std::string_view(tar).substr(0, 100'000),
       rest = std::string_view(tar).substr(100'000);
  bench b;
  CHECK(b.unpack(media_type::layer_gzip, gzip(half) + gzip(rest) + gzip(""), tar));
  bench c;
  CHECK(c.unpack(media_type::layer_zstd, zstd(half) + zstd(rest), tar));
}

TEST_CASE("an empty layer is a folder with nothing in it") {
  bench b;
  std::string tar(1024, '\0');
  CHECK(b.unpack(media_type::layer_gzip, gzip(tar), tar));
  CHECK(fs::is_empty(b.to));
}

TEST_CASE("a blob that was cut off or damaged leaves nothing behind") {
  std::string tar = big_tar();
  for (auto [type, blob, word] : {std::tuple(media_type::layer_gzip, gzip(tar), "gzip"),
                                  std::tuple(media_type::layer_zstd, zstd(tar), "zstd")}) {
    bench b;
    CHECK(has(b.refusal(type, blob.substr(0, blob.size() / 2), tar), word));
    CHECK(has(b.refusal(type, blob.substr(0, blob.size() - 1), tar), word));
    CHECK(has(b.refusal(type, "", tar), word));
    CHECK(has(b.refusal(type, blob + "garbage", tar), word));
    std::string damaged = blob;
    damaged[blob.size() / 2] = static_cast<char>(damaged[blob.size() / 2] ^ 0x55);
    b.refusal(type, damaged, tar);
    CHECK(has(b.refusal(type, tar, tar), word));
  }
  bench b;
  CHECK(has(b.refusal(media_type::layer_tar, tar.substr(0, 1000), tar), "cut off"));
}

TEST_CASE("wrong digests of the blob and of the tar are told apart") {
  std::string tar = tar_text().file("f", "x").text();
  bench b;
  CHECK(has(b.refusal(media_type::layer_gzip, gzip(tar), "another tar"),
            "and the configuration says " + digest::of("another tar").text()));
  auto said = b.source.put(media_type::layer_gzip, gzip(tar));
  b.source.replace(said.digest, gzip(tar_text().file("f", "y").text()));
  auto got = unpack_layer(b.source, said, digest::of(tar), b.to, {}, b.budget);
  REQUIRE_FALSE(got);
  CHECK(got.error().what.find("the configuration says") == std::string::npos);
  CHECK(has(got.error().what, said.digest.text()));
  CHECK_FALSE(fs::exists(b.to));
}

TEST_CASE("a bad entry in the middle of a big layer ends both threads and leaves nothing") {
  tar_text tar;
  tar.file("good", "x").file("../bad", "x");
  for (int i = 0; i < 100; ++i) tar.file("f" + std::to_string(i), std::string(100'000, 'x'));
  bench b;
  CHECK(has(b.refusal(media_type::layer_tar, tar.text(), tar.text()), "would leave the layer"));
}

TEST_CASE("what inflates without end is stopped while it does") {
  // 64 MiB of zeros after the archive's end: 64 KB packed, and no entry to count.
  std::string tar = tar_text().file("f", "x").text() + std::string(64UL << 20, '\0');
  for (auto [type, blob] :
       {std::pair(media_type::layer_gzip, gzip(tar)), std::pair(media_type::layer_zstd, zstd(tar)),
        std::pair(media_type::layer_tar, tar)}) {
    bench b;
    b.budget = unpack_budget(1 << 20, 100);
    CHECK(has(b.refusal(type, blob, tar), "too big"));
    CHECK(b.budget.exceeded());
  }
  bench b;
  CHECK(b.unpack(media_type::layer_gzip, gzip(tar), tar));
}

TEST_CASE("the layers of an image share one budget") {
  std::string tar = tar_text().file("f", std::string(600, 'x')).text();
  bench b;
  b.budget = unpack_budget(1000, 10);
  REQUIRE(b.unpack(media_type::layer_tar, tar, tar));
  fs::remove_all(b.to);
  CHECK(has(b.refusal(media_type::layer_tar, tar, tar), "too big"));
  CHECK(b.budget.exceeded());
}

TEST_CASE("a blob that is no layer, and a place that is taken, are refused") {
  bench b;
  CHECK(has(b.refusal("application/json", "{}", "{}"), "application/json is none of a layer's"));
  fs::create_directory(b.to);
  auto got = unpack_layer(b.source, b.source.put(media_type::layer_tar, ""), digest::of(""), b.to,
                          {}, b.budget);
  REQUIRE_FALSE(got);
  CHECK(got.error().code == EEXIST);
  CHECK(fs::exists(b.to));
}
