#include "bench/engine/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <array>
#include <charconv>
#include <filesystem>

#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

constexpr int first_line_max_ms = 20'000;
constexpr int end_max_ms = 15'000;
constexpr int end_poll_ms = 5;

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> made;
  made.reserve(texts.size() + 1);
  for (std::string& text : texts) made.push_back(text.data());
  made.push_back(nullptr);
  return made;
}

}  // namespace

result<program> program::start(const program_options& options) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return sys_fail("create a pipe");
  fd read_end(ends[0]);
  fd write_end(ends[1]);
  std::vector<std::string> argv = options.argv;
  std::vector<std::string> environment = options.set_env;
  for (char** e = environ; *e != nullptr; ++e) environment.emplace_back(*e);

  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_adddup2(&files, write_end.get(), 1);
  if (!options.error_file.empty()) {
    ::posix_spawn_file_actions_addopen(&files, 2, options.error_file.c_str(),
                                       O_WRONLY | O_CREAT | O_APPEND, 0600);
  }
  pid_t pid = -1;
  int failed = ::posix_spawn(&pid, argv[0].c_str(), &files, nullptr, pointers(argv).data(),
                             pointers(environment).data());
  ::posix_spawn_file_actions_destroy(&files);
  if (failed != 0) return sys_fail("start " + argv[0], failed);
  return program(pid, std::move(read_end));
}

program::~program() {
  if (pid_ <= 0) return;
  ::kill(pid_, SIGTERM);
  for (int waited = 0; waited < end_max_ms; waited += end_poll_ms) {
    if (::waitpid(pid_, nullptr, WNOHANG) != 0) return;
    (void)::poll(nullptr, 0, end_poll_ms);
  }
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
}

result<std::string> program::first_line() {
  std::string line;
  while (true) {
    pollfd waits{output_.get(), POLLIN, 0};
    std::array<char, 512> bytes{};
    if (::poll(&waits, 1, first_line_max_ms) != 1) return fail("wait for its first line");
    ssize_t n = ::read(output_.get(), bytes.data(), bytes.size());
    if (n <= 0) return fail("it ended before its first line");
    line.append(bytes.data(), static_cast<std::size_t>(n));
    if (auto end = line.find('\n'); end != std::string::npos) return line.substr(0, end);
  }
}

std::chrono::nanoseconds program::cpu_time() const {
  std::string id = std::to_string(pid_);
  std::string text = read_file("/proc/" + id + "/task/" + id + "/schedstat");
  std::int64_t used = 0;
  std::from_chars(text.data(), text.data() + text.size(), used);
  return std::chrono::nanoseconds(used);
}

result<temporary_directory> temporary_directory::make() {
  const char* base = ::getenv("TMPDIR");
  std::string path = std::string(base != nullptr ? base : "/tmp") + "/lambent-bench.XXXXXX";
  if (::mkdtemp(path.data()) == nullptr) return sys_fail("create the directory " + path);
  return temporary_directory(std::move(path));
}

temporary_directory::~temporary_directory() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

}  // namespace lambent::bench
