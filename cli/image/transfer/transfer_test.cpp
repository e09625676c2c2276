#include "cli/image/transfer/transfer.hpp"

#include <doctest/doctest.h>

#include "aws/testing/fake_server.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/image/transfer/ends.hpp"
#include "cli/terminal/testing.hpp"
#include "oci/manifest.hpp"
#include "oci/media_type.hpp"
#include "oci/testing.hpp"

using namespace lambent;
using namespace lambent::cli;

namespace {

std::string named(const char* to, const char* from) {
  return oci::to_text(
      named_after(oci::parse_reference(to).value(), oci::parse_reference(from).value()));
}

}  // namespace

TEST_CASE("an image keeps its name where none is given") {
  CHECK(named("oci:d", "localhost:5000/app:v1") == "oci:d:v1");
  CHECK(named("oci:d:other", "localhost:5000/app:v1") == "oci:d:other");
  CHECK(named("docker-archive:f", "debian:12") == "docker-archive:f:docker.io/library/debian:12");
  CHECK(named("oci:d", "oci:e:v1") == "oci:d");
  CHECK(named("oci:d", ("app@sha256:" + std::string(64, 'a')).c_str()) == "oci:d");
}

TEST_CASE("platforms are written in Docker's words or Lambda's") {
  CHECK(oci::to_text(parse_platform("arm64").value()) == "linux/arm64");
  CHECK(oci::to_text(parse_platform("x86_64").value()) == "linux/amd64");
  CHECK(oci::to_text(parse_platform("linux/arm/v7").value()) == "linux/arm/v7");
  CHECK(oci::to_text(parse_platform("windows/amd64").value()) == "windows/amd64");
  for (const char* text : {"", "/", "linux/", "/arm64", "linux/arm/v7/x"})
    CHECK_MESSAGE(!parse_platform(text).has_value(), text);
}

TEST_CASE("blobs may be where the base is, in the same registry alone") {
  oci::testing::memory_source source;
  auto image = [&](const char* base) {
    return source.put(
        oci::media_type::manifest,
        oci::write(oci::manifest{.media_type = std::string(oci::media_type::manifest),
                                 .config = source.put(oci::media_type::config, "{}"),
                                 .layers = {},
                                 .annotations = {{"org.opencontainers.image.base.name", base}}}));
  };
  const auto from = oci::parse_reference("oci:d").value();
  source.set_root(image("localhost:5000/base/image:1"));
  using texts = std::vector<std::string>;
  CHECK(related_repositories(source, from, "localhost:5000") == texts{"base/image"});
  CHECK(related_repositories(source, from, "other:5000").empty());
  CHECK(related_repositories(source, oci::parse_reference("other:5000/a:1").value(),
                             "other:5000") == texts{"a"});
  auto list = oci::index{.media_type = std::string(oci::media_type::index),
                         .manifests = {image("localhost:5000/one"), image("localhost:5000/two")},
                         .annotations = {}};
  source.set_root(source.put(oci::media_type::index, oci::write(list)));
  CHECK(related_repositories(source, from, "localhost:5000") == texts{"one", "two"});
}

TEST_CASE("of two registries the one that refuses us is the one to log in at") {
  const aws::testing::fake_server closed(401), open(404);
  const auto at = [](const aws::testing::fake_server& server) {
    return "127.0.0.1:" + std::to_string(server.port());
  };
  transfer_options options;
  options.from = at(closed) + "/app:v1";
  options.to = at(open) + "/app:v1";
  exit_code code{};
  const std::string told =
      cli::testing::told_by([&] { code = transfer_image("image copy", options); });
  CHECK(code == exit_code::configuration);
  CHECK_MESSAGE(told.contains("docker login " + at(closed)), told);
  CHECK_MESSAGE(!told.contains("docker login " + at(open)), told);
  CHECK(open.requests().empty());
}

TEST_CASE("who waits sees how far it is") {
  oci::copy_progress seen;
  CHECK(progress_text(seen, 1) == "reading the image");
  seen.bytes = 12'300'000;
  seen.bytes_known = 500'000'000;
  seen.blobs = 2;
  seen.blobs_known = 3;
  CHECK(progress_text(seen, 2) == "12.3 of 500.0 MB, 2 of 3 blobs, 6.2 MB/s");
}
