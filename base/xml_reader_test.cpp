#include "base/xml_reader.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("an answer of the query protocol is a tree of elements") {
  auto root = parse_xml(
      "<?xml version=\"1.0\"?>\n<!-- c -->\n"
      "<ns:ListAttachedRolePoliciesResponse xmlns:ns='https://iam.amazonaws.com/doc/2010-05-08/'>\n"
      "  <R><IsTruncated>false</IsTruncated>\n"
      "    <AttachedPolicies>\n"
      "      <member><PolicyName>a&amp;b &lt;&#x263A;&#65;&gt;</PolicyName></member>\n"
      "      <member><PolicyName><![CDATA[<raw> &amp;]]></PolicyName></member>\n"
      "      <member a=\"1>2\" b='/'/>\n"
      "    </AttachedPolicies></R>\n"
      "</ns:ListAttachedRolePoliciesResponse>\n<!-- end -->\n");
  REQUIRE_MESSAGE(root.has_value(), root.error().what);
  CHECK(root->name == "ListAttachedRolePoliciesResponse");
  CHECK(root->text.empty());
  CHECK(root->at("R/IsTruncated") == "false");
  CHECK(root->at("R/Nothing/At/All").empty());
  const auto& members = root->list("R/AttachedPolicies");
  REQUIRE(members.size() == 3);
  CHECK(members[0].at("PolicyName") == "a&b <\u263aA>");
  CHECK(members[1].at("PolicyName") == "<raw> &amp;");
  CHECK(members[2].text.empty());
  CHECK(root->list("R/Nothing").empty());
}

TEST_CASE("what is no such answer is refused with its place") {
  struct row {
    const char *text, *what;
  };
  for (const row& each : {
           row{"", "byte 0: there is no element"},
           row{"<html", "byte 5: a tag is not closed"},
           row{"<a><b></a>", "byte 9: </a> closes nothing"},
           row{"<a>", "byte 3: an element is not closed"},
           row{"</a>", "byte 3: </a> closes nothing"},
           row{"<a/><b/>", "byte 4: there is more after the root element"},
           row{"text <a/>", "byte 0: text stands outside of the root"},
           row{"<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "byte 0: document types are not read"},
           row{"<a>&x;</a>", "byte 3: an entity is none of XML's"},
           row{"<a>&amp</a>", "byte 3: an entity is none of XML's"},
           row{"<a>&#xD800;</a>", "byte 3: an entity is none of XML's"},
           row{"<a>&#1114112;</a>", "byte 3: an entity is none of XML's"},
           row{"<a><!-- </a>", "byte 3: a comment is not closed"},
           row{"<a b='</a>", "byte 6: a tag is not closed"},
           row{"< a/>", "byte 1: a tag has no name"},
           row{"<a></a/>", "byte 8: a closing tag is an empty one too"},
       })
    CHECK(parse_xml(each.text).error().what == each.what);
}

TEST_CASE("depth and number of elements have limits") {
  std::string deep;
  for (std::size_t i = 0; i < xml_depth_max; ++i) deep += "<a>";
  CHECK(parse_xml(deep).error().what.ends_with("an element is not closed"));
  CHECK(parse_xml(deep + "<a>").error().what.ends_with("elements are nested too deeply"));
  std::string many = "<a>";
  for (std::size_t i = 0; i < xml_elements_max; ++i) many += "<b/>";
  CHECK(parse_xml(many + "</a>").error().what.ends_with("there are too many elements"));
}
