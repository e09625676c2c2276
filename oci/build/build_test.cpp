#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/archive/tar_tree.hpp"
#include "oci/build/assembly.hpp"
#include "oci/testing.hpp"

namespace lambent::oci {
namespace {

namespace fs = std::filesystem;
using kind = layer_entry::kind;

layer_entry file(const std::string& path, const std::string& content, unsigned mode = 0644) {
  return {.path = path, .what = kind::file, .mode = mode, .content = content};
}
layer_entry link(const std::string& path, const std::string& to) {
  return {.path = path, .what = kind::symbolic_link, .mode = 0777, .content = to};
}

struct layer_file {
  lambent::testing::temp_dir folder;
  fs::path path = folder.path / "layer";

  result<built_layer> write(std::vector<layer_entry> entries, std::int64_t mtime = 0) const {
    fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    return write_layer(std::move(entries), mtime, file);
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    auto tree = open_tar(path.string());
    REQUIRE(tree);
    auto range = (*tree)->open(name);
    return range ? *read_range(*range, 1UL << 24) : range.error().what;
  }
  std::string error_of(std::vector<layer_entry> entries) const {
    auto made = write(std::move(entries));
    return made ? "" : made.error().what;
  }
};

TEST_CASE("a layer's bytes do not depend on the order of its files") {
  layer_file there;
  auto one =
      there.write({file("var/task/bootstrap", "program", 0755), link("b", "a"), file("a", "x")});
  REQUIRE(one);
  std::string bytes = *read_file(there.path, 1UL << 20);
  CHECK(digest::of(bytes) == one->blob.digest);
  CHECK(bytes.size() == one->blob.size);
  CHECK(there.content("var/task/bootstrap") == "program");
  CHECK(there.content("b") == "x");
  auto other =
      there.write({file("a", "x"), file("var/task/bootstrap", "program", 0755), link("b", "a")});
  REQUIRE(other);
  CHECK(*read_file(there.path, 1UL << 20) == bytes);
  CHECK(other->diff_id == one->diff_id);
  CHECK(there.write({file("a", "x")}, 1)->diff_id != there.write({file("a", "x")}, 0)->diff_id);
}

TEST_CASE("a file from the disk and the same bytes from memory are the same layer") {
  layer_file there;
  std::string content(3'000'000, 'z');
  std::ofstream(there.folder.path / "source") << content;
  auto memory = there.write({file("big", content)});
  auto disk = there.write({{.path = "big",
                            .what = kind::file,
                            .mode = 0644,
                            .content = {},
                            .source = there.folder.path / "source"}});
  REQUIRE(memory);
  REQUIRE(disk);
  CHECK(memory->blob == disk->blob);
  CHECK(there.content("big") == content);
}

TEST_CASE("paths that lead out of a layer, come twice or lie in a file are refused") {
  layer_file there;
  for (const char* path : {"/etc/passwd", "../a", "a/../b", "a//b", "a/", ".", "", "./a"})
    CHECK_MESSAGE(!there.error_of({file(path, "")}).empty(), path);
  CHECK(there.error_of({file("a", ""), file("a", "")}) == "'a' is in a layer twice");
  CHECK(there.error_of({file("a", ""), file("a/b", "")}) == "'a/b' in a layer: 'a' is no folder");
  CHECK(there.error_of({{.path = "x",
                         .what = kind::file,
                         .mode = 0644,
                         .content = {},
                         .source = "/nothing/there"}}) ==
        "read /nothing/there: No such file or directory");
}

TEST_CASE("a file that would be taken for a mark of what a layer removes is refused by its name") {
  layer_file there;
  for (const char* name : {".wh.gone", "etc/.wh..wh..opq", ".wh.folder/file"}) {
    const std::string said = there.error_of({file(name, "x")});
    CHECK(said.starts_with("'" + std::string(name) + "' in a layer: "));
    CHECK(said.find("names that begin with .wh.") != std::string::npos);
  }
  CHECK(there.error_of({file("etc/x.wh.y", "x")}).empty());
}

TEST_CASE("a folder becomes entries; what no image can hold is refused") {
  lambent::testing::temp_dir root;
  fs::create_directories(root.path / "etc" / "empty");
  std::ofstream(root.path / "etc" / "name") << "x";
  fs::create_symlink("name", root.path / "etc" / "other");
  fs::permissions(root.path / "etc" / "name", fs::perms(04750));
  auto entries = entries_of_folder(root.path);
  REQUIRE(entries);
  layer_file there;
  REQUIRE(there.write(*entries));
  CHECK(there.content("etc/other") == "x");
  CHECK(entries->size() == 4);
  for (const layer_entry& each : *entries)
    if (each.path == "etc/name") CHECK(each.mode == 04750);

  REQUIRE(::mkfifo((root.path / "pipe").c_str(), 0600) == 0);
  auto refused = entries_of_folder(root.path);
  REQUIRE(!refused);
  CHECK(refused.error().what.ends_with(
      "is a device, a socket or a pipe, which an image cannot hold"));
}

TEST_CASE("SOURCE_DATE_EPOCH is the time, and a wrong one is an error") {
  ::unsetenv("SOURCE_DATE_EPOCH");
  CHECK(*source_date() == 0);
  ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
  CHECK(*source_date() == 1'700'000'000);
  for (const char* wrong : {"-1", "x", "1.5", "99999999999999999999"}) {
    ::setenv("SOURCE_DATE_EPOCH", wrong, 1);
    CHECK_MESSAGE(!source_date(), wrong);
  }
  ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("layers that are being made have no name, so that nothing of them can stay behind") {
  lambent::testing::temp_dir temporary;
  const char* before = std::getenv("TMPDIR");
  const std::string old = before == nullptr ? "" : before;
  ::setenv("TMPDIR", temporary.path.c_str(), 1);
  assembly all(0);
  image_draft draft = all.start(platform_for("x86_64"));
  CHECK(all.add_layer(draft, {file("a", "b")}, "me"));
  CHECK(fs::is_empty(temporary.path));
  before == nullptr ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", old.c_str(), 1);
}

TEST_CASE("a layer is given up when it is asked for") {
  bool enough = false;
  assembly all(0, [&] { return enough; });
  image_draft draft = all.start(platform_for("x86_64"));
  CHECK(all.add_layer(draft, {file("a", "b")}, "me"));
  enough = true;
  auto given_up = all.add_layer(draft, {file("c", "d")}, "me");
  REQUIRE(!given_up);
  CHECK(given_up.error().code == ECANCELED);
}

TEST_CASE("an image on nothing has what was put into it") {
  assembly all(1'700'000'000);
  image_draft draft = all.start(platform_for("arm64"));
  draft.config.entrypoint = {"/var/task/bootstrap"};
  REQUIRE(all.add_layer(draft, {file("var/task/bootstrap", "x", 0755)}, "lambent image build"));
  (void)all.finish(draft);
  auto found = read_image(all, platform_for("arm64"));
  REQUIRE(found);
  CHECK(found->config.created == "2023-11-14T22:13:20Z");
  CHECK(found->config.entrypoint == std::vector<std::string>{"/var/task/bootstrap"});
  CHECK(found->config.history.size() == 1);
  for (const descriptor& layer : found->manifest.layers)
    CHECK(all.read(layer, [](auto) -> result<> { return {}; }));
}

TEST_CASE("an image on a base has the base's layers below its own, with OCI's names") {
  auto base = std::make_shared<testing::memory_source>();
  base->set_root(testing::put_image(*base, platform_for("x86_64"), "base layer",
                                    media_type::docker_layer_tar));
  assembly made(0);
  auto draft = made.start(base, platform_for("x86_64"));
  REQUIRE(draft);
  REQUIRE(made.add_layer(*draft, {file("a", "b")}, "me"));
  (void)made.finish(*draft);
  auto found = read_image(made, platform_for("x86_64"));
  REQUIRE(found);
  REQUIRE(found->manifest.layers.size() == 2);
  CHECK(found->manifest.layers[0].media_type == media_type::layer_tar);
  CHECK(found->config.diff_ids[0] == digest::of("base layer"));
  std::string lowest;
  REQUIRE(made.read(found->manifest.layers[0], [&lowest](std::string_view piece) -> result<> {
    lowest += piece;
    return {};
  }));
  CHECK(lowest == "base layer");
  CHECK(!made.start(base, platform_for("arm64")));
}

}  // namespace
}  // namespace lambent::oci
