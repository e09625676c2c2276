#include "cli/bench/study/stage/engine_process.hpp"

#include <signal.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "base/json_text.hpp"

namespace lambent::cli::studying {
namespace {

constexpr std::chrono::seconds start_max{30};
// Sandboxes are taken down one by one; after this the engine is killed.
constexpr std::chrono::seconds end_max{20};

}  // namespace

result<engine_process> engine_process::start(const engine_options& options) {
  const std::string doing = "start an engine";
  std::error_code ec;
  const std::string self = std::filesystem::read_symlink("/proc/self/exe", ec);
  if (ec) return sys_fail(doing + ": find this program's own path", ec.value());
  temporary_folder data = TRY_FOR(doing, temporary_folder::make("lambent-study-"));
  std::vector<std::string> argv = {self,
                                   "--quiet",
                                   "serve",
                                   "--port",
                                   "0",
                                   "--data-dir",
                                   data.path() / "data",
                                   "--output",
                                   "json",
                                   "--parent",
                                   std::to_string(::getpid())};
  for (std::string& flag : flags_of(options)) argv.push_back(std::move(flag));
  child started = TRY_FOR(doing, child::start({.argv = std::move(argv),
                                               .out = child_stream::capture,
                                               .err = child_stream::inherit,
                                               .time_max = end_max,
                                               .own_group = true}));
  const std::string line = TRY_FOR(doing, started.first_line(start_max));
  std::string endpoint = json_member(line, "endpoint");
  if (endpoint.empty()) return fail(doing + ": it said \"" + line + "\", which has no endpoint");
  return engine_process(std::move(started), std::move(data), std::move(endpoint));
}

engine_process::~engine_process() {
  if (engine_.pid() <= 0) return;
  (void)::kill(engine_.pid(), SIGTERM);
  // Where it does not end in time, the child's own destructor kills it.
  (void)engine_.finish();
}

}  // namespace lambent::cli::studying
