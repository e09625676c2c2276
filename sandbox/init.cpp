#include "sandbox/init.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <vector>

#include "sandbox/cgroups/memory_watch.hpp"
#include "sandbox/hardening.hpp"
#include "sandbox/network/netns.hpp"
#include "sandbox/process_mode.hpp"
#include "sandbox/root/files.hpp"
#include "sandbox/root/root.hpp"
#include "sandbox/root/userns.hpp"
#include "sandbox/spawn.hpp"

namespace lambent::sandbox {

namespace {

constexpr int control = 3;
constexpr int output_end = 4;      // Until it is handed out.
constexpr int egress_network = 5;  // Until this process has a network of its own.
constexpr int memory_peak = 6;
constexpr int emulator = 7;
constexpr unsigned first_unused = 8;
constexpr int out_of_the_way = 16;
constexpr std::chrono::seconds reset_patience{5};
constexpr int reset_round_ms = 50;
constexpr const char* host_name = "lambda";
// Programs look this much worse to the out-of-memory killer than their first process.
constexpr int program_oom_score = 500;

// For those that may or may not be there; negative is not.
result<int> move_away(int file) {
  if (file < 0) return file;
  int moved = ::fcntl(file, F_DUPFD_CLOEXEC, out_of_the_way);
  if (moved < 0) return sys_fail("keep a descriptor open");
  return moved;
}

result<> put_at(int number, int file) {
  // Whatever else has this number must not be taken for it.
  if (file < 0) {
    (void)::close(number);
  } else if (::dup3(file, number, O_CLOEXEC) != number) {
    return sys_fail("arrange a descriptor");
  }
  return {};
}

class first_process {
public:
  explicit first_process(const init_plan& plan)
      : plan_(plan), watch_(plan.memory_peak >= 0 ? memory_peak : -1) {}
  [[noreturn]] void run();

private:
  result<> arrange_descriptors();
  result<> confine();
  result<> confine_with_namespaces();
  result<> watch_children();
  void open_oom_score();
  result<> ask_launcher_for_maps() const;
  result<> announce();

  [[noreturn]] void serve();
  void obey(const request& order);
  void start_program(const start& order);
  void make_socket_for(const make_socket& order) const;
  void reset_everything();
  void reap();
  bool reap_one();
  void look_at_memory(memory_watch::time_point now);
  void kill_everything() const;
  void set_oom_score(int score) const;
  void tell(const reply& message, std::span<const int> fds = {}) const;

  struct program {
    std::uint32_t number = 0;
    pid_t process = 0;
  };

  const init_plan& plan_;
  memory_watch watch_;
  runtime_api_listener listener_;
  fd mounts_;
  fd children_;
  fd oom_score_;
  int own_oom_score_ = 0;
  std::vector<program> programs_;  // Those that run.
  bool childless_ = true;
};

// 0 is /dev/null, 1 and 2 are the pipe, 3 is the launcher, 4 the pipe's other end, 5 the way out, 6
// the memory's peak, 7 the emulator; everything that the launcher had open besides is closed before
// anything else happens.
result<> first_process::arrange_descriptors() {
  int null = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  std::array<int, 2> ends{};
  if (null < 0 || ::pipe2(ends.data(), O_CLOEXEC) != 0) return sys_fail("make the output pipe");
  int network = TRY(move_away(plan_.seat.network));
  int peak = TRY(move_away(plan_.memory_peak));
  int emulating = TRY(move_away(plan_.emulator));
  bool placed = ::dup2(null, 0) == 0 && ::dup2(ends[1], 1) == 1 && ::dup2(ends[1], 2) == 2 &&
                ::dup3(plan_.control, control, O_CLOEXEC) == control &&
                ::dup3(ends[0], output_end, O_CLOEXEC) == output_end;
  if (!placed) return sys_fail("arrange descriptors");
  TRY(put_at(egress_network, network));
  TRY(put_at(memory_peak, peak));
  TRY(put_at(emulator, emulating));
  // Only the engine's end: a program that finds its output non-blocking would lose words.
  if (::fcntl(output_end, F_SETFL, O_NONBLOCK) != 0) return sys_fail("arrange the output pipe");
  if (::close_range(first_unused, ~0U, 0) != 0) return sys_fail("close descriptors");
  return {};
}

void first_process::open_oom_score() {
  oom_score_.reset(::open("/proc/self/oom_score_adj", O_RDWR | O_CLOEXEC));
  std::array<char, 16> text{};
  ssize_t size = ::pread(oom_score_.get(), text.data(), text.size(), 0);
  if (size > 0) (void)std::from_chars(text.data(), text.data() + size, own_oom_score_);
}

result<> first_process::ask_launcher_for_maps() const {
  TRY(send_packet(control, ask_for_maps));
  auto answer = TRY(receive_packet(control));
  if (!answer || answer->bytes != maps_are_written) return fail("wait for identity maps: refused");
  return {};
}

result<> first_process::confine_with_namespaces() {
  // Owned by the base user namespace, over which the program has no rights whatever it manages to
  // become in its own.
  if (::unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS) != 0) return sys_fail("make namespaces");
  egress_seat seat = plan_.seat;
  if (seat.network >= 0) seat.network = egress_network;
  listener_ = TRY(enter_own_network(seat));
  if (seat.network >= 0) (void)::close(egress_network);
  TRY(enter_root(plan_.template_root));
  if (::sethostname(host_name, std::char_traits<char>::length(host_name)) != 0) {
    return sys_fail("set the host name");
  }
  // Opened now: once this process is undumpable, nobody without rights on the host can.
  mounts_.reset(::open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
  if (!mounts_) return sys_fail("open the mount namespace");
  open_oom_score();
  if (plan_.own_user_namespace) {
    // After everything that needs rights over the base; before the limits, which count in it.
    if (::unshare(CLONE_NEWUSER) != 0) return sys_fail("make a user namespace");
    TRY(ask_launcher_for_maps());
  }
  TRY(set_resource_limits(plan_.own_user_namespace));
  TRY(drop_bounding_capabilities());
  return become_function_user(plan_.rootless);
}

result<> first_process::confine() {
  // First, so that what the kernel keeps for this sandbox is counted as the sandbox's.
  for (const std::string& file : plan_.tasks_files) TRY(write_text(file, "0"));
  if (plan_.mode == isolation::full) {
    TRY(confine_with_namespaces());
    // After the change of user, which clears it. Dies with the launcher even if that is killed.
    if (::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) != 0) return sys_fail("follow the launcher");
  } else {
    listener_ = TRY(listen_on_host_loopback());
    TRY(adopt_orphans());
    open_oom_score();
    TRY(set_resource_limits(false));
    if (::geteuid() == 0) TRY(drop_bounding_capabilities());
  }
  (void)::setsid();
  TRY(drop_capabilities());
  TRY(forbid_new_privileges());
  // Programs of the same user must not look into this one.
  if (::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return sys_fail("become undumpable");
  return plan_.filter->load();
}

result<> first_process::watch_children() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGCHLD);
  if (::sigprocmask(SIG_SETMASK, &signals, nullptr) != 0) return sys_fail("block SIGCHLD");
  // The kernel protects pid 1 from its own namespace only where it has no handler.
  for (int number = 1; number < NSIG; ++number) (void)::signal(number, SIG_DFL);
  children_.reset(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!children_) return sys_fail("watch for children");
  return {};
}

result<> first_process::announce() {
  std::array<int, 3> fds{listener_.socket.get(), output_end, mounts_.get()};
  std::size_t count = mounts_ ? 3 : 2;
  TRY(send_packet(control,
                  encode(reply{prepared{.id = plan_.id, .runtime_api = listener_.address}}),
                  std::span(fds).first(count)));
  listener_.socket.reset();
  mounts_.reset();
  (void)::close(output_end);
  return {};
}

void first_process::run() {
  result<> made = arrange_descriptors();
  if (made) made = watch_children();
  if (made) made = confine();
  if (made) made = announce();
  if (!made) {
    tell(failed{plan_.id, step::prepare, start_problem::other, std::move(made.error())});
    ::_exit(1);
  }
  serve();
}

void first_process::serve() {
  std::array<pollfd, 2> waiting{pollfd{control, POLLIN, 0}, pollfd{children_.get(), POLLIN, 0}};
  while (true) {
    const int patience = watch_.milliseconds_to_next_look(std::chrono::steady_clock::now());
    if (::poll(waiting.data(), waiting.size(), patience) < 0) continue;
    const auto now = std::chrono::steady_clock::now();
    if (watch_.is_due(now)) look_at_memory(now);
    // A child's end is told before anything that was asked after it.
    if (waiting[1].revents != 0) reap();
    if (waiting[0].revents == 0) continue;
    auto got = receive_packet(control);
    if (!got || !*got || (*got)->bytes.empty()) break;
    auto order = decode_request((*got)->bytes);
    if (!order) break;
    obey(*order);
  }
  // The launcher has gone. As pid 1 our own end is everybody's; otherwise it has to be brought
  // about.
  if (plan_.mode == isolation::process) reset_everything();
  ::_exit(0);
}

void first_process::obey(const request& order) {
  if (const auto* s = std::get_if<start>(&order)) {
    start_program(*s);
  } else if (const auto* sent = std::get_if<signal>(&order)) {
    for (const program& each : programs_)
      if (each.number == sent->program) (void)::kill(each.process, sent->number);
  } else if (std::holds_alternative<reset>(order)) {
    reset_everything();
  } else if (const auto* wanted = std::get_if<make_socket>(&order)) {
    make_socket_for(*wanted);
  }
}

void first_process::make_socket_for(const make_socket& order) const {
  fd made(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  const int number = made.get();
  tell(socket_made{order.id}, std::span(&number, made ? 1U : 0U));
}

void first_process::set_oom_score(int score) const {
  if (!oom_score_) return;
  std::array<char, 16> text{};
  auto end = std::to_chars(text.data(), text.data() + text.size(), score).ptr;
  (void)!::write(oom_score_.get(), text.data(), static_cast<std::size_t>(end - text.data()));
}

void first_process::start_program(const start& order) {
  fd output_read;
  fd output_write;
  std::array<int, 2> ends{-1, -1};
  // Without a pipe it writes where the function does, which is better than not to run.
  if (order.own_output && ::pipe2(ends.data(), O_CLOEXEC) == 0) {
    output_read.reset(ends[0]);
    output_write.reset(ends[1]);
    (void)::fcntl(ends[0], F_SETFL, O_NONBLOCK);
  }
  // A child starts with our score, and nobody else may set it once that is undumpable.
  set_oom_score(std::min(own_oom_score_ + program_oom_score, 1000));
  const spawn_files with{.control = control,
                         .output = output_write.get(),
                         .emulator = plan_.emulator >= 0 ? emulator : -1};
  auto child =
      plan_.mode == isolation::full ? spawn(order, with) : spawn(seen_on_host(order), with);
  set_oom_score(own_oom_score_);
  if (!child && child.error().called_off) return;
  if (!child) {
    tell(failed{plan_.id, step::start, child.error().problem, std::move(child.error().why),
                order.program});
    return;
  }
  if (programs_.empty()) watch_.begin(order.bounds.memory_bytes, std::chrono::steady_clock::now());
  programs_.push_back({order.program, *child});
  const int number = output_read.get();
  tell(started{.id = plan_.id, .host_pid = 0, .program = order.program},
       std::span(&number, output_read ? 1U : 0U));
}

bool first_process::reap_one() {
  int status = 0;
  rusage used{};
  pid_t child = ::wait4(-1, &status, WNOHANG, &used);
  childless_ = child < 0 && errno == ECHILD;
  if (child <= 0) return false;
  auto ended = std::ranges::find(programs_, child, &program::process);
  if (ended == programs_.end()) return true;
  const std::uint32_t number = ended->number;
  programs_.erase(ended);
  if (programs_.empty()) watch_.end(static_cast<std::uint64_t>(used.ru_maxrss) << 10);
  bool by_signal = WIFSIGNALED(status);
  tell(exited{.id = plan_.id,
              .by_signal = by_signal,
              .code = by_signal ? WTERMSIG(status) : WEXITSTATUS(status),
              .out_of_memory = watch_.found_too_much(),
              .program = number});
  return true;
}

void first_process::reap() {
  signalfd_siginfo ignored{};
  while (::read(children_.get(), &ignored, sizeof ignored) > 0) {
  }
  while (reap_one()) {
  }
}

void first_process::look_at_memory(memory_watch::time_point now) {
  auto processes = plan_.mode == isolation::full ? processes_beside_the_first() : living_children();
  if (watch_.look(resident_memory_of(processes), now)) kill_everything();
}

void first_process::kill_everything() const {
  if (plan_.mode == isolation::full) {
    // From pid 1 this means everybody in the pid namespace but itself.
    (void)::kill(-1, SIGKILL);
  } else {
    for (pid_t child : living_children()) (void)::kill(child, SIGKILL);
  }
}

void first_process::reset_everything() {
  pollfd waiting{children_.get(), POLLIN, 0};
  // Rounds, because somebody may be born while we kill, and orphans arrive only when parents die.
  // Bounded by time and not by their number, because hundreds of ends may come one by one.
  auto end = std::chrono::steady_clock::now() + reset_patience;
  do {
    kill_everything();
    reap();
    if (childless_) return tell(reset_done{plan_.id});
    (void)::poll(&waiting, 1, reset_round_ms);
  } while (std::chrono::steady_clock::now() < end);
  tell(failed{plan_.id, step::reset, start_problem::other,
              error{"end every process: some are still there", 0, "destroy the sandbox"}});
}

void first_process::tell(const reply& message, std::span<const int> fds) const {
  // Without a launcher there is nobody to complain to; the closed socket ends us in serve().
  (void)send_packet(control, encode(message), fds);
}

}  // namespace

void run_init(const init_plan& plan) { first_process(plan).run(); }

}  // namespace lambent::sandbox
