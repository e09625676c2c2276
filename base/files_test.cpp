#include "base/files.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

using namespace lambent;

TEST_CASE("a file is never created over another, and replaced as a whole") {
  std::string dir = (std::filesystem::temp_directory_path() / "lambent-files-XXXXXX").string();
  REQUIRE(::mkdtemp(dir.data()) != nullptr);
  std::string path = dir + "/a/b/file";
  REQUIRE(create_file(path, "one").has_value());
  CHECK(create_file(path, "two").error().what == "create " + path + ": File exists");
  CHECK(read_file(path, 10).value() == "one");
  REQUIRE(replace_file(path, "three", 0755).has_value());
  CHECK(read_file(path, 10).value() == "three");
  CHECK(read_file(path, 4).error().what == "read " + path + ": it is larger than 4 bytes");
  CHECK(read_file(dir + "/no", 4).error().what == "read " + dir + "/no: No such file or directory");
  std::filesystem::remove_all(dir);
}
