#include "cli/command_line/command_tree.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <optional>

#include "cli/command_line/arguments.hpp"
#include "cli/command_line/help.hpp"

namespace lambent::cli {
namespace {

end_now usage(const std::string& what, const std::string& hint) {
  return {.out = {}, .wrong = {what, 0, hint}, .code = exit_code::usage};
}

std::vector<std::string> words_of(const std::string& name) {
  std::size_t space = name.find(' ');
  if (space == std::string::npos) return {name};
  return {name.substr(0, space), name.substr(space + 1)};
}

// ---- making a tree ----

std::unique_ptr<CLI::App> make_root(global_options& globals) {
  auto root = std::make_unique<CLI::App>(
      "Serverless functions in C++: write, run here as AWS Lambda would, ship.", "lambent");
  root->set_help_flag("-h,--help", "Say what this does and how it is used");
  root->set_version_flag("-V,--version", "lambent " LAMBENT_VERSION, "Say which version this is");
  root->require_subcommand(1);
  root->footer("Example:\n  lambent new hello -y && cd hello && lambent build --release");
  describe_globals(*root, globals);
  return root;
}

CLI::App& add_under(CLI::App& parent, const std::string& name, const std::string& what) {
  CLI::App& command = *parent.add_subcommand(name, what);
  command.fallthrough();
  return command;
}

CLI::App& at_path(CLI::App& root, const std::vector<std::string>& path) {
  CLI::App* at = &root;
  for (const std::string& word : path) at = at->get_subcommand(word);
  return *at;
}

// What holds for the flags of every command.
void settle(CLI::App& command) {
  for (CLI::Option* option : command.get_options(nullptr)) {
    // One value each time: `--tag a=b NAME` must leave NAME alone.
    if (option->nonpositional()) option->allow_extra_args(false);
    option->capture_default_str();
    if (option->get_default_str() == "[]") option->default_str("");
  }
}

// ---- what must be given ----

// CLI11 knows the command line alone. What is required, or needed by another flag, may come from
// elsewhere; it is looked for when all is known.
struct requirement {
  CLI::Option* option = nullptr;
  bool required = false;
  std::vector<CLI::Option*> needs{};
};

std::vector<requirement> lift_requirements(CLI::App& command, requirements required) {
  std::vector<requirement> out;
  for (CLI::Option* option : command.get_options(nullptr)) {
    if (!option->nonpositional() && required == requirements::hold) continue;
    std::set<CLI::Option*> needs = option->get_needs();
    if (!option->get_required() && needs.empty()) continue;
    out.push_back({option, option->get_required(), {needs.begin(), needs.end()}});
    option->required(false);
    for (CLI::Option* needed : needs) option->remove_needs(needed);
  }
  return out;
}

void check_requirements(const std::vector<requirement>& all) {
  for (const requirement& each : all) {
    if (each.required && each.option->count() == 0)
      throw CLI::RequiredError(each.option->get_name());
    for (const CLI::Option* needed : each.needs)
      if (each.option->count() > 0 && needed->count() == 0)
        throw CLI::RequiresError(each.option->get_name(), needed->get_name());
  }
}

// ---- which function ----

// "hello" of "hello", "hello:prod" and the ARN of either. A command about several is about none of
// them alone: it asks options_of for each.
std::string function_of(const CLI::App& command) {
  for (const CLI::Option* option : command.get_options())
    if (option->get_positional() && option->get_name(true) == "NAME" && option->count() == 1)
      return bare_function_name(option->results().front());
  return {};
}

// The flags of every command as far as they can be read in a command line that is wrong: an error
// is to be shown as they say, too. What is wrong with them is found later.
global_options early_globals(const std::vector<std::string>& arguments,
                             const environment_variables& environment) {
  global_options out;
  auto root = make_root(out);
  root->require_subcommand(0);
  root->set_help_flag();
  root->set_version_flag();
  root->allow_extras();
  try {
    parse_words(*root, arguments);
  } catch (const CLI::ParseError&) {
    return {};
  }
  return fill(*root, {}, {}, {.settings = {}, .environment = environment}) ? out : global_options{};
}

std::vector<std::string> remarks_on(const resolved_flags& resolved,
                                    const configuration::settings& settings) {
  std::vector<std::string> out;
  if (settings.has_file())
    out.push_back("configuration: " + settings.file().path +
                  (settings.context().empty() ? "" : ", context " + settings.context()));
  for (const resolved_flag& flag : resolved.flags)
    for (const resolved_value& value : flag.values)
      if (!value.where.empty())
        out.push_back(flag.flag + " is " + value.text + ", from " + value.where);
  return out;
}

end_now explain_usage(const CLI::ParseError& e, const CLI::App& command) {
  if (dynamic_cast<const CLI::ExcludesError*>(&e) != nullptr)
    return usage(e.what(), "keep one of them");
  return usage(e.what(), "`" + full_name(command) + " --help` shows how it is used");
}

}  // namespace

result<resolved_flags> resolve_again(const asked_command& asked, const std::string& function,
                                     const describe_anew& describe, requirements required) {
  global_options globals;
  std::unique_ptr<CLI::App> root = make_root(globals);
  CLI::App* at = root.get();
  for (const std::string& word : asked.path) at = &add_under(*at, word, "");
  std::shared_ptr<void> options = describe(*at);
  settle(*at);
  auto lifted = lift_requirements(*at, required);
  try {
    parse_words(*root, asked.arguments);
    auto resolved = fill(*at, asked.path, function, asked.sources);
    if (resolved && required == requirements::hold) check_requirements(lifted);
    return resolved;
  } catch (const CLI::ParseError& e) {
    return std::unexpected(explain_usage(e, *at).wrong);
  }
}

command_tree::command_tree() : root_(make_root(globals_)) {}

command_tree::~command_tree() = default;

void command_tree::add_group(const std::string& name, const std::string& what,
                             const std::string& example) {
  CLI::App& group = add_under(*root_, name, what);
  group.require_subcommand(1);
  if (!example.empty()) group.footer("Example:\n  " + example);
}

void command_tree::add_command(const std::string& name, const std::string& what, entry made,
                               const std::function<void(CLI::App&)>& describe) {
  std::vector<std::string> path = words_of(name);
  CLI::App* parent = path.size() == 1 ? root_.get() : root_->get_subcommand(path.front());
  CLI::App& command = add_under(*parent, path.back(), what);
  describe(command);
  settle(command);
  entries_[path] = std::move(made);
}

void command_tree::add_alias(const std::string& name, const std::string& alias) {
  aliases_[alias] = name;
}

const command_description& command_tree::description() const {
  if (description_ == nullptr)
    description_ = std::make_unique<command_description>(describe(*root_));
  return *description_;
}

result<value_sources> command_tree::sources() const {
  value_sources out{.settings = {}, .environment = sources_.environment};
  if (sources_.load)
    out.settings = TRY(sources_.load({.file = globals_.config_file, .context = globals_.context},
                                     schema_of(description())));
  return out;
}

result<resolved_flags> command_tree::explain(const std::vector<std::string>& path,
                                             const std::string& function,
                                             const std::vector<std::string>& flags,
                                             value_sources sources) const {
  asked_command asked{.path = path, .arguments = path, .sources = std::move(sources)};
  asked.arguments.insert(asked.arguments.end(), flags.begin(), flags.end());
  return resolve_again(asked, function, entries_.at(path).describe, requirements::ignore);
}

described_command command_tree::described_anew(const std::vector<std::string>& path) const {
  described_command out{.command = std::make_unique<CLI::App>("", path.back()), .options = {}};
  out.options = entries_.at(path).describe(*out.command);
  settle(*out.command);
  return out;
}

std::variant<end_now, run_command> command_tree::parse(std::vector<std::string> arguments,
                                                       parse_sources sources) {
  sources_ = std::move(sources);
  if (arguments.empty()) return usage("no command given", "`lambent --help` lists the commands");
  if (std::size_t at = command_word(*root_, arguments); at < arguments.size()) {
    if (arguments[at] == "help") {
      arguments.erase(arguments.begin() + static_cast<std::ptrdiff_t>(at));
      arguments.insert(std::ranges::find(arguments, "--"), "--help");
    }
    if (at < arguments.size())
      if (auto alias = aliases_.find(arguments[at]); alias != aliases_.end())
        arguments[at] = alias->second;
  }
  auto wrong = [&](end_now end) {
    globals_ = early_globals(arguments, sources_.environment);
    return end;
  };
  if (auto stranger = find_stranger(*root_, arguments))
    return wrong(usage(stranger->what, stranger->hint));
  (void)description();  // Says what is required, which is lifted next.
  std::map<std::vector<std::string>, std::vector<requirement>> lifted;
  for (const auto& [path, made] : entries_)
    lifted[path] = lift_requirements(at_path(*root_, path), requirements::hold);
  CLI::App& command = command_for(*root_, arguments);
  try {
    parse_words(*root_, arguments);
    auto bound = bind(command, arguments);
    std::vector<std::string> path = path_of(command);
    bool complete = std::holds_alternative<run_command>(bound);
    if (complete && entries_.at(path).required == requirements::hold)
      check_requirements(lifted[path]);
    return bound;
  } catch (const CLI::CallForVersion& version) {
    return end_now{.out = std::string(version.what()) + "\n", .wrong = {}};
  } catch (const CLI::CallForHelp&) {
    return end_now{.out = help_text(*find_command(description(), path_of(command))), .wrong = {}};
  } catch (const CLI::ParseError& e) {
    return wrong(explain_usage(e, command));
  }
}

// The command is parsed; its other values are looked for, and what is missing then is missed.
std::variant<end_now, run_command> command_tree::bind(CLI::App& command,
                                                      std::vector<std::string> arguments) {
  auto refuse = [](error e) {
    return end_now{.out = {}, .wrong = std::move(e), .code = exit_code::configuration};
  };
  auto globals = fill(*root_, {}, {}, {.settings = {}, .environment = sources_.environment});
  if (!globals) return refuse(std::move(globals).error());
  asked_command asked{.path = path_of(command), .arguments = std::move(arguments)};
  const entry& found = entries_.at(asked.path);
  if (!found.configurable) return found.bind(asked);

  auto read = sources();
  if (!read) return refuse(std::move(read).error());
  asked.sources = *std::move(read);
  auto resolved = fill(command, asked.path, function_of(command), asked.sources);
  if (!resolved) return refuse(std::move(resolved).error());
  remarks_ = remarks_on(*resolved, asked.sources.settings);
  warnings_ = std::move(resolved->warnings);
  return found.bind(asked);
}

}  // namespace lambent::cli
