#include "cli/serve/serve.hpp"

#include <fmt/format.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "cli/command_line/choice.hpp"
#include "engine/serve.hpp"

namespace lambent::cli {

namespace {

engine::serve_settings settings_of(const serve_options& options, std::string sandbox_program) {
  engine::serve_settings s;
  s.host = options.host;
  s.port = options.port;
  s.data_dir = options.data_dir;
  s.sandbox_program = std::move(sandbox_program);
  s.isolation = options.isolation == isolation_mode::full ? sandbox::isolation::full
                                                          : sandbox::isolation::process;
  s.network =
      options.network == network_mode::none ? sandbox::network::none : sandbox::network::host_like;
  s.full_cpu = options.cpu == cpu_mode::full;
  s.full_stream_rate = options.stream_rate == stream_rate::full;
  return s;
}

// The first line of standard output, so that a script can read where to connect.
void announce(const serve_options& options, std::uint16_t port) {
  std::string endpoint = fmt::format("http://{}:{}", options.host, port);
  std::string line =
      options.output == output_format::json
          ? fmt::format(R"({{"endpoint":"{}","port":{},"pid":{}}})", endpoint, port, ::getpid())
          : fmt::format("Lambent listens on {}", endpoint);
  std::puts(line.c_str());
  std::fflush(stdout);
}

}  // namespace

result<std::string> find_sandbox_program() {
  std::error_code ec;
  std::filesystem::path self = std::filesystem::read_symlink("/proc/self/exe", ec);
  if (ec) return sys_fail("find this program's own path", ec.value());
  for (const char* relative : {"lambent-sandbox", "../libexec/lambent/lambent-sandbox"}) {
    std::filesystem::path candidate = self.parent_path() / relative;
    if (::access(candidate.c_str(), X_OK) == 0) return candidate.string();
  }
  return fail("find the program lambent-sandbox beside " + self.string(),
              "build it (target lambent-sandbox), or install the whole package");
}

std::string default_data_dir() {
  const char* data = std::getenv("XDG_DATA_HOME");
  // The XDG base directory specification: a relative path is to be ignored.
  if (data != nullptr && *data == '/') return std::string(data) + "/lambent";
  const char* home = std::getenv("HOME");
  return (home != nullptr && *home != '\0' ? std::string(home) : std::string(".")) +
         "/.local/share/lambent";
}

void describe_serve(CLI::App& command, serve_options& options) {
  options.data_dir = default_data_dir();
  command.add_option("--host", options.host, "The address to listen on [127.0.0.1]")
      ->type_name("ADDRESS");
  command.add_option("--port", options.port, "The port; 0 lets the system choose [4566]")
      ->type_name("PORT");
  command
      .add_option("--data-dir", options.data_dir,
                  "Functions and logs [${XDG_DATA_HOME:-~/.local/share}/lambent]")
      ->type_name("DIR");
  add_choice<isolation_mode>(
      command, "--isolation", options.isolation, "How functions are confined",
      {{"full", isolation_mode::full}, {"process", isolation_mode::process}});
  add_choice<network_mode>(command, "--network", options.network, "What functions reach",
                           {{"host-like", network_mode::host_like}, {"none", network_mode::none}});
  add_choice<cpu_mode>(command, "--cpu", options.cpu, "CPU by memory size as on Lambda, or all",
                       {{"full", cpu_mode::full}, {"share", cpu_mode::share}});
  add_choice<stream_rate>(command, "--stream-rate", options.stream_rate,
                          "Bandwidth of streamed responses as on Lambda, or all",
                          {{"capped", stream_rate::capped}, {"full", stream_rate::full}});
  add_output(command, options.output);
  command.footer(
      "Example:\n  lambent serve --port 4566\n"
      "  aws lambda list-functions --endpoint-url http://127.0.0.1:4566");
}

exit_code serve(const serve_options& options) {
  auto program = find_sandbox_program();
  if (!program) return report(std::move(program).error(), exit_code::failed);
  auto service = engine::service::open(settings_of(options, std::move(*program)));
  if (!service) return report(in_context("serve", std::move(service).error()), exit_code::failed);
  for (const std::string& warning : (*service)->warnings()) warn(warning);
  announce(options, (*service)->port());
  if (options.output == output_format::text) {
    note(fmt::format("try: aws lambda list-functions --endpoint-url http://{}:{}", options.host,
                     (*service)->port()));
  }
  (*service)->run();
  note("stopping");
  return exit_code::ok;
}

}  // namespace lambent::cli
