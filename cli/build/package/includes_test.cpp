#include "cli/build/package/includes.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;
namespace fs = std::filesystem;

namespace {

struct folder {
  lambent::testing::temp_dir dir;

  folder& put(const std::string& path, const std::string& content = "x", unsigned mode = 0644) {
    REQUIRE(replace_file(dir.path / path, content, mode).has_value());
    return *this;
  }
  folder& link(const std::string& target, const std::string& path) {
    fs::create_directories((dir.path / path).parent_path());
    fs::create_symlink(target, dir.path / path);
    return *this;
  }
  [[nodiscard]] result<std::vector<zip_member>> read(
      const std::vector<std::string>& includes) const {
    return read_includes(includes, dir.path);
  }
  [[nodiscard]] std::vector<std::string> names(const std::vector<std::string>& includes) const {
    auto members = read(includes);
    REQUIRE_MESSAGE(members.has_value(), members.error().what);
    std::vector<std::string> out;
    for (const zip_member& member : *members) out.push_back(member.name);
    std::ranges::sort(out);
    return out;
  }
};

}  // namespace

TEST_CASE("a path keeps its own relative name, and NAME:PATH gives it another") {
  folder in;
  in.put("config/app.toml").put("data/a").put("data/deep/b");
  CHECK(in.names({"config/app.toml"}) == std::vector<std::string>{"config/app.toml"});
  CHECK(in.names({"./config//app.toml"}) == std::vector<std::string>{"config/app.toml"});
  CHECK(in.names({"data/"}) == std::vector<std::string>{"data/a", "data/deep/b"});
  CHECK(in.names({"lib/x:config/app.toml"}) == std::vector<std::string>{"lib/x"});
  CHECK(in.names({"etc:data"}) == std::vector<std::string>{"etc/a", "etc/deep/b"});
  CHECK(in.names({".:data"}) == std::vector<std::string>{"a", "deep/b"});
}

TEST_CASE("what lies outside goes in under its last name") {
  folder in;
  folder other;
  other.put("assets/a");
  CHECK(in.names({(other.dir.path / "assets").string()}) == std::vector<std::string>{"assets/a"});
  CHECK(in.names({"../" + other.dir.path.filename().string() + "/assets/a"}) ==
        std::vector<std::string>{"a"});
}

TEST_CASE("a file whose name has a colon is a path when it exists") {
  folder in;
  in.put("a:b");
  CHECK(in.names({"a:b"}) == std::vector<std::string>{"a:b"});
}

TEST_CASE("of a mode only the owner's right to execute travels") {
  folder in;
  in.put("run", "x", 0700).put("data", "x", 0600).put("odd", "x", 0411);
  auto members = in.read({"run", "data", "odd"}).value();
  CHECK(members[0].mode == (S_IFREG | 0755U));
  CHECK(members[1].mode == (S_IFREG | 0644U));
  CHECK(members[2].mode == (S_IFREG | 0644U));
}

TEST_CASE("links stay links inside what is included, and become files at its edge") {
  folder in;
  in.put("lib/libz.so.1.2").link("libz.so.1.2", "lib/libz.so.1").put("secret", "outside");
  in.link("../secret", "lib/copy").link((in.dir.path / "lib/libz.so.1.2").string(), "lib/absolute");
  in.link("libz.so.1", "lib/sub/../again");
  auto members = in.read({"lib"}).value();
  auto find = [&](std::string_view name) {
    return *std::ranges::find(members, name, &zip_member::name);
  };
  CHECK(find("lib/libz.so.1").mode == (S_IFLNK | 0777U));
  CHECK(find("lib/libz.so.1").content == "libz.so.1.2");
  CHECK(find("lib/again").content == "libz.so.1");
  CHECK(find("lib/copy").mode == (S_IFREG | 0644U));
  CHECK(find("lib/copy").content == "outside");
  CHECK(find("lib/absolute").content == "x");
}

TEST_CASE("what cannot be included is named") {
  folder in;
  in.put("a").put("b/a").put("other/x").link("nowhere", "broken/link").link("../other", "edge/dir");
  ::mkfifo((in.dir.path / "pipe").c_str(), 0600);
  CHECK(in.read({"missing"}).error().what ==
        "include missing: there is no " + (in.dir.path / "missing").string());
  CHECK(in.read({"a", "b/../a"}).error().what ==
        "include b/../a: 'a' would be in the package twice");
  CHECK(in.read({"../x:a"}).error().what ==
        "include ../x:a: '../x' is not a name inside the package");
  CHECK(in.read({"/x:a"}).error().what == "include /x:a: '/x' is not a name inside the package");
  CHECK(in.read({"pipe"}).error().what == "include pipe: " + (in.dir.path / "pipe").string() +
                                              " is neither a file, a folder nor a link");
  CHECK(in.read({"broken"}).error().what == "include broken: follow the link " +
                                                (in.dir.path / "broken/link").string() +
                                                ": No such file or directory");
  auto edge = in.read({"edge"});
  REQUIRE_FALSE(edge.has_value());
  CHECK(edge.error().what.find("is a link to the folder") != std::string::npos);
  CHECK(edge.error().hint.starts_with("include that folder itself: --include edge/dir:"));
}
