// lambent-sandbox: makes and holds the sandboxes of one engine, which starts it with a socket as
// descriptor 3 (protocol.hpp). It knows nothing of HTTP or of Lambda.
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>

#include "sandbox/configure.hpp"
#include "sandbox/launcher.hpp"
#include "sandbox/protocol.hpp"
#include "sandbox/root/userns.hpp"

namespace {

using namespace lambent;
using namespace lambent::sandbox;

bool started_by_an_engine() {
  int type = 0;
  socklen_t size = sizeof type;
  return ::getsockopt(control_fd, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_SEQPACKET;
}

// Descriptors 0 to 2 get a meaning in every sandbox; none of ours may land there.
void occupy_standard_descriptors() {
  int lowest = ::open("/dev/null", O_RDWR);
  while (lowest >= 0 && lowest < control_fd) lowest = ::open("/dev/null", O_RDWR);
  if (lowest > control_fd) ::close(lowest);
}

result<configure> receive_configure() {
  auto got = TRY(receive_packet(control_fd));
  if (!got || got->bytes.empty()) return fail("wait for the engine's first words: it has gone");
  request message = TRY(decode_request(got->bytes));
  auto* wanted = std::get_if<configure>(&message);
  if (wanted == nullptr) return fail("wait for the engine's first words: not a configure");
  return std::move(*wanted);
}

int refuse(error why) {
  std::fprintf(stderr, "lambent-sandbox: %s\n", why.what.c_str());
  (void)send_packet(control_fd, encode(reply{refused{std::move(why)}}));
  return 1;
}

// A host may offer control groups that do not work for us; sandboxes without them are still
// sandboxes.
result<> rehearse(launcher& l, host& on, ready& greeting) {
  result<> first = l.rehearse();
  if (first || on.cgroups->mode() == cgroup_mode::none) return first;
  on.cgroups->remove();
  on.cgroups = std::make_unique<cgroup_tree>();
  TRY(l.rehearse());
  greeting.warnings.push_back(
      {.what = "memory, CPU and the number of processes are not limited, because control groups do "
               "not work here: " +
               first.error().what,
       .code = first.error().code,
       .hint = "run it where /sys/fs/cgroup is writable"});
  return {};
}

void describe(const host& on, ready& greeting) {
  greeting.cgroups = on.cgroups->mode();
  cgroup_abilities can = on.cgroups->abilities();
  greeting.memory_limit = can.memory;
  greeting.cpu_limit = can.cpu;
  greeting.process_limit = can.processes;
  greeting.freezer = can.freezer;
  if (!can.memory) {
    greeting.warnings.push_back(
        {.what = "memory is watched instead: what a function has is looked at every few "
                 "milliseconds, and one that has too much is ended, sometimes a little late",
         .hint = "`lambent doctor` says what control groups lack here"});
  }
}

int serve() {
  auto wanted = receive_configure();
  if (!wanted) return refuse(std::move(wanted.error()));

  ready greeting;
  auto on = configure_host(*wanted, greeting);
  if (!on) return refuse(std::move(on.error()));

  int status = 0;
  {
    launcher l(control_fd, *on);
    result<> going = l.open();
    if (going) going = rehearse(l, *on, greeting);
    if (!going && going.error().hint.empty()) {
      going.error().hint = namespace_hint(going.error().code, on->rootless);
    }
    if (going) {
      describe(*on, greeting);
      l.send(greeting);
      going = l.run();
    }
    if (!going) status = refuse(std::move(going.error()));
  }
  dismantle(*on);
  return status;
}

}  // namespace

int main() {
  occupy_standard_descriptors();
  if (!started_by_an_engine()) {
    std::fputs("lambent-sandbox is started by `lambent serve`; by hand it does nothing.\n", stderr);
    return 2;
  }
  (void)::fcntl(control_fd, F_SETFD, FD_CLOEXEC);
  return serve();
}
