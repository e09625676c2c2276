#include "templates/render.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::templates;

namespace {

const variables values = {
    {"name", "hello"}, {"http", "true"}, {"logs", "false"}, {"empty", ""}, {"style", "short"}};

std::string rendered(std::string_view text) {
  auto out = render(text, values);
  return out ? *out : "error: " + out.error().what;
}

}  // namespace

TEST_CASE("a variable stands for its value, blanks inside the braces do not count") {
  CHECK(rendered("{{name}}, {{ name }}-{{\tname }}{{empty}}!") == "hello, hello-hello!");
  CHECK(rendered("") == "");
  CHECK(rendered("no braces") == "no braces");
}

TEST_CASE("an unknown variable fails with the line, also where nothing is shown") {
  CHECK(rendered("a\nb {{nmae}}") == "error: line 2: there is no variable 'nmae'");
  CHECK(rendered("{{#nmae}}{{/nmae}}") == "error: line 1: there is no variable 'nmae'");
  CHECK(rendered("{{#empty}}\n{{nmae}}{{/empty}}") == "error: line 2: there is no variable 'nmae'");
}

TEST_CASE("sections show what is set, inverted ones what is not") {
  CHECK(rendered("{{#http}}a{{/http}}{{^http}}b{{/http}}") == "a");
  CHECK(rendered("{{#logs}}a{{/logs}}{{^logs}}b{{/logs}}") == "b");
  CHECK(rendered("{{#empty}}a{{#http}}b{{/http}}c{{/empty}}d") == "d");
  CHECK(rendered("{{^empty}}a{{#http}}b{{/http}}{{^http}}c{{/http}}{{/empty}}d") == "abd");
}

TEST_CASE("sections compare a value") {
  CHECK(rendered("{{#style=short}}s{{/style}}{{#style=long}}l{{/style}}") == "s");
  CHECK(rendered("{{^style = long}}not long{{/style}}") == "not long");
  CHECK(rendered("{{#empty=}}nothing{{/empty}}") == "nothing");
}

TEST_CASE("a line with nothing but a section's tag goes away") {
  CHECK(rendered("a\n  {{#http}}\n  b\n  {{/http}}\nc\n") == "a\n  b\nc\n");
  CHECK(rendered("{{#logs}}\nb\n{{/logs}}\n") == "");
  CHECK(rendered("{{#http}}\r\nb\r\n{{/http}}\r\n") == "b\r\n");
  CHECK(rendered("a {{#http}}\nb{{/http}}") == "a \nb");
  CHECK(rendered("a\n{{! why it is so }}\nb") == "a\nb");
  CHECK(rendered("a{{! why }}b") == "ab");
  CHECK(rendered("  {{name}}\n") == "  hello\n");
}

TEST_CASE("braces that are meant stay") {
  CHECK(rendered("\\{{name}} \\\\{{name}}") == "{{name}} \\{{name}}");
  CHECK(rendered("${{ vars.NAME }} ${{name}}") == "${{ vars.NAME }} ${{name}}");
  CHECK(rendered("std::array x{{1, 2}}; {{ }} {{\n}} {{") ==
        "std::array x{{1, 2}}; {{ }} {{\n}} {{");
  CHECK(rendered("{{{{name}}}}") == "{{hello}}");
  CHECK(rendered("\\{{1}} { {name} } ") == "\\{{1}} { {name} } ");
  CHECK(rendered("{{#empty}}\\{{name}}{{/empty}}") == "");
}

TEST_CASE("sections that do not fit fail with the line") {
  CHECK(rendered("a\n{{#http}}") == "error: line 2: the section 'http' is not closed");
  CHECK(rendered("{{/http}}") == "error: line 1: 'http' is closed but was not opened");
  CHECK(rendered("{{#http}}\n{{#logs}}{{/http}}") ==
        "error: line 2: 'http' is closed where 'logs' is open");
}

TEST_CASE("depth and size have limits") {
  std::string deep;
  for (std::size_t i = 0; i <= section_depth_max; ++i) deep += "{{#http}}";
  CHECK(rendered(deep) == "error: line 1: there are more than 32 sections inside each other");
  variables large = {{"x", std::string(1024UL * 1024, 'x')}};
  std::string many;
  for (int i = 0; i < 17; ++i) many += "{{x}}";
  auto out = render(many, large);
  REQUIRE_FALSE(out.has_value());
  CHECK(out.error().what == "the file would be larger than 16777216 bytes");
}

TEST_CASE("names of variables begin with a letter") {
  for (const char* good : {"name", "_x", "a-b", "a.b", "A9"}) CHECK(is_variable_name(good));
  for (const char* bad : {"", "9a", "-a", "a b", "a{", "ä"}) CHECK_FALSE(is_variable_name(bad));
}
