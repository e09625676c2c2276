#include "engine/environment/sandbox_program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <utility>
#include <variant>

extern char** environ;

namespace lambent::environment {

namespace {

constexpr int socket_buffer_bytes = 4 * 1024 * 1024;  // Room for hundreds of `start` messages.
constexpr std::chrono::milliseconds farewell_max{3000};

result<sandbox_program> spawn_program(const std::string& path, bool silent) {
  std::array<int, 2> pair{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
    return sys_fail("create a socket pair");
  fd ours(pair[0]), theirs(pair[1]);
  for (int s : pair)
    (void)::setsockopt(s, SOL_SOCKET, SO_SNDBUF, &socket_buffer_bytes, sizeof socket_buffer_bytes);
  posix_spawn_file_actions_t files;
  posix_spawnattr_t attributes;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawnattr_init(&attributes);
  ::posix_spawn_file_actions_adddup2(&files, theirs.get(), sandbox::control_fd);
  if (silent) ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  // Its own process group: a Ctrl-C at the terminal is for the engine, which then ends it in order.
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::string name = path;
  std::array<char*, 2> argv{name.data(), nullptr};
  pid_t pid = -1;
  int failed = ::posix_spawn(&pid, path.c_str(), &files, &attributes, argv.data(), environ);
  ::posix_spawn_file_actions_destroy(&files);
  ::posix_spawnattr_destroy(&attributes);
  if (failed != 0) return sys_fail("start " + path, failed);
  return sandbox_program{.socket = std::move(ours), .pid = pid, .abilities = {}};
}

// The program's first answer, awaited without a loop: nothing can be served before it.
result<sandbox::ready> shake_hands(const sandbox_program& program, const sandbox::configure& wanted,
                                   std::chrono::milliseconds answer_max) {
  TRY(sandbox::send_packet(program.socket.get(), sandbox::encode(sandbox::request(wanted))));
  pollfd waits{program.socket.get(), POLLIN, 0};
  if (::poll(&waits, 1, static_cast<int>(answer_max.count())) <= 0)
    return fail("wait for lambent-sandbox: no answer within " + std::to_string(answer_max.count()) +
                " ms");
  auto packet = TRY(sandbox::receive_packet(program.socket.get()));
  if (!packet || packet->bytes.empty())
    return fail("lambent-sandbox ended before its first answer");
  auto answer = TRY(sandbox::decode_reply(packet->bytes));
  if (auto* no = std::get_if<sandbox::refused>(&answer)) return std::unexpected(std::move(no->why));
  if (auto* yes = std::get_if<sandbox::ready>(&answer)) return std::move(*yes);
  return fail("lambent-sandbox answered out of turn");
}

}  // namespace

result<sandbox_program> start_sandbox_program(const sandbox_program_options& options) {
  sandbox_program program = TRY(spawn_program(options.path, options.silent));
  auto answer = shake_hands(program, options.wanted, options.answer_max);
  if (!answer) {
    ::kill(program.pid, SIGKILL);
    ::waitpid(program.pid, nullptr, 0);
    return std::unexpected(std::move(answer).error());
  }
  program.abilities = std::move(*answer);
  return program;
}

void end_sandbox_program(pid_t pid) {
  auto until = std::chrono::steady_clock::now() + farewell_max;
  while (pid > 0 && ::waitpid(pid, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() > until) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
      break;
    }
    timespec pause{0, 2'000'000};
    ::nanosleep(&pause, nullptr);
  }
}

}  // namespace lambent::environment
