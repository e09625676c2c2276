#include "cli/watch/debugger.hpp"

#include <arpa/inet.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "base/fd.hpp"
#include "base/shell_word.hpp"

namespace lambent::cli::watch {
namespace {

// A port that was free a moment ago; 0 when there is none.
std::uint16_t free_port() {
  fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  bool bound = ::bind(socket.get(), reinterpret_cast<sockaddr*>(&address), size) == 0 &&
               ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size) == 0;
  return bound ? ntohs(address.sin_port) : 0;
}

}  // namespace

way_to_attach attach(pid_t process, const std::filesystem::path& program) {
  const std::string number = std::to_string(process);
  // The kernel would stop the program again when the debugger leaves it, unless it was continued
  // meanwhile; neither signal is to end the first `continue`.
  std::string then = " -ex 'handle SIGSTOP SIGCONT nostop noprint' -ex 'shell kill -CONT " +
                     number + "' " + shell_word(program.string());
  std::string without_server = "gdb -p " + number + then;
  std::uint16_t port = find_program("gdbserver").empty() ? 0 : free_port();
  if (port == 0) return {std::move(without_server), {}};
  std::string where = "127.0.0.1:" + std::to_string(port);
  auto server = child::start({.argv = {"gdbserver", "--once", "--attach", where, number},
                              .out = child_stream::discard,
                              .err = child_stream::discard,
                              .own_group = true});
  if (!server) return {std::move(without_server), {}};
  return {"gdb -ex 'target remote " + where + "'" + then, std::move(*server)};
}

bool has_ended(child& server) {
  siginfo_t info{};
  auto id = static_cast<id_t>(server.pid());
  return ::waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

}  // namespace lambent::cli::watch
