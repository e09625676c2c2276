#include "cli/serve/engine_options.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <utility>

#include "cli/command_line/choice.hpp"
#include "cli/serve/port_holder.hpp"
#include "cli/serve/serve.hpp"
#include "engine/serve.hpp"

namespace lambent::cli {

void add_engine_options(CLI::App& command, engine_options& options) {
  add_choice<isolation_mode>(
      command, "--isolation", options.isolation, "How functions are confined",
      {{"full", isolation_mode::full}, {"process", isolation_mode::process}});
  add_choice<network_mode>(command, "--network", options.network, "What functions reach",
                           {{"host-like", network_mode::host_like}, {"none", network_mode::none}});
  add_choice<cpu_mode>(command, "--cpu", options.cpu, "CPU by memory size as on Lambda, or all",
                       {{"full", cpu_mode::full}, {"share", cpu_mode::share}});
  add_choice<managed::client_choice>(command, "--interface-client", options.interface_client,
                                     "What calls Node.js and Python functions",
                                     {{"auto", managed::client_choice::automatic},
                                      {"aws", managed::client_choice::aws},
                                      {"bundled", managed::client_choice::bundled}});
}

result<std::unique_ptr<engine::service>> open_engine(const engine_options& options,
                                                     engine::serve_settings settings) {
  settings.sandbox_program = TRY(find_sandbox_program());
  settings.isolation = options.isolation == isolation_mode::full ? sandbox::isolation::full
                                                                 : sandbox::isolation::process;
  settings.network =
      options.network == network_mode::none ? sandbox::network::none : sandbox::network::host_like;
  settings.interface_client = options.interface_client;
  settings.full_cpu = options.cpu == cpu_mode::full;
  auto opened = engine::service::open(settings);
  if (!opened && opened.error().code == EADDRINUSE)
    if (std::string holder = port_holder(settings.port); !holder.empty())
      opened.error().hint = holder + " has it; stop that, or choose another port (0: any free one)";
  return opened;
}

}  // namespace lambent::cli
