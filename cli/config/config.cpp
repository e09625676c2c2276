#include "cli/config/config.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>

#include "cli/command_line/choice.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/config/listing.hpp"

namespace lambent::cli {
namespace {

using path = std::vector<std::string>;

std::string dotted(const path& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ".") + word;
  return out;
}

// The command that the words begin with; the rest are flags of it.
result<path> command_of(const config_options& options, const command_description& root) {
  path found;
  for (const std::string& word : options.words) {
    path longer = found;
    longer.push_back(word);
    if (find_command(root, longer) == nullptr) break;
    found = std::move(longer);
  }
  const command_description* command = find_command(root, found);
  if (command->commands.empty()) return found;
  std::vector<std::string> names;
  for (const command_description& each : command->commands) names.push_back(each.path.back());
  std::string word = options.words.size() > found.size() ? options.words[found.size()] : "";
  std::string similar = closest(word, names);
  return fail("there is no command '" + word + "' under `" + command->full_name() + "`",
              similar.empty() ? "`" + command->full_name() + " --help` lists the commands"
                              : "did you mean '" + similar + "'?");
}

bool is_set(const resolved_flag& flag) {
  return std::ranges::any_of(
      flag.values, [](const resolved_value& value) { return value.from != origin::otherwise; });
}

void append_commands(const command_description& from, std::vector<path>& into) {
  for (const command_description& inner : from.commands) append_commands(inner, into);
  if (from.commands.empty()) into.push_back(from.path);
}

// What lambent.toml has beside flags.
void append_other_tables(const value_sources& sources, const config_options& options,
                         const path& command, listing& into) {
  auto add = [&](const path& at, std::string_view function) {
    auto values = flattened(sources.settings.file(), sources.settings.tables(at, function));
    if (!values.empty()) into.tables.push_back({dotted(at), std::move(values)});
  };
  std::string name = command.empty() ? "" : command.front();
  if (name.empty() || name == "watch") add({"watch", "router"}, "");
  if (name.empty() || name == "watch" || name == "deploy") add({"env"}, options.function);
  if ((name.empty() || name == "deploy") && !options.function.empty())
    add({"url"}, options.function);
}

result<listing> list(const config_options& options, const command_tree& tree,
                     const value_sources& sources) {
  listing out{.file = sources.settings.file().path,
              .context = sources.settings.context(),
              .function = options.function};
  path only;
  std::vector<path> commands;
  if (options.words.empty()) {
    append_commands(tree.description(), commands);
  } else {
    only = TRY(command_of(options, tree.description()));
    commands.push_back(only);
  }
  path flags(options.words.begin() + static_cast<std::ptrdiff_t>(only.size()), options.words.end());
  for (const path& command : commands) {
    resolved_flags resolved = TRY(tree.explain(command, options.function, flags, sources));
    if (only.empty())
      std::erase_if(resolved.flags, [](const resolved_flag& flag) { return !is_set(flag); });
    if (only.empty() && resolved.flags.empty()) continue;
    out.tables.push_back({dotted(command), std::move(resolved.flags)});
  }
  append_other_tables(sources, options, only, out);
  return out;
}

}  // namespace

void describe_config(CLI::App& command, config_options& options) {
  command.add_option("COMMAND", options.words,
                     "One command; flags of it stand behind `--` [what is set for any]");
  command.add_option("-f,--function", options.function, "With the tables of that function")
      ->type_name("FUNCTION");
  command.add_flag("-e,--explain", options.explain, "Say where each value comes from");
  add_output(command, options.output);
  command.footer(
      "Values come, the later over the earlier, from the defaults, lambent.toml, the\n"
      "function's tables in it, the context's, the environment and the flags.\n\n"
      "Example:\n  lambent config deploy --function hello --context staging --explain");
}

exit_code show_config(const config_options& options, const command_tree& tree) {
  auto sources = tree.sources();
  if (!sources) return report(std::move(sources).error(), exit_code::configuration);
  if (!options.words.empty())
    if (auto known = command_of(options, tree.description()); !known)
      return report(std::move(known).error(), exit_code::usage);
  auto all = list(options, tree, *sources);
  if (!all) return report(std::move(all).error(), exit_code::configuration);
  if (options.output == output_format::json) return finish_with(as_json(*all));
  if (all->tables.empty())
    note(all->file.empty() ? "there is no lambent.toml here, and nothing is set in the environment"
                           : all->file + " sets nothing that holds here");
  return finish_with(as_table(*all, options.explain));
}

}  // namespace lambent::cli
