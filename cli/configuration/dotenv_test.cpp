#include "cli/configuration/dotenv.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli::configuration;

namespace {

using pairs = std::vector<std::pair<std::string, std::string>>;

pairs read(std::string_view text) {
  auto got = parse_dotenv(text, "f.env");
  if (!got) FAIL(got.error().what);
  return *got;
}

std::string refused(std::string_view text) {
  auto got = parse_dotenv(text, "f.env");
  return got ? "" : got.error().what;
}

}  // namespace

TEST_CASE("lines of an env file are names and values") {
  CHECK(read("A=1\nB = two words \n\n# comment\n  export C=3 # said\nD=a#b\r\n") ==
        pairs{{"A", "1"}, {"B", "two words"}, {"C", "3"}, {"D", "a#b"}});
  CHECK(read("\xef\xbb\xbf"
             "A=b=c") == pairs{{"A", "b=c"}});
  CHECK(read("export=1\nexported=2") == pairs{{"export", "1"}, {"exported", "2"}});
  CHECK(read("").empty());
}

TEST_CASE("a value may be empty") {
  CHECK(read("A=\nB=''\nC=\"\"\nD= # nothing\nE=") ==
        pairs{{"A", ""}, {"B", ""}, {"C", ""}, {"D", ""}, {"E", ""}});
}

TEST_CASE("quotes keep spaces, signs and line breaks") {
  CHECK(read("A='a \"b\" \\n # c'\nB=\"x\\ty\\n\\\"z\\\" \\$d \\q \\\\\" # said\n") ==
        pairs{{"A", "a \"b\" \\n # c"}, {"B", "x\ty\n\"z\" $d \\q \\"}});
  CHECK(read("KEY=\"-----BEGIN-----\nabc\n-----END-----\"\nB=1") ==
        pairs{{"KEY", "-----BEGIN-----\nabc\n-----END-----"}, {"B", "1"}});
  CHECK(read("A=\"one \\\nline\"") == pairs{{"A", "one line"}});
}

TEST_CASE("nothing is expanded") {
  CHECK(read("A=$HOME\nB=\"${HOME} $(id)\"\nC=`id`") ==
        pairs{{"A", "$HOME"}, {"B", "${HOME} $(id)"}, {"C", "`id`"}});
}

TEST_CASE("a wrong line is named by its number, and never repeated: it may be a secret") {
  CHECK(refused("A=1\nhunter2\n") == "f.env:2: there is no '=' in this line");
  CHECK(refused("A=1\n\n9a=secret") ==
        "f.env:3: what stands before the '=' is not a variable's name");
  CHECK(refused("=x") == "f.env:1: what stands before the '=' is not a variable's name");
  CHECK(refused("A=1\nB='x\ny\n") == "f.env:2: the ' that begins here has no end");
  CHECK(refused("B=\"x\\\"") == "f.env:1: the \" that begins here has no end");
  CHECK(refused("B='x' y") == "f.env:1: something stands behind the quoted value of B");
  CHECK(refused(std::string_view("A=a\0b", 5)) == "f.env:1: the value has a NUL character");
  CHECK(refused(std::string_view("A=\"\\\0\"", 6)) == "f.env:1: the value has a NUL character");
  CHECK(refused(std::string(dotenv_bytes_max + 1, '\n')) ==
        "f.env: it is larger than 1048576 bytes");
}

TEST_CASE("an env file that is missing is an error of its path") {
  lambent::testing::temp_dir dir;
  std::string path = (dir.path / "prod.env").string();
  CHECK(read_dotenv(path).error().what == "read " + path + ": No such file or directory");
  REQUIRE(create_file(path, "A=1").has_value());
  CHECK(read_dotenv(path).value() == pairs{{"A", "1"}});
}
