// The loop and the engine's requests. What the sandboxes answer is in launcher_hears.cpp.
#include "sandbox/launcher.hpp"

#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
#include <signal.h>
#include <sys/epoll.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>

#include "sandbox/cgroups/memory_watch.hpp"
#include "sandbox/init.hpp"
#include "sandbox/root/attach.hpp"
#include "sandbox/root/root.hpp"

namespace lambent::sandbox {

namespace {

constexpr std::uint64_t engine_key = 1;
constexpr std::uint64_t terminate_key = 2;
constexpr std::uint64_t egress_key = 3;
constexpr std::uint64_t control_bit = 0;
constexpr std::uint64_t pidfd_bit = 1;
constexpr unsigned key_shift = 2;  // Serials start at 1, so no sandbox has the keys above.
constexpr int sweep_interval_ms = 10;
constexpr int end_patience_ms = 6'000;    // Process mode: until init has killed all by itself.
constexpr int sweep_rounds_at_end = 100;  // Of sweep_interval_ms each.
constexpr sandbox_id rehearsal_id{~0ULL};

pid_t clone_child(unsigned long long flags, int cgroup_directory, fd& pidfd) {
  int pidfd_number = -1;
  clone_args args{};
  args.flags = flags | CLONE_PIDFD;
  args.pidfd = reinterpret_cast<std::uintptr_t>(&pidfd_number);
  args.exit_signal = SIGCHLD;
  if (cgroup_directory >= 0) {
    args.flags |= CLONE_INTO_CGROUP;
    args.cgroup = static_cast<unsigned long long>(cgroup_directory);
  }
  long child = ::syscall(SYS_clone3, &args, sizeof args);
  if (child > 0) pidfd.reset(pidfd_number);
  return static_cast<pid_t>(child);
}

}  // namespace

launcher::~launcher() { end_everything(); }

result<> launcher::open() {
  epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
  if (!epoll_) return sys_fail("make an epoll descriptor");
  // A terminal's Ctrl-C reaches the engine too; it decides, and closes the socket.
  (void)::signal(SIGINT, SIG_IGN);
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  (void)::sigprocmask(SIG_BLOCK, &signals, nullptr);
  terminated_.reset(::signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK));
  if (!terminated_ || !watch(terminated_.get(), terminate_key)) return sys_fail("watch SIGTERM");
  if (host_.way_out && !watch(host_.way_out->end_of_stack().get(), egress_key)) {
    return sys_fail("watch the outside network");
  }
  return {};
}

result<> launcher::rehearse() {
  rehearsing_ = true;
  rehearsal_.reset();
  handle(prepare{rehearsal_id});
  while (!sandboxes_.empty()) {
    sandbox* s = find(rehearsal_id);
    if (s != nullptr && s->now == state::idle && !s->destroying) handle_destroy(rehearsal_id);
    TRY(turn());
  }
  rehearsing_ = false;
  if (rehearsal_) return std::unexpected(std::move(*rehearsal_));
  return {};
}

result<> launcher::run() {
  if (::fcntl(engine_, F_SETFL, O_NONBLOCK) != 0) return sys_fail("make the engine's socket ready");
  if (!watch(engine_, engine_key)) return sys_fail("watch the engine");
  while (!engine_gone_) TRY(turn());
  end_everything();
  return {};
}

result<> launcher::turn() {
  std::array<epoll_event, 64> events{};
  // Preparing waits until nobody else wants anything; then it is done one at a time.
  int timeout = !prepares_.empty() ? 0 : leftovers_.empty() ? -1 : sweep_interval_ms;
  int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), timeout);
  if (count < 0 && errno != EINTR) return sys_fail("wait for events");
  for (int i = 0; i < count; ++i) dispatch(events[static_cast<std::size_t>(i)].data.u64);
  if (count <= 0 && !prepares_.empty()) prepare_next();
  sweep();
  return {};
}

void launcher::dispatch(std::uint64_t key) {
  if (key == engine_key) {
    flush();
    return take_requests();
  }
  if (key == terminate_key) {
    engine_gone_ = true;
    return;
  }
  if (key == egress_key) return on_end_of_egress();
  auto found = sandboxes_.find(key >> key_shift);
  if (found == sandboxes_.end()) return;
  if ((key & 1) == pidfd_bit) {
    on_end(*found->second);
  } else {
    hear(*found->second);
  }
}

bool launcher::watch(int file, std::uint64_t key) {
  epoll_event event{};
  event.events = EPOLLIN;
  event.data.u64 = key;
  return ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, file, &event) == 0;
}

// ---- words to the engine ----

void launcher::send(const reply& message, std::vector<fd> fds) {
  if (rehearsing_) {
    if (const auto* f = std::get_if<failed>(&message)) rehearsal_ = f->why;
    return;
  }
  outbox_.push_back({encode(message), std::move(fds)});
  flush();
}

void launcher::flush() {
  while (!outbox_.empty()) {
    std::vector<int> numbers;
    for (const fd& each : outbox_.front().fds) numbers.push_back(each.get());
    result<> sent = send_packet(engine_, outbox_.front().bytes, numbers);
    if (!sent && sent.error().code == EAGAIN) break;
    if (!sent && sent.error().code == EPIPE) engine_gone_ = true;
    outbox_.pop_front();
  }
  // Asking for EPOLLOUT all the time would wake us all the time.
  if (asked_for_room_ == !outbox_.empty()) return;
  asked_for_room_ = !asked_for_room_;
  epoll_event event{};
  event.events = asked_for_room_ ? EPOLLIN | EPOLLOUT : EPOLLIN;
  event.data.u64 = engine_key;
  (void)::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, engine_, &event);
}

// ---- requests ----

void launcher::take_requests() {
  while (!engine_gone_) {
    auto got = receive_packet(engine_);
    if (got && !*got) return;
    if (!got || (*got)->bytes.empty()) {
      engine_gone_ = true;
      return;
    }
    auto message = decode_request((*got)->bytes);
    // Words that are not ours mean that two versions were mixed; nothing after them can be trusted.
    if (message) {
      handle(std::move(*message));
    } else {
      engine_gone_ = true;
    }
  }
}

void launcher::handle(request&& message) {
  if (const auto* p = std::get_if<prepare>(&message)) return handle(*p);
  if (const auto* d = std::get_if<destroy>(&message)) return handle_destroy(d->id);
  if (std::holds_alternative<configure>(message)) return;  // Once was enough.
  sandbox_id id{};
  std::visit(
      [&id](const auto& m) {
        if constexpr (requires { m.id; }) id = m.id;
      },
      message);
  if (sandbox* s = find(id)) return pass_to(*s, std::move(message));
  error unknown{"there is no sandbox " + std::to_string(static_cast<std::uint64_t>(id)), 0, {}};
  if (const auto* m = std::get_if<start>(&message)) {
    send(failed{id, step::start, start_problem::other, std::move(unknown), m->program});
  } else if (std::holds_alternative<reset>(message)) {
    send(failed{id, step::reset, start_problem::other, std::move(unknown)});
  }
}

void launcher::pass_to(sandbox& s, request&& message) {
  bool not_yet = s.now == state::queued || s.now == state::preparing || s.now == state::resetting;
  if (not_yet) {
    s.waiting.push_back(std::move(message));
    return;
  }
  if (const auto* m = std::get_if<start>(&message)) return handle_start(s, *m);
  if (const auto* m = std::get_if<signal>(&message)) return handle_signal(s, *m);
  if (std::holds_alternative<reset>(message)) return handle_reset(s);
  if (std::holds_alternative<make_socket>(message)) return handle_make_socket(s);
  if (const auto* m = std::get_if<limit_cpu>(&message))
    host_.cgroups->limit_cpu(s.group, m->permille);
}

void launcher::handle(const prepare& message) {
  if (find(message.id) != nullptr) {
    return send(failed{message.id, step::prepare, start_problem::other,
                       error{"this sandbox exists already", 0, "give every sandbox its own id"}});
  }
  auto made = std::make_unique<sandbox>();
  made->id = message.id;
  made->serial = next_serial_++;
  serials_[static_cast<std::uint64_t>(message.id)] = made->serial;
  prepares_.push_back(made->serial);
  sandboxes_[made->serial] = std::move(made);
}

void launcher::prepare_next() {
  std::uint64_t serial = prepares_.front();
  prepares_.pop_front();
  auto found = sandboxes_.find(serial);
  if (found == sandboxes_.end()) return;  // Destroyed while it waited.
  sandbox& s = *found->second;
  s.now = state::preparing;
  result<> made = make_sandbox(s);
  if (made) return;
  on_failed(s, {s.id, step::prepare, start_problem::other, std::move(made.error())});
  if (s.init == 0) forget(s);
}

result<> launcher::make_sandbox(sandbox& s) {
  s.group = TRY_FOR("make control groups", host_.cgroups->make(s.id));
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    return sys_fail("make a socket to the sandbox");
  }
  s.control.reset(ends[0]);
  fd inner(ends[1]);
  if (!s.group.memory_peak) s.watched_peak = TRY(make_peak_file());
  egress_seat seat = host_.way_out ? host_.way_out->take_seat() : egress_seat{};
  s.address = seat.address;
  init_plan plan{.id = s.id,
                 .mode = host_.mode,
                 .rootless = host_.rootless,
                 .own_user_namespace = host_.own_user_namespaces,
                 .control = inner.get(),
                 .seat = seat,
                 .template_root = host_.template_root,
                 .tasks_files = s.group.tasks_files,
                 .filter = &host_.filter,
                 .memory_peak = s.watched_peak.get(),
                 .emulator = host_.emulator.get()};
  // The other namespaces are made by the child itself, which takes longer and holds up nobody.
  unsigned long long flags = host_.mode == isolation::full ? CLONE_NEWPID : 0;
  pid_t child = clone_child(flags, s.group.into.get(), s.pidfd);
  if (child < 0) return sys_fail("make the sandbox's first process");
  if (child == 0) run_init(plan);
  s.init = child;
  s.tmp_bytes = tmp_bytes_default;
  s.group.into.reset();
  if (::fcntl(s.control.get(), F_SETFL, O_NONBLOCK) != 0 ||
      !watch(s.control.get(), s.serial << key_shift | control_bit) ||
      !watch(s.pidfd.get(), s.serial << key_shift | pidfd_bit)) {
    return sys_fail("watch the sandbox");
  }
  return {};
}

void launcher::handle_start(sandbox& s, const start& message) {
  const std::uint32_t program = message.program;
  if (s.now == state::dead) {
    return fail_start(s, program, {"the sandbox has ended", 0, "destroy it"});
  }
  const bool first = s.now != state::busy;
  // Between its end and a reset, what is attached may still be used by what it left behind.
  const bool again = !first && s.starting.empty() && s.running.empty();
  if (again || s.starting.contains(program) || s.running.contains(program)) {
    return fail_start(s, program, {"it serves this program already", 0, "reset it first"});
  }
  // Init makes the process meanwhile; that waits for our word before it executes anything. Not so
  // where the root changes: the kernel changes it for processes that are there, and one that is
  // just being made would keep the old one.
  const bool root_first = first && !message.image_layers.empty();
  result<> ready_to_go;
  if (root_first) ready_to_go = set_up_start(s, message);
  if (ready_to_go) ready_to_go = send_packet(s.control.get(), encode(request{message}));
  if (!ready_to_go) return fail_start(s, program, std::move(ready_to_go.error()));
  if (first && !root_first) ready_to_go = set_up_start(s, message);
  (void)send_packet(s.control.get(), ready_to_go ? go_word : stop_word);
  if (!ready_to_go) {
    detach_from(s);
    return fail_start(s, program, std::move(ready_to_go.error()));
  }
  s.now = state::busy;
  s.starting.insert(program);
  s.wants_process = message.stopped || !message.shown.empty();
  if (first) host_.cgroups->limit_cpu(s.group, message.bounds.cpu_permille);
}

result<> launcher::set_up_start(sandbox& s, const start& message) {
  TRY_FOR("limit the sandbox", host_.cgroups->limit_memory_and_processes(s.group, message.bounds));
  if (host_.mode == isolation::process) {
    if (message.image_layers.empty()) return {};
    return fail("run an image: with --isolation process there is no root but the host's",
                "serve with --isolation full");
  }
  std::optional<std::uint64_t> tmp;
  if (message.bounds.tmp_bytes != 0 && message.bounds.tmp_bytes != s.tmp_bytes)
    tmp = message.bounds.tmp_bytes;
  if (!message.image_layers.empty() || !s.image.empty() || s.spoilt) {
    TRY(set_up_image(s, message, tmp));
  } else {
    attach_options what{.places = message.shown, .tmp_bytes = tmp};
    what.places[std::string(code_place)] = message.code_dir;
    if (!message.opt_dir.empty()) what.places[std::string(opt_place)] = message.opt_dir;
    TRY(attach({s.mounts.get(), host_.own_mounts.get()}, what));
    for (const auto& [place, dir] : what.places) s.attached.push_back(place);
  }
  if (tmp) s.tmp_bytes = *tmp;
  return {};
}

result<> launcher::set_up_image(sandbox& s, const start& message,
                                std::optional<std::uint64_t> tmp) {
  if (s.spoilt || (!s.image.empty() && s.image != message.image_layers))
    return fail("start another image in a sandbox that has one", "destroy the sandbox");
  const attachment where{s.mounts.get(), host_.own_mounts.get()};
  if (!s.image.empty()) return tmp ? change_tmp(where, *tmp) : result<>();
  fd image = TRY(host_.images->take(message.image_layers));
  fd devices = TRY(copy_tree(host_.template_root + "/dev"));
  s.spoilt = true;
  TRY(attach_image(where, {std::move(image), std::move(devices), tmp}));
  s.spoilt = false;
  s.image = message.image_layers;
  return {};
}

void launcher::detach_from(sandbox& s) {
  if (s.attached.empty()) return;
  detach({s.mounts.get(), host_.own_mounts.get()}, s.attached);
  s.attached.clear();
}

void launcher::fail_start(sandbox& s, std::uint32_t program, error why) {
  send(failed{s.id, step::start, start_problem::other, std::move(why), program});
}

void launcher::handle_signal(sandbox& s, const signal& message) {
  if (!s.running.contains(message.program) && !s.starting.contains(message.program)) return;
  thaw(s.group);
  (void)send_packet(s.control.get(), encode(request{message}));
}

void launcher::handle_reset(sandbox& s) {
  // Frozen processes could not be reaped, and a used-up share would slow the reaping.
  thaw(s.group);
  host_.cgroups->lift_cpu_limit(s.group);
  result<> sent = s.now == state::dead ? fail("the sandbox has ended", "destroy it")
                                       : send_packet(s.control.get(), encode(request{reset{s.id}}));
  if (!sent) {
    return send(failed{s.id, step::reset, start_problem::other, std::move(sent.error())});
  }
  s.now = state::resetting;
}

void launcher::handle_make_socket(sandbox& s) {
  result<> sent = s.now == state::dead
                      ? fail("the sandbox has ended")
                      : send_packet(s.control.get(), encode(request{make_socket{s.id}}));
  if (!sent) send(socket_made{s.id});
}

void launcher::handle_destroy(sandbox_id id) {
  sandbox* s = find(id);
  if (s == nullptr) return send(destroyed{id});
  s->destroying = true;
  if (s->init == 0) {  // Still queued, or ended by itself.
    forget(*s);
    return send(destroyed{id});
  }
  kill_sandbox(*s);
}

void launcher::kill_sandbox(sandbox& s) {
  thaw(s.group);
  if (host_.mode == isolation::full) {
    (void)::syscall(SYS_pidfd_send_signal, s.pidfd.get(), SIGKILL, nullptr, 0);
  } else {
    s.control.reset();  // Init ends its descendants and itself; nobody else can find them.
  }
}

launcher::sandbox* launcher::find(sandbox_id id) {
  auto serial = serials_.find(static_cast<std::uint64_t>(id));
  return serial == serials_.end() ? nullptr : sandboxes_.at(serial->second).get();
}

// Sandboxes that are there have lost their way out for good; those to come get a new one.
void launcher::on_end_of_egress() {
  result<> again = host_.way_out->restart();
  if (again && !watch(host_.way_out->end_of_stack().get(), egress_key)) {
    again = sys_fail("watch the outside network");
  }
  std::fprintf(stderr, "lambent-sandbox: the outside network ended%s%s\n",
               again ? "; a new one serves new sandboxes" : " and does not come back: ",
               again ? "" : again.error().what.c_str());
}

void launcher::sweep() {
  std::erase_if(leftovers_, [](cgroup& group) { return remove_directories(group); });
}

void launcher::end_everything() {
  for (auto& [serial, s] : sandboxes_) {
    if (s->init != 0) kill_sandbox(*s);
  }
  for (auto& [serial, s] : sandboxes_) {
    if (s->init == 0) continue;
    pollfd waiting{s->pidfd.get(), POLLIN, 0};
    if (::poll(&waiting, 1, end_patience_ms) == 0) (void)::kill(s->init, SIGKILL);
    (void)::waitpid(s->init, nullptr, 0);
    leftovers_.push_back(std::move(s->group));
  }
  sandboxes_.clear();
  serials_.clear();
  for (int round = 0; round < sweep_rounds_at_end; ++round) {
    sweep();
    if (leftovers_.empty()) break;
    (void)::poll(nullptr, 0, sweep_interval_ms);
  }
}

}  // namespace lambent::sandbox
