// lambent.toml: whatever stands in it is read or refused, and what was checked can be used.
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "cli/configuration/function_url.hpp"
#include "cli/configuration/router.hpp"
#include "cli/configuration/schema.hpp"
#include "cli/configuration/settings.hpp"
#include "cli/configuration/variables.hpp"

namespace {

using namespace lambent::cli::configuration;

const schema& known() {
  static const schema commands = {
      {.path = {"watch"}, .keys = {{"port", value_kind::integer}}},
      {.path = {"deploy"},
       .keys = {{"memory", value_kind::integer},
                {"rate", value_kind::number},
                {"layer", value_kind::text, true},
                {"tag", value_kind::pairs, true},
                {"publish", value_kind::boolean},
                {"env_file", value_kind::file, true}}},
      {.path = {"deps", "add"}, .keys = {{"dir", value_kind::directory}}}};
  return commands;
}

// What `check` took must not be refused later.
void use(const settings& all, std::string_view function) {
  if (!router_of(all) || !function_url_of(all, function)) std::abort();
  if (!variables_of(all, {.function = function})) std::abort();
  for (const command_schema& command : known())
    for (const member* table : all.tables(command.path, function))
      for (const key_schema& key : command.keys)
        if (const node* value = table->value.find(key.name))
          if (!values_of(all.file(), *value, key)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto file = parse_document(text, "f");
  if (!file || !check(*file, known())) return 0;
  std::string context;
  if (const node* contexts = file->root.find("context"); contexts && !contexts->members.empty())
    context = contexts->members.front().name;
  auto all = settings::make(*std::move(file), "/project", context);
  if (!all) std::abort();
  use(*all, "");
  for (const named_function& each : all->functions()) use(*all, each.name);
  return 0;
}
