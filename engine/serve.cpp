#include "engine/serve.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>
#include <csignal>
#include <optional>

#include "engine/companion_neighbours.hpp"
#include "engine/companion_services.hpp"
#include "engine/edge.hpp"
#include "engine/log_service.hpp"

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

// Every environment holds a handful of descriptors; the soft limit of 1024 would be the first wall.
void raise_descriptor_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  (void)::setrlimit(RLIMIT_NOFILE, &limit);
}

}  // namespace

struct service::state {
  // In the order in which they depend on each other; destroyed in the reverse.
  asio::io_context loop{1};
  fd directory_lock;
  std::unique_ptr<logs::store> logs;
  std::optional<companion_stores> stores;
  std::optional<companion_neighbours> neighbours;
  std::unique_ptr<api::control_plane> control;
  api::registry registry;
  std::unique_ptr<environment::sandbox_host> host;
  asio::thread_pool log_worker{1};
  asio::thread_pool control_worker{1};
  std::optional<log_writer> writer;
  std::optional<environment::fleet> fleet;
  std::optional<engine::log_service> log_service;
  std::optional<companion_services> companion;
  aws_services services;
  std::optional<front_door> urls;
  std::optional<engine::edge> edge;
  std::optional<http::server> server;
  std::optional<asio::signal_set> signals;
  std::uint16_t port = 0;

  ~state() {
    server.reset();
    if (companion) companion->finish();
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
  raise_descriptor_limit();
  ::signal(SIGPIPE, SIG_IGN);
  auto s = std::make_unique<state>();
  s->directory_lock = TRY(lock_directory(settings.data_dir));
  s->logs = TRY_FOR("open the log store", logs::store::open(settings.data_dir / "logs"));

  s->stores = TRY_FOR("open the stores of the companion services",
                      companion_stores::open(settings.data_dir));
  s->neighbours.emplace(*s->stores);
  s->control = TRY_FOR(
      "open the function store",
      api::control_plane::open({.data_dir = settings.data_dir, .around = &*s->neighbours}));

  std::filesystem::path run_dir = settings.data_dir / "run";
  std::error_code ec;
  std::filesystem::create_directories(run_dir, ec);
  if (ec) return sys_fail("create " + run_dir.string(), ec.value());
  environment::sandbox_settings sandboxes;
  sandboxes.program = settings.sandbox_program;
  sandboxes.run_dir = std::filesystem::absolute(run_dir).string();
  sandboxes.isolation = settings.isolation;
  sandboxes.network = settings.network;
  sandboxes.prepared_min = settings.prepared_min;
  s->host = TRY_FOR("start the sandbox program",
                    environment::sandbox_host::start(s->loop, std::move(sandboxes)));

  fd listener = TRY(http::listen_tcp(settings.host, settings.port));
  s->port = TRY(http::local_port(listener));
  s->writer.emplace(s->loop, s->log_worker, *s->logs);
  s->fleet.emplace(environment::fleet::parts{
      s->loop,
      *s->host,
      *s->writer,
      {.full_cpu = settings.full_cpu, .full_stream_rate = settings.full_stream_rate},
      {}});
  s->log_service.emplace(log_service::parts{s->loop, s->log_worker, *s->logs, *s->writer});
  s->services.add("logs", *s->log_service);
  s->companion.emplace(s->loop, *s->stores);
  s->companion->add_to(s->services);
  s->urls.emplace(front_door::parts{*s->fleet, s->registry, settings.routing});
  s->edge.emplace(edge::parts{s->loop, s->control_worker, *s->control, *s->fleet, s->registry,
                              s->services, *s->urls});
  s->edge->adopt(s->control->take_changes());
  s->server.emplace(s->loop, std::move(listener), *s->edge);
  return std::unique_ptr<service>(new service(std::move(s)));
}

std::uint16_t service::port() const { return state_->port; }

const std::vector<std::string>& service::warnings() const {
  return state_->host->abilities().warnings;
}

void service::run() {
  state_->signals.emplace(state_->loop, SIGINT, SIGTERM);
  state_->signals->async_wait([this](boost::system::error_code ec, int) {
    if (!ec) state_->loop.stop();
  });
  state_->loop.run();
}

}  // namespace lambent::engine
