#include "cli/new/custom/custom_template.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli;

namespace {

std::string problem(std::string_view toml) {
  auto config = parse_template_config(toml);
  if (config) return {};
  constexpr std::string_view file = "lambent-template.toml:";
  CHECK(config.error().what.starts_with(file));
  return config.error().what.substr(file.size());
}

std::string rendered(template_files files, const templates::variables& values,
                     const file_rules& rules = {}) {
  auto what = open_custom_template(std::move(files));
  if (!what) return "error: " + what.error().what;
  auto out = render_custom_template(*what, values, rules);
  if (!out) return "error: " + out.error().what;
  std::string text;
  for (const auto& file : *out) text += file.path + "=" + file.content + ";";
  return text;
}

const templates::variables values = {{"name", "hello"}, {"http", "true"}, {"cloud", "aws"}};

}  // namespace

TEST_CASE("a template without a config has its usual files rendered, others as they are") {
  CHECK(rendered({{"CMakeLists.txt", "{{name}}"},
                  {"data.txt", "{{name}}"},
                  {"src/a/{{name}}.cpp", "{{name}}"},
                  {"tests/t.cpp", "{{name}}"}},
                 values) ==
        "CMakeLists.txt=hello;data.txt={{name}};src/a/hello.cpp=hello;tests/t.cpp=hello;");
  CHECK(rendered({{"data.txt", "{{name}}"}, {"x.txt", "{{name}}"}}, values,
                 {.render = {"data.*"}, .ignore = {"x.txt"}}) == "data.txt=hello;");
}

TEST_CASE("the config says which files are rendered and which are left out") {
  const char* config = R"([template]
render_files = ["docs/*.md"]
ignore_files = ["NOTES", "drafts/"]
[template.render_conditional_files."deploy.sh"]
var = "cloud"
match = "aws"
[template.ignore_conditional_files."src/http.cpp"]
var = "http"
not_match = "true"
)";
  template_files files = {{"NOTES", "x"},
                          {"deploy.sh", "{{name}}"},
                          {"docs/a.md", "{{name}}"},
                          {"docs/deep/b.md", "{{name}}"},
                          {"drafts/a", "x"},
                          {"lambent-template.toml", config},
                          {"src/http.cpp", "{{name}}"}};
  CHECK(rendered(files, values) ==
        "deploy.sh=hello;docs/a.md=hello;docs/deep/b.md={{name}};src/http.cpp=hello;");
  CHECK(rendered(files, {{"name", "hello"}, {"http", ""}, {"cloud", "none"}}) ==
        "deploy.sh={{name}};docs/a.md=hello;docs/deep/b.md={{name}};");
  CHECK(rendered(files, {{"name", "hello"}, {"cloud", "aws"}}) ==
        "error: the rule for 'src/http.cpp' asks for the variable 'http', which there is not");
}

TEST_CASE("the body may be in template/, and all of it may be rendered") {
  CHECK(rendered({{"README.md", "about the template"},
                  {"lambent-template.toml", "[template]\nrender_all_files = true"},
                  {"template/a.txt", "{{name}}"},
                  {"template/b.bin", std::string("{{x}}\0", 6)}},
                 values) == "a.txt=hello;b.bin=" + std::string("{{x}}\0", 6) + ";");
}

TEST_CASE("what cannot be rendered is named with its place") {
  CHECK(rendered({{"README.md", "a\n{{nmae}}"}}, values) ==
        "error: README.md: line 2: there is no variable 'nmae'");
  CHECK(rendered({{"{{nmae}}", "a"}}, values) ==
        "error: the name '{{nmae}}': line 1: there is no variable 'nmae'");
  CHECK(rendered({{"src/{{name}}", "a"}}, {{"name", "../../x"}}) ==
        "error: 'src/../../x' leads out of the project");
  CHECK(rendered({{"{{name}}", "a"}, {"{{other}}", "a"}}, {{"name", "x"}, {"other", "x"}}) ==
        "error: two files of the template become 'x'");
  CHECK(rendered({{"lambent-template.toml", ""}}, values) == "error: the template has no files");
  CHECK(rendered({{"a", "a"}}, values, {.ignore = {"*"}}) ==
        "error: no file of the template is left");
}

TEST_CASE("patterns mean a file, a folder or what a shell's would") {
  CHECK(matches("a/b", "a/b"));
  CHECK(matches("a", "a/b"));
  CHECK(matches("a/", "a/b/c"));
  CHECK(matches("*.md", "x.md"));
  CHECK(matches("docs/?.md", "docs/x.md"));
  CHECK_FALSE(matches("a", "ab"));
  CHECK_FALSE(matches("*.md", "docs/x.md"));
  CHECK_FALSE(matches("a/b", "a"));
}

TEST_CASE("mistakes in the config are named with their place") {
  CHECK(problem("").empty());
  CHECK(problem("[template]\n").empty());
  CHECK(problem("x = ").starts_with("1:5: this is not TOML: "));
  CHECK(problem("[temlate]") == "1:2: the file has no 'temlate'");
  CHECK(problem("[template]\nrender = []") == "2:1: [template] has no 'render'");
  CHECK(problem("[template]\nrender_files = 'x'") ==
        "2:16: 'render_files' has a string where it takes a list");
  CHECK(problem("[template]\nrender_files = [7]") ==
        "2:17: 'render_files' has an integer where it takes a string");
  CHECK(problem("[template]\nrender_all_files = 1") ==
        "2:20: 'render_all_files' has an integer where it takes a boolean");
  CHECK(problem("template = 7") == "1:12: 'template' has an integer where it takes a table");
  CHECK(problem("[template.prompts]\nx = 7") ==
        "2:5: 'prompts.x' has an integer where it takes a table");
  CHECK(problem("[template.prompts.'a b']\n") == "1:19: 'a b' cannot be a variable");
  CHECK(problem("[template.prompts.x]\ndefault = 7") ==
        "2:11: 'default' has an integer where it takes a string");
  CHECK(problem("[template.prompts.x]\nchoices = ['a']\ndefault = 'b'") ==
        "1:19: the default of the prompt 'x' is none of its choices");
  CHECK(problem("[template.prompts.x]\nchoices = ['a']\ndefault = true") ==
        "1:19: the prompt 'x' has choices, but its default is true or false");
  CHECK(problem("[template.ignore_conditional_files.x]\nvar = 'a'") ==
        "1:36: the rule for 'x' needs var, and match or not_match");
  auto similar = parse_template_config("[template]\nrender_file = []");
  CHECK(similar.error().hint == "did you mean 'render_files'?");
}

TEST_CASE("prompts take the default, a given value, or nothing") {
  auto config = parse_template_config(R"([template.prompts.license]
message = "Which license?"
choices = ["MIT", "Apache-2.0"]
default = "MIT"
[template.prompts.docker]
default = true
[template.prompts.owner]
message = "Who owns it?"
)");
  REQUIRE(config.has_value());
  templates::variables given = {{"owner", "ada"}};
  REQUIRE(answer_prompts(*config, nullptr, given).has_value());
  CHECK(given == templates::variables{{"docker", "true"}, {"license", "MIT"}, {"owner", "ada"}});

  templates::variables none;
  auto missing = answer_prompts(*config, nullptr, none);
  REQUIRE_FALSE(missing.has_value());
  CHECK(missing.error().what == "the template asks 'Who owns it?' and has no default for it");
  CHECK(missing.error().hint == "give it by --render-var owner=VALUE");

  templates::variables wrong = {{"owner", "ada"}, {"license", "MTI"}};
  auto refused = answer_prompts(*config, nullptr, wrong);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().what == "'MTI' is no choice for 'license'");
  CHECK(refused.error().hint == "did you mean 'MIT'?");
  templates::variables neither = {{"owner", "ada"}, {"docker", "maybe"}};
  CHECK(answer_prompts(*config, nullptr, neither).error().what ==
        "'docker' is true or false, not 'maybe'");
}
