#include "base/process.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace lambent {
namespace {

// posix_spawn's list of what the child does to its descriptors before exec.
class file_actions {
public:
  file_actions() { ::posix_spawn_file_actions_init(&actions_); }
  file_actions(const file_actions&) = delete;
  file_actions& operator=(const file_actions&) = delete;
  ~file_actions() { ::posix_spawn_file_actions_destroy(&actions_); }

  void open_null(int target) {
    note(::posix_spawn_file_actions_addopen(&actions_, target, "/dev/null", O_RDWR, 0));
  }
  void duplicate(int from, int target) {
    note(::posix_spawn_file_actions_adddup2(&actions_, from, target));
  }
  void change_directory(const std::string& dir) {
    note(::posix_spawn_file_actions_addchdir_np(&actions_, dir.c_str()));
  }
  [[nodiscard]] int first_error() const { return error_; }
  [[nodiscard]] const posix_spawn_file_actions_t* get() const { return &actions_; }

private:
  void note(int code) {
    if (error_ == 0) error_ = code;
  }

  posix_spawn_file_actions_t actions_{};
  int error_ = 0;
};

// The child starts with default handling of the signals that programs of ours may ignore or block.
class spawn_attributes {
public:
  explicit spawn_attributes(bool own_group) {
    ::posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigset_t defaults;
    sigemptyset(&none);
    sigemptyset(&defaults);
    for (int number : {SIGPIPE, SIGINT, SIGTERM, SIGHUP, SIGCHLD}) sigaddset(&defaults, number);
    ::posix_spawnattr_setsigmask(&attributes_, &none);
    ::posix_spawnattr_setsigdefault(&attributes_, &defaults);
    int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
    if (own_group) flags |= POSIX_SPAWN_SETPGROUP;
    ::posix_spawnattr_setflags(&attributes_, static_cast<short>(flags));
  }
  spawn_attributes(const spawn_attributes&) = delete;
  spawn_attributes& operator=(const spawn_attributes&) = delete;
  ~spawn_attributes() { ::posix_spawnattr_destroy(&attributes_); }
  [[nodiscard]] const posix_spawnattr_t* get() const { return &attributes_; }

private:
  posix_spawnattr_t attributes_{};
};

std::vector<std::string> child_environment(const process_options& options) {
  auto replaced = [&](std::string_view name) {
    return std::ranges::any_of(options.set_env, [&](const auto& e) { return e.first == name; }) ||
           std::ranges::find(options.unset_env, name) != options.unset_env.end();
  };
  std::vector<std::string> out;
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    std::string_view text = *entry;
    if (!replaced(text.substr(0, text.find('=')))) out.emplace_back(text);
  }
  for (const auto& [name, value] : options.set_env)
    out.emplace_back(name).append("=").append(value);
  return out;
}

std::vector<char*> pointers_to(const std::vector<std::string>& strings) {
  std::vector<char*> out;
  out.reserve(strings.size() + 1);
  // posix_spawn takes char* for historical reasons and does not write through it.
  for (const std::string& s : strings) out.push_back(const_cast<char*>(s.c_str()));
  out.push_back(nullptr);
  return out;
}

struct pipe_ends {
  fd read;
  fd write;
};

// Arranges one of the child's output streams; the pipe is made only for `capture`.
result<pipe_ends> arrange_stream(child_stream how, int target, file_actions& actions) {
  pipe_ends ends;
  switch (how) {
    case child_stream::inherit:
      break;
    case child_stream::discard:
      actions.open_null(target);
      break;
    case child_stream::to_stderr:
      if (target != STDERR_FILENO) actions.duplicate(STDERR_FILENO, target);
      break;
    case child_stream::capture: {
      std::array<int, 2> numbers{};
      if (::pipe2(numbers.data(), O_CLOEXEC) != 0) return sys_fail("make a pipe");
      ends = {fd(numbers[0]), fd(numbers[1])};
      actions.duplicate(ends.write.get(), target);
      break;
    }
  }
  return ends;
}

// A file in memory, at its beginning: unlike a pipe it takes all of the text at once.
result<fd> file_with(std::string_view text) {
  fd file(::memfd_create("stdin", MFD_CLOEXEC));
  if (!file) return sys_fail("make a file for its stdin");
  while (!text.empty()) {
    ssize_t written = ::write(file.get(), text.data(), text.size());
    if (written < 0) return sys_fail("write its stdin");
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (::lseek(file.get(), 0, SEEK_SET) != 0) return sys_fail("write its stdin");
  return file;
}

}  // namespace

std::string describe_exit(const process_result& ended) {
  if (ended.signal == 0) return "exit status " + std::to_string(ended.exit_code);
  return "signal " + std::to_string(ended.signal) + " (" + ::strsignal(ended.signal) + ")";
}

result<child> child::start(const process_options& options) {
  if (options.argv.empty()) return fail("start a program: no program named");
  std::string doing = "start " + options.argv[0];

  file_actions actions;
  fd input;
  if (!options.inherit_stdin && options.input.empty()) actions.open_null(STDIN_FILENO);
  if (!options.inherit_stdin && !options.input.empty()) {
    input = TRY_FOR(doing, file_with(options.input));
    actions.duplicate(input.get(), STDIN_FILENO);
  }
  pipe_ends out = TRY_FOR(doing, arrange_stream(options.out, STDOUT_FILENO, actions));
  pipe_ends err = TRY_FOR(doing, arrange_stream(options.err, STDERR_FILENO, actions));
  if (!options.cwd.empty()) actions.change_directory(options.cwd);
  if (actions.first_error() != 0) return sys_fail(doing, actions.first_error());

  std::vector<std::string> environment = child_environment(options);
  std::vector<char*> argv = pointers_to(options.argv);
  std::vector<char*> envp = pointers_to(environment);
  spawn_attributes attributes(options.own_group);
  pid_t pid = -1;
  int code =
      ::posix_spawnp(&pid, argv[0], actions.get(), attributes.get(), argv.data(), envp.data());
  if (code != 0) {
    if (!options.cwd.empty()) doing += " in " + options.cwd;
    return sys_fail(doing, code);
  }
  return child(pid, options.own_group, std::move(out.read), std::move(err.read),
               {options.capture_bytes_max, options.time_max, options.stop});
}

child::~child() {
  if (pid_ <= 0) return;
  ::kill(own_group_ ? -pid_ : pid_, SIGKILL);
  while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

result<> child::drain(process_result& into) {
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;
  constexpr std::size_t chunk_bytes = 64UL * 1024;
  constexpr milliseconds stop_interval{100};
  constexpr milliseconds time_to_end{3'000};
  std::string chunk(chunk_bytes, '\0');
  const auto begun = steady_clock::now();
  std::optional<steady_clock::time_point> stopped;
  while (out_ || err_) {
    milliseconds wait{60'000};
    if (limits_.time_max != milliseconds::max()) {
      auto left =
          limits_.time_max - std::chrono::duration_cast<milliseconds>(steady_clock::now() - begun);
      if (left.count() <= 0)
        return fail("it has not ended within " + std::to_string(limits_.time_max.count()) + " ms");
      wait = std::min(wait, left);
    }
    if (limits_.stop) {
      if (!stopped && limits_.stop()) {
        stopped = steady_clock::now();
        ::kill(own_group_ ? -pid_ : pid_, SIGTERM);
      }
      if (stopped && steady_clock::now() - *stopped > time_to_end) break;
      wait = std::min(wait, stop_interval);
    }
    std::array<pollfd, 2> polled{pollfd{out_ ? out_.get() : -1, POLLIN, 0},
                                 pollfd{err_ ? err_.get() : -1, POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), static_cast<int>(wait.count())) < 0) {
      if (errno == EINTR) continue;
      return sys_fail("poll");
    }
    for (std::size_t i = 0; i < polled.size(); ++i) {
      if (polled[i].revents == 0) continue;
      ssize_t n = ::read(polled[i].fd, chunk.data(), chunk.size());
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return sys_fail("read");
      if (n == 0)
        (i == 0 ? out_ : err_).reset();
      else
        (i == 0 ? into.out : into.err).append(chunk.data(), static_cast<std::size_t>(n));
      if (into.out.size() + into.err.size() > limits_.bytes_max)
        return fail("it printed more than " + std::to_string(limits_.bytes_max) + " bytes");
    }
  }
  if (stopped) return std::unexpected(error{"it was ended before its end", ECANCELED, {}});
  return {};
}

result<std::string> child::first_line(std::chrono::milliseconds time_max) {
  using std::chrono::milliseconds;
  using std::chrono::steady_clock;
  constexpr std::size_t line_bytes_max = 4096;
  const auto end = steady_clock::now() + time_max;
  std::string out;
  while (out_ && out.size() < line_bytes_max) {
    const auto left = std::chrono::ceil<milliseconds>(end - steady_clock::now());
    if (left.count() <= 0)
      return fail("it said nothing within " + std::to_string(time_max.count()) + " ms");
    pollfd polled{out_.get(), POLLIN, 0};
    const int ready =
        ::poll(&polled, 1, static_cast<int>(std::min(left, milliseconds(60'000)).count()));
    if (ready < 0 && errno != EINTR) return sys_fail("poll");
    if (ready <= 0) continue;
    char c = 0;  // One at a time: what comes after the line is finish()'s.
    const ssize_t n = ::read(out_.get(), &c, 1);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return sys_fail("read");
    if (n == 0) return fail("it ended and said nothing");
    if (c == '\n') return out;
    out += c;
  }
  return fail("its first line is too long");
}

result<process_result> child::finish() {
  process_result ended;
  TRY_FOR("read the program's output", drain(ended));
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0)
    if (errno != EINTR) return sys_fail("wait for the program");
  pid_ = -1;
  if (WIFSIGNALED(status)) ended.signal = WTERMSIG(status);
  if (WIFEXITED(status)) ended.exit_code = WEXITSTATUS(status);
  return ended;
}

result<process_result> run_process(const process_options& options) {
  child started = TRY(child::start(options));
  return started.finish();
}

std::string find_program(std::string_view name) {
  const char* path = std::getenv("PATH");
  return find_program(name, path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path);
}

std::string find_program(std::string_view name, std::string_view path) {
  while (true) {
    std::size_t colon = path.find(':');
    std::string candidate(path.substr(0, colon));
    candidate += "/";
    candidate += name;
    if (candidate[0] == '/' && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    if (colon == std::string_view::npos) return {};
    path.remove_prefix(colon + 1);
  }
}

}  // namespace lambent
