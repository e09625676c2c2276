#include "cli/serve/serve.hpp"

#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <utility>

#include "cli/aws/connection.hpp"
#include "cli/command_line/choice.hpp"
#include "engine/serve.hpp"

namespace lambent::cli {

namespace {

// The first line of standard output, so that a script can read where to connect.
void announce(const serve_options& options, std::uint16_t port) {
  std::string endpoint = endpoint_of(options.host, port);
  std::string line =
      options.output == output_format::json
          ? fmt::format(R"({{"endpoint":"{}","port":{},"pid":{}}})", endpoint, port, ::getpid())
          : fmt::format("Lambent listens on {}", endpoint);
  std::puts(line.c_str());
  std::fflush(stdout);
}

// More precisely: with the thread of the parent that started this process.
result<> end_with(pid_t parent) {
  if (::prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0) != 0) return sys_fail("follow the parent");
  // It may have ended before that.
  if (::getppid() != parent)
    return fail("process " + std::to_string(parent) + ", the parent to stop with, has ended");
  return {};
}

}  // namespace

// lambent-sandbox lies beside lambent in a build tree, and in ../libexec when installed.
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
  add_engine_options(command, options.engine);
  add_choice<stream_rate>(command, "--stream-rate", options.stream_rate,
                          "Bandwidth of streamed responses as on Lambda, or all",
                          {{"capped", stream_rate::capped}, {"full", stream_rate::full}});
  add_choice<image_index>(command, "--image-index", options.image_index,
                          "An index as ImageUri, which AWS refuses",
                          {{"run", image_index::run}, {"refuse", image_index::refuse}});
  add_output(command, options.output);
  // For programs of ours that have an engine of their own.
  command.add_option("--parent", options.parent, "Stop when this process, the parent, ends")
      ->type_name("PID")
      ->group("");
  command.footer(
      "Example:\n  lambent serve --port 4566\n"
      "  aws lambda list-functions --endpoint-url http://127.0.0.1:4566");
}

engine::serve_settings settings_for(const serve_options& options) {
  engine::serve_settings settings;
  settings.host = options.host;
  settings.port = options.port;
  settings.data_dir = options.data_dir;
  settings.full_stream_rate = options.stream_rate == stream_rate::full;
  settings.refuses_image_indexes = options.image_index == image_index::refuse;
  return settings;
}

exit_code serve(const serve_options& options) {
  if (options.parent != 0)
    if (auto follows = end_with(options.parent); !follows)
      return report(in_context("serve", std::move(follows).error()), exit_code::failed);
  auto service = open_engine(options.engine, settings_for(options));
  if (!service) return report(in_context("serve", std::move(service).error()), exit_code::failed);
  for (const error& warning : (*service)->warnings()) warn(warning.what, warning.hint);
  announce(options, (*service)->port());
  if (options.output == output_format::text) {
    note("try: aws lambda list-functions --endpoint-url " +
         endpoint_of(options.host, (*service)->port()));
  }
  (*service)->run();
  note("stopping");
  return exit_code::ok;
}

}  // namespace lambent::cli
