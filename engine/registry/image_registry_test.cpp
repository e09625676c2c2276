#include "engine/registry/image_registry.hpp"

#include <fstream>

#include "engine/registry/limits.hpp"
#include "engine/registry/testing.hpp"
#include "oci/manifest.hpp"

namespace lambent::registry {

using namespace testing;
using std::chrono::milliseconds;

namespace {

std::size_t files_in(const std::filesystem::path& dir) {
  return static_cast<std::size_t>(std::distance(std::filesystem::directory_iterator(dir), {}));
}

void overwrite(const std::filesystem::path& file, std::string_view bytes) {
  std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

constexpr std::int64_t ms_of(std::chrono::hours span) { return milliseconds(span).count(); }

}  // namespace

TEST_CASE_FIXTURE(registry_fixture,
                  "blobs that no manifest names go after their time, others stay") {
  std::string image = push_image("app", "latest", "layer");
  push("app", "left over");
  CHECK(files_in(dir.path / "registry/blobs") == 4);

  now_ms += ms_of(limits::unnamed_blob_max);
  CHECK(images().collect(now_ms)->blobs == 0);
  CHECK(images().collect(now_ms + 1)->blobs == 1);
  CHECK(files_in(dir.path / "registry/blobs") == 3);
  CHECK(ask("GET", "/v2/app/blobs/" + digest_of("left over")).status == 404);
  CHECK(content(ask("GET", "/v2/app/blobs/" + digest_of("layer"))) == "layer");

  CHECK(ask("DELETE", "/v2/app/manifests/" + digest_of(image)).status == 202);
  now_ms += 2 * ms_of(limits::unnamed_blob_max);
  CHECK(images().collect(now_ms)->blobs == 3);
  CHECK(files_in(dir.path / "registry/blobs") == 0);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "a blob that somebody was told of stays until its manifest can be there") {
  push("app", "layer");
  now_ms += 2 * ms_of(limits::unnamed_blob_max);
  CHECK(ask("HEAD", "/v2/app/blobs/" + digest_of("layer")).status == 200);
  CHECK(images().collect(now_ms + 1)->blobs == 0);
  CHECK(images().collect(now_ms + 1 + ms_of(limits::unnamed_blob_max))->blobs == 1);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "a blob of two repositories is one file, and stays for the second") {
  std::string image = push_image("one", "latest", "layer");
  (void)push_image("two", "latest", "layer");
  CHECK(files_in(dir.path / "registry/blobs") == 3);
  CHECK(ask("DELETE", "/v2/one/manifests/" + digest_of(image)).status == 202);
  now_ms += 2 * ms_of(limits::unnamed_blob_max);
  CHECK(images().collect(now_ms)->blobs == 0);
  CHECK(content(ask("GET", "/v2/two/blobs/" + digest_of("layer"))) == "layer");
}

TEST_CASE_FIXTURE(registry_fixture, "an upload that nobody goes on with is given up") {
  auto begun = ask("POST", "/v2/app/blobs/uploads/");
  std::string at(begun.headers.get("Location"));
  now_ms += ms_of(limits::upload_idle_max);
  CHECK(ask("PATCH", at, {}, "some").status == 202);
  CHECK(images().collect(now_ms + 1)->uploads == 0);
  CHECK(images().collect(now_ms + ms_of(limits::upload_idle_max) + 1)->uploads == 1);
  CHECK(ask("GET", at).status == 404);
  CHECK(files_in(dir.path / "registry/uploads") == 0);
}

TEST_CASE_FIXTURE(registry_fixture, "a repository's unfinished uploads go with it") {
  const std::string at(ask("POST", "/v2/app/blobs/uploads/").headers.get("Location"));
  CHECK(ask("PATCH", at, {}, "some").status == 202);
  (void)ask("POST", "/v2/other/blobs/uploads/");
  CHECK(files_in(dir.path / "registry/uploads") == 2);
  {
    // One that is being written to goes when that is over.
    auto writing = images().claim_upload("app", at.substr(at.rfind('/') + 1));
    REQUIRE(writing);
    REQUIRE(images().remove_repository("app"));
    CHECK(writing->write("more"));
  }
  CHECK(files_in(dir.path / "registry/uploads") == 1);
  CHECK(ask("GET", at).status == 404);
  REQUIRE(images().remove_repository("other"));
  CHECK(files_in(dir.path / "registry/uploads") == 0);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "an upload that goes with its repository does not bring it back") {
  const std::string at(ask("POST", "/v2/app/blobs/uploads/").headers.get("Location"));
  const std::string id = at.substr(at.rfind('/') + 1);
  push("app", "other");
  {
    auto writing = images().claim_upload("app", id);
    REQUIRE(writing);
    CHECK(writing->write("layer"));
    REQUIRE(images().remove_repository("app"));
    auto kept = images().keep_upload("app", id, *writing, now_ms);
    REQUIRE_FALSE(kept);
    CHECK(kept.error().code == "BLOB_UPLOAD_UNKNOWN");
    auto finished =
        images().finish_upload("app", id, std::move(*writing), oci::digest::of("layer"), now_ms);
    REQUIRE_FALSE(finished);
    CHECK(finished.error().code == "BLOB_UPLOAD_UNKNOWN");
  }
  CHECK_FALSE(images().knows().find_repository("app").value());
  CHECK(files_in(dir.path / "registry/uploads") == 0);
  CHECK(files_in(dir.path / "registry/blobs") == 1);
}

// A catalog whose disk is full for new rows of a table until there is a repository "room".
void fill_disk(registry_fixture& of, const std::string& table) {
  of.stop();
  {
    auto catalog = store::database::open(of.dir.path / "registry.db");
    REQUIRE(catalog);
    REQUIRE(catalog->change("CREATE TRIGGER full BEFORE INSERT ON " + table +
                            " WHEN NOT EXISTS (SELECT 1 FROM repository WHERE name='room')"
                            " BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"));
  }
  of.start();
}

TEST_CASE_FIXTURE(registry_fixture, "an upload that the disk has no room for leaves no file") {
  fill_disk(*this, "upload");
  CHECK(ask("POST", "/v2/app/blobs/uploads/").status == 500);
  CHECK(files_in(dir.path / "registry/uploads") == 0);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "an upload that the disk has no room for at its end can be ended later") {
  fill_disk(*this, "blob");
  const std::string at(ask("POST", "/v2/app/blobs/uploads/").headers.get("Location"));
  CHECK(ask("PATCH", at, {}, "layer").status == 202);
  CHECK(ask("PUT", at + "?digest=" + digest_of("layer")).status == 500);
  CHECK(files_in(dir.path / "registry/blobs") == 0);
  CHECK(ask("GET", at).headers.get("Range") == "0-4");
  REQUIRE(images().knows().create_repository({"room", now_ms, false}));
  CHECK(ask("PUT", at + "?digest=" + digest_of("layer")).status == 201);
  CHECK(content(ask("GET", "/v2/app/blobs/" + digest_of("layer"))) == "layer");
}

TEST_CASE_FIXTURE(registry_fixture, "a manifest that the disk has no room for leaves no file") {
  push("app", "{}");
  push("app", "layer");
  fill_disk(*this, "blob");
  CHECK(put("app", "latest", manifest("{}", "layer")).status == 500);
  CHECK(files_in(dir.path / "registry/blobs") == 2);
  REQUIRE(images().knows().create_repository({"room", now_ms, false}));
  CHECK(put("app", "latest", manifest("{}", "layer")).status == 201);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "a blob that no repository has got for want of room goes after its time") {
  fill_disk(*this, "repository_blob");
  const std::string at(ask("POST", "/v2/app/blobs/uploads/").headers.get("Location"));
  CHECK(ask("PUT", at + "?digest=" + digest_of("layer"), {}, "layer").status == 500);
  CHECK(ask("HEAD", "/v2/app/blobs/" + digest_of("layer")).status == 404);
  // Its file is the blob's now: who asks begins another one.
  CHECK(ask("GET", at).status == 404);
  CHECK(ask("PATCH", at, {}, "more").status == 404);
  CHECK(files_in(dir.path / "registry/blobs") == 1);
  const auto gone = images().collect(now_ms + 2 * ms_of(limits::unnamed_blob_max));
  REQUIRE(gone);
  CHECK(gone->blobs == 1);
  CHECK(gone->uploads == 1);
  CHECK(files_in(dir.path / "registry/blobs") == 0);
}

TEST_CASE_FIXTURE(registry_fixture, "a damaged blob is not given out, and can be pushed again") {
  (void)push_image("app", "latest", "layer");
  std::string blob = "/v2/app/blobs/" + digest_of("layer");
  auto file = dir.path / "registry/blobs" / oci::digest::of("layer").hex();

  SUBCASE("other bytes") { overwrite(file, "LAYER"); }
  SUBCASE("fewer bytes") { overwrite(file, "lay"); }
  SUBCASE("no file") { std::filesystem::remove(file); }
  SUBCASE("other bytes, found by a new engine") {
    overwrite(file, "LAYER");
    start();
  }

  CHECK(ask("GET", blob).status == 404);
  CHECK(ask("HEAD", blob).status == 404);
  push("app", "layer");
  CHECK(content(ask("GET", blob)) == "layer");
  CHECK(ask("GET", "/v2/app/manifests/latest").status == 200);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "what was acknowledged is there for the next engine; what nothing names is not") {
  std::string image = push_image("app", "latest", "layer");
  auto begun = ask("POST", "/v2/app/blobs/uploads/");
  std::string at(begun.headers.get("Location"));
  CHECK(ask("PATCH", at, {}, "half of ").status == 202);
  overwrite(dir.path / "registry/blobs/tmp-1", "a crash's");
  overwrite(dir.path / "registry/uploads/00000000-0000-4000-8000-000000000000", "x");

  start();
  CHECK(files_in(dir.path / "registry/blobs") == 3);
  CHECK(files_in(dir.path / "registry/uploads") == 1);
  CHECK(content(ask("GET", "/v2/app/manifests/latest")) == image);
  CHECK(ask("GET", at).headers.get("Range") == "0-7");
  CHECK(ask("PUT", at + "?digest=" + digest_of("half of it"), {}, "it").status == 201);
  CHECK(content(ask("GET", "/v2/app/blobs/" + digest_of("half of it"))) == "half of it");
}

TEST_CASE_FIXTURE(registry_fixture,
                  "an upload whose file became a blob just before the end is forgotten") {
  auto begun = ask("POST", "/v2/app/blobs/uploads/");
  std::string at(begun.headers.get("Location"));
  std::filesystem::remove(dir.path / "registry/uploads" /
                          std::string(begun.headers.get("Docker-Upload-UUID")));
  start();
  CHECK(ask("GET", at).status == 404);
}

TEST_CASE_FIXTURE(registry_fixture,
                  "an image is opened by tag and digest, and what is read of it is verified") {
  std::string bytes = push_image("app", "latest", "layer");
  CHECK(put("app", "multi", index_of(bytes), oci::media_type::index).status == 201);

  auto image = images().open("app", "latest");
  REQUIRE(image);
  auto root = (*image)->root();
  REQUIRE(root);
  CHECK(root->digest == oci::digest::of(bytes));
  CHECK(root->media_type == oci::media_type::manifest);
  CHECK(oci::read_document(**image, *root).value() == bytes);
  CHECK(images().open("app", digest_of(bytes)).value()->root()->size == bytes.size());
  CHECK(images().open("app", "multi").value()->root()->media_type == oci::media_type::index);

  auto layer = oci::parse_manifest(bytes)->layers.at(0);
  std::string seen;
  auto keep = [&](std::string_view piece) -> result<> {
    seen += piece;
    return {};
  };
  CHECK((*image)->read(layer, keep));
  CHECK(seen == "layer");
  overwrite(dir.path / "registry/blobs" / layer.digest.hex(), "LAYER");
  CHECK_FALSE((*image)->read(layer, keep));

  CHECK(images().open("app", "v2").error().what == "the registry has no image app:v2");
  CHECK(images().open("none", "v2").error().what == "the registry has no repository none");
  CHECK_FALSE(images().open("app", "sha256:zz"));
}

}  // namespace lambent::registry
