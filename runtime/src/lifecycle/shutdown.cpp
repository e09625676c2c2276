// Shutdown hooks: an internal extension, so that Lambda sends SIGTERM; a thread that waits for the
// signal and runs the hooks. Sources:
// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html
#include <pthread.h>
#include <semaphore.h>
#include <unistd.h>
#include <lambent/extension_client.hpp>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <optional>
#include <ranges>
#include <string_view>

#include "../loop.hpp"
#include "../stop.hpp"
#include "hook_list.hpp"
#include "steps.hpp"

namespace lambent::detail {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// What Lambda leaves an environment with internal extensions alone, from SIGTERM to SIGKILL.
constexpr milliseconds shutdown_budget{500};
// Of it, what an invocation in flight may take. Lambda also ends the environment of one that timed
// out: its handler may never come back.
constexpr milliseconds in_flight_wait{100};
constexpr std::string_view extension_name = "lambent-shutdown";
constexpr extension_events no_events = {.invoke = false, .shutdown = false};
constexpr int signals[] = {SIGTERM, SIGINT};

struct state {
  hook_list hooks;
  std::optional<extension_client> extension;
  sem_t signalled{};
  std::mutex mutex;
  std::condition_variable answered;
  bool all_answered = false;
  bool watching = false;
};

// Never destroyed: the thread that waits for the signal outlives main's statics.
state& own() {
  static auto* const made = new state;
  return *made;
}

std::atomic<sem_t*> to_post{nullptr};
std::atomic<bool> ending{false};

extern "C" void on_signal(int) {
  const int before = errno;
  if (sem_t* const to = to_post) (void)::sem_post(to);
  errno = before;
}

// Registers for no event at all and asks for the next one, which therefore never comes: an
// environment with an extension is ended with a signal first.
void become_extension(const std::string& api) {
  auto& client = own().extension.emplace(extension_client::options{.api = api});
  if (client.usable() && client.register_as(extension_name, no_events) == status::ok &&
      client.ask() == status::ok) {
    return;
  }
  say({"for the shutdown hooks: ", client.problem(),
       "; Lambda sends no SIGTERM without it, other senders do"});
}

bool run_hooks() {
  bool good = true;
  const std::vector<owned_hook> hooks = own().hooks.take();
  for (const owned_hook& hook : std::views::reverse(hooks)) {
    answer out;
    out.begin();
    call_guarded(out, [&] { hook->call(out); });
    if (!out.failed()) continue;
    say({"a shutdown hook failed: ", describe(out.why())});
    good = false;
  }
  return good;
}

// A hook that hangs must not keep a second signal from ending the process.
void catch_no_more() noexcept {
  for (const int signal : signals) {
    struct sigaction now = {};
    const bool ours = ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == on_signal;
    if (ours) (void)::signal(signal, SIG_DFL);
  }
}

void* wait_for_signal(void*) {
  state& mine = own();
  while (::sem_wait(&mine.signalled) != 0 && errno == EINTR) {
  }
  ending = true;
  const auto began = steady_clock::now();
  catch_no_more();
  stop_taking_events();
  {
    std::unique_lock lock(mine.mutex);
    (void)mine.answered.wait_for(lock, in_flight_wait, [&] { return mine.all_answered; });
  }
  const bool good = run_hooks();
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - began);
  if (took > shutdown_budget) {
    say({"shutting down took ", std::to_string(took.count()),
         " ms; Lambda kills the process after ", std::to_string(shutdown_budget.count()), " ms"});
  }
  (void)std::fflush(stdout);
  // Not exit(): a handler may still run, and needs what a destructor would take from it.
  ::_exit(good ? 0 : 1);
}

// Where the process was told to ignore a signal, it goes on ignoring it.
void catch_signals() noexcept {
  to_post = &own().signalled;
  struct sigaction now = {};
  now.sa_handler = on_signal;
  now.sa_flags = SA_RESTART;
  (void)::sigemptyset(&now.sa_mask);
  for (const int signal : signals) {
    struct sigaction before = {};
    if (::sigaction(signal, nullptr, &before) == 0 && before.sa_handler != SIG_IGN) {
      (void)::sigaction(signal, &now, nullptr);
    }
  }
}

// False when there is nobody to run the hooks; said.
bool start_waiting() {
  state& mine = own();
  pthread_t thread{};
  (void)::sem_init(&mine.signalled, 0, 0);
  if (const int failed = ::pthread_create(&thread, nullptr, wait_for_signal, nullptr)) {
    say({"start the thread for the shutdown hooks: ", std::strerror(failed),
         "; they will not run"});
    return false;
  }
  (void)::pthread_detach(thread);
  return true;
}

int watch_for_shutdown(const std::string& api) {
  state& mine = own();
  const int stop = stop_descriptor();
  if (mine.watching || !start_waiting()) return stop;
  mine.watching = true;
  catch_signals();
  become_extension(api);
  return stop;
}

// The workers' last word. The thread with the hooks ends the process if there was a signal.
void all_answered() {
  state& mine = own();
  {
    const std::lock_guard lock(mine.mutex);
    mine.all_answered = true;
  }
  mine.answered.notify_all();
  while (ending) (void)::pause();
}

}  // namespace

void add_shutdown_hook(owned_hook what) {
  state& mine = own();
  mine.hooks.add(std::move(what));
  lifecycle_steps& steps = lifecycle();
  if (steps.init_is_over && !mine.watching) {
    say("on_shutdown: the first hook came after the init phase, when Lambda takes no extension any "
        "more; it will not run");
    return;
  }
  steps.watch_for_shutdown = watch_for_shutdown;
  steps.all_answered = all_answered;
}

}  // namespace lambent::detail
