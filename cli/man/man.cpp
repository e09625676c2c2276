#include "cli/man/man.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>

#include "base/files.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

result<> write_pages(const command_description& command, const std::filesystem::path& dir) {
  constexpr unsigned mode = 0644;
  TRY(replace_file(dir / (page_name(command) + ".1"), man_page(command), mode));
  for (const command_description& inner : command.commands) TRY(write_pages(inner, dir));
  return {};
}

error unknown(const std::vector<std::string>& words, const command_description& root) {
  std::string name;
  for (const std::string& word : words) name += (name.empty() ? "" : " ") + word;
  std::vector<std::string> known;
  for (const command_description& each : root.commands) known.push_back(each.path.back());
  std::string similar = closest(words.front(), known);
  return {.what = "there is no command '" + name + "'",
          .hint = similar.empty() ? "`lambent --help` lists the commands"
                                  : "did you mean '" + similar + "'?"};
}

}  // namespace

void describe_man(CLI::App& command, man_options& options) {
  command.add_option("COMMAND", options.words, "One command [lambent itself]");
  add_choice<man_format>(command, "--format", options.format, "For man, or one page of all",
                         {{"roff", man_format::roff}, {"markdown", man_format::markdown}});
  command.add_option("--dir", options.dir, "Write the pages of all commands into this folder")
      ->type_name("DIR");
  command.footer(
      "An installed lambent has its pages where man looks.\n\n"
      "Example:\n  lambent man build | man -l -");
}

exit_code print_man(const man_options& options, const command_tree& tree) {
  const command_description& root = tree.description();
  if (!options.dir.empty()) {
    if (auto written = write_pages(root, options.dir); !written)
      return report(in_context("man", std::move(written).error()), exit_code::failed);
    return exit_code::ok;
  }
  const command_description* command = find_command(root, options.words);
  if (command == nullptr) return report(unknown(options.words, root), exit_code::usage);
  return finish_with(options.format == man_format::roff ? man_page(*command)
                                                        : markdown_page(*command));
}

}  // namespace lambent::cli
