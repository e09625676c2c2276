#include "base/xml_reader.hpp"

#include <doctest/doctest.h>

using namespace lambent;

namespace {

std::string refusal(std::string_view document, xml_limits limits = {}) {
  auto read = read_xml(document, limits);
  return read ? "read" : read.error().what;
}

}  // namespace

TEST_CASE("a document becomes a tree of names and texts") {
  auto read = read_xml(R"(<?xml version="1.0" encoding="UTF-8"?>
<!-- a comment -->
<Delete xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
  <Quiet>true</Quiet><Object ><Key>a&amp;b &#x263A;&#33;</Key ></Object><Object><Key><![CDATA[<c>]]></Key></Object>
  <Empty/><x:Typed xsi:type='a'>1</x:Typed>
</Delete>
)");
  REQUIRE(read.has_value());
  CHECK(read->name == "Delete");
  CHECK(read->text_of("Quiet") == "true");
  REQUIRE(read->children.size() == 5);
  CHECK(read->children[1].text_of("Key") == "a&b \xe2\x98\xba!");
  CHECK(read->children[2].text_of("Key") == "<c>");
  CHECK(read->child("Empty")->text.empty());
  CHECK(read->text_of("Typed") == "1");
  CHECK(read->child("Absent") == nullptr);
}

TEST_CASE("what is not well-formed is refused, and where is said") {
  CHECK(refusal("") == "read XML: no element at byte 0");
  CHECK(refusal("<a>") == "read XML: a is not closed at byte 3");
  CHECK(refusal("<a></b>") == "read XML: the end tag is not a's at byte 6");
  CHECK(refusal("<a/><b/>") == "read XML: something follows the document at byte 4");
  CHECK(refusal("<a>&nbsp;</a>") == "read XML: an unknown reference at byte 3");
  CHECK(refusal("<a>&#xd800;</a>") == "read XML: an unknown reference at byte 3");
  CHECK(refusal("<a b></a>") == "read XML: an attribute without a value at byte 4");
  CHECK(refusal("<a b=c></a>") == "read XML: an attribute's value without quotes at byte 5");
  CHECK(refusal("<a><!-- </a>") == "read XML: <!-- without an end at byte 3");
  CHECK(refusal(std::string_view("<a>\0</a>", 8)) == "read XML: a zero byte at byte 3");
  CHECK(refusal("text") == "read XML: no element at byte 0");
}

TEST_CASE("document types are refused, so that entities cannot grow") {
  CHECK(refusal(R"(<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>)") ==
        "read XML: a document type is not taken at byte 0");
}

TEST_CASE("depth and number of elements have their limits") {
  CHECK(refusal("<a><b><c/></b></a>", {.depth_max = 3}) == "read");
  CHECK(refusal("<a><b><c/></b></a>", {.depth_max = 2}) == "read XML: too many levels at byte 6");
  CHECK(refusal("<a><b><c></c></b></a>", {.depth_max = 1}) ==
        "read XML: too many levels at byte 3");
  CHECK(refusal("<a><b/><b/></a>", {.elements_max = 2}) == "read XML: too many elements at byte 7");
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "<a>";
  CHECK(refusal(deep) == "read XML: too many levels at byte 96");
}
