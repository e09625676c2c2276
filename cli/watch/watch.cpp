#include "cli/watch/watch.hpp"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <limits>
#include <memory>
#include <tuple>
#include <utility>

#include "base/temporary_folder.hpp"
#include "cli/aws/connection.hpp"
#include "cli/build/platform.hpp"
#include "cli/build/project.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/serve/port_holder.hpp"
#include "cli/watch/mailbox.hpp"
#include "cli/watch/reporter.hpp"
#include "cli/watch/session.hpp"
#include "engine/serve.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr const char* account = "000000000000";
constexpr std::uint16_t port_max = std::numeric_limits<std::uint16_t>::max();

result<> check_together(const watch_options& options) {
  if (options.arm64 && host_architecture() != "arm64")
    return fail("--arm64: this machine is x86_64, and watch runs what it builds",
                "`lambent build --arm64` builds for Lambda; watch needs no --arm64");
  if (options.only_lambda_apis && (!options.debug.empty() || options.wait))
    return fail("--only-lambda-apis starts no function, so that --debug and --wait mean nothing",
                "leave one of them out");
  const watch::tls_files& tls = options.tls;
  if (tls.certificate.empty() != tls.key.empty() ||
      (!tls.authority.empty() && tls.certificate.empty()))
    return fail("HTTPS needs both --tls-cert and --tls-key", "--tls-ca comes beside them");
  if (!tls.certificate.empty() && options.invoke_port == port_max)
    return fail(
        "--invoke-port " + std::to_string(port_max) + " with HTTPS: the next port is used, too",
        "choose a lower one, or 0 for any that are free");
  return {};
}

engine::serve_settings engine_settings(const watch_options& options, std::string region,
                                       const fs::path& temporary, watch::mailbox& letters,
                                       watch::reporter& out) {
  engine::serve_settings s;
  watch::listening_place place = engine_place_of(options);
  s.host = std::move(place.address);
  s.port = place.port;
  s.data_dir = temporary / "data";
  s.temporary = true;
  s.everyone = model::owner{account, std::move(region)};
  s.closed_at_first = true;
  s.observer = &letters;
  s.on_log = [&out](const engine::log_line& line) { out.log(line); };
  s.prepared_min = 2;
  return s;
}

// The engine's own hint names flags that watch does not have.
error port_refused(error&& e, const watch::listening_place& place) {
  if (e.code != EADDRINUSE) return std::move(e);
  const std::string holder = describe_port_holder(place.address, place.port);
  e.hint = (holder.empty() ? "another program listens there; choose"
                           : holder + " has it; stop that, or choose") +
           " another --invoke-port N; with HTTPS N+1 is used, too";
  return std::move(e);
}

}  // namespace

watch::listening_place engine_place_of(const watch_options& options) {
  if (options.tls.certificate.empty()) return {options.invoke_address, options.invoke_port};
  const int behind = options.invoke_port == 0 ? 0 : 1;
  return {watch::loopback_of_family(options.invoke_address),
          static_cast<std::uint16_t>(options.invoke_port + behind)};
}

void describe_watch(CLI::App& command, watch_options& options) {
  command.add_option("NAME", options.names, "Functions to run [all]")->type_name("FUNCTION");
  command.add_option("-A,--invoke-address", options.invoke_address, "Where to listen [127.0.0.1]")
      ->type_name("ADDRESS");
  command.add_option("-P,--invoke-port", options.invoke_port, "0 lets the system choose [9000]")
      ->type_name("PORT");
  command.add_flag("--ignore-changes,--no-reload", options.ignore_changes,
                   "Build once; changes of files mean nothing");
  command.add_flag("--only-lambda-apis", options.only_lambda_apis,
                   "Start no function: an IDE does");
  command.add_flag("-w,--wait", options.wait, "Build when the first invocation comes");
  command.add_option("--concurrency", options.concurrency, "Environments of one function [1000]")
      ->type_name("N")
      ->check(CLI::Range(1, 1000));
  command.add_option("--timeout", options.timeout_s, "Of an invocation, in seconds [3]")
      ->type_name("SECONDS")
      ->check(CLI::Range(1, 900));
  command.add_option("--memory", options.memory_mb, "Of a function, in MB [128]")
      ->type_name("MB")
      ->check(CLI::Range(128, 10240));
  add_variable_flags(
      command,
      {.single = options.variables, .listed = options.listed_variables, .files = options.env_files},
      "of the functions; NAME: the one here");
  command.add_option("-D,--define", options.cache_variables, "A variable of CMake's cache")
      ->type_name("VAR=VALUE");
  command.add_option("-i,--include", options.includes, "Beside the binary: PATH, or NAME:PATH")
      ->type_name("WHAT");
  command.add_option("--layer", options.layers, "A folder or zip of files for /opt")
      ->type_name("FILE");
  command.add_flag("-r,--release", options.release, "Optimised; else quick to build and to debug");
  command.add_flag("--arm64", options.arm64, "On an arm64 machine alone");
  add_choice<sanitizer>(command, "--sanitize", options.sanitize,
                        "Build with a sanitizer of the compiler",
                        {{"none", sanitizer::none},
                         {"address", sanitizer::address},
                         {"undefined", sanitizer::undefined},
                         {"thread", sanitizer::thread}});
  command.add_option("--debug", options.debug, "This function waits for a debugger before main")
      ->type_name("NAME");
  for (auto [name, file, what] :
       {std::tuple("--tls-cert", &options.tls.certificate, "HTTPS, with this certificate (PEM)"),
        {"--tls-key", &options.tls.key, "The certificate's private key"},
        {"--tls-ca", &options.tls.authority, "Clients need a certificate of this authority"}})
    command.add_option(name, *file, what)->type_name("FILE");
  add_engine_options(command, options.engine);
  add_output(command, options.output);
  command.footer("Example:\n  lambent watch --env-var TABLE=orders");
}

exit_code watch_project(const watch_options& options, const options_of<watch_options>& again) {
  auto refuse = [](error&& e, exit_code code) {
    return report(in_context("watch", std::move(e)), code);
  };
  if (auto good = check_together(options); !good)
    return refuse(std::move(good).error(), exit_code::usage);
  auto project = find_project(".");
  if (!project) return refuse(std::move(project).error(), exit_code::configuration);
  const watch::settings_source settings(options, again);
  auto wanted = settings.build(*project);
  if (!wanted) return refuse(std::move(wanted).error(), exit_code::configuration);
  auto tree = watch::project_build::tree_for(*std::move(wanted));
  if (!tree) return refuse(std::move(tree).error(), exit_code::configuration);
  auto region = local_region();
  if (!region) return report_failure("watch", std::move(region).error());
  // Functions, logs and copies of the code, for as long as the command runs.
  auto temporary = temporary_folder::make("lambent-watch-");
  if (!temporary) return refuse(std::move(temporary).error(), exit_code::failed);

  watch::mailbox letters;
  watch::reporter out(options.output);
  out.set_project(project->string());
  watch::project_build build(
      std::move(*tree), temporary->path() / "code",
      {.functions = options.names,
       .includes = [&settings](const std::string& name) { return settings.includes(name); },
       .layers = settings.layers()});
  auto service = open_engine(options.engine, engine_settings(options, *std::move(region),
                                                             temporary->path(), letters, out));
  if (!service)
    return refuse(port_refused(std::move(service).error(), engine_place_of(options)),
                  exit_code::failed);
  for (const error& warning : (*service)->warnings()) out.warning(warning);
  std::unique_ptr<watch::tls_front> tls;
  if (!options.tls.certificate.empty()) {
    auto opened = watch::tls_front::open({.files = options.tls,
                                          .host = options.invoke_address,
                                          .port = options.invoke_port,
                                          .server_port = (*service)->port()});
    if (!opened)
      return refuse(
          port_refused(std::move(opened).error(), {options.invoke_address, options.invoke_port}),
          exit_code::failed);
    tls = *std::move(opened);
  }
  out.listening({engine_place_of(options).address, (*service)->port()},
                {options.invoke_address, tls ? tls->port() : std::uint16_t{0}});

  watch::session session({options, settings, build, **service, letters, out});
  session.start();
  (*service)->run();
  session.stop();
  out.end();
  if (session.failure()) return refuse(error(*session.failure()), exit_code::build_failed);
  return exit_code::ok;
}

}  // namespace lambent::cli
