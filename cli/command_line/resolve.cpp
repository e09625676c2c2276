#include "cli/command_line/resolve.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <ranges>

#include "base/ascii.hpp"
#include "cli/command_line/description.hpp"
#include "cli/command_line/suggest.hpp"

namespace lambent::cli {
namespace {

using configuration::key_schema;
using configuration::member;
using configuration::settings;
using configuration::value_kind;

// What one source says about one flag.
struct said {
  std::size_t strength = 0;  // Higher beats lower; the same only within one table.
  bool given = false;        // An empty list is, too, and takes the place of a weaker one.
  std::vector<resolved_value> values{};
};

// What all sources say, weakest first.
struct candidate {
  CLI::Option* option = nullptr;
  key_schema key{};
  std::string flag{};
  bool inverted = false;  // The flag's only name turns something off.
  std::vector<said> all{};

  [[nodiscard]] std::size_t strength() const { return all.empty() ? 0 : all.back().strength; }
  [[nodiscard]] bool given_by_flag() const {
    return !all.empty() && !all.back().values.empty() &&
           all.back().values.front().from == origin::flag;
  }
  // It has a value that could be in another one's way.
  [[nodiscard]] bool counts() const {
    if (all.empty() || all.back().values.empty()) return false;
    return key.kind != value_kind::boolean || all.back().values.front().text == "true";
  }
};

constexpr std::size_t environment_strength = 1000;
constexpr std::size_t flag_strength = 1001;

// As a part of a variable's name.
std::string upper(std::string_view text) {
  std::string out = upper_case(text);
  std::ranges::replace(out, '-', '_');
  return out;
}

bool is_pair_of(const resolved_value& a, const resolved_value& b) {
  return a.text.substr(0, a.text.find('=')) == b.text.substr(0, b.text.find('='));
}

// ---- the file ----

result<said> from_table(const settings& from, const member& table, const key_schema& key,
                        std::size_t strength) {
  said out{.strength = strength};
  for (const member& found : table.value.members) {
    if (configuration::key_of(found.name) != key.name) continue;
    out.given = true;
    for (std::string& text : TRY(configuration::values_of(from.file(), found.value, key))) {
      if (key.kind == value_kind::file || key.kind == value_kind::directory)
        text = from.resolved_path(text);
      if (key.kind == value_kind::included) text = from.resolved_include(text);
      if (key.kind == value_kind::place) text = from.resolved_place(text);
      out.values.push_back({.text = std::move(text),
                            .from = origin::file,
                            .where = configuration::shown(from.file(), found.value.at)});
    }
  }
  return out;
}

// ---- the environment ----

result<std::string> boolean_of(const std::string& name, const std::string& text) {
  constexpr auto yes = std::to_array<std::string_view>({"1", "true", "yes", "on"});
  constexpr auto no = std::to_array<std::string_view>({"0", "false", "no", "off"});
  if (std::ranges::find(yes, text) != yes.end()) return std::string("true");
  if (std::ranges::find(no, text) != no.end()) return std::string("false");
  return fail(name + " is '" + text + "', neither true nor false");
}

// A list with commas, or as lambent.toml would have it.
result<std::vector<std::string>> list_of(const std::string& name, const std::string& text,
                                         const key_schema& key) {
  if (text.starts_with('[') || text.starts_with('{')) {
    configuration::document shown;
    shown.root = TRY_FOR(name, configuration::parse_value(text));
    shown.path = name;
    return configuration::values_of(shown, shown.root, key);
  }
  std::vector<std::string> out;
  for (auto part : text | std::views::split(',')) out.emplace_back(part.begin(), part.end());
  return out;
}

result<said> from_environment(const environment_variables& environment, const std::string& name,
                              const key_schema& key) {
  said out{.strength = environment_strength};
  auto found = std::ranges::find(environment, name, &environment_variables::value_type::first);
  // As with NO_COLOR: set but empty is not set.
  if (found == environment.end() || found->second.empty()) return out;
  out.given = true;
  std::vector<std::string> texts;
  if (key.kind == value_kind::boolean) {
    texts.push_back(TRY(boolean_of(name, found->second)));
  } else if (key.kind == value_kind::pairs || key.repeatable) {
    texts = TRY(list_of(name, found->second, key));
  } else {
    texts.push_back(found->second);
  }
  for (std::string& text : texts)
    out.values.push_back({.text = std::move(text), .from = origin::environment, .where = name});
  return out;
}

// ---- the command line ----

said from_flags(const CLI::Option& option) {
  said out{.strength = flag_strength, .given = option.count() > 0};
  for (const std::string& text : option.results())
    out.values.push_back({.text = text, .from = origin::flag});
  return out;
}

// ---- together ----

result<candidate> gather(CLI::Option& option, const std::vector<std::string>& path,
                         const std::vector<const member*>& tables, const value_sources& sources) {
  candidate out{.option = &option, .key = key_of(option)};
  const auto& negative = option.get_fnames();
  out.inverted = !negative.empty() && negative.size() == option.get_lnames().size();
  out.flag = "--" + out.key.name;
  std::ranges::replace(out.flag, '_', '-');
  auto add = [&](said&& more) {
    if (more.given) out.all.push_back(std::move(more));
  };
  std::size_t strength = 0;
  for (const member* table : tables)
    add(TRY(from_table(sources.settings, *table, out.key, ++strength)));
  add(TRY(from_environment(sources.environment, variable_of(path, out.key.name), out.key)));
  add(from_flags(option));
  return out;
}

// What holds in the end: the strongest; of pairs all, the stronger over the weaker.
std::vector<resolved_value> merged(const candidate& from) {
  if (from.all.empty()) return {};
  if (from.key.kind != value_kind::pairs) return from.all.back().values;
  std::vector<resolved_value> out;
  for (const said& each : from.all) {
    std::erase_if(out, [&](const resolved_value& weaker) {
      return std::ranges::any_of(each.values,
                                 [&](const auto& value) { return is_pair_of(value, weaker); });
    });
    out.insert(out.end(), each.values.begin(), each.values.end());
  }
  return out;
}

// Of two that exclude each other the stronger one stays.
result<> settle_exclusions(std::vector<candidate>& candidates) {
  std::vector<candidate*> beaten;
  for (candidate& one : candidates) {
    if (!one.counts() || one.given_by_flag()) continue;
    for (const CLI::Option* excluded : one.option->get_excludes()) {
      auto other = std::ranges::find(candidates, excluded, &candidate::option);
      if (other == candidates.end() || !other->counts()) continue;
      if (other->strength() > one.strength()) beaten.push_back(&one);
      if (other->strength() == one.strength())
        return fail(one.all.back().values.front().where + ": '" + one.key.name + "' and '" +
                        other->key.name + "' exclude each other",
                    "keep one of them");
    }
  }
  for (candidate* one : beaten) one->all.clear();
  return {};
}

std::string opposite(const std::string& text) { return text == "true" ? "false" : "true"; }

// CLI11's sentence without the flag that it begins with, which the file's writer does not know.
std::string reason(const CLI::ParseError& e, const candidate& of, const std::string& text) {
  std::string what = e.what();
  if (dynamic_cast<const CLI::ConversionError*>(&e) != nullptr)
    return "'" + text + "' is not what " + of.flag + " takes";
  std::string prefix = of.option->get_name() + ": ";
  return what.starts_with(prefix) ? what.substr(prefix.size()) : what;
}

// The option gets the values as if they had been typed one by one: no sign in them has a meaning.
result<> give(const candidate& to, const std::vector<resolved_value>& values) {
  CLI::Option& option = *to.option;
  bool extra = option.get_allow_extra_args();
  char delimiter = option.get_delimiter();
  option.allow_extra_args(false)->delimiter('\0');
  option.clear();
  for (const resolved_value& value : values)
    option.add_result(to.inverted ? opposite(value.text) : value.text);
  option.allow_extra_args(extra)->delimiter(delimiter);
  try {
    option.run_callback();
  } catch (const CLI::ParseError& e) {
    const resolved_value& which = values.back();
    return fail((which.where.empty() ? to.flag : which.where) + ": '" + to.key.name +
                "': " + reason(e, to, which.text));
  }
  return {};
}

std::vector<error> strangers(const std::vector<std::string>& path,
                             const std::vector<candidate>& candidates,
                             const environment_variables& environment) {
  std::vector<error> out;
  if (path.empty()) return out;
  std::string prefix = variable_of(path, "");
  std::vector<std::string> known;
  for (const candidate& each : candidates) known.push_back(variable_of(path, each.key.name));
  for (const auto& [name, value] : environment) {
    if (!name.starts_with(prefix) || std::ranges::find(known, name) != known.end()) continue;
    std::string similar = closest(name, known);
    out.push_back({.what = "the environment variable " + name + " stands for no flag",
                   .hint = similar.empty() ? "" : "did you mean " + similar + "?"});
  }
  return out;
}

}  // namespace

std::string variable_of(const std::vector<std::string>& path, std::string_view key) {
  std::string out = "LAMBENT_";
  for (const std::string& word : path) out += upper(word) + "_";
  return out + upper(key);
}

result<resolved_flags> fill(CLI::App& command, const std::vector<std::string>& path,
                            std::string_view function, const value_sources& sources) {
  std::vector<const member*> tables;
  if (!path.empty()) tables = sources.settings.tables(path, function);
  std::vector<candidate> candidates;
  for (CLI::Option* option : command.get_options(nullptr)) {
    // One without a group is hidden, and nothing but another name.
    if (!option->nonpositional() || option->get_group().empty() ||
        option == command.get_help_ptr() || option == command.get_version_ptr())
      continue;
    candidates.push_back(TRY(gather(*option, path, tables, sources)));
  }
  TRY(settle_exclusions(candidates));
  resolved_flags out;
  for (const candidate& each : candidates) {
    std::vector<resolved_value> values = merged(each);
    bool only_flags = std::ranges::all_of(
        values, [](const resolved_value& value) { return value.from == origin::flag; });
    if (!only_flags) TRY(give(each, values));
    if (values.empty() && !each.option->get_default_str().empty())
      values.push_back({.text = each.option->get_default_str()});
    out.flags.push_back({.key = each.key.name,
                         .flag = each.flag,
                         .kind = each.key.kind,
                         .repeatable = each.key.repeatable,
                         .values = std::move(values)});
  }
  out.warnings = strangers(path, candidates, sources.environment);
  return out;
}

}  // namespace lambent::cli
