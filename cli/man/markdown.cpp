// All commands as one page of Markdown, which is docs/guide/commands.md.
#include "cli/command_line/help.hpp"
#include "cli/man/man.hpp"

namespace lambent::cli {
namespace {

// Inside of a table's cell; in code, too, a '|' would end it.
std::string cell(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

// Prose in which '<', '*' and '_' would mean something; code stays code.
std::string prose(std::string_view text) {
  std::string out;
  bool code = false;
  for (char c : text) {
    if (c == '`') code = !code;
    if (!code && (c == '<' || c == '*' || c == '_')) out += '\\';
    out += c;
  }
  return out;
}

std::string without_indent(const std::string& text) {
  std::size_t start = text.find_first_not_of(' ');
  return start == std::string::npos ? "" : text.substr(start);
}

std::string meaning(const flag_description& flag) {
  std::string out = flag.help + (flag.required ? " (required)" : "");
  for (const std::string& alias : flag.aliases)
    out += (&alias == &flag.aliases.front() ? "; also `--" : ", `--") + alias + "`";
  return out;
}

void append_table(std::string& out, std::string_view what,
                  const std::vector<std::pair<std::string, std::string>>& rows) {
  if (rows.empty()) return;
  out.append("\n| ").append(what).append(" | meaning |\n|---|---|\n");
  for (const auto& [name, text] : rows)
    out += "| `" + cell(name) + "` | " + cell(prose(text)) + " |\n";
}

void append_command(const command_description& command, std::string& out) {
  std::string heading(command.path.size() + 1, '#');
  out += (out.empty() ? "" : "\n") + heading + " `" + command.full_name() + "`\n\n";
  out += prose(command.what) + (command.what.ends_with('.') ? "\n" : ".\n");
  std::string usage = command.usage();
  out +=
      "\n```text\n" + command.full_name() + (usage.empty() ? "" : " " + usage) + " [FLAGS]\n```\n";
  std::vector<std::pair<std::string, std::string>> rows;
  for (const command_description& inner : command.commands)
    rows.emplace_back(inner.full_name(), inner.what);
  append_table(out, "command", rows);
  rows.clear();
  for (const argument_description& argument : command.arguments)
    rows.emplace_back(argument.name, argument.help);
  append_table(out, "argument", rows);
  rows.clear();
  for (const flag_description& flag : command.flags)
    if (command.path.empty() || !flag.is_help())
      rows.emplace_back(without_indent(flag_usage(flag)), meaning(flag));
  append_table(out, command.path.empty() ? "flag of every command" : "flag", rows);
  if (!command.notes.empty()) out += "\n" + prose(command.notes) + "\n";
  if (!command.example.empty()) out += "\n```text\n" + command.example + "```\n";
  if (command.path.empty()) {
    rows.clear();
    for (const exit_code_meaning& each : exit_codes)
      rows.emplace_back(std::to_string(static_cast<int>(each.code)), each.meaning);
    append_table(out, "exit code", rows);
  }
  for (const command_description& inner : command.commands) append_command(inner, out);
}

}  // namespace

std::string markdown_page(const command_description& command) {
  std::string out;
  append_command(command, out);
  return out;
}

}  // namespace lambent::cli
