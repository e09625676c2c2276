#include "cli/configuration/schema.hpp"

#include <algorithm>
#include <ranges>

#include "base/joined.hpp"
#include "cli/command_line/suggest.hpp"
#include "cli/configuration/function_url.hpp"
#include "cli/configuration/router.hpp"
#include "cli/configuration/variables.hpp"

namespace lambent::cli::configuration {
namespace {

// One table of a known command, or of a group: what may stand in it.
struct known_names {
  std::vector<std::string> all;
  void add(const std::string& name) {
    if (std::ranges::find(all, name) == all.end()) all.push_back(name);
  }
};

std::unexpected<error> unknown(const document& in, const member& found, const std::string& where,
                               const known_names& known) {
  std::string similar = closest(key_of(found.name), known.all);
  return fail_at(
      in, found.at, where + " has no '" + found.name + "'",
      similar.empty() ? "it may have: " + joined(known.all) : "did you mean '" + similar + "'?");
}

result<> want_table(const document& in, const member& found, const std::string& name) {
  if (found.value.kind == node_kind::table) return {};
  return fail_at(in, found.at,
                 "'" + name + "' is " + std::string(a_kind(found.value.kind)) + ", not a table",
                 "write [" + name + "] on a line of its own, and its keys below");
}

std::string wanted(const key_schema& key) {
  std::string one;
  switch (key.kind) {
    case value_kind::boolean:
      one = "true or false";
      break;
    case value_kind::text:
      one = "a string";
      break;
    case value_kind::integer:
      one = "an integer";
      break;
    case value_kind::number:
      one = "a number";
      break;
    case value_kind::file:
      one = "a string, the path of a file";
      break;
    case value_kind::directory:
      one = "a string, the path of a folder";
      break;
    case value_kind::included:
      one = "a string, PATH or NAME:PATH";
      break;
    case value_kind::place:
      one = "a string, a path or a name";
      break;
    case value_kind::pairs:
      return "a table, as { KEY = \"value\" }";
  }
  return key.repeatable ? "a list of such: " + one : one;
}

bool is_scalar(const node& value) {
  return value.kind == node_kind::string || value.kind == node_kind::integer ||
         value.kind == node_kind::number || value.kind == node_kind::boolean;
}

bool fits(const node& value, value_kind kind) {
  switch (kind) {
    case value_kind::boolean:
      return value.kind == node_kind::boolean;
    case value_kind::integer:
      return value.kind == node_kind::integer;
    case value_kind::number:
      return value.kind == node_kind::integer || value.kind == node_kind::number;
    case value_kind::text:
    case value_kind::file:
    case value_kind::directory:
    case value_kind::included:
    case value_kind::place:
      return value.kind == node_kind::string;
    case value_kind::pairs:
      return value.kind == node_kind::table;
  }
  return false;
}

// A flag's value ends at a NUL character, wherever it goes from here.
result<> want_no_nul(const document& in, const node& value) {
  if (value.text.find('\0') == std::string::npos) return {};
  return fail_at(in, value.at, "the string has a NUL character");
}

result<std::vector<std::string>> pairs_of(const document& in, const node& table) {
  std::vector<std::string> out;
  for (const member& pair : table.members) {
    if (!is_scalar(pair.value))
      return fail_at(in, pair.value.at,
                     "the value of '" + pair.name + "' is " + std::string(a_kind(pair.value.kind)) +
                         ", not a string");
    if (pair.name.empty() || pair.name.find('=') != std::string::npos)
      return fail_at(in, pair.at, "'" + pair.name + "' cannot be the name of a value");
    TRY(want_no_nul(in, pair.value));
    out.push_back(pair.name + "=" + pair.value.text);
  }
  return out;
}

class checker {
public:
  checker(const document& in, const schema& known) : in_(in), known_(known) {}

  // The file's top, a function's table or a context's: they differ in what stands beside commands.
  struct level {
    std::string name;    // "functions.hello"; empty at the top.
    std::string around;  // Of a function's: "", or "context.staging." around it.
    bool has_functions = false;
    bool has_contexts = false;
    bool of_function = false;
  };

  result<> check_level(const node& table, const level& at) {
    known_names names = commands_and_groups();
    names.add("env");
    if (at.of_function) names.add("url");
    if (at.has_functions) names.add("functions");
    if (at.has_contexts) names.add("context");
    for (const member& found : table.members) {
      std::string name = at.name.empty() ? found.name : at.name + "." + found.name;
      if (std::ranges::find(names.all, found.name) == names.all.end())
        return unknown(in_, found, at.name.empty() ? in_.path : "[" + at.name + "]", names);
      if (found.name == "env") {
        TRY(read_variables(in_, found));
      } else if (found.name == "url") {
        TRY(read_function_url(in_, found));
      } else {
        TRY(want_table(in_, found, name));
        TRY(check_known(found, name, at));
      }
    }
    return {};
  }

private:
  result<> check_known(const member& found, const std::string& name, const level& at) {
    if (found.name == "functions" && at.has_functions) {
      for (const member& function : found.value.members) {
        TRY(want_table(in_, function, name + "." + function.name));
        TRY(check_level(function.value, {.name = name + "." + function.name,
                                         .around = name.substr(0, name.rfind(found.name)),
                                         .of_function = true}));
      }
      return {};
    }
    if (found.name == "context" && at.has_contexts) {
      for (const member& context : found.value.members) {
        TRY(want_table(in_, context, name + "." + context.name));
        TRY(check_level(context.value, {.name = name + "." + context.name, .has_functions = true}));
      }
      return {};
    }
    return check_command(found, {.name = name, .around = at.around, .of_function = at.of_function},
                         {found.name});
  }

  // A command's table, or a group's, which has its commands' tables.
  result<> check_command(const member& found, const level& at,
                         const std::vector<std::string>& path) {
    known_names names;
    const command_schema* command = nullptr;
    for (const command_schema& each : known_) {
      if (each.path == path) command = &each;
      if (each.path.size() > path.size() &&
          std::ranges::equal(path, each.path | std::views::take(path.size())))
        names.add(each.path[path.size()]);
    }
    if (command == nullptr) {
      for (const member& inner : found.value.members) {
        if (std::ranges::find(names.all, inner.name) == names.all.end())
          return unknown(in_, inner, "[" + at.name + "]", names);
        std::string name = at.name + "." + inner.name;
        TRY(want_table(in_, inner, name));
        std::vector<std::string> longer = path;
        longer.push_back(inner.name);
        TRY(check_command(inner, {.name = name, .around = at.around, .of_function = at.of_function},
                          longer));
      }
      return {};
    }
    return check_keys(found.value, at, *command);
  }

  result<> check_keys(const node& table, const level& at, const command_schema& command) {
    known_names names;
    for (const key_schema& key : command.keys)
      if (key.of_functions || !at.of_function) names.add(key.name);
    bool has_router = command.path == std::vector<std::string>{"watch"} && !at.of_function;
    if (has_router) names.add("router");
    std::vector<std::string> seen;
    for (const member& found : table.members) {
      std::string key_name = key_of(found.name);
      if (std::ranges::find(seen, key_name) != seen.end())
        return fail_at(in_, found.at, "[" + at.name + "] has '" + key_name + "' twice",
                       "'-' and '_' are the same in a key");
      seen.push_back(key_name);
      if (has_router && key_name == "router") {
        TRY(read_router(in_, found));
        continue;
      }
      auto key = std::ranges::find(command.keys, key_name, &key_schema::name);
      if (key == command.keys.end()) return unknown_key(found, at.name, command, names);
      if (at.of_function && !key->of_functions)
        return fail_at(in_, found.at,
                       "[" + at.name + "]: '" + key_name + "' holds for all functions",
                       "put it into [" + at.around + joined(command.path, ".") +
                           "]; a function's table may have: " + joined(names.all));
      TRY(values_of(in_, found.value, *key));
    }
    return {};
  }

  std::unexpected<error> unknown_key(const member& found, const std::string& table,
                                     const command_schema& command,
                                     const known_names& names) const {
    auto meant = std::ranges::find_if(command.keys, [&](const key_schema& key) {
      return std::ranges::find(key.aliases, key_of(found.name)) != key.aliases.end();
    });
    if (meant == command.keys.end()) return unknown(in_, found, "[" + table + "]", names);
    return fail_at(in_, found.at, "[" + table + "] has no '" + found.name + "'",
                   "it is called '" + meant->name + "' here");
  }

  known_names commands_and_groups() const {
    known_names out;
    for (const command_schema& command : known_) out.add(command.path.front());
    return out;
  }

  const document& in_;
  const schema& known_;
};

}  // namespace

std::string key_of(std::string_view flag) {
  flag.remove_prefix(std::min(flag.find_first_not_of('-'), flag.size()));
  std::string out(flag);
  std::ranges::replace(out, '-', '_');
  return out;
}

result<std::vector<std::string>> values_of(const document& in, const node& value,
                                           const key_schema& key) {
  auto wrong = [&](const node& which) {
    return fail_at(
        in, which.at,
        "'" + key.name + "' wants " + wanted(key) + "; this is " + std::string(a_kind(which.kind)));
  };
  if (key.kind == value_kind::pairs)
    return value.kind == node_kind::table ? pairs_of(in, value) : wrong(value);
  std::vector<std::string> out;
  if (key.repeatable && value.kind == node_kind::list) {
    for (const node& item : value.items) {
      if (!fits(item, key.kind)) return wrong(item);
      TRY(want_no_nul(in, item));
      out.push_back(item.text);
    }
    return out;
  }
  if (!fits(value, key.kind)) return wrong(value);
  TRY(want_no_nul(in, value));
  out.push_back(value.text);
  return out;
}

result<> check(const document& in, const schema& known) {
  return checker(in, known).check_level(in.root, {.has_functions = true, .has_contexts = true});
}

}  // namespace lambent::cli::configuration
