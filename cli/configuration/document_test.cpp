#include "cli/configuration/document.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::configuration;

TEST_CASE("every value knows its kind, its text and where it stands") {
  auto file = parse_document(
      "[deploy]\n"
      "memory = 512\n"
      "role = 'arn'\n"
      "publish = true\n"
      "ratio = 0.5\n"
      "layers = ['a', 'b']\n"
      "tags = { team = 'x' }\n"
      "day = 2026-01-02\n",
      "lambent.toml");
  REQUIRE(file.has_value());
  const node* deploy = file->root.find("deploy");
  REQUIRE(deploy != nullptr);
  CHECK(deploy->kind == node_kind::table);
  CHECK(deploy->find("memory")->kind == node_kind::integer);
  CHECK(deploy->find("memory")->text == "512");
  CHECK(deploy->find("memory")->at.line == 2);
  CHECK(deploy->find("memory")->at.column == 10);
  CHECK(deploy->find("role")->text == "arn");
  CHECK(deploy->find("publish")->text == "true");
  CHECK(deploy->find("ratio")->text == "0.5");
  CHECK(deploy->find("layers")->items.at(1).text == "b");
  CHECK(deploy->find("layers")->items.at(1).at.column == 16);
  CHECK(deploy->find("tags")->find("team")->text == "x");
  CHECK(deploy->find("day")->kind == node_kind::date);
  CHECK(deploy->find("nothing") == nullptr);
  CHECK(file->root.members.front().at.line == 1);
}

TEST_CASE("what is no TOML is refused with file, line and column") {
  CHECK(parse_document("[a]\nb = \n", "x.toml").error().what ==
        "x.toml:2:5: this is not TOML: key-value pair: expected value, saw '\\n'");
  CHECK(parse_document("a = 1\na = 2", "x.toml").error().what ==
        "x.toml:2:5: this is not TOML: key-value pair: cannot redefine existing integer 'a'");
  CHECK(parse_document(std::string(document_bytes_max + 1, '#'), "x.toml").error().what ==
        "x.toml: it is larger than 1048576 bytes");
}

TEST_CASE("nesting ends somewhere") {
  CHECK(parse_document("a = " + std::string(16, '[') + std::string(16, ']'), "f").has_value());
  CHECK(parse_document("a = " + std::string(18, '[') + std::string(18, ']'), "f").error().what ==
        "f: tables and lists nest deeper than 16");
  CHECK_FALSE(parse_document("a = " + std::string(100'000, '['), "f").has_value());
}

TEST_CASE("a value stands alone, too") {
  auto list = parse_value("['a,b', 'c']");
  REQUIRE(list.has_value());
  CHECK(list->items.at(0).text == "a,b");
  CHECK_FALSE(parse_value("[").has_value());
  CHECK(parse_value("1\nb = 2").error().what == "this is more than one TOML value");
}

TEST_CASE("a table without a name is refused") {
  for (const char* text : {"[.", "[.a]", "[[.", "[=]", "[", "[]"})
    CHECK_MESSAGE(!parse_document(text, "f").has_value(), text);
}

TEST_CASE("letters of no TOML key are refused, whichever script they are of") {
  for (const char* key : {"\u0467", "\u3001", "\uFEFE", "\u180D", "\u20AC"})
    CHECK_MESSAGE(!parse_document("\n" + std::string(key) + " = 1\n", "f").has_value(), key);
}
