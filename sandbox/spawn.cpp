#include "sandbox/spawn.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/architecture.hpp"
#include "sandbox/execution.hpp"
#include "sandbox/init.hpp"

namespace lambent::sandbox {

namespace {

constexpr std::size_t stack_bytes = std::size_t{64} * 1024;
constexpr const char* called_off = "wait for the word to go";
constexpr const char* enter_directory = "enter the directory";
constexpr const char* find_emulator = "find the emulator";

// Shared between init and its child until that has become the program; everything that needs memory
// is made before.
struct launch {
  const start* what = nullptr;
  spawn_files with;
  execution how;
  const char* doing = nullptr;  // What failed.
  std::size_t program = 0;      // Which candidate failed, or their number when none exists.
  int code = 0;
};

char* text_of(const std::string& text) { return const_cast<char*>(text.c_str()); }

int give_up(launch& l, const char* doing) {
  l.code = errno;
  l.doing = doing;
  return 127;
}

bool told_to_go(int control) {
  std::array<char, 8> word{};
  ssize_t size = -1;
  do {
    size = ::recv(control, word.data(), word.size(), 0);
  } while (size < 0 && errno == EINTR);
  return size > 0 && std::string_view(word.data(), static_cast<std::size_t>(size)) == go_word;
}

// The kernel closes the pipe's write end when it has replaced this program by the next, and tells
// the reader, who asked for that by SIGSTOP: the process stops before the new program's first
// instruction. No tracer is needed, which the filter of system calls would refuse.
bool stop_at_first_instruction() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return false;
  const int reader = ends[0];
  int flags = ::fcntl(reader, F_GETFL);
  return ::fcntl(reader, F_SETFD, 0) == 0 && ::fcntl(reader, F_SETOWN, ::getpid()) == 0 &&
         ::fcntl(reader, F_SETSIG, SIGSTOP) == 0 && flags >= 0 &&
         ::fcntl(reader, F_SETFL, flags | O_ASYNC) == 0;
}

bool is_absent(const char* path) {
  return (errno == ENOENT || errno == ENOTDIR) && ::access(path, F_OK) != 0;
}

// A search in PATH takes the first that may be executed.
bool is_passed_over(const start& what, const char* path) {
  return is_absent(path) || (what.search && errno == EACCES);
}

// In the child, on its own stack but in init's memory: nothing here may allocate.
int become_program(void* argument) {
  auto& l = *static_cast<launch*>(argument);
  sigset_t none;
  sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
  (void)::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  (void)::setsid();
  const int output = l.with.output;
  if (output >= 0 && (::dup2(output, 1) != 1 || ::dup2(output, 2) != 2))
    return give_up(l, "give it its output");
  rlimit files{};
  (void)::getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_max = std::min<rlim_t>(files.rlim_max, l.what->bounds.files_max);
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) return give_up(l, "limit open files");
  if (!told_to_go(l.with.control)) return give_up(l, called_off);
  if (!l.what->working_directory.starts_with('/')) {
    errno = EINVAL;
    return give_up(l, enter_directory);
  }
  if (::chdir(l.what->working_directory.c_str()) != 0) return give_up(l, enter_directory);
  if (l.what->stopped && !stop_at_first_instruction()) return give_up(l, "arrange the stop");
  if (l.how.emulated && l.how.emulator < 0) return give_up(l, find_emulator);
  const std::string& name = l.what->argument0;
  for (l.program = 0; l.program < l.what->programs.size(); ++l.program) {
    char* path = text_of(l.what->programs[l.program]);
    l.how.arguments[spare_arguments] = name.empty() ? path : text_of(name);
    execute(l.how, path);
    int code = errno;
    if (is_passed_over(*l.what, path)) continue;
    errno = code;
    return give_up(l, "execute");
  }
  errno = ENOENT;
  return give_up(l, "find");
}

spawn_failure explain(const launch& l) {
  const start& what = *l.what;
  std::string doing = l.doing;
  if (doing == called_off) return {start_problem::other, {doing, 0, {}}, true};
  if (doing == "find") {
    std::string list;
    for (const std::string& program : what.programs) list += (list.empty() ? "" : " ") + program;
    return {start_problem::no_program,
            {"none of these programs exists: [" + list + "]", ENOENT, {}},
            false};
  }
  if (doing == "execute") {
    return {start_problem::exec_failed,
            sys_fail("execute " + what.programs[l.program], l.code).error(), false};
  }
  if (doing == find_emulator) {
    return {start_problem::other,
            {"run a program for " + std::string(other_architecture.name) +
                 ": this machine has no emulator for it",
             0, "install the package qemu-user-static and start again"},
            false};
  }
  if (doing == enter_directory) {
    return {start_problem::no_directory,
            sys_fail(doing + " " + what.working_directory, l.code).error(), false};
  }
  return {start_problem::other, sys_fail(doing, l.code).error(), false};
}

}  // namespace

std::expected<pid_t, spawn_failure> spawn(const start& what, const spawn_files& with) {
  alignas(16) static std::array<char, stack_bytes> stack;
  launch l;
  l.what = &what;
  l.with = with;
  l.how.emulator = with.emulator;
  l.how.emulated = what.emulated;
  if (!what.emulator_prefix.empty()) l.how.prefix = what.emulator_prefix.c_str();
  l.how.arguments.assign(spare_arguments + 1, nullptr);
  for (const std::string& argument : what.arguments) l.how.arguments.push_back(text_of(argument));
  l.how.arguments.push_back(nullptr);
  std::vector<std::string> pairs;
  pairs.reserve(what.environment.size());
  for (const auto& [key, value] : what.environment) {
    std::string& pair = pairs.emplace_back(key);
    pair += '=';
    pair += value;
    l.how.environment.push_back(text_of(pair));
  }
  l.how.environment.push_back(nullptr);

  // The child borrows our memory and we stand still until it has become the program: the cheapest
  // way there is, and its failure is simply left in `l`.
  pid_t child =
      ::clone(become_program, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &l);
  if (child < 0) {
    spawn_failure failure{start_problem::other, sys_fail("make a process").error(), false};
    failure.called_off = !told_to_go(with.control);
    return std::unexpected(std::move(failure));
  }
  if (l.doing == nullptr) return child;
  (void)::waitpid(child, nullptr, 0);
  return std::unexpected(explain(l));
}

}  // namespace lambent::sandbox
