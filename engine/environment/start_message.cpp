#include "engine/environment/start_message.hpp"

#include <fmt/format.h>

#include <linux/limits.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/architecture.hpp"
#include "base/ascii.hpp"
#include "engine/environment/emulator.hpp"
#include "engine/environment/lifecycle/variables.hpp"
#include "engine/managed/launch.hpp"
#include "engine/managed/runtime.hpp"
#include "engine/model/limits.hpp"

namespace lambent::environment {
namespace {

// Go's words for errno, which are Lambda's: lower case.
std::string errno_text(int code) { return lower_case(std::strerror(code)); }

// The entry point and the command, which are one list of words to the kernel.
std::vector<std::string> words_of(const model::image_launch& launch) {
  std::vector<std::string> words = launch.entrypoint;
  words.insert(words.end(), launch.command.begin(), launch.command.end());
  return words;
}

// A name without a slash is looked for in PATH, whose empty entries are the working directory. What
// is longer than a path can be is nowhere; what a strange PATH has beyond the limit is not tried.
std::vector<std::string> candidates_of(const std::string& name, std::string_view path) {
  std::vector<std::string> found;
  std::size_t bytes = 0;
  for (bool more = true; more && bytes < model::limits::program_candidates_max_bytes;) {
    const std::size_t colon = path.find(':');
    const std::string_view dir = path.substr(0, colon);
    if (dir.size() + name.size() < PATH_MAX - 2) {
      found.push_back(dir.empty() ? "./" + name : std::string(dir) + "/" + name);
      bytes += found.back().size();
    }
    more = colon != std::string_view::npos;
    if (more) path.remove_prefix(colon + 1);
  }
  return found;
}

void add_image(sandbox::start& go, const model::function& f) {
  const model::image_launch launch = model::image_launch_of(f);
  go.image_layers = f.image->layer_dirs;
  go.working_directory = launch.working_directory;
  const std::vector<std::string> words = words_of(launch);
  if (words.empty()) return;
  go.argument0 = words.front();
  go.arguments.assign(words.begin() + 1, words.end());
  go.search = words.front().find('/') == std::string::npos;
  go.programs =
      go.search ? candidates_of(words.front(), go.environment["PATH"]) : std::vector{words.front()};
}

void add_zip(sandbox::start& go, const model::function& f) {
  go.code_dir = f.code_dir;
  go.opt_dir = f.opt_dir;
  go.programs = {"/var/task/bootstrap", "/opt/bootstrap", "/var/runtime/bootstrap"};
  go.working_directory = "/var/task";
  // The root has this machine's libraries; those of the other architecture are where its cross
  // compiler keeps them, if it is installed.
  if (go.emulated) go.emulator_prefix = other_architecture.library_dir;
}

// A program that the function wants its interpreter to be started by; empty: none.
std::string wrapper_of(const std::map<std::string, std::string>& environment) {
  auto found = environment.find("AWS_LAMBDA_EXEC_WRAPPER");
  return found == environment.end() ? std::string() : found->second;
}

// The interpreter is where Lambda has it, and runs what is where Lambda's own client is.
void add_managed(sandbox::start& go, const model::function& f, const managed::runtime& wanted,
                 const std::optional<managed::installation>& interpreter) {
  add_zip(go, f);
  const managed::launch how = managed::launch_of(wanted, f.memory_mb, wrapper_of(go.environment));
  go.programs = {how.program};
  go.arguments = how.arguments;
  if (interpreter) go.shown = interpreter->shown;
}

exit_report image_failure(const model::function& f, const sandbox::failed& what) {
  const model::image_launch launch = model::image_launch_of(f);
  const std::vector<std::string> words = words_of(launch);
  const std::string name = words.empty() ? std::string() : words.front();
  const bool searched = name.find('/') == std::string::npos;
  exit_report how;
  switch (what.problem) {
    case sandbox::start_problem::no_program:
      how.start_problem =
          name.empty() ? "Couldn't find valid bootstrap(s): []"
          : searched   ? fmt::format(R"(exec: "{}": executable file not found in $PATH)", name)
                       : fmt::format("fork/exec {}: {}", name, errno_text(ENOENT));
      break;
    case sandbox::start_problem::exec_failed:
      how.start_problem = fmt::format("fork/exec {}: {}", name, errno_text(what.why.code));
      break;
    case sandbox::start_problem::no_directory: {
      const std::string& dir = launch.working_directory;
      how.start_problem_type = "Runtime.InvalidWorkingDir";
      how.start_problem =
          dir.starts_with('/')
              ? what.why.code == ENOENT
                    ? "the working directory doesn't exist: " + dir
                    : fmt::format("chdir {}: {}", dir, errno_text(what.why.code))
              : fmt::format(
                    "the working directory '{}' is invalid, it needs to be an absolute path", dir);
      break;
    }
    case sandbox::start_problem::other:
      how.start_problem = what.why.what;
      break;
  }
  return how;
}

exit_report managed_failure(const model::function& f, const managed::runtime& wanted,
                            const sandbox::failed& what) {
  exit_report how;
  const std::string wrapper = f.environment ? wrapper_of(*f.environment) : std::string();
  const std::string program = managed::launch_of(wanted, f.memory_mb, wrapper).program;
  switch (what.problem) {
    case sandbox::start_problem::no_program:
      how.start_problem =
          wrapper.empty()
              ? fmt::format(
                    "this machine has no {} for {}; install the package {} and "
                    "start the engine again",
                    managed::product_of(wanted.in), f.runtime, managed::package_of(wanted.in))
              : wrapper + ": does not exist";
      break;
    case sandbox::start_problem::exec_failed:
      how.start_problem = fmt::format("fork/exec {}: {}", program, errno_text(what.why.code));
      break;
    case sandbox::start_problem::no_directory:
    case sandbox::start_problem::other:
      how.start_problem = what.why.what;
      break;
  }
  return how;
}

exit_report zip_failure(const sandbox::failed& what) {
  exit_report how;
  switch (what.problem) {
    case sandbox::start_problem::no_program:
      how.start_problem = "Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]";
      break;
    case sandbox::start_problem::exec_failed:
      how.start_problem = "fork/exec /var/task/bootstrap: " + errno_text(what.why.code);
      break;
    case sandbox::start_problem::no_directory:
    case sandbox::start_problem::other:
      how.start_problem = what.why.what;
      break;
  }
  return how;
}

}  // namespace

std::uint32_t cpu_share_permille(const model::function& f) {
  return std::max(1U, f.memory_mb * 1000 / model::limits::memory_of_one_vcpu_mb);
}

std::uint32_t init_cpu_permille(const model::function& f) {
  return std::max(model::limits::init_cpu_permille, cpu_share_permille(f));
}

sandbox::start start_message(const model::function& f, const start_facts& facts) {
  sandbox::start go;
  go.id = facts.id;
  go.bounds.memory_bytes = std::uint64_t{f.memory_mb} << 20;
  go.bounds.cpu_permille = facts.cpu_permille;
  go.bounds.processes_max = model::limits::processes_max;
  go.bounds.files_max = model::limits::open_files_max;
  go.bounds.tmp_bytes = std::uint64_t{f.ephemeral_storage_mb} << 20;
  go.environment = process_environment({f, facts.log_stream, facts.runtime_api});
  go.emulated = needs_emulator(f.architecture);
  if (f.image)
    add_image(go, f);
  else if (const auto wanted = managed::runtime_of(f.runtime))
    add_managed(go, f, *wanted, facts.interpreter);
  else
    add_zip(go, f);
  go.stopped = f.local && f.local->owner == model::program_owner::debugger;
  if (f.local && f.local->unlimited_memory) go.bounds.memory_bytes = 0;
  return go;
}

exit_report start_failure(const model::function& f, const sandbox::failed& what) {
  const auto managed = managed::runtime_of(f.runtime);
  exit_report how = f.image   ? image_failure(f, what)
                    : managed ? managed_failure(f, *managed, what)
                              : zip_failure(what);
  if (what.problem == sandbox::start_problem::other && !what.why.hint.empty())
    how.start_problem += " (" + what.why.hint + ")";
  return how;
}

}  // namespace lambent::environment
