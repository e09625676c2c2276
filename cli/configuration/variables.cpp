#include "cli/configuration/variables.hpp"

#include <array>
#include <map>

#include "cli/configuration/dotenv.hpp"
#include "cli/configuration/schema.hpp"

namespace lambent::cli::configuration {

bool is_variable_name(std::string_view name) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";
  constexpr std::string_view digits = "0123456789";
  if (name.empty() || letters.find(name.front()) == std::string_view::npos) return false;
  for (char c : name)
    if (letters.find(c) == std::string_view::npos && digits.find(c) == std::string_view::npos)
      return false;
  return true;
}

result<variables> read_variables(const document& in, const member& env) {
  std::map<std::string, std::string> out;
  for (const std::string& pair :
       TRY(values_of(in, env.value, {.name = env.name, .kind = value_kind::pairs}))) {
    std::size_t equals = pair.find('=');
    out[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  for (const member& each : env.value.members)
    if (!is_variable_name(each.name))
      return fail_at(in, each.at, "'" + each.name + "' is not a variable's name",
                     "use letters, digits and '_', not a digit first");
  return variables(out.begin(), out.end());
}

result<variables> variables_of(const settings& from, const variable_sources& sources) {
  std::map<std::string, std::string> out;
  for (const member* table : from.tables(std::array<std::string, 1>{"env"}, sources.function))
    for (auto& [name, value] : TRY(read_variables(from.file(), *table)))
      out[name] = std::move(value);
  for (const std::string& file : sources.env_files)
    for (auto& [name, value] : TRY(read_dotenv(file))) out[name] = std::move(value);
  for (const std::string& assignment : sources.assignments) {
    std::size_t equals = assignment.find('=');
    std::string name = assignment.substr(0, equals);
    if (equals == std::string::npos || !is_variable_name(name))
      return fail("'" + name + "' is not KEY=VALUE with a variable's name as its KEY",
                  "`KEY=` is the empty value");
    out[name] = assignment.substr(equals + 1);
  }
  return variables(out.begin(), out.end());
}

}  // namespace lambent::cli::configuration
