// The program that tries to get out of its sandbox. `probe ACTION ARGUMENTS…` tries one thing and
// prints how it went: "ok", or the system's name for the refusal.
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <memory>
#include <string>
#include <vector>

namespace {

using arguments = std::vector<std::string>;

void say(const std::string& text) {
  std::string line = text + "\n";
  (void)!::write(1, line.data(), line.size());
}

void say_answer(long answer) { say(answer < 0 ? ::strerrorname_np(errno) : "ok"); }

int number(const std::string& text) { return std::atoi(text.c_str()); }

void read_file(const arguments& a) { say_answer(::open(a[0].c_str(), O_RDONLY)); }
void write_file(const arguments& a) { say_answer(::open(a[0].c_str(), O_WRONLY | O_CREAT, 0644)); }
void exists(const arguments& a) { say_answer(::access(a[0].c_str(), F_OK)); }
void remember(const arguments& a) {
  int file = ::open(a[0].c_str(), O_WRONLY | O_CREAT | O_EXCL, 0644);
  say_answer(file);
}

void list(const arguments& a) {
  DIR* dir = ::opendir(a[0].c_str());
  std::string names;
  while (dirent* entry = dir == nullptr ? nullptr : ::readdir(dir)) {
    std::string name = entry->d_name;
    bool numeric = a.size() > 1 && a[1] == "numbers";
    if (name == "." || name == ".." || (numeric && number(name) == 0)) continue;
    names += name + " ";
  }
  say(names);
}

void show(const arguments& a) {
  std::array<char, 256> text{};
  ssize_t size = ::read(::open(a[0].c_str(), O_RDONLY), text.data(), text.size());
  if (size < 0) return say_answer(size);
  (void)!::write(1, text.data(), static_cast<std::size_t>(size));
}

void file_status(const arguments& a) {
  struct stat found{};
  if (::stat(a[0].c_str(), &found) != 0) return say_answer(-1);
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "%u:%u %o", found.st_uid, found.st_gid,
                found.st_mode & 07777U);
  say(text.data());
}

sockaddr_in internet_address(const arguments& a) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(number(a[1])));
  ::inet_pton(AF_INET, a[0].c_str(), &address.sin_addr);
  return address;
}

int internet_socket(int type) {
  int s = ::socket(AF_INET, type, 0);
  if (s >= 0) return s;
  say_answer(-1);
  ::_exit(1);
}

void connect_to(const arguments& a) {
  int s = internet_socket(SOCK_STREAM);
  sockaddr_in to = internet_address(a);
  say_answer(::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to));
}

// One datagram there, one back.
void ask(const arguments& a) {
  int s = internet_socket(SOCK_DGRAM);
  timeval patience{30, 0};
  ::setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  sockaddr_in to = internet_address(a);
  std::array<char, 256> text{};
  if (::connect(s, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0 ||
      ::send(s, a[2].data(), a[2].size(), 0) < 0 ||
      ::recv(s, text.data(), text.size() - 1, 0) < 0) {
    return say_answer(-1);
  }
  say(text.data());
}

// The address by which this sandbox would speak to the one given.
void own_address(const arguments& a) {
  int s = internet_socket(SOCK_DGRAM);
  sockaddr_in address = internet_address(a);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::connect(s, generic, size) != 0) return say_answer(-1);
  ::getsockname(s, generic, &size);
  std::array<char, INET_ADDRSTRLEN> text{};
  say(::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size()));
}

void serve(const arguments& a) {
  int s = internet_socket(SOCK_STREAM);
  sockaddr_in address = internet_address(a);
  if (::bind(s, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) return say_answer(-1);
  say_answer(::listen(s, 1));
  ::pause();
}

void forge(const arguments&) {
  say_answer(::socket(AF_INET, SOCK_RAW, IPPROTO_ICMP));
  say_answer(::socket(AF_PACKET, SOCK_DGRAM, 0));
  int s = internet_socket(SOCK_DGRAM);
  ifreq request{};
  std::strcpy(request.ifr_name, "eth0");
  request.ifr_addr.sa_family = AF_INET;
  say_answer(::ioctl(s, SIOCSIFADDR, &request));
  say_answer(::ioctl(s, SIOCSIFHWADDR, &request));
  request.ifr_flags = IFF_PROMISC | IFF_UP;
  say_answer(::ioctl(s, SIOCSIFFLAGS, &request));
}

void fork_many(const arguments& a) {
  int made = 0;
  for (; made < number(a[0]); ++made) {
    pid_t child = ::fork();
    if (child < 0) break;
    if (child == 0) {
      ::pause();
      ::_exit(0);
    }
  }
  say(std::to_string(made) + " " + (made < number(a[0]) ? ::strerrorname_np(errno) : "ok"));
}

void mount_things(const arguments&) {
  say_answer(::mount("tmpfs", "/tmp", "tmpfs", 0, nullptr));
  say_answer(::umount2("/tmp", MNT_DETACH));
  say_answer(::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND, nullptr));
  say_answer(::syscall(SYS_pivot_root, ".", "."));
  say_answer(::open_tree(AT_FDCWD, "/", OPEN_TREE_CLONE));
}

void new_namespaces(const arguments&) {
  for (int flag : {CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWNET, CLONE_NEWPID, CLONE_NEWIPC,
                   CLONE_NEWUTS, CLONE_NEWCGROUP}) {
    say_answer(::unshare(flag));
  }
  say_answer(::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0));
  say_answer(::syscall(SYS_clone3, nullptr, 0));
  say_answer(::setns(::open("/proc/1/ns/mnt", O_RDONLY), 0));
}

void kernel_calls(const arguments&) {
  say_answer(::syscall(SYS_bpf, 0, nullptr, 0));
  say_answer(::syscall(SYS_keyctl, 0, 0, 0, 0, 0));
  say_answer(::syscall(SYS_io_uring_setup, 1, nullptr));
  say_answer(::syscall(SYS_userfaultfd, 0));
  say_answer(::syscall(SYS_perf_event_open, nullptr, 0, 0, 0, 0));
  say_answer(::personality(READ_IMPLIES_EXEC));
  say_answer(::ioctl(0, TIOCSTI, "x"));
  say_answer(::socket(AF_PACKET, SOCK_RAW, 0));
  say_answer(::socket(AF_VSOCK, SOCK_STREAM, 0));
  say_answer(::socket(AF_ALG, SOCK_SEQPACKET, 0));
  say_answer(::socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT));
  say_answer(::socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
  say_answer(::personality(0xffffffff));
}

void print_status_lines(const arguments& a) {
  FILE* file = std::fopen("/proc/self/status", "re");
  std::array<char, 512> line{};
  while (file != nullptr && std::fgets(line.data(), line.size(), file) != nullptr) {
    for (const std::string& key : a) {
      if (std::string_view(line.data()).starts_with(key + ":")) {
        (void)!::write(1, line.data(), std::strlen(line.data()));
      }
    }
  }
  if (file != nullptr) std::fclose(file);
}

void identity(const arguments&) {
  say(std::to_string(::getuid()) + " " + std::to_string(::geteuid()) + " " +
      std::to_string(::getgid()) + " " + std::to_string(::getegid()) + " " +
      std::to_string(::getgroups(0, nullptr)));
}

void become(const arguments& a) {
  ::execl(a[0].c_str(), a[0].c_str(), "identity", nullptr);
  say_answer(-1);
}

void become_root(const arguments&) {
  say_answer(::setuid(0));
  say_answer(::setgid(0));
  say_answer(::setgroups(0, nullptr));
}

void trace(const arguments&) {
  pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  say_answer(::ptrace(PTRACE_ATTACH, child, nullptr, nullptr));
  say_answer(::ptrace(PTRACE_SEIZE, 1, nullptr, nullptr));
  char byte = 0;
  iovec mine{&byte, 1};
  iovec theirs{&byte, 1};
  say_answer(::syscall(SYS_process_vm_readv, child, &mine, 1, &theirs, 1, 0));
  ::kill(child, SIGKILL);
}

void attack_init(const arguments&) {
  for (int signal : {SIGKILL, SIGTERM, SIGSTOP, SIGSEGV, SIGCHLD}) (void)::kill(1, signal);
  say_answer(::open("/proc/1/mem", O_RDWR));
  say_answer(::open("/proc/1/environ", O_RDONLY));
  say_answer(::open("/proc/1/fd/3", O_RDWR));
  say_answer(::open("/proc/1/root/etc", O_RDONLY));
  say("alive");
  ::pause();
}

// Leaves a process behind that has nothing to do with us any more, connected to the Runtime API.
void leave_daemon(const arguments&) {
  if (::fork() == 0) {
    ::setsid();
    if (::fork() == 0) {
      for (int signal : {SIGTERM, SIGHUP, SIGINT}) (void)::signal(signal, SIG_IGN);
      connect_to({"127.0.0.1", "9001"});
      while (true) ::pause();
    }
    ::_exit(0);
  }
  ::wait(nullptr);
  while (true) ::pause();
}

void touch_memory(const arguments& a) {
  constexpr std::size_t megabyte = 1024 * 1024;
  std::vector<std::unique_ptr<char[]>> held;
  for (int i = 0; i < number(a[0]); ++i) {
    held.push_back(std::make_unique_for_overwrite<char[]>(megabyte));
    std::memset(held.back().get(), i + 1, megabyte);
  }
  say("touched");
  if (a.size() > 1 && a[1] == "stay") ::pause();
}

void touch_memory_in_child(const arguments& a) {
  if (::fork() == 0) return touch_memory(a);
  while (true) ::pause();
}

long milliseconds(clockid_t clock) {
  timespec t{};
  ::clock_gettime(clock, &t);
  return t.tv_sec * 1000 + t.tv_nsec / 1'000'000;
}

void burn(const arguments& a) {
  long wall = milliseconds(CLOCK_MONOTONIC);
  while (milliseconds(CLOCK_PROCESS_CPUTIME_ID) < number(a[0])) {
  }
  say(std::to_string(milliseconds(CLOCK_MONOTONIC) - wall));
}

void fill(const arguments& a) {
  int file = ::open(a[0].c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
  static std::array<char, 1024 * 1024> megabyte;
  int written = 0;
  while (written < number(a[1])) {
    if (::write(file, megabyte.data(), megabyte.size()) < static_cast<ssize_t>(megabyte.size()))
      break;
    ++written;
  }
  bool full = ::write(file, megabyte.data(), 1) < 0;
  std::string why = full ? ::strerrorname_np(errno) : "ok";
  ::unlink(a[0].c_str());
  say(std::to_string(written) + " " + why);
}

void print_limits(const arguments&) {
  auto text = [](rlim_t value) {
    return value == RLIM_INFINITY ? std::string("unlimited") : std::to_string(value);
  };
  for (auto which : {RLIMIT_NOFILE, RLIMIT_NPROC, RLIMIT_MEMLOCK, RLIMIT_CORE, RLIMIT_STACK}) {
    rlimit limit{};
    ::getrlimit(which, &limit);
    say(text(limit.rlim_cur) + "/" + text(limit.rlim_max));
  }
}

void print_surroundings(const arguments&) {
  std::array<char, 4096> cwd{};
  say(::getcwd(cwd.data(), cwd.size()) != nullptr ? cwd.data() : "?");
  for (char** each = environ; *each != nullptr; ++each) say(*each);
  say("pid " + std::to_string(::getpid()));
}

void open_descriptors(const arguments&) {
  std::string numbers;
  for (int i = 0; i < 4096; ++i) {
    if (::fcntl(i, F_GETFD) >= 0) numbers += std::to_string(i) + " ";
  }
  say(numbers);
}

// The machine it believes in, its argv[0] and the program that the system says it is.
std::string own_name;
void print_machine(const arguments&) {
  utsname system{};
  (void)::uname(&system);
  std::array<char, PATH_MAX> path{};
  (void)!::readlink("/proc/self/exe", path.data(), path.size() - 1);
  say(std::string(system.machine) + " " + own_name + " " + path.data());
}

// `execute PROGRAM ARGUMENTS…`, in a child.
void execute(const arguments& a) {
  std::vector<char*> argv;
  for (const std::string& each : a) argv.push_back(const_cast<char*>(each.c_str()));
  argv.push_back(nullptr);
  const pid_t child = ::fork();
  if (child == 0) {
    ::execv(argv[0], argv.data());
    say_answer(-1);
    ::_exit(1);
  }
  (void)::waitpid(child, nullptr, 0);
}

// Writes to a file by a descriptor that was opened for reading, as somebody else.
void overwrite(const arguments& a) {
  const int file = ::open(a[0].c_str(), O_RDONLY);
  if (file < 0) return say_answer(-1);
  const std::string script = "echo spoilt >> /proc/self/fd/" + std::to_string(file) + " && echo ok";
  ::execl("/bin/sh", "sh", "-c", script.c_str(), nullptr);
  say_answer(-1);
}

void wait_forever(const arguments&) {
  say("waiting");
  while (true) ::pause();
}

void leave(const arguments& a) { ::_exit(number(a[0])); }

struct action {
  const char* name;
  void (*run)(const arguments&);
};

constexpr action actions[] = {{"read", read_file},
                              {"write", write_file},
                              {"exists", exists},
                              {"remember", remember},
                              {"list", list},
                              {"show", show},
                              {"status-of", file_status},
                              {"connect", connect_to},
                              {"ask", ask},
                              {"own-address", own_address},
                              {"serve", serve},
                              {"forge", forge},
                              {"fork", fork_many},
                              {"mount", mount_things},
                              {"unshare", new_namespaces},
                              {"kernel", kernel_calls},
                              {"status", print_status_lines},
                              {"identity", identity},
                              {"become", become},
                              {"become-root", become_root},
                              {"trace", trace},
                              {"attack-init", attack_init},
                              {"daemon", leave_daemon},
                              {"touch", touch_memory},
                              {"touch-in-child", touch_memory_in_child},
                              {"burn", burn},
                              {"fill", fill},
                              {"limits", print_limits},
                              {"surroundings", print_surroundings},
                              {"descriptors", open_descriptors},
                              {"machine", print_machine},
                              {"execute", execute},
                              {"overwrite", overwrite},
                              {"wait", wait_forever},
                              {"exit", leave}};

}  // namespace

int main(int argc, char** argv) {
  own_name = argv[0];
  arguments rest(argv + 1, argv + argc);
  if (rest.empty()) return 2;
  std::string wanted = rest.front();
  rest.erase(rest.begin());
  for (const action& each : actions) {
    if (wanted == each.name) {
      each.run(rest);
      return 0;
    }
  }
  return 2;
}
