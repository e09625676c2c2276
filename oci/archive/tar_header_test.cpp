#include "oci/archive/tar_header.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>

#include "base/temp_dir.hpp"
#include "oci/archive/tar_tree.hpp"

namespace lambent::oci {
namespace {

std::string file(const std::string& name, const std::string& content) {
  return tar_header({.name = name, .size = content.size(), .link = {}}) + content +
         tar_padding(content.size());
}

class written_tar {
public:
  explicit written_tar(const std::string& bytes) : path_((folder_.path / "a.tar").string()) {
    std::ofstream(path_, std::ios::binary) << bytes;
  }
  [[nodiscard]] result<std::unique_ptr<file_tree>> open() const { return open_tar(path_); }
  [[nodiscard]] std::string error() const {
    auto opened = open();
    return opened ? "" : opened.error().what.substr(opened.error().what.find(": ") + 2);
  }
  [[nodiscard]] std::string content(const std::string& name) const {
    auto opened = open();
    if (!opened) return opened.error().what;
    auto range = (*opened)->open(name);
    if (!range) return range.error().what;
    return *read_range(*range, 1UL << 20);
  }

private:
  testing::temp_dir folder_;
  std::string path_;
};

TEST_CASE("a short name takes one block, in ustar's form") {
  std::string header =
      tar_header({.name = "var/task/bootstrap", .mode = 0755, .size = 8, .link = {}});
  REQUIRE(header.size() == tar_block_bytes);
  CHECK(header.substr(0, 19) == std::string("var/task/bootstrap\0", 19));
  CHECK(header.substr(100, 8) == std::string("0000755\0", 8));
  CHECK(header.substr(108, 8) == std::string("0000000\0", 8));  // uid
  CHECK(header.substr(124, 12) == std::string("00000000010\0", 12));
  CHECK(header.substr(136, 12) == std::string("00000000000\0", 12));
  CHECK(header[156] == '0');
  CHECK(header.substr(257, 8) == std::string("ustar\00000", 8));
}

TEST_CASE("names of any length and letters come back") {
  std::string longer = "folder/" + std::string(120, 'a') + "/" + std::string(90, 'b');
  std::string longest = std::string(300, 'c');
  written_tar tar(file("a", "first") + file(longer, "second") + file(longest, "third") +
                  file("gr\xc3\xbc\xc3\x9f"
                       "e",
                       "fourth") +
                  tar_end());
  CHECK(tar.content("a") == "first");
  CHECK(tar.content("./a") == "first");
  CHECK(tar.content(longer) == "second");
  CHECK(tar.content(longest) == "third");
  CHECK(tar.content("gr\xc3\xbc\xc3\x9f"
                    "e") == "fourth");
  CHECK(tar_header({.name = longer, .link = {}}).size() == tar_block_bytes);
  CHECK(tar_header({.name = longest, .link = {}}).size() == 3 * tar_block_bytes);
}

TEST_CASE("a size without room in octal is written as a binary number") {
  std::string header = tar_header({.name = "a", .size = 10ULL << 30, .link = {}});
  CHECK(header.substr(124, 12) == std::string("\x80\0\0\0\0\0\0\x02\x80\0\0\0", 12));
}

TEST_CASE("links of an archive lead to its files, and to nothing else") {
  auto link = [](const std::string& name, tar_kind kind, const std::string& to) {
    return tar_header({.name = name, .kind = kind, .link = to});
  };
  written_tar tar(file("x/layer.tar", "content") +
                  link("y/layer.tar", tar_kind::symbolic_link, "../x/layer.tar") +
                  link("hard", tar_kind::hard_link, "x/layer.tar") +
                  link("out", tar_kind::symbolic_link, "../etc/passwd") +
                  link("absolute", tar_kind::symbolic_link, "/etc/passwd") +
                  link("round", tar_kind::symbolic_link, "round") + tar_end());
  CHECK(tar.content("y/layer.tar") == "content");
  CHECK(tar.content("hard") == "content");
  for (const char* name : {"out", "absolute", "round", "nothing"})
    CHECK(tar.content(name).ends_with("No such file or directory"));
}

TEST_CASE("names and links longer than a path may be are refused") {
  const std::string longer(5000, 'x');
  CHECK(written_tar(tar_header({.name = longer}) + tar_end())
            .error()
            .ends_with("longer than a path may be"));
  CHECK(written_tar(tar_header({.name = "a", .kind = tar_kind::symbolic_link, .link = longer}) +
                    tar_end())
            .error()
            .ends_with("longer than a path may be"));
}

TEST_CASE("an archive that is broken says where") {
  CHECK(written_tar(file("a", std::string(600, 'x')).substr(0, 700)).error() ==
        "byte 0: it is truncated: an entry of 600 bytes, of which 188 are there");
  CHECK(written_tar(file("a", "x").substr(0, 200)).error() ==
        "it is truncated: it ends at byte 200");
  std::string wrong = file("a", "x");
  wrong[0] = 'b';
  CHECK(written_tar(wrong).error() ==
        "byte 0: this is no tar, or a damaged one: a header's sum is wrong");
  CHECK(written_tar("\x28\xb5\x2f\xfd....").error() == "it is packed with zstd");
}

}  // namespace
}  // namespace lambent::oci
