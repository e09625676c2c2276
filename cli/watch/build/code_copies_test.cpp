#include "cli/watch/build/code_copies.hpp"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "base/temp_dir.hpp"

using namespace lambent::cli::watch;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }
std::string read(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

TEST_CASE("code is copied, executable, and what the build writes later does not reach the copy") {
  lambent::testing::temp_dir dir;
  fs::create_directory(dir.path / "built");
  write(dir.path / "built/bootstrap", "one");
  code_copies copies(dir.path / "copies");
  auto first = copies.put(dir.path / "built", {"bootstrap"});
  REQUIRE(first);
  CHECK(first->bytes == 3);
  CHECK(first->sha256_base64.size() == 44);
  struct stat status{};
  REQUIRE(::stat((first->folder / "bootstrap").c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0755);

  write(dir.path / "built/bootstrap", "two");
  auto second = copies.put(dir.path / "built", {"bootstrap"});
  REQUIRE(second);
  CHECK(second->folder != first->folder);
  CHECK(read(first->folder / "bootstrap") == "one");
  CHECK(read(second->folder / "bootstrap") == "two");
}

TEST_CASE("the same code is the same folder, another name or mode is not") {
  lambent::testing::temp_dir dir;
  write(dir.path / "bootstrap", "one");
  write(dir.path / "data", "x");
  code_copies copies(dir.path / "copies");
  auto one = copies.put(dir.path, {"bootstrap"});
  CHECK(copies.put(dir.path, {"bootstrap"})->folder == one->folder);
  auto with_data = copies.put(dir.path, {"bootstrap", "data"});
  CHECK(with_data->folder != one->folder);
  fs::permissions(dir.path / "data", fs::perms(0755));
  CHECK(copies.put(dir.path, {"bootstrap", "data"})->folder != with_data->folder);
}

TEST_CASE("no files are an empty folder, and every folder can be entered under any umask") {
  lambent::testing::temp_dir dir;
  code_copies copies(dir.path / "copies");
  auto none = copies.put(dir.path, {});
  REQUIRE_MESSAGE(none, none.error().what);
  CHECK(fs::is_empty(none->folder));
  const mode_t before = ::umask(077);
  auto deep = copies.put(dir.path, {}, {{.name = "a/b/c", .content = "x"}});
  ::umask(before);
  REQUIRE_MESSAGE(deep, deep.error().what);
  for (const char* folder : {"", "a", "a/b"})
    CHECK(fs::status(deep->folder / folder).permissions() == fs::perms(0755));
}

TEST_CASE("copies that nobody needs are removed") {
  lambent::testing::temp_dir dir;
  code_copies copies(dir.path / "copies");
  write(dir.path / "bootstrap", "one");
  auto one = copies.put(dir.path, {"bootstrap"});
  write(dir.path / "bootstrap", "two");
  auto two = copies.put(dir.path, {"bootstrap"});
  copies.keep_only({two->folder});
  CHECK_FALSE(fs::exists(one->folder));
  CHECK(fs::exists(two->folder / "bootstrap"));
}

TEST_CASE("a file that is not there, or not inside, is an error that names it") {
  lambent::testing::temp_dir dir;
  code_copies copies(dir.path / "copies");
  auto absent = copies.put(dir.path, {"bootstrap"});
  REQUIRE_FALSE(absent);
  CHECK(absent.error().what.find((dir.path / "bootstrap").string()) != std::string::npos);
  CHECK_FALSE(copies.put(dir.path, {"../secret"}));
  CHECK_FALSE(copies.put(dir.path, {"/etc/passwd"}));
}

TEST_CASE("what is included lies beside the program, with its mode and its links") {
  lambent::testing::temp_dir dir;
  write(dir.path / "bootstrap", "one");
  code_copies copies(dir.path / "copies");
  auto plain = copies.put(dir.path, {"bootstrap"});
  auto with = copies.put(dir.path, {"bootstrap"},
                         {{.name = "assets/a.txt", .content = "a"},
                          {.name = "assets/run", .content = "b", .mode = S_IFREG | 0755U},
                          {.name = "assets/link", .content = "a.txt", .mode = S_IFLNK | 0777U}});
  REQUIRE(with);
  CHECK(with->folder != plain->folder);
  CHECK(read(with->folder / "assets/a.txt") == "a");
  CHECK(fs::read_symlink(with->folder / "assets/link") == "a.txt");
  CHECK((fs::status(with->folder / "assets/run").permissions() & fs::perms::owner_exec) !=
        fs::perms::none);
  auto twice = copies.put(dir.path, {"bootstrap"}, {{.name = "bootstrap", .content = "x"}});
  REQUIRE_FALSE(twice);
  CHECK(twice.error().what.find("'bootstrap' is included") != std::string::npos);
}

TEST_CASE("no file is written through a link that comes along") {
  lambent::testing::temp_dir dir;
  fs::create_directory(dir.path / "elsewhere");
  code_copies copies(dir.path / "copies");
  auto through = copies.put(
      dir.path, {},
      {{.name = "lib", .content = (dir.path / "elsewhere").string(), .mode = S_IFLNK | 0777U},
       {.name = "lib/deep/x", .content = "x"}});
  REQUIRE_FALSE(through);
  CHECK(through.error().what == "'lib/deep/x' would lie behind the link 'lib'");
  CHECK(fs::is_empty(dir.path / "elsewhere"));
}
