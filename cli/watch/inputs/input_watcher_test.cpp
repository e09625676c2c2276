#include "cli/watch/inputs/input_watcher.hpp"

#include <doctest/doctest.h>
#include <poll.h>
#include <unistd.h>

#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent::cli::watch;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

// A project with src/a.cpp, src/b.hpp and CMakeLists.txt, watched.
struct project {
  lambent::testing::temp_dir dir;
  fs::path root = dir.path;
  std::string a = (root / "src/a.cpp").string();
  std::string b = (root / "src/b.hpp").string();
  std::string lists = (root / "CMakeLists.txt").string();
  build_inputs inputs;
  input_watcher watcher = *input_watcher::open();

  explicit project(bool globs = false) {
    fs::create_directory(root / "src");
    for (const std::string& path : {a, b, lists}) write(path, "1");
    inputs.files = {
        {a, input_kind::source}, {b, input_kind::source}, {lists, input_kind::configuration}};
    inputs.folders = {root.string(), (root / "src").string()};
    inputs.globs = globs;
    REQUIRE(watcher.watch(inputs, fs::file_time_type::clock::now()));
  }

  std::vector<changed_input> news(bool something_is_missing = false) {
    pollfd ready{watcher.descriptor(), POLLIN, 0};
    if (::poll(&ready, 1, 0) != 1) return {};
    return watcher.read(something_is_missing);
  }
};

using changes = std::vector<changed_input>;

}  // namespace

TEST_CASE("a file that is written in place has changed, and what else lies there has not") {
  project p;
  write(p.a, "2");
  write(p.root / "src/notes.txt", "not compiled");
  write(p.root / "src/.a.cpp.swp", "vim");
  CHECK(p.news() == changes{{p.a, input_kind::source}});
  CHECK(p.news().empty());
}

TEST_CASE("a file that takes the old one's name has changed") {
  project p;
  write(p.root / "src/a.cpp.new", "2");
  fs::rename(p.root / "src/a.cpp.new", p.a);
  CHECK(p.news() == changes{{p.a, input_kind::source}});
}

TEST_CASE("the way of vim is one change: away, written anew, the backup deleted") {
  project p;
  write(p.root / "src/4913", "");
  fs::remove(p.root / "src/4913");
  fs::rename(p.a, p.a + "~");
  write(p.a, "2");
  fs::remove(p.a + "~");
  CHECK(p.news() == changes{{p.a, input_kind::source}});
}

TEST_CASE("a file that becomes a link has changed") {
  project p;
  fs::remove(p.a);
  fs::create_symlink(p.b, p.a);
  CHECK(p.news() == changes{{p.a, input_kind::source}});
}

TEST_CASE("reading a file or opening it does not change it") {
  project p;
  std::string text;
  std::ifstream(p.a) >> text;
  CHECK(p.news().empty());
}

TEST_CASE("CMake's files are told from sources") {
  project p;
  write(p.lists, "2");
  CHECK(p.news() == changes{{p.lists, input_kind::configuration}});
}

TEST_CASE("after a failed build a file that nobody knows may be what was missing") {
  project p;
  write(p.root / "src/new.hpp", "1");
  write(p.root / "src/#new.hpp#", "emacs");
  CHECK(p.news(true) == changes{{(p.root / "src/new.hpp").string(), input_kind::source}});
  fs::create_directory(p.root / "src/detail");
  CHECK(p.news(true) == changes{{(p.root / "src/detail").string(), input_kind::source}});
}

TEST_CASE("a file that appeared while a build ran is known when that has failed, once") {
  project p;
  write(p.root / "src/new.hpp", "1");
  write(p.root / "src/new.hpp.swp", "vim");
  CHECK(p.news().empty());
  CHECK(p.watcher.take_appeared() ==
        changes{{(p.root / "src/new.hpp").string(), input_kind::source}});
  CHECK(p.watcher.take_appeared().empty());
  // Told of already.
  write(p.root / "src/other.hpp", "1");
  CHECK_FALSE(p.news(true).empty());
  write(p.a, "2");
  CHECK_FALSE(p.news().empty());
  CHECK(p.watcher.take_appeared().empty());
  // However many they are.
  for (int i = 0; i < 1000; ++i) write(p.root / ("src/" + std::to_string(i) + ".hpp"), "1");
  CHECK(p.news().empty());
  const auto appeared = p.watcher.take_appeared().size();
  CHECK(appeared > 0);
  CHECK(appeared < 100);
}

TEST_CASE("where CMake looks for sources a file that comes or goes is a change") {
  project p(true);
  write(p.root / "src/c.cpp", "1");
  CHECK(p.news() == changes{{(p.root / "src/c.cpp").string(), input_kind::configuration}});
  fs::remove(p.root / "src/c.cpp");
  CHECK(p.news() == changes{{(p.root / "src/c.cpp").string(), input_kind::configuration}});
}

TEST_CASE("a file becomes an input, and what happened to it before is not lost") {
  project p;
  auto since = fs::file_time_type::clock::now() - std::chrono::seconds(10);
  std::string c = (p.root / "src/c.hpp").string();
  write(c, "1");
  CHECK(p.news().empty());
  p.inputs.files.emplace(c, input_kind::source);
  auto changed = p.watcher.watch(p.inputs, since);
  REQUIRE(changed);
  CHECK(*changed == changes{{c, input_kind::source}});
  // Those that were watched all the time are not told of a second time.
  CHECK(p.watcher.watch(p.inputs, since)->empty());
  write(c, "2");
  CHECK(p.news() == changes{{c, input_kind::source}});
}

TEST_CASE("a file that is no input any more is not watched") {
  project p;
  p.inputs.files.erase(p.b);
  REQUIRE(p.watcher.watch(p.inputs, fs::file_time_type::clock::now()));
  write(p.b, "2");
  CHECK(p.news().empty());
}

TEST_CASE("a folder that is known by two paths is watched by both, until both are unwanted") {
  project p;
  fs::create_directory_symlink(p.root / "src", p.root / "link");
  const std::string linked = (p.root / "link/c.cpp").string();
  p.inputs.files.emplace(linked, input_kind::source);
  REQUIRE(p.watcher.watch(p.inputs, fs::file_time_type::clock::now()));
  (void)p.news();
  write(p.a, "2");
  CHECK(p.news() == changes{{p.a, input_kind::source}});
  write(linked, "1");
  CHECK(p.news() == changes{{linked, input_kind::source}});
  SUBCASE("the link is unwanted") {
    p.inputs.files.erase(linked);
    REQUIRE(p.watcher.watch(p.inputs, fs::file_time_type::clock::now()));
    write(p.a, "3");
    CHECK(p.news() == changes{{p.a, input_kind::source}});
  }
  SUBCASE("the folder's own path is unwanted") {
    p.inputs.files.erase(p.a);
    p.inputs.files.erase(p.b);
    p.inputs.folders.erase((p.root / "src").string());
    REQUIRE(p.watcher.watch(p.inputs, fs::file_time_type::clock::now()));
    write(linked, "2");
    CHECK(p.news() == changes{{linked, input_kind::source}});
  }
  SUBCASE("the folder is moved away") {
    fs::rename(p.root / "src", p.root / "gone");
    (void)p.news();
    CHECK(p.watcher.look_for_folders().empty());
    fs::rename(p.root / "gone", p.root / "src");
    CHECK(p.watcher.look_for_folders().size() == 2);
    CHECK_FALSE(p.watcher.misses_folders());
  }
}

TEST_CASE("a folder that is deleted and made again is watched again") {
  project p;
  fs::remove_all(p.root / "src");
  CHECK_FALSE(p.news().empty());
  CHECK(p.watcher.misses_folders());
  CHECK(p.watcher.look_for_folders().empty());
  fs::create_directory(p.root / "src");
  write(p.a, "2");
  CHECK_FALSE(p.watcher.look_for_folders().empty());
  CHECK_FALSE(p.watcher.misses_folders());
  (void)p.news();
  write(p.a, "3");
  CHECK(p.news() == changes{{p.a, input_kind::source}});
}

TEST_CASE("editors' own files are known by their names") {
  for (const char* name : {".a.swp", "a.cpp~", "4913", "#a.cpp#", ".#a.cpp", "a.cpp.tmp", "x.part"})
    CHECK_MESSAGE(is_editors_own(name), name);
  for (const char* name : {"a.cpp", "new.hpp", "CMakeLists.txt", "a2.h"})
    CHECK_MESSAGE(!is_editors_own(name), name);
}

TEST_CASE(
    "in a folder that counts as a whole a new file, a new folder and a lost file are changes") {
  project p;
  fs::create_directory(p.root / "assets");
  const std::string old_file = (p.root / "assets/old.txt").string();
  const std::string new_file = (p.root / "assets/new.txt").string();
  write(old_file, "1");
  p.inputs.whole = {(p.root / "assets").string()};
  REQUIRE(p.watcher.watch(p.inputs, fs::file_time_type::clock::now()));
  write(new_file, "1");
  write(p.root / "assets/.new.txt.swp", "vim");
  CHECK(p.news() == changes{{new_file, input_kind::source}});
  fs::create_directory(p.root / "assets/deep");
  CHECK(p.news() == changes{{(p.root / "assets/deep").string(), input_kind::source}});
  fs::remove(old_file);
  CHECK(p.news() == changes{{old_file, input_kind::source}});
}
