#include "aws/testing/fake_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "base/ascii.hpp"

namespace lambent::aws::testing {
namespace {

constexpr int poll_ms = 20;  // How late the thread learns that the test is over.

fd listen_on_loopback(int& port) {
  fd listener(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  if (::bind(listener.get(), generic, size) != 0 || ::listen(listener.get(), 16) != 0 ||
      ::getsockname(listener.get(), generic, &size) != 0)
    std::abort();
  port = ntohs(address.sin_port);
  return listener;
}

// The first whole request at the front of `bytes`, taken off; nothing while it is not whole.
bool take_request(std::string& bytes, heard& into) {
  std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return false;
  std::string_view head = std::string_view(bytes).substr(0, end + 2);
  std::string_view line = head.substr(0, head.find("\r\n"));
  into.method = line.substr(0, line.find(' '));
  line.remove_prefix(into.method.size() + 1);
  into.target = line.substr(0, line.rfind(' '));
  for (std::string_view rest = head.substr(head.find("\r\n") + 2); !rest.empty();) {
    std::string_view field = rest.substr(0, rest.find("\r\n"));
    rest.remove_prefix(field.size() + 2);
    std::size_t colon = field.find(':');
    std::string_view value = field.substr(colon + 1);
    while (value.starts_with(' ')) value.remove_prefix(1);
    into.headers.emplace_back(lower_case(std::string(field.substr(0, colon))), value);
  }
  std::string_view length = into.header("content-length");
  std::size_t size = length.empty() ? 0 : std::strtoul(std::string(length).c_str(), nullptr, 10);
  if (bytes.size() - end - 4 < size) return false;
  into.body = bytes.substr(end + 4, size);
  bytes.erase(0, end + 4 + size);
  return true;
}

void send_all(int to, std::string_view bytes) {
  while (!bytes.empty()) {
    ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

std::string_view heard::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers)
    if (name == lower_case_name) return value;
  return {};
}

struct fake_server::connection {
  fd socket;
  int number = 0;
  std::string unread{};
};

fake_server::fake_server(answerer answers)
    : answers_(std::move(answers)),
      listener_(listen_on_loopback(port_)),
      thread_([this](const std::stop_token& stop) { serve(stop); }) {}

fake_server::fake_server(int status, std::string body, std::vector<name_value> headers)
    : fake_server([status, body = std::move(body), headers = std::move(headers)](const heard&) {
        return http_answer(status, body, headers);
      }) {}

fake_server::~fake_server() = default;

std::vector<heard> fake_server::requests() const {
  std::lock_guard lock(mutex_);
  return requests_;
}

void fake_server::serve(const std::stop_token& stop) {
  std::vector<std::unique_ptr<connection>> open;
  int count = 0;
  while (!stop.stop_requested()) {
    std::vector<pollfd> waiting{{listener_.get(), POLLIN, 0}};
    for (const auto& each : open) waiting.push_back({each->socket.get(), POLLIN, 0});
    if (::poll(waiting.data(), waiting.size(), poll_ms) <= 0) continue;
    for (std::size_t i = open.size(); i > 0; --i)
      if (waiting[i].revents != 0 && !take_from(*open[i - 1]))
        open.erase(open.begin() + static_cast<std::ptrdiff_t>(i - 1));
    if (waiting[0].revents != 0)
      open.push_back(std::make_unique<connection>(
          connection{fd(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC)), count++}));
  }
}

bool fake_server::take_from(connection& from) {
  std::array<char, 65536> piece;
  ssize_t got = ::recv(from.socket.get(), piece.data(), piece.size(), 0);
  if (got <= 0) return false;
  from.unread.append(piece.data(), static_cast<std::size_t>(got));
  for (heard request; take_request(from.unread, request); request = {}) {
    request.connection = from.number;
    {
      std::lock_guard lock(mutex_);
      requests_.push_back(request);
    }
    std::string answer = answers_(request);
    send_all(from.socket.get(), answer);
    if (answer.empty() || !lower_case(answer).contains("\r\ncontent-length:")) return false;
  }
  return true;
}

std::string http_answer(int status, std::string_view body, const std::vector<name_value>& headers) {
  std::string out = "HTTP/1.1 " + std::to_string(status) + " Said\r\n";
  for (const auto& [name, value] : headers)
    out.append(name).append(": ").append(value).append("\r\n");
  out.append("Content-Length: ")
      .append(std::to_string(body.size()))
      .append("\r\n\r\n")
      .append(body);
  return out;
}

int closed_port() {
  int port = 0;
  listen_on_loopback(port).reset();
  return port;
}

}  // namespace lambent::aws::testing
