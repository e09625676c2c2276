// Layers as folders: what overlayfs is to find, and that no name reaches outside.
#include "oci/unpack/tree_writer.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <fstream>

#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/unpack/layer.hpp"
#include "oci/unpack/overlay_marks.hpp"
#include "oci/unpack/testing.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lambent;
using namespace lambent::oci;
using oci::testing::tar_text;

// A folder for the layer, and beside it what nobody may touch.
struct bench {
  lambent::testing::temp_dir dir;
  fs::path tree = dir.path / "tree";
  std::vector<fs::path> lower;
  unpack_budget budget;

  bench() {
    fs::create_directory(tree);
    fs::create_directory(dir.path / "outside");
    std::ofstream(dir.path / "outside/secret") << "secret";
  }
  result<unpacked_layer> unpack(const tar_text& tar) {
    fd root(::open(tree.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    auto got = unpack_tar(tar.text(), root.get(), lower, budget);
    CHECK(std::distance(fs::directory_iterator(dir.path), {}) ==
          2 + static_cast<std::ptrdiff_t>(lower.size()));
    CHECK(std::distance(fs::directory_iterator(dir.path / "outside"), {}) == 1);
    CHECK(*read_file(dir.path / "outside/secret", 100) == "secret");
    return got;
  }
  std::string refusal(const tar_text& tar) {
    auto got = unpack(tar);
    REQUIRE_FALSE(got);
    CHECK(got.error().code == 0);
    return got.error().what;
  }
  // A layer below, of its own name.
  fs::path below(const std::string& name, const tar_text& tar) {
    fs::path at = dir.path / name;
    fs::create_directory(at);
    fd root(::open(at.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    auto got = unpack_tar(tar.text(), root.get(), lower, budget);
    REQUIRE_MESSAGE(got, got.error().what);
    lower.push_back(at);
    return at;
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    auto got = read_file(tree / name, 1 << 20);
    return got ? *got : "(" + got.error().what + ")";
  }
  [[nodiscard]] struct stat about(const std::string& name) const {
    struct stat got{};
    CHECK_MESSAGE(::lstat((tree / name).c_str(), &got) == 0, name);
    return got;
  }
  [[nodiscard]] bool whiteout(const std::string& name) const { return is_whiteout(about(name)); }
  [[nodiscard]] bool opaque(const std::string& name) const {
    fd folder(::open((tree / name).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    REQUIRE(folder);
    return is_opaque(folder.get());
  }
};

bool has(const std::string& text, std::string_view part) {
  if (text.find(part) != std::string::npos) return true;
  MESSAGE(text);
  return false;
}

}  // namespace

TEST_CASE("files, folders and links are there with their modes and times") {
  bench b;
  auto got = b.unpack(tar_text()
                          .folder("./", 0755)
                          .folder("./usr/", 0500)
                          .file("./usr/run", "program", 0755)
                          .file("usr/private", "", 0)
                          .symlink("absolute", "/etc/passwd")
                          .symlink("up", "../../outside/secret")
                          .hard_link("again", "./usr/run")
                          .folder("tmp", 01777));
  REQUIRE_MESSAGE(got, got.error().what);
  CHECK(got->bytes == 7);
  CHECK(b.content("usr/run") == "program");
  CHECK((b.about("usr/run").st_mode & 07777) == 0755);
  CHECK(b.about("usr/run").st_mtime == 1'700'000'000);
  CHECK((b.about("usr").st_mode & 07777) == 0700);
  CHECK(b.about("usr").st_mtime == 1'700'000'000);
  CHECK((b.about("usr/private").st_mode & 07777) == 0400);
  CHECK((b.about("tmp").st_mode & 07777) == 01777);
  CHECK(fs::read_symlink(b.tree / "absolute") == "/etc/passwd");
  CHECK(fs::read_symlink(b.tree / "up") == "../../outside/secret");
  CHECK(b.about("absolute").st_mtime == 1'700'000'000);
  CHECK(b.about("again").st_ino == b.about("usr/run").st_ino);
}

TEST_CASE("setuid, setgid and capabilities are not kept, user attributes are") {
  bench b;
  auto got = b.unpack(tar_text()
                          .pax("SCHILY.xattr.user.note", "kept")
                          .pax("SCHILY.xattr.security.capability", "x")
                          .pax("SCHILY.xattr.user.overlay.redirect", "/elsewhere")
                          .pax("SCHILY.xattr.trusted.overlay.opaque", "y")
                          .file("su", "", 06755)
                          .folder("d", 02775));
  REQUIRE_MESSAGE(got, got.error().what);
  CHECK((b.about("su").st_mode & 07777) == 0755);
  CHECK((b.about("d").st_mode & 07777) == 0775);
  std::string value(10, '\0');
  auto size = ::getxattr((b.tree / "su").c_str(), "user.note", value.data(), value.size());
  if (size < 0) {  // A file system without them says so.
    CHECK(got->dropped_xattrs.contains("user.note"));
  } else {
    CHECK(value.substr(0, static_cast<std::size_t>(size)) == "kept");
  }
  for (const char* name :
       {"security.capability", "user.overlay.redirect", "trusted.overlay.opaque"}) {
    CHECK(got->dropped_xattrs.contains(name));
    CHECK(::getxattr((b.tree / "su").c_str(), name, nullptr, 0) < 0);
  }
}

TEST_CASE("names with .. are refused, absolute ones begin at the layer's root") {
  for (const char* name : {"..", "../x", "a/../../x", "a/..", "/../x", "./../outside/secret"}) {
    bench b;
    CHECK(has(b.refusal(tar_text().file(name, "bad")), "would leave the layer"));
    CHECK(has(b.refusal(tar_text().folder(name)), "would leave the layer"));
    CHECK(has(b.refusal(tar_text().symlink(name, "x")), "would leave the layer"));
  }
  bench b;
  REQUIRE(b.unpack(tar_text().file("/ko-app/run", "x").file("//etc//passwd", "y")));
  CHECK(b.content("ko-app/run") == "x");
  CHECK(b.content("etc/passwd") == "y");
}

TEST_CASE("nothing is written through a symbolic link") {
  for (const char* target : {"../outside", "/", "real", "/proc/self/root"}) {
    bench b;
    auto start = tar_text().folder("real").symlink("link", target);
    CHECK(has(b.refusal(tar_text(start).file("link/secret", "bad")), "link is a symbolic link"));
    CHECK(has(b.refusal(tar_text(start).folder("link/deep/er")), "link is a symbolic link"));
    CHECK(has(b.refusal(tar_text(start).file("link/.wh.secret", "")), "link is a symbolic link"));
    CHECK(has(b.refusal(tar_text(start).file("link/.wh..wh..opq", "")), "symbolic link"));
    CHECK(has(b.refusal(tar_text(start).hard_link("mine", "link/secret")), "symbolic link"));
  }
}

TEST_CASE("a file in the place of a link replaces the link, not what it points to") {
  bench b;
  REQUIRE(b.unpack(tar_text().symlink("secret", "../outside/secret").file("secret", "mine")));
  CHECK(b.content("secret") == "mine");
  CHECK(fs::is_regular_file(fs::symlink_status(b.tree / "secret")));
}

TEST_CASE("hard links reach files of the layer alone") {
  bench b;
  CHECK(has(b.refusal(tar_text().hard_link("h", "../outside/secret")), "would leave the layer"));
  CHECK(has(b.refusal(tar_text().hard_link("h", "/etc/passwd")), "no file of this layer"));
  CHECK(has(b.refusal(tar_text().hard_link("h", "missing")), "no file of this layer"));
  CHECK(has(b.refusal(tar_text().folder("d").hard_link("h", "d")), "which is no file"));
  CHECK(has(b.refusal(tar_text().file("f", "").hard_link("f", "./f")), "points to no file"));
  CHECK(has(b.refusal(tar_text().file("e/f", "").hard_link("e", "e/f")), "points to no file"));
  CHECK(has(b.refusal(tar_text().file(".wh.gone", "").hard_link("h", "gone")), "which is no file"));
  REQUIRE(b.unpack(tar_text().symlink("to", "/etc/passwd").hard_link("same", "to")));
  CHECK(fs::read_symlink(b.tree / "same") == "/etc/passwd");
}

TEST_CASE("a hard link to a file of a lower layer is a copy of it") {
  bench b;
  b.below("one", tar_text().file("bin/tool", "old", 0755).file("bin/gone", "x"));
  b.below("two", tar_text().file("bin/tool", "newer", 0750).file("bin/.wh.gone", ""));
  auto got = b.unpack(tar_text().hard_link("bin/alias", "bin/tool"));
  REQUIRE_MESSAGE(got, got.error().what);
  CHECK(got->used_lower);
  CHECK(got->bytes == 5);
  CHECK(b.content("bin/alias") == "newer");
  CHECK((b.about("bin/alias").st_mode & 07777) == 0750);
  CHECK(b.about("bin/alias").st_mtime == 1'700'000'000);
  CHECK(has(b.refusal(tar_text().hard_link("x", "bin/gone")), "no file of this layer"));
  b.below("three", tar_text().folder("bin").file("bin/.wh..wh..opq", ""));
  CHECK(has(b.refusal(tar_text().hard_link("y", "bin/tool")), "no file of this layer"));
}

TEST_CASE("a lower layer's symbolic link is not followed to a file") {
  bench b;
  b.below("one", tar_text().symlink("etc", "/etc").symlink("secret", "../outside/secret"));
  CHECK(has(b.refusal(tar_text().hard_link("h", "etc/passwd")), "no file of this layer"));
  CHECK(has(b.refusal(tar_text().hard_link("h", "secret")), "no file of this layer"));
}

TEST_CASE("whiteouts become devices 0:0 and opaque folders are marked") {
  bench b;
  auto got = b.unpack(tar_text()
                          .file("etc/.wh.passwd", "")
                          .hard_link(".wh.linked", ".wh..wh.aufs")
                          .folder("var")
                          .file("var/.wh..wh..opq", "content that nobody reads")
                          .file("var/new", "x"));
  REQUIRE_MESSAGE(got, got.error().what);
  CHECK(b.whiteout("etc/passwd"));
  CHECK(b.whiteout("linked"));
  CHECK(b.opaque("var"));
  CHECK_FALSE(b.opaque("etc"));
  CHECK(b.content("var/new") == "x");
  CHECK_FALSE(fs::exists(b.tree / "var/.wh..wh..opq"));
  CHECK_FALSE(hides_all_below(b.tree));
}

TEST_CASE("an opaque root hides all layers below") {
  bench b;
  REQUIRE(b.unpack(tar_text().file(".wh..wh..opq", "").file("f", "")));
  CHECK(hides_all_below(b.tree));
}

TEST_CASE("a whiteout hides what is below, not what its own layer has") {
  for (bool first : {true, false}) {
    bench b;
    tar_text tar;
    if (first) tar.file(".wh.f", "").file(".wh.d", "").file(".wh.e", "").file(".wh.l", "");
    tar.file("f", "mine").folder("d").file("d/x", "1").file("e/x", "2").symlink("l", "f");
    if (!first) tar.file(".wh.f", "").file(".wh.d", "").file(".wh.e", "").file(".wh.l", "");
    auto got = b.unpack(tar);
    REQUIRE_MESSAGE(got, got.error().what);
    CHECK(b.content("f") == "mine");
    CHECK(b.content("d/x") == "1");
    CHECK(b.content("e/x") == "2");
    CHECK(b.opaque("d"));
    CHECK(b.opaque("e"));
    CHECK(fs::read_symlink(b.tree / "l") == "f");
  }
}

TEST_CASE(
    "whiteouts without a name, and folders of that name, are refused; notes of AUFS stand for "
    "nothing") {
  bench b;
  for (const char* name : {".wh.", "a/.wh.", ".wh...", ".wh.."})
    CHECK(has(b.refusal(tar_text().file(name, "")), "removes nothing that has a name"));
  CHECK(has(b.refusal(tar_text().file(".wh.d/f", "")), "a folder that the layer removes"));
  REQUIRE(b.unpack(
      tar_text().folder(".wh..wh.plnk").file(".wh..wh.plnk/12.3", "x").file(".wh..wh.aufs", "")));
}

TEST_CASE("devices and FIFOs are refused by name") {
  bench b;
  for (char type : {'3', '4'})
    CHECK(has(b.refusal(tar_text().header({.name = "dev/node", .type = type})),
              "dev/node is a device"));
  CHECK(has(b.refusal(tar_text().header({.name = "pipe", .type = '6'})), "pipe is a FIFO"));
}

TEST_CASE("of two entries with one name the later one stays") {
  bench b;
  auto got = b.unpack(tar_text()
                          .file("twice", "first")
                          .hard_link("kept", "twice")
                          .file("twice", "second")
                          .file("d/deep/x", "1")
                          .file("d", "now a file")
                          .file("f", "file")
                          .file("f", "again")
                          .folder("g", 0700)
                          .file("g/x", "stays")
                          .folder("g", 0711));
  REQUIRE_MESSAGE(got, got.error().what);
  CHECK(b.content("twice") == "second");
  CHECK(b.content("kept") == "first");
  CHECK(b.content("d") == "now a file");
  CHECK(b.content("f") == "again");
  CHECK(b.content("g/x") == "stays");
  CHECK((b.about("g").st_mode & 07777) == 0711);
}

TEST_CASE("a folder in a file's place is not merged with what the file hid") {
  bench b;
  REQUIRE(b.unpack(tar_text().file("p", "file").folder("p").file("p/x", "1")));
  CHECK(b.opaque("p"));
  CHECK(b.content("p/x") == "1");
  CHECK(has(b.refusal(tar_text().file("q", "file").file("q/x", "1")), "q is a file"));
}

TEST_CASE("names are bounded in length and depth") {
  bench b;
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "d/";
  CHECK(has(b.refusal(tar_text().pax("path", deep + "f").file("x", "")), "folders deep"));
  CHECK(has(b.refusal(tar_text().pax("path", std::string(300, 'n')).file("x", "")),
            "a part of more than 255 bytes"));
  CHECK(has(b.refusal(tar_text().pax("path", std::string(5000, '/') + "f").file("x", "")),
            "a name has 5001 bytes"));
  CHECK(has(b.refusal(tar_text().pax("linkpath", std::string(5000, 'x')).symlink("s", "x")),
            "too long"));
  CHECK(has(b.refusal(tar_text().symlink("s", "")), "points to nothing"));
}

TEST_CASE("a file said to be gigantic is refused before a byte of it is written") {
  bench b;
  auto tar = tar_text().pax("size", "9000000000000000000").file("huge", "x");
  CHECK(has(b.refusal(tar), "too big"));
  CHECK(b.budget.exceeded());
  CHECK_FALSE(fs::exists(b.tree / "huge"));
}

TEST_CASE("files, implicit folders and copies all count") {
  bench b;
  b.budget = unpack_budget(10, 5);
  CHECK(has(b.refusal(tar_text().file("a", "123456").file("b", "12345")), "too big"));
  b.budget = unpack_budget(10, 5);
  CHECK(has(b.refusal(tar_text().file("1/2/3/4/5/6", "")), "too many files"));
  CHECK(b.budget.exceeded());
  b.budget = unpack_budget(1000, 1000);
  b.below("one", tar_text().file("f", std::string(600, 'x')));
  CHECK(has(b.refusal(tar_text().hard_link("copy", "f")), "too big"));
}
