#include "engine/environment/sandbox_host.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cerrno>
#include <deque>
#include <unordered_map>
#include <utility>

#include "engine/environment/sandbox_program.hpp"

namespace lambent::environment {

namespace asio = boost::asio;

struct sandbox_host::state : std::enable_shared_from_this<sandbox_host::state> {
  state(asio::io_context& on, sandbox_settings s)
      : loop(on), settings(std::move(s)), socket(on), refill_timer(on) {}

  result<> launch();
  void read();
  void write(std::string&& bytes);
  void refuse(const sandbox::start& too_long, std::size_t bytes);
  void flush();
  void hear(sandbox::packet&& packet);
  void take(sandbox::prepared&& p, std::vector<fd>&& fds);
  void fail_prepare(error&& why);
  void prepare_up_to(std::size_t wanted);
  void refill_later();
  void lost();

  asio::io_context& loop;
  sandbox_settings settings;
  asio::posix::stream_descriptor socket;
  asio::steady_timer refill_timer;
  pid_t pid = -1;
  sandbox::ready abilities;
  bool open = true;
  bool flushing = false;
  unsigned restarts = 0;
  std::uint64_t last_id = 0;
  std::size_t preparing = 0;
  std::deque<std::string> outbox;
  std::deque<prepared_sandbox> pool;
  std::deque<acquired> waiting;
  std::unordered_map<sandbox::sandbox_id, sandbox_listener*> listeners;
};

result<> sandbox_host::state::launch() {
  sandbox::configure wanted;
  wanted.wanted = settings.isolation;
  wanted.reach = settings.network;
  wanted.run_dir = settings.run_dir;
  wanted.emulator = settings.emulator;
  sandbox_program program = TRY(start_sandbox_program(
      {.path = settings.program, .wanted = std::move(wanted), .answer_max = settings.answer_max}));
  abilities = std::move(program.abilities);
  pid = program.pid;
  int flags = ::fcntl(program.socket.get(), F_GETFL);
  (void)::fcntl(program.socket.get(), F_SETFL, flags | O_NONBLOCK);
  socket.assign(program.socket.release());
  read();
  prepare_up_to(waiting.size() + settings.prepared_min);
  return {};
}

void sandbox_host::state::read() {
  socket.async_wait(asio::posix::stream_descriptor::wait_read,
                    [self = shared_from_this()](boost::system::error_code ec) {
                      if (ec || !self->open) return;
                      while (self->open && self->socket.is_open()) {
                        auto packet = sandbox::receive_packet(self->socket.native_handle());
                        if (!packet || (*packet && (*packet)->bytes.empty())) return self->lost();
                        if (!*packet) return self->read();
                        self->hear(std::move(**packet));
                      }
                    });
}

void sandbox_host::state::write(std::string&& bytes) {
  outbox.push_back(std::move(bytes));
  if (!flushing) flush();
}

// As if the sandbox had answered: later, and to whoever hears it then.
void sandbox_host::state::refuse(const sandbox::start& too_long, std::size_t bytes) {
  sandbox::failed answer;
  answer.id = too_long.id;
  answer.during = sandbox::step::start;
  answer.program = too_long.program;
  answer.why = {
      fmt::format("start the program: its entry point, arguments, environment and layers' "
                  "paths make a message of {} bytes, and a sandbox takes {}",
                  bytes, sandbox::message_bytes_max),
      E2BIG, "shorten its environment variables or its command"};
  asio::post(loop, [self = shared_from_this(), answer = std::move(answer)]() mutable {
    auto to = self->listeners.find(answer.id);
    if (to != self->listeners.end()) to->second->on_failed(std::move(answer));
  });
}

void sandbox_host::state::flush() {
  flushing = false;
  while (!outbox.empty() && socket.is_open()) {
    auto sent = sandbox::send_packet(socket.native_handle(), outbox.front());
    if (!sent && (sent.error().code == EAGAIN || sent.error().code == ENOBUFS)) {
      flushing = true;
      socket.async_wait(asio::posix::stream_descriptor::wait_write,
                        [self = shared_from_this()](boost::system::error_code ec) {
                          if (!ec) self->flush();
                        });
      return;
    }
    // A broken socket is noticed by the reader, which starts over.
    outbox.pop_front();
  }
}

void sandbox_host::state::hear(sandbox::packet&& packet) {
  auto decoded = sandbox::decode_reply(packet.bytes);
  if (!decoded) return;
  if (auto* p = std::get_if<sandbox::prepared>(&*decoded))
    return take(std::move(*p), std::move(packet.fds));
  if (auto* f = std::get_if<sandbox::failed>(&*decoded); f && f->during == sandbox::step::prepare)
    return fail_prepare(std::move(f->why));
  auto listener_of = [this](sandbox::sandbox_id id) {
    auto it = listeners.find(id);
    return it == listeners.end() ? nullptr : it->second;
  };
  if (auto* s = std::get_if<sandbox::started>(&*decoded)) {
    fd output = packet.fds.empty() ? fd() : std::move(packet.fds.front());
    if (auto* l = listener_of(s->id)) l->on_started(*s, std::move(output));
  } else if (auto* f = std::get_if<sandbox::failed>(&*decoded)) {
    if (auto* l = listener_of(f->id)) l->on_failed(std::move(*f));
  } else if (auto* e = std::get_if<sandbox::exited>(&*decoded)) {
    if (auto* l = listener_of(e->id)) l->on_exited(*e);
  } else if (auto* r = std::get_if<sandbox::reset_done>(&*decoded)) {
    if (auto* l = listener_of(r->id)) l->on_reset_done();
  } else if (auto* m = std::get_if<sandbox::socket_made>(&*decoded)) {
    fd made = packet.fds.empty() ? fd() : std::move(packet.fds.front());
    if (auto* l = listener_of(m->id)) l->on_socket(std::move(made));
  }
}

void sandbox_host::state::take(sandbox::prepared&& p, std::vector<fd>&& fds) {
  std::size_t expected = 2U + (p.has_memory_peak ? 1U : 0U) + (p.has_freezer ? 1U : 0U);
  if (fds.size() != expected)
    return fail_prepare(error{"prepare a sandbox: descriptors are missing", 0, {}});
  if (preparing > 0) --preparing;
  restarts = 0;
  prepared_sandbox made;
  made.id = p.id;
  made.runtime_api = std::move(p.runtime_api);
  made.listener = std::move(fds[0]);
  made.output = std::move(fds[1]);
  std::size_t next = 2;
  if (p.has_memory_peak) made.memory_peak = std::move(fds[next++]);
  if (p.has_freezer) made.freezer = std::move(fds[next]);
  if (waiting.empty()) {
    pool.push_back(std::move(made));
    return;
  }
  acquired then = std::move(waiting.front());
  waiting.pop_front();
  then(std::move(made));
}

void sandbox_host::state::fail_prepare(error&& why) {
  if (preparing > 0) --preparing;
  // It was made ahead of need, or another that is on its way takes its place.
  if (preparing >= waiting.size()) return;
  acquired then = std::move(waiting.front());
  waiting.pop_front();
  then(std::unexpected(std::move(why)));
}

void sandbox_host::state::prepare_up_to(std::size_t wanted) {
  while (pool.size() + preparing < wanted) {
    ++preparing;
    sandbox::sandbox_id id{++last_id};
    write(sandbox::encode(sandbox::request(sandbox::prepare{id})));
  }
}

void sandbox_host::state::refill_later() {
  refill_timer.expires_after(settings.refill_delay);
  refill_timer.async_wait([self = shared_from_this()](boost::system::error_code ec) {
    if (ec || !self->open) return;
    self->prepare_up_to(self->waiting.size() + self->settings.prepared_min);
  });
}

void sandbox_host::state::lost() {
  boost::system::error_code ignored;
  socket.close(ignored);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  preparing = 0;
  pool.clear();
  outbox.clear();
  flushing = false;
  for (auto& [id, listener] : std::exchange(listeners, {})) listener->on_lost();
  error why{"the program lambent-sandbox died", 0,
            "its last words are above; run `lambent doctor`"};
  if (restarts++ < settings.restarts_max) {
    auto again = launch();
    if (again) return;
    why = std::move(again).error();
  }
  for (auto& then : std::exchange(waiting, {})) then(std::unexpected(why));
}

sandbox_host::sandbox_host(std::shared_ptr<state> s) : state_(std::move(s)) {}

result<std::unique_ptr<sandbox_host>> sandbox_host::start(asio::io_context& on,
                                                          sandbox_settings settings) {
  auto s = std::make_shared<state>(on, std::move(settings));
  TRY(s->launch());
  return std::unique_ptr<sandbox_host>(new sandbox_host(std::move(s)));
}

sandbox_host::~sandbox_host() {
  state_->open = false;
  state_->refill_timer.cancel();
  boost::system::error_code ignored;
  state_->socket.close(ignored);
  end_sandbox_program(state_->pid);
}

const sandbox::ready& sandbox_host::abilities() const { return state_->abilities; }

void sandbox_host::acquire(acquired then) {
  if (!state_->socket.is_open())
    return then(fail("the program lambent-sandbox cannot be started", "run `lambent doctor`"));
  if (state_->pool.empty()) {
    state_->waiting.push_back(std::move(then));
    state_->prepare_up_to(state_->waiting.size());
  } else {
    prepared_sandbox ready = std::move(state_->pool.front());
    state_->pool.pop_front();
    then(std::move(ready));
  }
  state_->refill_later();
}

void sandbox_host::subscribe(sandbox::sandbox_id id, sandbox_listener& listener) {
  state_->listeners[id] = &listener;
}

void sandbox_host::release(sandbox::sandbox_id id) {
  state_->listeners.erase(id);
  send(sandbox::destroy{id});
}

void sandbox_host::send(const sandbox::request& message) {
  if (!state_->socket.is_open()) return;
  std::string bytes = sandbox::encode(message);
  // Of all requests only this one has what others can make grow.
  const auto* start = std::get_if<sandbox::start>(&message);
  if (start != nullptr && bytes.size() > sandbox::message_bytes_max)
    return state_->refuse(*start, bytes.size());
  state_->write(std::move(bytes));
}

}  // namespace lambent::environment
