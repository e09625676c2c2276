// What the findings tell people to type exists.
#include <doctest/doctest.h>

#include <algorithm>
#include <cctype>
#include <sstream>

#include "cli/commands.hpp"
#include "cli/doctor/checks.hpp"
#include "cli/doctor/testing.hpp"

using namespace lambent::cli;
using namespace lambent::cli::doctor;

namespace {

// Every "lambent WORD …" of a text, up to what ends a command in a sentence.
std::vector<std::string> command_lines_in(std::string_view text) {
  constexpr std::string_view word = "lambent ";
  std::vector<std::string> out;
  for (std::size_t at = text.find(word); at != std::string_view::npos;
       at = text.find(word, at + 1)) {
    const bool begins = at == 0 || text[at - 1] == ' ' || text[at - 1] == '`';
    std::string_view line = text.substr(at, text.find_first_of("`,;", at) - at);
    const bool command =
        line.size() > word.size() && std::islower(static_cast<unsigned char>(line[word.size()]));
    if (begins && command) out.emplace_back(line);
  }
  return out;
}

bool has_flag(const command_description& of, const std::string& name) {
  return std::ranges::any_of(of.flags, [&](const flag_description& flag) {
    return std::ranges::find(flag.names, name) != flag.names.end();
  });
}

// Empty: the tree has such a command with such flags.
std::string wrong_with(const std::string& line, const command_description& root) {
  std::istringstream words(line);
  std::string word;
  words >> word;
  words >> word;
  const command_description* command = find_command(root, {word});
  if (command == nullptr) return line + ": no command " + word;
  while (words >> word) {
    if (!word.starts_with("--")) continue;
    const std::string name = word.substr(2, word.find('=') - 2);
    if (!has_flag(*command, name) && !has_flag(root, name)) return line + ": no flag " + word;
  }
  return {};
}

}  // namespace

TEST_CASE("every command that a finding tells to type exists, with its flags") {
  command_tree tree;
  add_commands(tree);
  const command_description& root = tree.description();
  CHECK(wrong_with("lambent watch --port N", root) == "lambent watch --port N: no flag --port");
  CHECK(wrong_with("lambent look", root) == "lambent look: no command look");

  std::size_t seen = 0;
  for (const facts& machine : {testing::bare_machine(), testing::old_machine()})
    for (const finding& each : check_all(machine))
      for (const std::string& text : {each.what, each.means, each.fix})
        for (const std::string& line : command_lines_in(text)) {
          ++seen;
          CHECK(wrong_with(line, root) == "");
        }
  CHECK(seen > 5);
}
