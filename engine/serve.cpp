#include "engine/serve.hpp"

#include <fcntl.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <functional>
#include <optional>
#include <set>

#include "engine/companion_neighbours.hpp"
#include "engine/companion_services.hpp"
#include "engine/edge.hpp"
#include "engine/environment/emulator.hpp"
#include "engine/environment/outside_host.hpp"
#include "engine/local_functions.hpp"
#include "engine/log_service.hpp"
#include "engine/managed/interpreters.hpp"

namespace lambent::engine {

namespace asio = boost::asio;

namespace {

// One engine at a time on one data directory: two would write over each other.
result<fd> lock_directory(const std::filesystem::path& dir) {
  std::error_code ec;
  std::filesystem::create_directories(dir, ec);
  if (ec) return sys_fail("create the data directory " + dir.string(), ec.value());
  fd lock(::open((dir / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock) return sys_fail("open " + (dir / "lock").string());
  if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0) {
    return fail("another engine uses the data directory " + dir.string(),
                "stop it, or choose another --data-dir");
  }
  return lock;
}

// More than any farewell takes: what is left then hangs.
constexpr std::chrono::seconds farewell_max =
    std::chrono::ceil<std::chrono::seconds>(extensions::external_budget) + std::chrono::seconds(1);

// Every environment holds a handful of descriptors; the soft limit of 1024 would be the first wall.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

bool is_ignored(int signal) {
  struct sigaction now{};
  return ::sigaction(signal, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

// Standard output is for what scripts read.
void log_to_stderr() {
  spdlog::set_default_logger(std::make_shared<spdlog::logger>(
      "", std::make_shared<spdlog::sinks::stderr_color_sink_mt>()));
}

// Functions that an earlier engine has left start without anybody asking for their interpreter.
void look_for_interpreters(managed::interpreters& in,
                           const std::vector<api::registry_change>& stored) {
  std::set<std::pair<std::string, std::string>> wanted;  // Runtime, architecture.
  auto add = [&wanted](const model::function& f) { wanted.emplace(f.runtime, f.architecture); };
  for (const api::registry_change& each : stored) {
    if (each.removed) continue;
    add(*each.record->latest);
    for (const auto& [number, version] : each.record->versions) add(*version);
  }
  for (const auto& [runtime, architecture] : wanted)
    if (std::string why = in.why_not_run(runtime, architecture); !why.empty())
      spdlog::warn("{}", why);
}

}  // namespace

struct service::state {
  // In the order in which they depend on each other; destroyed in the reverse.
  asio::io_context loop{1};
  fd directory_lock;
  std::unique_ptr<logs::store> logs;
  std::optional<companion_stores> stores;
  std::unique_ptr<images::image_store> images;
  std::optional<managed::interpreters> interpreters;
  std::optional<companion_neighbours> neighbours;
  std::unique_ptr<api::control_plane> control;
  api::registry registry;
  std::unique_ptr<environment::sandbox_host> host;
  asio::thread_pool log_worker{1};
  asio::thread_pool control_worker{1};
  asio::thread_pool image_worker{1};
  asio::thread_pool look_worker{2};
  std::optional<log_writer> writer;
  std::optional<log_tee> tee;
  std::optional<environment::outside_host> outside;
  std::optional<environment::fleet> fleet;
  std::optional<engine::log_service> log_service;
  std::optional<companion_services> companion;
  aws_services services;
  std::optional<front_door> urls;
  std::optional<engine::edge> edge;
  std::optional<local_functions> local;
  fd listener;  // Until `server` has it.
  std::optional<http::server> server;
  std::optional<asio::signal_set> signals;
  std::optional<asio::steady_timer> drain;
  std::uint16_t port = 0;

  void admit() {
    if (!server) server.emplace(loop, std::move(listener), *edge);
  }
  void wait_for_signal();
  void begin_to_end();
  void end_when_quiet(std::chrono::steady_clock::time_point latest);
  void end_when_left(std::chrono::steady_clock::time_point latest);
  void look_again(std::move_only_function<void()> then);

  ~state() {
    // Callers first, while their connections stand.
    if (fleet) fleet->answer_all();
    server.reset();
    if (companion) companion->finish();
    image_worker.join();
    look_worker.join();
    control_worker.join();
    // What was on its way to the loop still refers to the fleet and the sandboxes: it goes first.
    loop.restart();
    loop.poll();
    fleet.reset();
    loop.restart();
    loop.poll();
    if (writer) writer->flush();
    log_worker.join();
  }
};

service::service(std::unique_ptr<state> s) : state_(std::move(s)) {}
service::~service() = default;

result<std::unique_ptr<service>> service::open(const serve_settings& settings) {
  log_to_stderr();
  raise_descriptor_limit();
  ::signal(SIGPIPE, SIG_IGN);
  auto s = std::make_unique<state>();
  s->directory_lock = TRY(lock_directory(settings.data_dir));
  fd listener = TRY(http::listen_tcp(settings.host, settings.port));
  s->port = TRY(http::local_port(listener));
  s->logs = TRY_FOR("open the log store", logs::store::open(settings.data_dir / "logs"));

  s->stores = TRY_FOR("open the stores of the companion services",
                      companion_stores::open(settings.data_dir));
  const std::string emulator = environment::find_emulator();
  s->images = TRY_FOR(
      "open the store of images",
      images::image_store::open(
          {.dir = settings.data_dir / "images",
           .registry =
               [&pushed = *s->stores->registry](std::string_view repository,
                                                std::string_view tag_or_digest) {
                 return pushed.open(repository, tag_or_digest);
               },
           .port = s->port,
           .refuses_indexes = settings.refuses_image_indexes,
           .kept = settings.temporary ? store::durability::temporary : store::durability::kept}));
  s->interpreters.emplace(settings.data_dir / "managed", settings.interface_client);
  s->neighbours.emplace(
      *s->stores, *s->images,
      companion_neighbours::machine{.emulator = !emulator.empty(),
                                    .runs_images = settings.isolation == sandbox::isolation::full,
                                    .interpreters = *s->interpreters});
  s->control =
      TRY_FOR("open the function store",
              api::control_plane::open({.data_dir = settings.data_dir,
                                        .around = &*s->neighbours,
                                        .commits = settings.temporary ? store::durability::temporary
                                                                      : store::durability::kept}));

  std::filesystem::path run_dir = settings.data_dir / "run";
  std::error_code ec;
  std::filesystem::create_directories(run_dir, ec);
  if (ec) return sys_fail("create " + run_dir.string(), ec.value());
  environment::sandbox_settings sandboxes;
  sandboxes.program = settings.sandbox_program;
  sandboxes.run_dir = std::filesystem::absolute(run_dir).string();
  sandboxes.isolation = settings.isolation;
  sandboxes.network = settings.network;
  sandboxes.emulator = emulator;
  sandboxes.prepared_min = settings.prepared_min;
  s->host = TRY_FOR("start the sandbox program",
                    environment::sandbox_host::start(s->loop, std::move(sandboxes)));

  s->writer.emplace(s->loop, s->log_worker, *s->logs);
  s->tee.emplace(*s->writer, settings.on_log);
  s->outside.emplace(s->loop);
  s->fleet.emplace(environment::fleet::parts{s->loop,
                                             *s->host,
                                             *s->outside,
                                             *s->tee,
                                             {.full_cpu = settings.full_cpu,
                                              .full_stream_rate = settings.full_stream_rate,
                                              .interpreters = &*s->interpreters},
                                             {},
                                             settings.observer});
  s->log_service.emplace(log_service::parts{s->loop, s->log_worker, *s->logs, *s->writer});
  s->services.add("logs", *s->log_service);
  s->companion.emplace(s->loop, *s->stores);
  s->companion->add_to(s->services);
  s->urls.emplace(front_door::parts{*s->fleet, s->registry, settings.routing});
  s->edge.emplace(edge::parts{.loop = s->loop,
                              .control_worker = s->control_worker,
                              .control = *s->control,
                              .image_worker = s->image_worker,
                              .look_worker = s->look_worker,
                              .around = *s->neighbours,
                              .fleet = *s->fleet,
                              .registry = s->registry,
                              .services = s->services,
                              .urls = *s->urls,
                              .everyone = settings.everyone});
  if (settings.everyone)
    s->local.emplace(local_functions::parts{s->loop, s->control_worker, *s->control, s->registry,
                                            *s->edge, *s->urls, *s->fleet, *s->outside,
                                            *settings.everyone});
  auto stored = s->control->take_changes();
  look_for_interpreters(*s->interpreters, stored);
  s->edge->adopt(std::move(stored));
  s->edge->place_images();
  s->listener = std::move(listener);
  if (!settings.closed_at_first) s->admit();
  // From here on a signal is kept until run() looks at it.
  s->signals.emplace(s->loop, SIGINT, SIGTERM);
  if (!is_ignored(SIGHUP)) s->signals->add(SIGHUP);  // nohup has it ignored.
  return std::unique_ptr<service>(new service(std::move(s)));
}

std::uint16_t service::port() const { return state_->port; }

const std::vector<error>& service::warnings() const { return state_->host->abilities().warnings; }

local_functions& service::local() { return *state_->local; }

void service::state::wait_for_signal() {
  signals->async_wait([this](boost::system::error_code ec, int number) {
    if (ec) return;
    // Of a terminal that is closed the shell tells, and then the kernel: that is one signal.
    if (drain && number == SIGHUP) return wait_for_signal();
    begin_to_end();
  });
}

void service::state::begin_to_end() {
  if (drain) return loop.stop();
  drain.emplace(loop);
  wait_for_signal();
  fleet->refuse_new();
  end_when_quiet(std::chrono::steady_clock::now() + drain_max);
}

void service::state::end_when_quiet(std::chrono::steady_clock::time_point latest) {
  auto now = std::chrono::steady_clock::now();
  if (!fleet->quiet() && now < latest)
    return look_again([this, latest] { end_when_quiet(latest); });
  fleet->end_environments();
  end_when_left(now + farewell_max);
}

void service::state::end_when_left(std::chrono::steady_clock::time_point latest) {
  if (fleet->ended() || std::chrono::steady_clock::now() >= latest) return loop.stop();
  look_again([this, latest] { end_when_left(latest); });
}

void service::state::look_again(std::move_only_function<void()> then) {
  constexpr std::chrono::milliseconds pause{5};
  drain->expires_after(pause);
  drain->async_wait([then = std::move(then)](boost::system::error_code ec) mutable {
    if (!ec) then();
  });
}

void service::run() {
  state_->wait_for_signal();
  state_->loop.run();
}

void service::admit() {
  asio::post(state_->loop, [s = state_.get()] { s->admit(); });
}

void service::stop() {
  asio::post(state_->loop, [s = state_.get()] { s->begin_to_end(); });
}

}  // namespace lambent::engine
