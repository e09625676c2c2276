#include "sandbox/network/egress_stack.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "sandbox/network/egress_addresses.hpp"

namespace lambent::sandbox {

namespace {

constexpr const char* program_name = "slirp4netns";
constexpr const char* usual_path = "/usr/local/bin:/usr/bin:/bin";
constexpr int start_patience_ms = 5'000;
constexpr int end_patience_ms = 1'000;
constexpr off_t words_bytes_max = 4096;

// The program's descriptors.
constexpr int ready_fd = 3;
constexpr int exit_fd = 4;
constexpr int network_fd = 5;
constexpr int out_of_the_way = 16;

result<std::string> find_program() {
  const char* path = std::getenv("PATH");
  std::string_view left = path == nullptr || *path == '\0' ? usual_path : path;
  while (!left.empty()) {
    std::size_t end = left.find(':');
    std::string candidate = std::string(left.substr(0, end)) + "/" + program_name;
    if (candidate.front() == '/' && ::access(candidate.c_str(), X_OK) == 0) return candidate;
    left = end == std::string_view::npos ? std::string_view() : left.substr(end + 1);
  }
  return fail("the program slirp4netns is not installed", "apt-get install slirp4netns");
}

// Of a user that is not root a program inherits only capabilities that are ambient.
bool pass_capabilities_on() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> sets{};
  if (::syscall(SYS_capget, &header, sets.data()) != 0) return false;
  for (auto& each : sets) each.inheritable = each.permitted;
  if (::syscall(SYS_capset, &header, sets.data()) != 0) return false;
  // To enter the namespace and make the device; to confine itself; to bind low ports.
  for (int each : {CAP_SYS_ADMIN, CAP_NET_ADMIN, CAP_SETPCAP, CAP_NET_BIND_SERVICE}) {
    if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, each, 0, 0) != 0) return false;
  }
  return true;
}

struct launch {
  std::string program;
  std::vector<std::string> arguments;
  fd words, ready, exit, network;
};

[[noreturn]] void become_stack(const launch& l, pid_t launcher) {
  std::vector<char*> arguments{const_cast<char*>(program_name)};
  for (const std::string& each : l.arguments) arguments.push_back(const_cast<char*>(each.c_str()));
  arguments.push_back(nullptr);
  std::array<char*, 1> environment{nullptr};
  int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  int words = ::fcntl(l.words.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  int ready = ::fcntl(l.ready.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  int exit = ::fcntl(l.exit.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  int network = ::fcntl(l.network.get(), F_DUPFD_CLOEXEC, out_of_the_way);
  bool placed = ::dup2(null, 0) == 0 && ::dup2(words, 1) == 1 && ::dup2(words, 2) == 2 &&
                ::dup2(ready, ready_fd) == ready_fd && ::dup2(exit, exit_fd) == exit_fd &&
                ::dup2(network, network_fd) == network_fd &&
                ::close_range(network_fd + 1, ~0U, 0) == 0;
  sigset_t none;
  sigemptyset(&none);
  (void)::sigprocmask(SIG_SETMASK, &none, nullptr);
  bool follows = ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && ::getppid() == launcher;
  if (placed && follows && pass_capabilities_on() &&
      ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) {
    ::execve(l.program.c_str(), arguments.data(), environment.data());
  }
  ::_exit(127);
}

// Room for its last words that it cannot make larger, however long it lives.
result<fd> room_for_words() {
  fd room(::memfd_create("slirp4netns", MFD_CLOEXEC | MFD_ALLOW_SEALING));
  if (!room || ::ftruncate(room.get(), words_bytes_max) != 0 ||
      ::fcntl(room.get(), F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SEAL) != 0) {
    return sys_fail("make room for the words of slirp4netns");
  }
  return room;
}

std::string last_line(const fd& words) {
  std::string text(static_cast<std::size_t>(words_bytes_max), '\0');
  ssize_t size = ::pread(words.get(), text.data(), text.size(), 0);
  text.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
  text.resize(std::min(text.find('\0'), text.size()));
  while (text.ends_with('\n')) text.pop_back();
  std::size_t begin = text.rfind('\n');
  return begin == std::string::npos ? text : text.substr(begin + 1);
}

bool became_ready(const fd& ready) {
  pollfd waiting{ready.get(), POLLIN, 0};
  char byte = 0;
  return ::poll(&waiting, 1, start_patience_ms) == 1 && ::read(ready.get(), &byte, 1) == 1;
}

result<std::pair<fd, fd>> make_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return sys_fail("make a pipe");
  return std::pair(fd(ends[0]), fd(ends[1]));
}

}  // namespace

result<> network_stack::is_possible() {
  TRY(find_program());
  fd device(::open("/dev/net/tun", O_RDWR | O_CLOEXEC));
  if (device) return {};
  auto answer = sys_fail("open /dev/net/tun");
  answer.error().hint = answer.error().code == ENOENT
                            ? "modprobe tun; in Docker, start the container with --device "
                              "/dev/net/tun"
                            : "chmod 0666 /dev/net/tun; in Docker, start the container with "
                              "--device /dev/net/tun";
  return answer;
}

result<network_stack> network_stack::start(const fd& network, bool confined) {
  launch l;
  l.program = TRY(find_program());
  l.words = TRY(room_for_words());
  auto [ready, told_ready] = TRY(make_pipe());
  auto [exit, alive] = TRY(make_pipe());
  l.ready = std::move(told_ready);
  l.exit = std::move(exit);
  l.network.reset(::fcntl(network.get(), F_DUPFD_CLOEXEC, 0));
  l.arguments = {"--disable-host-loopback",
                 "--mtu=" + std::to_string(stack_mtu_bytes),
                 std::string("--cidr=") + egress_range,
                 "--ready-fd=" + std::to_string(ready_fd),
                 "--exit-fd=" + std::to_string(exit_fd),
                 "--netns-type=path"};
  if (confined) l.arguments.insert(l.arguments.end(), {"--enable-sandbox", "--enable-seccomp"});
  l.arguments.insert(l.arguments.end(),
                     {"/proc/self/fd/" + std::to_string(network_fd), stack_interface});

  network_stack made;
  pid_t self = ::getpid();
  made.pid_ = ::fork();
  if (made.pid_ < 0) return sys_fail("start slirp4netns");
  if (made.pid_ == 0) become_stack(l, self);
  made.alive_ = std::move(alive);
  made.pidfd_.reset(static_cast<int>(::syscall(SYS_pidfd_open, made.pid_, 0)));
  l.ready.reset();
  if (!became_ready(ready)) {
    made.end();
    std::string words = last_line(l.words);
    return fail("start slirp4netns: " + (words.empty() ? "it ended without a word" : words));
  }
  return made;
}

network_stack::network_stack(network_stack&& other) noexcept { *this = std::move(other); }

network_stack& network_stack::operator=(network_stack&& other) noexcept {
  if (this == &other) return *this;
  end();
  alive_ = std::move(other.alive_);
  pidfd_ = std::move(other.pidfd_);
  pid_ = std::exchange(other.pid_, 0);
  return *this;
}

void network_stack::end() {
  if (pid_ <= 0) return;
  alive_.reset();
  pollfd waiting{pidfd_.get(), POLLIN, 0};
  if (!pidfd_ || ::poll(&waiting, 1, end_patience_ms) != 1) (void)::kill(pid_, SIGKILL);
  (void)::waitpid(pid_, nullptr, 0);
  pidfd_.reset();
  pid_ = 0;
}

}  // namespace lambent::sandbox
