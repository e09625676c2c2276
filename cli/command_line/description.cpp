#include "cli/command_line/description.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

namespace lambent::cli {
namespace {

using configuration::value_kind;

// CLI11 appends what its validators say: "UINT:INT in [1 - 9]", "TEXT:FILE", "TEXT:{a,b}".
std::string type_of(const CLI::Option& option) {
  std::string type = option.get_type_name();
  std::size_t colon = type.find(':');
  if (colon == std::string::npos) return type;
  if (type.find('|') < colon && type.find('{', colon) == std::string::npos) return type;
  std::string own = type.substr(0, colon);
  std::string checked = type.substr(colon + 1);
  if (own != "TEXT") return own;
  for (const char* kind : {"FILE", "DIR", "PATH"})
    if (checked.starts_with(kind)) return kind;
  if (!checked.starts_with('{') || !checked.ends_with('}')) return own;
  std::ranges::replace(checked, ',', '|');
  return checked.substr(1, checked.size() - 2);
}

value_kind kind_of(const CLI::Option& option) {
  if (option.get_expected_max() == 0)
    // A flag that counts how often it is given.
    return option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll
               ? value_kind::integer
               : value_kind::boolean;
  std::string type = type_of(option);
  if (type.find('=') != std::string::npos) return value_kind::pairs;
  std::vector<type_word> words = type_words();
  auto found = std::ranges::find(words, std::string_view(type), &type_word::name);
  return found == words.end() ? value_kind::text : found->kind;
}

// "PATH|NAME:PATH" are two forms, "text|json" two words.
bool is_placeholder(const std::string& part) {
  constexpr auto known =
      std::to_array<std::string_view>({"ARN", "DIR", "FILE", "NAME", "PATH", "URL"});
  return std::ranges::find(known, std::string_view(part)) != known.end();
}

std::vector<std::string> words_of(const CLI::Option& option) {
  std::vector<std::string> out;
  std::string type = type_of(option);
  if (type.find('|') == std::string::npos) return out;
  for (std::string& word : CLI::detail::split(type, '|')) out.push_back(std::move(word));
  if (std::ranges::any_of(out, is_placeholder)) out.clear();
  return out;
}

bool is_repeatable(const CLI::Option& option) { return option.get_expected_max() > 1; }

std::string one_line(std::string text) {
  std::ranges::replace(text, '\n', ' ');
  return text;
}

bool is_negative(const CLI::Option& option, const std::string& name) {
  const auto& negative = option.get_fnames();
  return std::ranges::find(negative, name) != negative.end();
}

flag_description describe_flag(const CLI::Option& option) {
  flag_description out{.letters = option.get_snames()};
  std::vector<std::string> negative;
  for (const std::string& name : option.get_lnames())
    (is_negative(option, name) ? negative
     : out.names.empty()       ? out.names
                               : out.aliases)
        .push_back(name);
  out.names.insert(out.names.end(), negative.begin(), negative.end());
  out.kind = kind_of(option);
  if (option.get_expected_max() > 0) out.value = type_of(option);
  out.words = words_of(option);
  out.help = one_line(option.get_description());
  out.otherwise = option.get_default_str();
  if (option.get_group() != "Options") out.group = option.get_group();
  out.repeatable = is_repeatable(option);
  out.required = option.get_required();
  out.of_functions = option.get_configurable();
  return out;
}

// Footers are written as paragraphs; the one that begins with "Example" is the example.
void split_footer(std::string_view footer, command_description& into) {
  std::string_view heading = "Example:\n";
  std::size_t start = footer.find(heading);
  if (start == std::string_view::npos) start = footer.find(heading = "Examples:\n");
  std::string_view notes = footer.substr(0, start);
  notes = notes.substr(0, notes.find_last_not_of('\n') + 1);
  into.notes = notes;
  if (start == std::string_view::npos) return;
  std::string_view rest = footer.substr(start + heading.size());
  while (!rest.empty()) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    into.example.append(line).append("\n");
  }
}

std::vector<std::string> path_of(const CLI::App& command) {
  const CLI::App* parent = command.get_parent();
  if (parent == nullptr) return {};
  std::vector<std::string> out = path_of(*parent);
  out.push_back(command.get_name());
  return out;
}

configuration::key_schema key_of(const flag_description& flag) {
  configuration::key_schema out{.name = configuration::key_of(flag.name()),
                                .kind = flag.kind,
                                .repeatable = flag.repeatable,
                                .of_functions = flag.of_functions};
  for (const std::vector<std::string>& names : {flag.names, flag.aliases})
    for (const std::string& name : names)
      if (std::string key = configuration::key_of(name); key != out.name)
        out.aliases.push_back(key);
  return out;
}

void append_schema(const command_description& command, configuration::schema& into) {
  for (const command_description& inner : command.commands) append_schema(inner, into);
  if (!command.commands.empty()) return;
  configuration::command_schema out{.path = command.path, .keys = {}};
  for (const flag_description& flag : command.flags)
    if (!flag.is_help()) out.keys.push_back(key_of(flag));
  into.push_back(std::move(out));
}

}  // namespace

std::vector<type_word> type_words() {
  return {{"INT", value_kind::integer},     {"UINT", value_kind::integer},
          {"FLOAT", value_kind::number},    {"PORT", value_kind::integer},
          {"N", value_kind::integer},       {"COUNT", value_kind::integer},
          {"SECONDS", value_kind::integer}, {"MINUTES", value_kind::integer},
          {"DAYS", value_kind::integer},    {"MS", value_kind::integer},
          {"MB", value_kind::integer},      {"BYTES", value_kind::integer},
          {"PERCENT", value_kind::number},  {"PID", value_kind::integer},
          {"FILE", value_kind::file},       {"PATH", value_kind::file},
          {"DIR", value_kind::directory},   {"WHAT", value_kind::included},
          {"TEMPLATE", value_kind::place}};
}

std::string command_description::full_name() const {
  std::string out = "lambent";
  for (const std::string& word : path) out += " " + word;
  return out;
}

std::string command_description::usage() const {
  if (!commands.empty()) return "COMMAND";
  std::string out;
  for (const argument_description& argument : arguments) {
    std::string one = argument.name + (argument.repeatable ? "..." : "");
    if (!argument.required) one = "[" + one + "]";
    out += (out.empty() ? "" : " ") + one;
  }
  return out;
}

command_description describe(const CLI::App& command) {
  command_description out{.path = path_of(command), .what = command.get_description()};
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_group().empty()) continue;  // CLI11's way to hide one.
    // One that has both is an argument and a flag: `build hello` and `build --function hello`.
    if (option->nonpositional()) out.flags.push_back(describe_flag(*option));
    if (option->get_positional()) {
      out.arguments.push_back({.name = option->get_name(true),
                               .type = type_of(*option),
                               .words = words_of(*option),
                               .help = one_line(option->get_description()),
                               .kind = kind_of(*option),
                               .required = option->get_required(),
                               .repeatable = is_repeatable(*option)});
    }
  }
  split_footer(command.get_footer(), out);
  for (const CLI::App* inner : command.get_subcommands(nullptr))
    out.commands.push_back(describe(*inner));
  return out;
}

configuration::key_schema key_of(const CLI::Option& flag) { return key_of(describe_flag(flag)); }

configuration::schema schema_of(const command_description& root) {
  configuration::schema out;
  for (const command_description& command : root.commands) append_schema(command, out);
  return out;
}

const command_description* find_command(const command_description& root,
                                        const std::vector<std::string>& path) {
  const command_description* at = &root;
  for (const std::string& word : path) {
    auto found = std::ranges::find_if(
        at->commands, [&](const command_description& each) { return each.path.back() == word; });
    if (found == at->commands.end()) return nullptr;
    at = &*found;
  }
  return at;
}

}  // namespace lambent::cli
