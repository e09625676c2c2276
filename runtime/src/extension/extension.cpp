// The loop of an extension: one thread that waits for events and telemetry alike.
#include <lambent/extension.hpp>

#include <pthread.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include "../error/error_report.hpp"
#include "../error/guarded_call.hpp"
#include "../say.hpp"
#include "managed_instances.hpp"
#include "receiver.hpp"

namespace lambent {

namespace {

using std::chrono::milliseconds;
using steady = std::chrono::steady_clock;

constexpr milliseconds shutdown_time_usual{2000};
// What a batch handler sees at once: AWS's largest max_items. Memory of so many is kept.
constexpr std::size_t batch_records_max = 10'000;
constexpr std::size_t kept_records_max = 1'000;

template <class Handler, class Argument>
std::optional<failure> call_guarded(Handler& handler, const Argument& what) {
  return failure_of([&] { return handler.call(what); });
}

std::string name_of_program() {
  char path[4096];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  std::string_view name(path, size < 0 ? 0 : static_cast<std::size_t>(size));
  if (name.empty()) name = program_invocation_short_name;
  return std::string(name.substr(name.rfind('/') + 1));
}

}  // namespace

struct extension::state final : telemetry::batch_sink {
  enum class phase : std::uint8_t { fresh, serving, over };

  std::string name;
  options chosen;
  extension_client client;
  telemetry::receiver receiver;
  std::optional<telemetry::subscription> wanted;
  phase now = phase::fresh;
  bool asked = false;   // A GET of an event is under way.
  bool waited = false;  // There was one, which ended the init.
  std::string problem;

  owned<extension_registration> on_init;
  owned<invoke_event> on_invoke;
  owned<shutdown_event> on_shutdown;
  owned<extension_event> on_other;
  owned<telemetry::record> on_record;
  owned<record_span> on_batch;

  std::vector<telemetry::record> records;  // Their memory is reused.
  std::vector<pollfd> waiting;

  state(std::string_view n, options o)
      : name(n),
        chosen(std::move(o)),
        client({.api = chosen.api, .backoff_first = chosen.backoff_first}),
        receiver(*this) {}

  void want(const telemetry::subscription& w) {
    if (wanted) problem = "subscribe to telemetry: an extension can do so once";
    wanted = w;
  }

  bool fail_with_client() {
    problem = client.problem();
    now = phase::over;
    return false;
  }

  // Before the first event it is an init error, then an exit error.
  bool fail(const failure& why, std::string_view doing) {
    problem = std::string(doing) + " failed: " + error_text(why);
    const status told = waited ? client.fail_exit(why) : client.fail_init(why);
    if (told != status::ok) problem.append("\n").append(client.problem());
    now = phase::over;
    return false;
  }

  bool start() {
    if (now != phase::fresh) return now == phase::serving;
    // A pipe would make stdout fully buffered: lines would wait while the environment is frozen.
    (void)std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
    extension_events events = {.invoke = on_invoke != nullptr,
                               .shutdown = chosen.place == place::external};
    if (events.invoke && on_managed_instances()) {
      detail::say(
          {name, ": Managed Instances have no INVOKE events: on_invoke will not be called"});
      events.invoke = false;
    }
    if (!client.usable() || client.register_as(name, events) != status::ok) {
      return fail_with_client();
    }
    if (!problem.empty()) return fail({"Extension.ConfigInvalid", problem}, "the configuration");
    if (wanted && !subscribe()) return false;
    if (on_init) {
      const std::optional<failure> why = call_guarded(*on_init, client.registration());
      if (why) return fail(*why, "on_init");
    }
    now = phase::serving;
    return true;
  }

  bool subscribe() {
    const failure why = {"Extension.TelemetrySubscriptionFailed", telemetry::problem_of(*wanted)};
    if (!why.message.empty()) return fail(why, "the subscription");
    if (!receiver.listen(wanted->listen_on, wanted->port, wanted->protocol)) {
      return fail({why.type, std::string(receiver.problem())}, "the subscription");
    }
    // Something listens before the platform is told so: it may connect at once.
    if (client.subscribe(*wanted, receiver.port()) == status::ok) return true;
    return fail({why.type, std::string(client.problem())}, "the subscription");
  }

  // Waits for the receiver and, unless `events` is false, the Extensions API; then serves the
  // receiver. Says which had something.
  struct arrivals {
    bool event = false;
    bool telemetry = false;
  };
  arrivals wait(milliseconds limit, bool events) {
    waiting.clear();
    if (events) waiting.push_back({.fd = client.descriptor(), .events = POLLIN, .revents = 0});
    const std::size_t first = waiting.size();
    receiver.add_to(waiting);
    const int limit_ms = static_cast<int>(std::min<milliseconds::rep>(limit.count(), INT_MAX));
    int count = -1;
    do {
      count = ::poll(waiting.data(), waiting.size(), limit_ms);
    } while (count < 0 && errno == EINTR);
    if (count <= 0) return {};
    return {.event = events && waiting[0].revents != 0,
            .telemetry = receiver.serve(waiting.data() + first, waiting.size() - first)};
  }

  progress step(milliseconds limit) {
    if (now != phase::serving) {
      if (problem.empty()) problem = "start() comes before step()";
      return progress::failed;
    }
    if (!asked) {
      (void)std::fflush(stdout);
      if (client.ask() != status::ok) {
        fail_with_client();
        return progress::failed;
      }
      asked = waited = true;
    }
    const arrivals came = wait(limit, true);
    if (!came.event) return came.telemetry ? progress::handled : progress::idle;
    const std::optional<status> taken = client.take();
    if (!taken) return progress::handled;
    asked = false;
    if (*taken == status::ok) return handle(client.event());
    fail_with_client();
    return progress::failed;
  }

  progress handle(const extension_event& event) {
    std::optional<failure> why;
    if (const shutdown_event* const shutdown = event.shutdown()) {
      take_last_telemetry(*shutdown);
      if (on_shutdown) why = call_guarded(*on_shutdown, *shutdown);
      if (why) {
        fail(*why, "on_shutdown");
        return progress::failed;
      }
      now = phase::over;
      return progress::shut_down;
    }
    if (const invoke_event* const invoke = event.invoke()) {
      if (on_invoke) why = call_guarded(*on_invoke, *invoke);
    } else if (on_other) {
      why = call_guarded(*on_other, event);
    }
    if (!why) return progress::handled;
    fail(*why, event.invoke() != nullptr ? "on_invoke" : "on_other_event");
    return progress::failed;
  }

  // The platform sends what it still has when the environment ends; there is no sign that it was
  // the last.
  void take_last_telemetry(const shutdown_event& shutdown) {
    if (!wanted) return;
    milliseconds left = std::chrono::duration_cast<milliseconds>(shutdown.deadline -
                                                                 std::chrono::system_clock::now());
    if (shutdown.deadline == std::chrono::system_clock::time_point{}) left = shutdown_time_usual;
    const steady::time_point end = steady::now() + std::max(left, milliseconds{0}) / 2;
    while (true) {
      const auto until_end = std::chrono::duration_cast<milliseconds>(end - steady::now());
      if (until_end.count() <= 0) return;
      if (!wait(std::min(wanted->quiet_before_shutdown, until_end), false).telemetry) return;
    }
  }

  bool take(std::string_view batch, telemetry::protocol framing) override {
    telemetry::batch_reader reader(batch, framing);
    const std::optional<failure> why = on_batch ? hand_over(reader) : hand_over_singly(reader);
    if (why) detail::say({name, ": the telemetry handler failed: " + error_text(*why)});
    return !why;
  }

  // The first failure; the records behind it are handed over all the same.
  std::optional<failure> hand_over_singly(telemetry::batch_reader& reader) {
    std::optional<failure> first;
    records.resize(1);
    while (reader.next(records[0])) {
      std::optional<failure> why = call_guarded(*on_record, records[0]);
      if (why && !first) first = std::move(why);
    }
    return first;
  }

  std::optional<failure> hand_over(telemetry::batch_reader& reader) {
    std::optional<failure> first;
    bool more = true;
    while (more) {
      std::size_t count = 0;
      while (count < batch_records_max) {
        if (count == records.size()) records.emplace_back();
        more = reader.next(records[count]);
        if (!more) break;
        ++count;
      }
      if (count == 0) break;
      std::optional<failure> why = call_guarded(*on_batch, record_span(records).first(count));
      if (why && !first) first = std::move(why);
    }
    if (records.size() > kept_records_max) {
      records.resize(kept_records_max);
      records.shrink_to_fit();
    }
    return first;
  }

  void refused(std::string_view why) override { detail::say({name, ": ", why}); }

  int run() {
    progress last = start() ? progress::idle : progress::failed;
    while (last == progress::idle || last == progress::handled) last = step(milliseconds{-1});
    if (last == progress::shut_down) return EXIT_SUCCESS;
    detail::say({name, ": ", problem});
    return EXIT_FAILURE;
  }
};

extension::extension() : extension(name_of_program()) {}
extension::extension(std::string_view name) : extension(name, options{}) {}
extension::extension(std::string_view name, options chosen)
    : state_(std::make_unique<state>(name, std::move(chosen))) {}
extension::~extension() = default;
extension::extension(extension&&) noexcept = default;
extension& extension::operator=(extension&&) noexcept = default;

bool extension::start() { return state_->start(); }
extension::progress extension::step(milliseconds limit) { return state_->step(limit); }
int extension::run() { return state_->run(); }

bool extension::spawn() {
  if (!state_->start()) {
    detail::say({state_->name, ": ", state_->problem});
    return false;
  }
  pthread_t thread = {};
  const int failed = pthread_create(
      &thread, nullptr,
      [](void* of) -> void* {
        (void)std::unique_ptr<state>(static_cast<state*>(of))->run();
        return nullptr;
      },
      state_.get());
  if (failed != 0) {
    state_->fail({"Extension.ThreadFailed", std::strerror(failed)}, "starting a thread");
    detail::say({state_->name, ": ", state_->problem});
    return false;
  }
  (void)state_.release();  // The thread's now.
  (void)pthread_detach(thread);
  return true;
}

std::string_view extension::problem() const noexcept { return state_->problem; }
std::uint16_t extension::telemetry_port() const noexcept { return state_->receiver.port(); }

void extension::set_init(owned<extension_registration> handle) {
  state_->on_init = std::move(handle);
}
void extension::set_invoke(owned<invoke_event> handle) { state_->on_invoke = std::move(handle); }
void extension::set_shutdown(owned<shutdown_event> handle) {
  state_->on_shutdown = std::move(handle);
}
void extension::set_other(owned<extension_event> handle) { state_->on_other = std::move(handle); }
void extension::set_record(owned<telemetry::record> handle, const telemetry::subscription& chosen) {
  state_->want(chosen);
  state_->on_record = std::move(handle);
}
void extension::set_batch(owned<record_span> handle, const telemetry::subscription& chosen) {
  state_->want(chosen);
  state_->on_batch = std::move(handle);
}

}  // namespace lambent
