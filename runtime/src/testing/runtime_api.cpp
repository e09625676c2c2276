// A thread that serves every connection. What it shares with the test lies behind one mutex; an
// eventfd wakes it when the test has queued an invocation.
#include <lambent/base64.hpp>
#include <lambent/json.hpp>
#include <lambent/testing.hpp>

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "../runtime_api/http1_request.hpp"
#include "../runtime_api/limits.hpp"
#include "../runtime_api/receive_buffer.hpp"

namespace lambent::testing {

namespace {

constexpr std::string_view prefix = "/2018-06-01/runtime/";
constexpr std::size_t read_bytes_min = 64 * 1024;
// A stream may be Lambda's whole 200 MB; more is no test of a function.
constexpr http1::limits request_limits = {.body_bytes_max = 256 * 1024 * 1024};
constexpr int backlog = 64;

// The caller's view of an error body, which may also be no JSON at all.
failure failure_of(std::string_view body, std::string_view header_type) {
  failure why{std::string(header_type), std::string(body)};
  const auto parsed = json::parse<json::object>(body);
  if (!parsed) return why;
  why.type = parsed->get<std::string>("errorType").value_or(why.type);
  why.message = parsed->get<std::string>("errorMessage").value_or(std::string());
  return why;
}

std::string_view header(std::string_view head, std::string_view lower_case) {
  http1::field f;
  while (http1::next_field(head, f)) {
    if (http1::name_is(f.name, lower_case)) return f.value;
  }
  return {};
}

std::string response(std::string_view status, std::string_view headers, std::string_view body) {
  std::string text = "HTTP/1.1 ";
  text += status;
  text += "\r\nContent-Type: application/json\r\n";
  text += headers;
  text += "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n";
  text += body;
  return text;
}

std::string refusal(std::string_view status, std::string_view type, std::string_view message) {
  std::string body;
  json::writer(body)
      .begin_object()
      .name("errorMessage")
      .value(message)
      .name("errorType")
      .value(type)
      .end_object();
  return response(status, {}, body);
}

// Blocking, on a socket that never waits for input: a function that does not read is the test's.
bool send_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(fd, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

struct client {
  int fd;
  bool waits_for_event = false;
  receive_buffer in;
  http1::request_parser parser{request_limits};

  explicit client(int socket) : fd(socket) {}
  ~client() { ::close(fd); }
  client(const client&) = delete;
  client& operator=(const client&) = delete;
};

}  // namespace

struct runtime_api::state {
  std::string address;
  std::string problem;
  int listener = -1;
  int wake = -1;
  std::vector<std::unique_ptr<client>> clients;  // The thread's alone.
  std::thread thread;

  std::mutex mutex;  // Over everything below.
  std::condition_variable changed;
  bool ends = false;
  std::uint64_t made_ids = 0;
  std::deque<invocation> queue;
  std::map<std::string, bool, std::less<>> open;  // Handed out, and whether it was answered.
  std::map<std::string, answer, std::less<>> answers;
  std::optional<failure> init_error;

  void start();
  void serve();
  void accept_one();
  bool receive_from(client& from);
  bool on_request(client& from);
  std::string answer_to(client& from, std::string_view method, std::string_view target);
  std::string take_answer(const client& from, std::string_view id, bool is_error);
  bool hand_out(client& to);
};

void runtime_api::state::start() {
  sockaddr_in here = {};
  here.sin_family = AF_INET;
  here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof here;
  auto* const generic = reinterpret_cast<sockaddr*>(&here);
  listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (listener < 0 || wake < 0 || ::bind(listener, generic, size) != 0 ||
      ::listen(listener, backlog) != 0 || ::getsockname(listener, generic, &size) != 0) {
    problem = std::string("listen on loopback for a test: ") + std::strerror(errno);
    return;
  }
  address = "127.0.0.1:" + std::to_string(ntohs(here.sin_port));
  thread = std::thread([this] { serve(); });
}

void runtime_api::state::serve() {
  std::vector<pollfd> waiting;
  while (true) {
    waiting.assign({{.fd = wake, .events = POLLIN, .revents = 0},
                    {.fd = listener, .events = POLLIN, .revents = 0}});
    for (const auto& c : clients) waiting.push_back({.fd = c->fd, .events = POLLIN, .revents = 0});
    if (::poll(waiting.data(), waiting.size(), -1) < 0 && errno != EINTR) return;
    std::uint64_t count = 0;
    (void)!::read(wake, &count, sizeof count);
    {
      const std::lock_guard lock(mutex);
      if (ends) return;
    }
    for (std::size_t i = 2; i < waiting.size(); ++i) {
      auto& c = clients[i - 2];
      if (waiting[i].revents != 0 && !receive_from(*c)) c.reset();
      if (c && c->waits_for_event && !hand_out(*c)) c.reset();
    }
    std::erase(clients, nullptr);
    if (waiting[1].revents != 0) accept_one();
  }
}

void runtime_api::state::accept_one() {
  const int fd = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
  if (fd < 0) return;
  const int on = 1;
  (void)::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  clients.push_back(std::make_unique<client>(fd));
}

// False when the connection is over.
bool runtime_api::state::receive_from(client& from) {
  const std::size_t missing = from.parser.bytes_missing(from.in.size());
  if (!from.in.reserve(std::max(missing, read_bytes_min))) return false;
  const ssize_t got = ::recv(from.fd, from.in.end(), from.in.room(), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EINTR;
  if (got == 0) return false;
  from.in.filled(static_cast<std::size_t>(got));
  // A pipelined request may follow the one that is complete.
  while (from.in.size() != 0) {
    const http1::progress now = from.parser.consume(from.in.data(), from.in.size());
    if (now == http1::progress::need_more) return true;
    if (now != http1::progress::complete || !on_request(from)) return false;
    from.in.drop_front(from.parser.consumed());
    from.parser.reset();
  }
  return true;
}

bool runtime_api::state::on_request(client& from) {
  const char* const bytes = from.in.data();
  const std::string text = answer_to(from, from.parser.method(bytes), from.parser.target(bytes));
  return text.empty() || send_all(from.fd, text);
}

// Empty: nothing is to be sent yet.
std::string runtime_api::state::answer_to(client& from, std::string_view method,
                                          std::string_view target) {
  const bool ours = target.starts_with(prefix);
  if (ours) target.remove_prefix(prefix.size());
  if (ours && method == "GET" && target == "invocation/next") {
    from.waits_for_event = true;
    return {};
  }
  if (ours && method == "POST" && target == "init/error") {
    const char* const bytes = from.in.data();
    const std::string_view type =
        header(from.parser.head(bytes), "lambda-runtime-function-error-type");
    const std::lock_guard lock(mutex);
    init_error = failure_of(from.parser.body(bytes), type);
    changed.notify_all();
    return response("202 Accepted", {}, R"({"status":"OK"})");
  }
  constexpr std::string_view invocation_prefix = "invocation/";
  if (ours && method == "POST" && target.starts_with(invocation_prefix)) {
    target.remove_prefix(invocation_prefix.size());
    const std::size_t slash = target.find('/');
    const std::string_view what = slash == std::string_view::npos ? "" : target.substr(slash + 1);
    if (what == "response") return take_answer(from, target.substr(0, slash), false);
    if (what == "error") return take_answer(from, target.substr(0, slash), true);
  }
  return refusal("404 Not Found", "InvalidPath", "this Runtime API for tests has no such path");
}

std::string runtime_api::state::take_answer(const client& from, std::string_view id,
                                            bool is_error) {
  const char* const bytes = from.in.data();
  const std::string_view head = from.parser.head(bytes);
  const std::string_view body = from.parser.body(bytes);
  const std::string_view trailers = from.parser.trailers(bytes);
  answer a{.body = std::string(body),
           .content_type = std::string(header(head, "content-type")),
           .streamed = header(head, "lambda-runtime-function-response-mode") == "streaming"};
  const std::string_view late_type = header(trailers, "lambda-runtime-function-error-type");
  if (is_error) {
    a.error = failure_of(body, header(head, "lambda-runtime-function-error-type"));
    a.body.clear();
  } else if (!late_type.empty()) {
    const auto late = base64_decode(header(trailers, "lambda-runtime-function-error-body"));
    a.error = failure_of(late.value_or(std::string()), late_type);
  }
  const std::lock_guard lock(mutex);
  const auto found = open.find(id);
  if (found == open.end() || found->second) {
    return refusal("400 Bad Request", "InvalidRequestID", "no invocation of that id is open");
  }
  if (!is_error && !a.streamed && body.size() > response_bytes_max) {
    return refusal("413 Request Entity Too Large", "RequestEntityTooLarge",
                   "Exceeded maximum allowed payload size (" + std::to_string(response_bytes_max) +
                       " bytes).");
  }
  found->second = true;
  answers.insert_or_assign(std::string(id), std::move(a));
  changed.notify_all();
  return response("202 Accepted", {}, R"({"status":"OK"})");
}

// Answers a GET that waits, when there is something to hand out.
bool runtime_api::state::hand_out(client& to) {
  std::string headers;
  std::string event;
  {
    const std::lock_guard lock(mutex);
    if (queue.empty()) return true;
    invocation next = std::move(queue.front());
    queue.pop_front();
    const auto deadline = std::chrono::system_clock::now() + next.timeout;
    const auto ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline.time_since_epoch());
    const auto add = [&headers](std::string_view name, std::string_view value) {
      if (value.empty()) return;
      headers += "Lambda-Runtime-";
      headers += name;
      headers += ": ";
      headers += value;
      headers += "\r\n";
    };
    add("Aws-Request-Id", next.request_id);
    add("Deadline-Ms", std::to_string(ms.count()));
    add("Invoked-Function-Arn", next.invoked_function_arn);
    add("Trace-Id", next.trace_id);
    add("Client-Context", next.client_context);
    add("Cognito-Identity", next.cognito_identity);
    add("Aws-Tenant-Id", next.tenant_id);
    open.emplace(next.request_id, false);
    event = std::move(next.event);
  }
  to.waits_for_event = false;
  return send_all(to.fd, response("200 OK", headers, event));
}

runtime_api::runtime_api() : state_(std::make_unique<state>()) { state_->start(); }

runtime_api::~runtime_api() {
  state& s = *state_;
  {
    const std::lock_guard lock(s.mutex);
    s.ends = true;
  }
  (void)::eventfd_write(s.wake, 1);
  if (s.thread.joinable()) s.thread.join();
  if (s.listener >= 0) ::close(s.listener);
  if (s.wake >= 0) ::close(s.wake);
}

const std::string& runtime_api::address() const noexcept { return state_->address; }
const std::string& runtime_api::problem() const noexcept { return state_->problem; }

std::string runtime_api::push(invocation what) {
  state& s = *state_;
  const std::lock_guard lock(s.mutex);
  if (what.request_id.empty()) {
    std::string number = std::to_string(++s.made_ids);
    number.insert(0, number.size() < 12 ? 12 - number.size() : 0, '0');
    what.request_id = "00000000-0000-4000-8000-" + number;
  }
  std::string id = what.request_id;
  s.queue.push_back(std::move(what));
  (void)::eventfd_write(s.wake, 1);
  return id;
}

std::optional<answer> runtime_api::wait(std::string_view request_id,
                                        std::chrono::milliseconds limit) {
  state& s = *state_;
  std::unique_lock lock(s.mutex);
  const auto there = [&] { return s.answers.contains(request_id); };
  if (!s.changed.wait_for(lock, limit, there)) return std::nullopt;
  const auto found = s.answers.find(request_id);
  answer a = std::move(found->second);
  s.answers.erase(found);
  return a;
}

answer runtime_api::invoke(invocation what, std::chrono::milliseconds limit) {
  const std::string id = push(std::move(what));
  if (auto a = wait(id, limit)) return *std::move(a);
  const std::string waited = std::to_string(limit.count()) + " ms";
  return {.error = failure{
              "Sandbox.Timedout",
              "no answer to " + id + " within " + waited +
                  "\nhint: does the function run, with AWS_LAMBDA_RUNTIME_API=" + address() + "?"}};
}

std::optional<failure> runtime_api::wait_for_init_error(std::chrono::milliseconds limit) {
  state& s = *state_;
  std::unique_lock lock(s.mutex);
  s.changed.wait_for(lock, limit, [&] { return s.init_error.has_value(); });
  return std::exchange(s.init_error, std::nullopt);
}

}  // namespace lambent::testing
