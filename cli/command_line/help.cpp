#include "cli/command_line/help.hpp"

#include <algorithm>
#include <utility>

namespace lambent::cli {
namespace {

constexpr std::size_t indent = 2;
// Texts begin at one column, as far right as the names need, up to here.
constexpr std::size_t text_column_max = 30;
constexpr std::size_t gap = 2;

using row = std::pair<std::string, std::string>;

std::size_t text_column(const std::vector<row>& rows) {
  std::size_t widest = 0;
  for (const auto& [name, text] : rows)
    if (indent + name.size() + gap <= text_column_max) widest = std::max(widest, name.size());
  return indent + widest + gap;
}

void append_rows(std::string& out, const std::string& heading, const std::vector<row>& rows,
                 std::size_t column) {
  if (rows.empty()) return;
  out += "\n" + heading + ":\n";
  for (const auto& [name, text] : rows) {
    std::string line(indent, ' ');
    line += name;
    bool own_line = line.size() + gap > column;
    if (own_line) out += std::exchange(line, std::string()) + "\n";
    for (const std::string& part : wrapped(text, help_columns - column)) {
      line.resize(column, ' ');
      out += std::exchange(line, std::string()) + part + "\n";
    }
    if (!line.empty()) out += line + "\n";
  }
}

std::vector<row> argument_rows(const command_description& command) {
  std::vector<row> out;
  for (const argument_description& argument : command.arguments)
    out.emplace_back(argument.name + (argument.repeatable ? "..." : ""), argument.help);
  return out;
}

std::vector<row> flag_rows(const command_description& command, const std::string& group) {
  std::vector<row> out;
  for (const flag_description& flag : command.flags)
    if (flag.group == group && (command.path.empty() || !flag.is_help()))
      out.emplace_back(flag_usage(flag), flag.help + (flag.required ? " (required)" : ""));
  return out;
}

std::vector<std::string> groups_of(const command_description& command) {
  std::vector<std::string> out = {""};
  for (const flag_description& flag : command.flags)
    if (std::ranges::find(out, flag.group) == out.end()) out.push_back(flag.group);
  return out;
}

// Flags of a group are named, not explained: a screen has only so many lines.
void append_groups(std::string& out, const command_description& command,
                   const std::vector<std::string>& groups) {
  bool first = true;
  for (const std::string& group : groups) {
    if (group.empty()) continue;
    if (std::exchange(first, false)) out += "\n";
    std::string names = group + ":";
    for (const row& each : flag_rows(command, group)) {
      // "--no-layers" and "--tag KEY=VALUE" stay whole.
      std::string name = each.first.substr(each.first.find_first_not_of(' '));
      std::ranges::replace(name, ' ', '\xa0');
      names += " " + name + ",";
    }
    names.pop_back();
    std::string lead;
    for (std::string line : wrapped(names, help_columns - indent)) {
      std::ranges::replace(line, '\xa0', ' ');
      out += std::exchange(lead, std::string(indent, ' ')) + line + "\n";
    }
  }
}

}  // namespace

std::string flag_usage(const flag_description& flag) {
  std::string out;
  for (const std::string& letter : flag.letters) out += (out.empty() ? "-" : ", -") + letter;
  if (flag.letters.empty()) out = "    ";
  for (const std::string& name : flag.names)
    out += (&name != &flag.names.front() || !flag.letters.empty() ? ", --" : "--") + name;
  if (!flag.value.empty()) out += " " + flag.value;
  if (flag.repeatable) out += " ...";
  return out;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t columns) {
  std::vector<std::string> out;
  std::string line;
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::string_view word = text.substr(0, text.find(' '));
    if (word.empty()) break;
    text.remove_prefix(word.size());
    if (!line.empty() && line.size() + 1 + word.size() > columns)
      out.push_back(std::exchange(line, std::string()));
    line.append(line.empty() ? "" : " ").append(word);
  }
  if (!line.empty()) out.push_back(line);
  return out;
}

std::string help_text(const command_description& command) {
  std::string out;
  for (const std::string& line : wrapped(command.what, help_columns)) out += line + "\n";
  std::string usage = command.usage();
  out += "\nUsage: " + command.full_name() + (usage.empty() ? "" : " " + usage) + " [FLAGS]\n";

  std::vector<row> commands;
  for (const command_description& inner : command.commands)
    commands.emplace_back(inner.path.back(), inner.what);
  std::vector<row> all = argument_rows(command);
  all.insert(all.end(), commands.begin(), commands.end());
  std::vector<std::string> groups = groups_of(command);
  for (row& each : flag_rows(command, "")) all.push_back(std::move(each));
  std::size_t column = text_column(all);

  append_rows(out, "Commands", commands, column);
  append_rows(out, "Arguments", argument_rows(command), column);
  append_rows(out, command.path.empty() ? "Flags of every command" : "Flags",
              flag_rows(command, ""), column);
  append_groups(out, command, groups);
  out += "\n";
  std::string more = command.commands.empty() ? "`lambent --help` has the flags of every command."
                                              : "`" + command.full_name() +
                                                    " COMMAND --help` says more about one of them.";
  if (groups.size() > 1) {
    more.pop_back();
    std::string page = command.full_name().substr(sizeof "lambent");
    more += ", `lambent man " + page + "` all about these.";
  }
  for (const std::string& line : wrapped(more, help_columns)) out += line + "\n";
  if (!command.notes.empty()) out += "\n" + command.notes + "\n";
  if (command.example.empty()) return out;
  out += "\nExample:\n";
  std::string_view example = command.example;
  while (!example.empty()) {
    std::string_view line = example.substr(0, example.find('\n'));
    example.remove_prefix(std::min(example.size(), line.size() + 1));
    out.append(indent, ' ').append(line).append("\n");
  }
  return out;
}

}  // namespace lambent::cli
