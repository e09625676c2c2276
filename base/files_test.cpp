#include "base/files.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <stdlib.h>

#include <vector>

#include "base/fd.hpp"

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

TEST_CASE("a part of a file comes in pieces, and one that ends too early is told") {
  std::string name = (std::filesystem::temp_directory_path() / "lambent-files-XXXXXX").string();
  const fd file(::mkostemp(name.data(), O_CLOEXEC));
  REQUIRE(file);
  constexpr std::size_t piece = 1024UL * 1024;
  REQUIRE(write_all(file.get(), "ab" + std::string(piece, 'x') + "yz").has_value());
  std::vector<std::string> pieces;
  const auto keep = [&](std::string_view one) -> result<> {
    pieces.emplace_back(one);
    return {};
  };
  REQUIRE(read_pieces(file.get(), 1, piece + 2, keep).has_value());
  REQUIRE(pieces.size() == 2);
  CHECK(pieces[0] == "b" + std::string(piece - 1, 'x'));
  CHECK(pieces[1] == "xy");
  CHECK(read_pieces(file.get(), 0, 0, keep).has_value());
  CHECK(pieces.size() == 2);
  CHECK(read_pieces(file.get(), piece, 5, keep).error().what == "the file ends after 4 bytes of 5");
  const auto full = [](std::string_view) -> result<> { return fail("no room"); };
  CHECK(read_pieces(file.get(), 0, 1, full).error().what == "no room");
  std::filesystem::remove(name);
}
