// A manual page in roff's man macros, see man(7).
#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.hpp"
#include "cli/command_line/help.hpp"
#include "cli/man/man.hpp"

namespace lambent::cli {
namespace {

// A character beyond ASCII by its number, which every roff knows: "\[u2026]". What is no UTF-8
// becomes the replacement character.
std::string by_number(std::string_view& text) {
  auto first = static_cast<unsigned char>(text.front());
  std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  unsigned code = first & (0xFFU >> (bytes + 1));
  bool whole = first >= 0xC0 && text.size() >= bytes;
  for (std::size_t i = 1; whole && i < bytes; ++i) {
    auto next = static_cast<unsigned char>(text[i]);
    whole = (next & 0xC0U) == 0x80;
    code = code << 6U | (next & 0x3FU);
  }
  text.remove_prefix(whole ? bytes : 1);
  constexpr unsigned replacement = 0xFFFD;
  return fmt::format("\\[u{:04X}]", whole ? code : replacement);
}

// Text that means itself: no line begins a request, '-' is the one that can be copied.
std::string plain(std::string_view text) {
  std::string out;
  bool line_start = true;
  while (!text.empty()) {
    char c = text.front();
    if (static_cast<unsigned char>(c) >= 0x80) {
      out += by_number(text);
      line_start = false;
      continue;
    }
    text.remove_prefix(1);
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    line_start = c == '\n';
    switch (c) {
      case '\\':
        out += "\\e";
        break;
      case '-':
        out += "\\-";
        break;
      case '~':
        out += "\\(ti";
        break;
      case '^':
        out += "\\(ha";
        break;
      case '`':
        out += "\\(ga";
        break;
      case '\'':
        out += "\\(aq";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// Sentences quote commands in backticks; pages have them bold.
std::string prose(std::string_view text) {
  std::string out;
  bool code = false;
  while (true) {
    std::size_t tick = text.find('`');
    out += plain(text.substr(0, tick));
    if (tick == std::string_view::npos) return out;
    out += code ? "\\fR" : "\\fB";
    code = !code;
    text.remove_prefix(tick + 1);
  }
}

// Prose in short lines, as roff's readers like it.
std::string paragraph(std::string_view text) {
  constexpr std::size_t line_chars = 78;
  std::string out;
  for (const std::string& line : wrapped(prose(text), line_chars))
    out += (line.starts_with('.') ? "\\&" : "") + line + "\n";
  return out;
}

std::string bold(std::string_view text) { return "\\fB" + plain(text) + "\\fR"; }
std::string italic(std::string_view text) { return "\\fI" + plain(text) + "\\fR"; }

void section(std::string& out, std::string_view name) {
  out.append(".SH ").append(name).append("\n");
}

void item(std::string& out, const std::string& term, std::string_view text) {
  out += ".TP\n" + term + "\n" + paragraph(text);
}

std::string flag_term(const flag_description& flag) {
  std::string out;
  auto add = [&out](const std::string& spelling) {
    out += (out.empty() ? "" : ", ") + bold(spelling);
  };
  for (const std::string& letter : flag.letters) add("-" + letter);
  for (const std::string& name : flag.names) add("--" + name);
  for (const std::string& name : flag.aliases) add("--" + name);
  if (!flag.value.empty()) out += " " + italic(flag.value);
  return out;
}

void append_flags(std::string& out, const std::vector<flag_description>& flags, bool with_help) {
  for (const flag_description& flag : flags) {
    if (flag.is_help() && !with_help) continue;
    std::string text = flag.help;
    if (flag.required) text += ". Required";
    if (flag.repeatable) text += ". May be repeated";
    item(out, flag_term(flag), text + ".");
  }
}

void append_example(std::string& out, const std::string& example) {
  if (example.empty()) return;
  section(out, "EXAMPLE");
  out += ".nf\n.RS\n" + plain(example) + ".RE\n.fi\n";
}

void append_exit_status(std::string& out) {
  section(out, "EXIT STATUS");
  for (const exit_code_meaning& each : exit_codes)
    item(out, bold(std::to_string(static_cast<int>(each.code))), std::string(each.meaning) + ".");
}

void append_environment_and_files(std::string& out, const command_description& command) {
  section(out, "ENVIRONMENT");
  std::string name = upper_case(page_name(command));
  std::ranges::replace(name, '-', '_');
  item(out, bold(name + "_" + (command.path.empty() ? "COMMAND_" : "") + "FLAG"),
       "The value of --flag where it is not given, in capitals and with '_' for '-'.");
  section(out, "FILES");
  item(out, italic("lambent.toml"),
       "Values for flags, of the project, its functions and contexts. `lambent config` shows "
       "what holds.");
}

void append_see_also(std::string& out, const command_description& command) {
  std::vector<std::string> pages;
  if (!command.path.empty()) pages.emplace_back("lambent");
  for (const command_description& inner : command.commands) pages.push_back(page_name(inner));
  if (pages.empty()) return;
  section(out, "SEE ALSO");
  for (const std::string& page : pages)
    out += ".BR " + plain(page) + " (1)" + (&page == &pages.back() ? "" : " ,") + "\n";
}

}  // namespace

std::string page_name(const command_description& command) {
  std::string out = command.full_name();
  std::ranges::replace(out, ' ', '-');
  return out;
}

std::string man_page(const command_description& command) {
  std::string name = page_name(command);
  std::string out = ".TH " + plain(upper_case(name)) + " 1 \"\" lambent \"Lambent\"\n";
  section(out, "NAME");
  std::string what = command.what;
  while (what.ends_with('.')) what.pop_back();
  out += plain(name) + " \\-\n" + paragraph(what);

  section(out, "SYNOPSIS");
  std::string usage = command.usage();
  out += bold(command.full_name()) + (usage.empty() ? "" : " " + italic(usage)) + " [" +
         italic("FLAGS") + "]\n";
  if (!command.notes.empty()) {
    section(out, "DESCRIPTION");
    std::string_view notes = command.notes;
    while (!notes.empty()) {
      std::string_view one = notes.substr(0, notes.find("\n\n"));
      notes.remove_prefix(std::min(notes.size(), one.size() + 2));
      std::string text(one);
      std::ranges::replace(text, '\n', ' ');
      out += paragraph(text) + (notes.empty() ? "" : ".PP\n");
    }
  }
  if (!command.commands.empty()) {
    section(out, "COMMANDS");
    for (const command_description& inner : command.commands)
      item(out, bold(inner.path.back()), inner.what + ".");
  }
  if (!command.arguments.empty()) {
    section(out, "ARGUMENTS");
    for (const argument_description& argument : command.arguments)
      item(out, italic(argument.name), argument.help + ".");
  }
  section(out, "OPTIONS");
  append_flags(out, command.flags, true);
  if (!command.path.empty()) out += ".PP\nThe flags of every command are in\n.BR lambent (1).\n";
  append_exit_status(out);
  append_environment_and_files(out, command);
  append_example(out, command.example);
  append_see_also(out, command);
  return out;
}

}  // namespace lambent::cli
