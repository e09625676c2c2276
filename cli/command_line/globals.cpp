#include "cli/command_line/globals.hpp"

#include <CLI/CLI.hpp>

#include "cli/command_line/choice.hpp"

namespace lambent::cli {

void describe_globals(CLI::App& root, global_options& options) {
  root.add_flag("-v,--verbose", options.terminal.verbosity,
                "Say more on stderr; twice: also what goes over the wire");
  root.add_flag("-q,--quiet", options.terminal.quiet, "No notes and no progress on stderr");
  add_choice<colour_choice>(root, "--color", options.terminal.colour, "When to use colours",
                            {{"auto", colour_choice::automatic},
                             {"always", colour_choice::always},
                             {"never", colour_choice::never}});
  root.add_option("--config", options.config_file,
                  "Configuration [the nearest lambent.toml; $LAMBENT_CONFIG]")
      ->type_name("FILE");
  root.add_option("-x,--context", options.context,
                  "Its context, such as staging [none; $LAMBENT_CONTEXT]")
      ->type_name("NAME");
}

}  // namespace lambent::cli
