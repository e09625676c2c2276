#include "bench/engine/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <charconv>
#include <csignal>

namespace lambent::bench {

namespace {

constexpr std::size_t buffer_bytes = 4 * 1024;  // To begin with.
constexpr int answer_max_ms = 60'000;
constexpr std::size_t shown_bytes_max = 500;

volatile std::sig_atomic_t asked_to_stop = 0;

std::string_view field_of(std::string_view head, std::string_view name) {
  for (std::size_t at = head.find("\r\n"); at != std::string_view::npos;
       at = head.find("\r\n", at)) {
    at += 2;
    std::string_view line = head.substr(at, head.find("\r\n", at) - at);
    if (line.size() > name.size() + 1 && line[name.size()] == ':' &&
        ::strncasecmp(line.data(), name.data(), name.size()) == 0) {
      line.remove_prefix(name.size() + 1);
      return line.substr(std::min(line.find_first_not_of(' '), line.size()));
    }
  }
  return {};
}

result<> stopped() { return fail("stopped by a signal"); }

}  // namespace

std::string_view reply::field(std::string_view name) const { return field_of(head, name); }

result<connection> connection::open(int port) {
  fd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(port));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (!socket || ::connect(socket.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
    return sys_fail("connect to port " + std::to_string(port));
  int on = 1;
  (void)::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  connection made(std::move(socket));
  made.in_.resize(buffer_bytes);
  return made;
}

result<> connection::send(std::string_view request) {
  have_ = body_at_ = whole_ = 0;
  while (!request.empty()) {
    ssize_t n = ::send(socket_.get(), request.data(), request.size(), MSG_NOSIGNAL);
    if (n < 0) return sys_fail("send a request");
    request.remove_prefix(static_cast<std::size_t>(n));
  }
  return {};
}

result<bool> connection::receive() {
  if (have_ == in_.size()) in_.resize(in_.size() * 2);
  ssize_t n = ::recv(socket_.get(), in_.data() + have_, in_.size() - have_, 0);
  if (n < 0) return sys_fail("receive an answer");
  if (n == 0) return fail("receive an answer: the connection was closed");
  have_ += static_cast<std::size_t>(n);
  if (whole_ == 0) {
    std::size_t end = std::string_view(in_.data(), have_).find("\r\n\r\n");
    if (end == std::string_view::npos) return false;
    body_at_ = end + 4;
    std::string_view length = field_of(head(), "Content-Length");
    std::size_t bytes = 0;
    std::from_chars(length.data(), length.data() + length.size(), bytes);
    whole_ = body_at_ + bytes;
  }
  return have_ >= whole_;
}

// Up to and with the line end of the last field.
std::string_view connection::head() const { return {in_.data(), body_at_ - 2}; }

bool connection::answered_with(std::string_view body) const {
  constexpr std::string_view ok = "HTTP/1.1 200 ";
  return head().starts_with(ok) && have_ == whole_ &&
         std::string_view(in_.data() + body_at_, whole_ - body_at_) == body &&
         field_of(head(), "X-Amz-Function-Error").empty();
}

reply connection::answer() const {
  reply made;
  made.head = head();
  made.body.assign(in_.data() + body_at_, whole_ - body_at_);
  constexpr std::size_t status_at = 9;
  if (made.head.size() > status_at + 3)
    std::from_chars(&made.head[status_at], &made.head[status_at] + 3, made.status);
  return made;
}

result<reply> connection::exchange(std::string_view request) {
  TRY(send(request));
  while (true) {
    pollfd waits{socket_.get(), POLLIN, 0};
    int n = ::poll(&waits, 1, answer_max_ms);
    if (n < 0) return fail("stopped by a signal");
    if (n == 0) return fail("wait for an answer: none came in a minute");
    if (TRY(receive())) return answer();
  }
}

double load_result::per_second() const {
  return static_cast<double>(latencies.values.size()) / std::chrono::duration<double>(took).count();
}

namespace {

struct member {
  connection line;
  clock_type::time_point began;
};

class load {
public:
  explicit load(const load_plan& plan) : plan_(plan) {}

  result<load_result> run() {
    epoll_.reset(::epoll_create1(EPOLL_CLOEXEC));
    for (std::size_t i = 0; i < plan_.connections; ++i)
      members_.push_back({TRY(connection::open(plan_.port)), {}});
    for (member& m : members_) {
      epoll_event wanted{};
      wanted.events = EPOLLIN;
      wanted.data.ptr = &m;
      if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, m.line.file(), &wanted) != 0)
        return sys_fail("watch a connection");
    }
    began_ = clock_type::now();
    for (member& m : members_) TRY(ask(m));
    while (under_way_ > 0) TRY(turn());
    out_.took = clock_type::now() - began_;
    return std::move(out_);
  }

private:
  [[nodiscard]] bool more(clock_type::time_point now) const {
    return plan_.requests_max > 0 ? sent_ < plan_.requests_max : now - began_ < plan_.time;
  }

  result<> ask(member& m) {
    m.began = clock_type::now();
    if (!more(m.began)) return {};
    ++sent_;
    ++under_way_;
    return m.line.send(plan_.request);
  }

  result<> turn() {
    std::array<epoll_event, 64> events;
    int n =
        ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), answer_max_ms);
    if (n < 0 || stop_asked()) return stopped();
    if (n == 0) return fail("wait for an answer: none came in a minute");
    for (int i = 0; i < n; ++i) {
      auto& m = *static_cast<member*>(events[static_cast<std::size_t>(i)].data.ptr);
      if (!TRY(m.line.receive())) continue;
      out_.latencies.add(clock_type::now() - m.began);
      --under_way_;
      if (!m.line.answered_with(plan_.expected_body)) {
        reply wrong = m.line.answer();
        return fail("an answer is wrong: " + wrong.head + "\n" +
                    wrong.body.substr(0, shown_bytes_max));
      }
      if (plan_.keep_replies) out_.replies.push_back(m.line.answer());
      TRY(ask(m));
    }
    return {};
  }

  const load_plan& plan_;
  fd epoll_;
  std::vector<member> members_;
  clock_type::time_point began_;
  std::size_t sent_ = 0, under_way_ = 0;
  load_result out_;
};

}  // namespace

result<load_result> run_load(const load_plan& plan) { return load(plan).run(); }

result<series> run_paced(const load_plan& plan, std::chrono::milliseconds pause) {
  connection line = TRY(connection::open(plan.port));
  series taken;
  for (std::size_t i = 0; i < plan.requests_max; ++i) {
    TRY(pause_for(pause));
    auto began = clock_type::now();
    TRY(line.exchange(plan.request));
    taken.add(clock_type::now() - began);
    if (!line.answered_with(plan.expected_body))
      return fail("an answer is wrong: " + line.answer().head + "\n" + line.answer().body);
  }
  return taken;
}

result<> pause_for(std::chrono::milliseconds time) {
  (void)::poll(nullptr, 0, static_cast<int>(time.count()));
  if (stop_asked()) return stopped();
  return {};
}

void stop_on_signals() {
  struct sigaction action{};
  action.sa_handler = [](int) { asked_to_stop = 1; };
  for (int s : {SIGINT, SIGTERM, SIGHUP}) (void)::sigaction(s, &action, nullptr);
}

bool stop_asked() { return asked_to_stop != 0; }

}  // namespace lambent::bench
