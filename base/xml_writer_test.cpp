#include "base/xml_writer.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("a document is written element by element, and closed at the end") {
  xml_writer out;
  out.open("A", R"(xmlns="urn:x")").element("B", "1").element_if_given("C", "").open("D");
  out.element_if_given("E", "2");
  CHECK(out.take() ==
        R"(<?xml version="1.0" encoding="UTF-8"?><A xmlns="urn:x"><B>1</B><D><E>2</E></D></A>)");
}

TEST_CASE("text is escaped, control characters as references") {
  CHECK(xml_text("<a>&\"'\t\n") == "&lt;a&gt;&amp;&quot;'\t\n");
  CHECK(xml_text("\r\x01") == "&#13;&#1;");
  CHECK(xml_text("\xc3\xa4") == "\xc3\xa4");
}
