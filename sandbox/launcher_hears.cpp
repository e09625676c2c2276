// What the first processes of sandboxes say and how they end, and what the engine gets to know.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>

#include "sandbox/init.hpp"
#include "sandbox/launcher.hpp"
#include "sandbox/process_mode.hpp"
#include "sandbox/root/userns.hpp"

namespace lambent::sandbox {

namespace {

fd copy_of(const fd& original) {
  return original ? fd(::fcntl(original.get(), F_DUPFD_CLOEXEC, 0)) : fd();
}

}  // namespace

void launcher::hear(sandbox& s) {
  while (s.control) {
    auto got = receive_packet(s.control.get());
    if (got && !*got) return;
    if (!got || (*got)->bytes.empty()) {
      s.control.reset();  // Its end is reported by the pidfd.
      return;
    }
    if (s.destroying) continue;
    packet& words = **got;
    if (words.bytes == ask_for_maps) {
      // Without an answer init gives up, and says so.
      result<> written = write_sandbox_maps(s.init, host_.rootless);
      if (!written) {
        return on_failed(s, {s.id, step::prepare, start_problem::other, written.error()});
      }
      (void)send_packet(s.control.get(), maps_are_written);
      continue;
    }
    auto message = decode_reply(words.bytes);
    if (!message) continue;
    if (auto* p = std::get_if<prepared>(&*message)) {
      on_prepared(s, std::move(*p), std::move(words.fds));
    } else if (auto* begun = std::get_if<started>(&*message)) {
      s.starting.erase(begun->program);
      s.running.insert(begun->program);
      // Init knows only the number that the process has inside.
      if (s.wants_process)
        for (pid_t child : living_children_of(s.init)) begun->host_pid = child;
      send(*message, std::move(words.fds));
    } else if (auto* e = std::get_if<exited>(&*message)) {
      on_exited(s, *e);
    } else if (auto* f = std::get_if<failed>(&*message)) {
      on_failed(s, std::move(*f));
    } else if (std::holds_alternative<reset_done>(*message)) {
      on_reset_done(s);
    } else if (std::holds_alternative<socket_made>(*message)) {
      send(*message, std::move(words.fds));
    }
  }
}

void launcher::on_prepared(sandbox& s, prepared&& message, std::vector<fd>&& fds) {
  constexpr auto listener = static_cast<std::size_t>(init_fd::listener);
  constexpr auto output = static_cast<std::size_t>(init_fd::output);
  constexpr auto mounts = static_cast<std::size_t>(init_fd::mounts);
  if (fds.size() > mounts) s.mounts = std::move(fds[mounts]);
  if (fds.size() <= output) return;
  std::vector<fd> out;
  out.push_back(std::move(fds[listener]));
  out.push_back(std::move(fds[output]));
  const fd& peak = s.group.memory_peak ? s.group.memory_peak : s.watched_peak;
  message.has_memory_peak = static_cast<bool>(peak);
  if (message.has_memory_peak) out.push_back(copy_of(peak));
  message.has_freezer = static_cast<bool>(s.group.freeze);
  if (message.has_freezer) out.push_back(copy_of(s.group.freeze));
  s.now = state::idle;
  send(message, std::move(out));
  resume_waiting(s);
}

void launcher::on_exited(sandbox& s, exited message) {
  s.running.erase(message.program);
  bool killed = new_oom_kills(s.group) > 0;
  message.out_of_memory =
      (killed || message.out_of_memory) && message.by_signal && message.code == SIGKILL;
  send(message);
}

void launcher::on_failed(sandbox& s, failed&& message) {
  if (message.during == step::prepare) {
    // There is nothing to destroy for the engine; it may use the id again at once.
    s.silent_end = true;
    s.destroying = true;
    serials_.erase(static_cast<std::uint64_t>(s.id));
    if (s.init != 0) kill_sandbox(s);
    send(message);
    for (const request& each : s.waiting) {
      if (const auto* m = std::get_if<start>(&each)) {
        fail_start(s, m->program, {"the sandbox could not be prepared", 0, {}});
      }
    }
    s.waiting.clear();
    return;
  }
  if (message.during == step::start) {
    s.starting.erase(message.program);
    if (s.starting.empty() && s.running.empty()) {
      s.now = state::idle;
      detach_from(s);
    }
  } else {
    s.now = state::busy;
  }
  send(message);
  resume_waiting(s);
}

void launcher::on_reset_done(sandbox& s) {
  (void)new_oom_kills(s.group);  // Of children; they say nothing about the next program.
  detach_from(s);
  s.now = state::idle;
  send(reset_done{s.id});
  resume_waiting(s);
}

void launcher::resume_waiting(sandbox& s) {
  std::deque<request> waiting;
  waiting.swap(s.waiting);
  for (request& each : waiting) pass_to(s, std::move(each));
}

// The pidfd became readable: init is a zombie, and with it every process of its pid namespace.
void launcher::on_end(sandbox& s) {
  hear(s);
  if (::waitpid(s.init, nullptr, WNOHANG) == 0) return;
  s.init = 0;
  s.pidfd.reset();
  s.control.reset();
  if (s.destroying) {
    const sandbox_id id = s.id;
    const bool silent = s.silent_end;
    forget(s);
    if (!silent) send(destroyed{id});
    return;
  }
  if (s.now == state::preparing) {
    on_failed(s, {s.id,
                  step::prepare,
                  start_problem::other,
                  {"the sandbox's first process ended before it was ready", 0, {}}});
    return forget(s);
  }
  for (std::uint32_t program : s.starting)
    fail_start(s, program, {"the sandbox ended during the start", 0, "destroy it"});
  bool killed = !s.running.empty() && new_oom_kills(s.group) > 0;
  for (std::uint32_t program : s.running) {
    send(exited{.id = s.id,
                .by_signal = true,
                .code = SIGKILL,
                .out_of_memory = killed,
                .program = program});
  }
  bool resetting = s.now == state::resetting;
  s.starting.clear();
  s.running.clear();
  s.now = state::dead;
  if (resetting) {
    send(failed{s.id, step::reset, start_problem::other,
                error{"the sandbox has ended", 0, "destroy it"}});
  }
  resume_waiting(s);
}

void launcher::forget(sandbox& s) {
  if (!remove_directories(s.group)) leftovers_.push_back(std::move(s.group));
  auto serial = serials_.find(static_cast<std::uint64_t>(s.id));
  if (serial != serials_.end() && serial->second == s.serial) serials_.erase(serial);
  if (host_.way_out) host_.way_out->give_back(s.address);
  sandboxes_.erase(s.serial);
}

}  // namespace lambent::sandbox
