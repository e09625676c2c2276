// Where the values of flags come from, through the whole command line.
#include "cli/command_line/resolve.hpp"

#include <doctest/doctest.h>

#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"
#include "cli/command_line/command_tree.hpp"
#include "cli/configuration/testing.hpp"

using namespace lambent::cli;
namespace configuration = lambent::cli::configuration;

namespace {

struct ship_options {
  std::string name;
  std::uint32_t memory = 128;
  std::string role;
  std::string text = "none";
  std::vector<std::string> layers;
  std::vector<std::string> tags;
  std::string file;
  bool publish = false;
  bool trim = true;
  bool arm64 = false;
  bool x86_64 = false;
  output_format output = output_format::text;
};

void describe_ship(CLI::App& command, ship_options& options) {
  command.add_option("NAME", options.name, "The function");
  command.add_option("-m,--memory", options.memory, "Memory [128]")
      ->type_name("MB")
      ->check(CLI::Range(128, 10240));
  command.add_option("--role", options.role, "Role");
  command.add_option("--text", options.text, "Text [none]");
  command.add_option("--layer", options.layers, "Layer");
  command.add_option("--tag", options.tags, "Tag")->type_name("KEY=VALUE")->delimiter(',');
  command.add_option("--data-file", options.file, "File")->type_name("FILE");
  command.add_flag("--publish", options.publish, "Publish");
  command.add_flag("!--no-trim", options.trim, "Do not trim");
  auto* arm = command.add_flag("--arm64", options.arm64, "For arm64");
  command.add_flag("--x86-64", options.x86_64, "For x86-64")->excludes(arm);
  add_output(command, options.output);
}

struct asked {
  std::string file;
  environment_variables environment{};
  std::string context{};
};

ship_options got;
exit_code ship(const ship_options& options) {
  got = options;
  return exit_code::ok;
}

parse_sources sources_of(const asked& from) {
  return {
      .load = [from](const configuration::load_options& options, const configuration::schema& known)
          -> lambent::result<configuration::settings> {
        auto file = configuration::parse_document(from.file, "lambent.toml");
        if (!file) return std::unexpected(file.error());
        if (auto good = check(*file, known); !good) return std::unexpected(good.error());
        return configuration::settings::make(*file, "/project", options.context);
      },
      .environment = from.environment};
}

ship_options shipped(std::vector<std::string> arguments, const asked& from) {
  command_tree tree;
  tree.add("ship", "Ship it", describe_ship, ship);
  arguments.insert(arguments.begin(), "ship");
  auto what = tree.parse(std::move(arguments), sources_of(from));
  if (const auto* end = std::get_if<end_now>(&what)) FAIL(end->wrong.what);
  CHECK(std::get<run_command>(what)() == exit_code::ok);
  return got;
}

end_now refused(std::vector<std::string> arguments, const asked& from) {
  command_tree tree;
  tree.add("ship", "Ship it", describe_ship, ship);
  arguments.insert(arguments.begin(), "ship");
  auto what = tree.parse(std::move(arguments), sources_of(from));
  REQUIRE(std::holds_alternative<end_now>(what));
  return std::get<end_now>(what);
}

constexpr const char* layered = R"(
[ship]
memory = 256
role = "file"
text = "file"
[functions.hello.ship]
memory = 512
role = "own"
[context.staging.ship]
memory = 1024
)";

}  // namespace

TEST_CASE("an empty list takes the place of a weaker source's list") {
  asked from{"ship.layer = ['a', 'b']\n[functions.hello.ship]\nlayer = []"};
  CHECK(shipped({}, from).layers == std::vector<std::string>{"a", "b"});
  CHECK(shipped({"hello"}, from).layers.empty());
  from.environment = {{"LAMBENT_SHIP_LAYER", "[]"}};
  CHECK(shipped({}, from).layers.empty());
  CHECK(shipped({"--layer", "c"}, from).layers == std::vector<std::string>{"c"});
}

TEST_CASE("each source goes before the weaker ones: file, function, context, environment, flag") {
  CHECK(shipped({}, {""}).memory == 128);
  CHECK(shipped({}, {layered}).memory == 256);
  CHECK(shipped({"hello"}, {layered}).memory == 512);
  CHECK(shipped({"hello:live"}, {layered}).memory == 512);
  CHECK(shipped({"arn:aws:lambda:eu-west-1:000000000000:function:hello:1"}, {layered}).memory ==
        512);
  CHECK(shipped({"other"}, {layered}).memory == 256);
  CHECK(shipped({"hello", "--context", "staging"}, {layered}).memory == 1024);
  CHECK(shipped({"hello", "-x", "staging"}, {layered, {{"LAMBENT_SHIP_MEMORY", "2048"}}}).memory ==
        2048);
  CHECK(shipped({"hello", "-m", "4096", "-x", "staging"},
                {layered, {{"LAMBENT_SHIP_MEMORY", "2048"}}})
            .memory == 4096);
  // Each value for itself.
  CHECK(shipped({"hello"}, {layered}).role == "own");
  CHECK(shipped({"hello"}, {layered}).text == "file");
}

TEST_CASE("the context comes from the environment, too, and the flag goes before it") {
  environment_variables staging = {{"LAMBENT_CONTEXT", "staging"}};
  CHECK(shipped({}, {layered, staging}).memory == 1024);
  CHECK(refused({"-x", "nothing"}, {layered, staging}).wrong.what ==
        "lambent.toml has no context 'nothing'");
  CHECK(refused({"-x", "nothing"}, {layered}).code == exit_code::configuration);
}

TEST_CASE("every kind of flag takes its value from the file") {
  auto options = shipped({}, {R"(
[ship]
publish = true
no_trim = true
layer = ["a,b", "[c]"]
tag = { team = "x,y", empty = "" }
data-file = "events/a.json"
output = "json"
text = ""
)"});
  CHECK(options.publish);
  CHECK_FALSE(options.trim);
  CHECK(options.layers == std::vector<std::string>{"a,b", "[c]"});
  CHECK(options.tags == std::vector<std::string>{"empty=", "team=x,y"});
  CHECK(options.file == "/project/events/a.json");
  CHECK(options.output == output_format::json);
  CHECK(options.text.empty());
  CHECK(shipped({}, {"[ship]\nlayer = []"}).layers.empty());
  CHECK(shipped({}, {"[ship]\nno_trim = false"}).trim);
}

TEST_CASE("every kind of flag takes its value from the environment") {
  auto options = shipped({}, {"[ship]\ntext = 'file'",
                              {{"LAMBENT_SHIP_PUBLISH", "1"},
                               {"LAMBENT_SHIP_LAYER", "a,b"},
                               {"LAMBENT_SHIP_TAG", "a=1,b=2"},
                               {"LAMBENT_SHIP_DATA_FILE", "a.json"},
                               {"LAMBENT_SHIP_TEXT", ""},
                               {"LAMBENT_SHIP_OUTPUT", "json"}}});
  CHECK(options.publish);
  CHECK(options.layers == std::vector<std::string>{"a", "b"});
  CHECK(options.tags == std::vector<std::string>{"a=1", "b=2"});
  CHECK(options.file == "a.json");
  CHECK(options.text == "file");
  CHECK(options.output == output_format::json);
  CHECK(shipped({}, {"", {{"LAMBENT_SHIP_LAYER", "['a,b', 'c']"}}}).layers ==
        std::vector<std::string>{"a,b", "c"});
  CHECK(shipped({}, {"", {{"LAMBENT_SHIP_TAG", "{ a = 'b,c' }"}}}).tags ==
        std::vector<std::string>{"a=b,c"});
  CHECK(refused({}, {"", {{"LAMBENT_SHIP_PUBLISH", "maybe"}}}).wrong.what ==
        "LAMBENT_SHIP_PUBLISH is 'maybe', neither true nor false");
}

TEST_CASE("a boolean of a stronger source turns off what a weaker one turned on") {
  CHECK_FALSE(shipped({}, {"[ship]\npublish = true", {{"LAMBENT_SHIP_PUBLISH", "0"}}}).publish);
}

TEST_CASE("pairs are merged by key, and lists replaced") {
  asked from{
      "[ship]\ntag = { a = 'file', b = 'file', c = 'file' }\nlayer = ['x']\n"
      "[functions.hello.ship]\ntag = { b = 'own', d = 'own' }\nlayer = ['y', 'z']"};
  auto options = shipped({"hello", "--tag", "c=flag"}, from);
  CHECK(options.tags == std::vector<std::string>{"a=file", "b=own", "d=own", "c=flag"});
  CHECK(options.layers == std::vector<std::string>{"y", "z"});
  CHECK(shipped({"hello", "--layer", "w"}, from).layers == std::vector<std::string>{"w"});
}

TEST_CASE("a flag beats what excludes it in the file; two of one table are an error") {
  CHECK(shipped({"--x86-64"}, {"[ship]\narm64 = true"}).x86_64);
  CHECK_FALSE(shipped({"--x86-64"}, {"[ship]\narm64 = true"}).arm64);
  CHECK(shipped({}, {"[ship]\narm64 = true"}).arm64);
  auto own = shipped({"f"}, {"[ship]\narm64 = true\n[functions.f.ship]\nx86_64 = true"});
  CHECK(own.x86_64);
  CHECK_FALSE(own.arm64);
  CHECK(shipped({}, {"[ship]\narm64 = true\nx86_64 = false"}).arm64);
  CHECK(refused({}, {"[ship]\narm64 = true\nx86_64 = true"}).wrong.what ==
        "lambent.toml:2:9: 'arm64' and 'x86_64' exclude each other");
}

TEST_CASE("a value that the flag refuses is named with where it stands") {
  auto wrong = refused({}, {"[ship]\n\nmemory = 64"});
  CHECK(wrong.wrong.what == "lambent.toml:3:10: 'memory': Value 64 not in range 128 to 10240");
  CHECK(wrong.code == exit_code::configuration);
  CHECK(refused({}, {"", {{"LAMBENT_SHIP_MEMORY", "much"}}}).wrong.what ==
        "LAMBENT_SHIP_MEMORY: 'memory': Value much not in range 128 to 10240");
  CHECK(refused({}, {"[ship]\noutput = 'yaml'"}).wrong.what ==
        "lambent.toml:2:10: 'output': 'yaml' is not one of text|json");
  CHECK(refused({}, {"[ship]\nmemroy = 1"}).wrong.hint == "did you mean 'memory'?");
  // A flag's own mistakes stay the usage errors that they are.
  CHECK(refused({"-m", "1"}, {layered}).code == exit_code::usage);
}

TEST_CASE("a variable that looks like a flag and is none is a warning") {
  command_tree tree;
  tree.add("ship", "Ship it", describe_ship, ship);
  auto what = tree.parse(
      {"ship"}, sources_of({"", {{"LAMBENT_SHIP_MEMROY", "1"}, {"LAMBENT_ENDPOINT_URL", "x"}}}));
  CHECK(std::holds_alternative<run_command>(what));
  REQUIRE(tree.warnings().size() == 1);
  CHECK(tree.warnings()[0].what ==
        "the environment variable LAMBENT_SHIP_MEMROY stands for no flag");
  CHECK(tree.warnings()[0].hint == "did you mean LAMBENT_SHIP_MEMORY?");
}

namespace {

struct strict_options {
  std::string role;
  std::string alias;
  bool publish = false;
};

void describe_strict(CLI::App& command, strict_options& options) {
  command.add_option("--role", options.role, "Role")->required();
  auto* publish = command.add_flag("--publish", options.publish, "Publish");
  command.add_option("--alias", options.alias, "Alias")->needs(publish);
}

exit_code ship_strictly(const strict_options& options) {
  return options.role == "r" ? exit_code::ok : exit_code::failed;
}

std::string strictly(std::vector<std::string> arguments, const std::string& file) {
  command_tree tree;
  tree.add("ship", "Ship it", describe_strict, ship_strictly);
  arguments.insert(arguments.begin(), "ship");
  auto what = tree.parse(std::move(arguments), sources_of({file}));
  if (const auto* end = std::get_if<end_now>(&what)) return end->wrong.what;
  return std::get<run_command>(what)() == exit_code::ok ? "ok" : "failed";
}

}  // namespace

TEST_CASE("what is required or needed may come from the file") {
  CHECK(strictly({}, "") == "--role is required");
  CHECK(strictly({}, "[ship]\nrole = 'r'") == "ok");
  CHECK(strictly({"--alias", "a"}, "[ship]\nrole = 'r'") == "--alias requires --publish");
  CHECK(strictly({"--alias", "a"}, "[ship]\nrole = 'r'\npublish = true") == "ok");
}

namespace {

std::string said;
exit_code ship_all(const ship_options& options, const options_of<ship_options>& each) {
  said = std::to_string(options.memory);
  for (const configuration::named_function& function : each.settings().functions()) {
    auto own = each.for_function(function.name);
    if (!own) {
      said = own.error().what;
      return exit_code::configuration;
    }
    said += " " + function.name + "=" + std::to_string(own->memory) + own->role;
  }
  return exit_code::ok;
}

}  // namespace

TEST_CASE(
    "a command resolves its options for one function after the other, after the tree is gone") {
  run_command run;
  {
    command_tree tree;
    tree.add("ship", "Ship it", describe_ship, ship_all);
    auto what = tree.parse(
        {"ship", "--role", "flag", "-x", "staging"},
        sources_of({std::string(layered) + "[context.staging.functions.b.ship]\nmemory = 2048"}));
    run = std::get<run_command>(what);
  }
  CHECK(run() == exit_code::ok);
  CHECK(said == "1024 hello=1024flag b=2048flag");
}

TEST_CASE("a wrong value of one function is an error when its options are asked for") {
  command_tree tree;
  tree.add("ship", "Ship it", describe_ship, ship_all);
  auto what = tree.parse({"ship"}, sources_of({"[functions.a.ship]\nmemory = 1"}));
  CHECK(std::get<run_command>(what)() == exit_code::configuration);
  CHECK(said == "lambent.toml:2:10: 'memory': Value 1 not in range 128 to 10240");
}

TEST_CASE("the tree explains every value of a command and where it comes from") {
  command_tree tree;
  tree.add("ship", "Ship it", describe_ship, ship);
  asked from{layered, {{"LAMBENT_SHIP_TEXT", "env"}, {"LAMBENT_SHIP_TAG", "a=1"}}};
  REQUIRE(std::holds_alternative<run_command>(tree.parse({"ship"}, sources_of(from))));
  auto values = tree.explain({"ship"}, "hello", {"--tag", "b=2"}, tree.sources().value());
  REQUIRE(values.has_value());
  std::string shown;
  for (const resolved_flag& flag : values->flags)
    for (const resolved_value& value : flag.values)
      shown += flag.key + "=" + value.text + "@" + value.where +
               std::to_string(static_cast<int>(value.from)) + " ";
  CHECK(shown ==
        "memory=512@lambent.toml:7:101 role=own@lambent.toml:8:81 text=env@LAMBENT_SHIP_TEXT2 "
        "tag=a=1@LAMBENT_SHIP_TAG2 tag=b=2@3 output=text@0 ");
}
