#include "cli/invoke/example_events.hpp"

#include <algorithm>
#include <vector>

#include "base/json_string.hpp"
#include "cli/command_line/suggest.hpp"
#include "templates/events.hpp"

namespace lambent::cli {
namespace {

std::string as_table() {
  std::size_t width = 0;
  for (const templates::example& one : templates::examples())
    width = std::max(width, one.name.size());
  std::string out;
  for (const templates::example& one : templates::examples())
    out.append(one.name)
        .append(width + 2 - one.name.size(), ' ')
        .append(one.description)
        .append("\n");
  return out;
}

std::string as_json() {
  std::string out;
  for (const templates::example& one : templates::examples()) {
    std::string aliases;
    for (const std::string& alias : one.aliases)
      aliases += (aliases.empty() ? "" : ",") + json_string(alias);
    out += (out.empty() ? "" : ",\n  ") + std::string("{\"name\":") + json_string(one.name) +
           ",\"description\":" + json_string(one.description) + ",\"aliases\":[" + aliases + "]}";
  }
  return "{\"examples\":[\n  " + out + "\n]}\n";
}

}  // namespace

result<std::string> example_event(const std::string& name) {
  if (const templates::example* found = templates::find_example(name)) return found->json;
  std::vector<std::string> names;
  std::string beginning;
  for (const templates::example& one : templates::examples()) {
    names.emplace_back(one.name);
    if (!name.empty() && one.name.starts_with(name))
      beginning += (beginning.empty() ? "" : ", ") + std::string(one.name);
  }
  std::string similar = closest(name, names);
  return fail("there is no example event '" + name + "'",
              !beginning.empty() ? "there are " + beginning
              : !similar.empty() ? "did you mean '" + similar + "'?"
                                 : "`lambent invoke --list-examples` lists them");
}

std::string list_of_examples(output_format output) {
  return output == output_format::json ? as_json() : as_table();
}

}  // namespace lambent::cli
