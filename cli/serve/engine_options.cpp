#include "cli/serve/engine_options.hpp"

#include <unistd.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "cli/command_line/choice.hpp"
#include "cli/serve/port_holder.hpp"
#include "cli/serve/serve.hpp"
#include "engine/serve.hpp"

namespace lambent::cli {

namespace {

template <class Enum>
using words = std::vector<std::pair<std::string, Enum>>;

const words<isolation_mode> isolation_words{{"full", isolation_mode::full},
                                            {"process", isolation_mode::process}};
const words<network_mode> network_words{{"host-like", network_mode::host_like},
                                        {"none", network_mode::none}};
const words<cpu_mode> cpu_words{{"full", cpu_mode::full}, {"share", cpu_mode::share}};
const words<managed::client_choice> client_words{{"auto", managed::client_choice::automatic},
                                                 {"aws", managed::client_choice::aws},
                                                 {"bundled", managed::client_choice::bundled}};

template <class Enum>
std::string word_of(const words<Enum>& all, Enum value) {
  const auto found = std::ranges::find(all, value, &std::pair<std::string, Enum>::second);
  return found == all.end() ? std::string() : found->first;
}

}  // namespace

void add_engine_options(CLI::App& command, engine_options& options) {
  add_choice(command, "--isolation", options.isolation, "How functions are confined",
             isolation_words);
  add_choice(command, "--network", options.network, "What functions reach", network_words);
  add_choice(command, "--cpu", options.cpu, "CPU by memory size as on Lambda, or all", cpu_words);
  add_choice(command, "--interface-client", options.interface_client,
             "What calls Node.js and Python functions", client_words);
}

std::vector<std::string> flags_of(const engine_options& options) {
  return {"--isolation",
          word_of(isolation_words, options.isolation),
          "--network",
          word_of(network_words, options.network),
          "--cpu",
          word_of(cpu_words, options.cpu),
          "--interface-client",
          word_of(client_words, options.interface_client)};
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
    if (std::string holder = describe_port_holder(settings.host, settings.port); !holder.empty())
      opened.error().hint = holder + " has it; stop that, or choose another port (0: any free one)";
  return opened;
}

}  // namespace lambent::cli
