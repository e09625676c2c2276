#include "engine/environment/telemetry/telemetry_sender.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <deque>
#include <optional>
#include <vector>

#include "engine/environment/telemetry/telemetry_hub.hpp"
#include "engine/http/server.hpp"

using namespace lambent;
using namespace lambent::environment;
using namespace std::chrono_literals;
using extensions::source;

namespace {

constexpr std::chrono::seconds patience{10};

extensions::record platform(std::string json) { return {.json = std::move(json)}; }

// A subscriber over HTTP that answers with these statuses, then with 200.
class subscriber final : public http::handler {
public:
  std::vector<std::string> bodies;
  std::vector<std::string> targets;
  std::deque<int> statuses;

  [[nodiscard]] http::body_plan plan_body(const http::request&) const override {
    return {.bytes_max = 1 << 20};
  }
  void handle(http::exchange&& call) override {
    bodies.push_back(std::move(call.request.body));
    targets.push_back(call.request.method + " " + call.request.target);
    int status = 200;
    if (!statuses.empty()) {
      status = statuses.front();
      statuses.pop_front();
    }
    if (status == 0) return;  // Dropped: the connection ends without an answer.
    call.respond({status, {}, "OK"});
  }
};

struct stage {
  boost::asio::io_context loop;
  subscriber hears;
  std::optional<http::server> server;
  std::uint16_t port = 0;
  int sockets = 0;
  // As the sandbox would, a moment later.
  telemetry_hub hub{
      loop, [this] {
        ++sockets;
        boost::asio::post(loop, [this] {
          hub.take_socket(fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)));
        });
      }};

  void serve() {
    fd listener = *http::listen_tcp("127.0.0.1", 0);
    port = *http::local_port(listener);
    server.emplace(loop, std::move(listener), hears);
  }
  extensions::subscription to_here() const {
    extensions::subscription s;
    s.platform = s.function = true;
    s.buffering.timeout = 25ms;
    s.destination.port = port;
    s.destination.path = "/here";
    return s;
  }
  // Until `count` batches have come.
  void wait_for(std::size_t count) {
    auto end = std::chrono::steady_clock::now() + patience;
    while (hears.bodies.size() < count && std::chrono::steady_clock::now() < end)
      loop.run_one_for(10ms);
    REQUIRE(hears.bodies.size() >= count);
  }
};

}  // namespace

TEST_CASE("a subscriber gets what came before it and what comes after, on one connection") {
  stage s;
  s.serve();
  s.hub.add(platform("1"));
  s.hub.subscribe("id", s.to_here());
  s.hub.add(platform("2"));
  s.hub.add({.from = source::extension, .json = "not asked for"});
  s.wait_for(1);
  CHECK(s.hears.bodies[0] == "[1,2]");
  CHECK(s.hears.targets[0] == "POST /here");
  s.hub.add({.from = source::function, .json = "3"});
  s.wait_for(2);
  CHECK(s.hears.bodies[1] == "[3]");
  CHECK(s.sockets == 1);
}

TEST_CASE("a flush sends what waits without waiting for more") {
  stage s;
  s.serve();
  extensions::subscription patient = s.to_here();
  patient.buffering.timeout = 30s;
  s.hub.subscribe("id", patient);
  s.hub.add(platform("1"));
  s.hub.flush();
  s.wait_for(1);
  CHECK(s.hears.bodies[0] == "[1]");
}

TEST_CASE("behind the init phase nothing is kept for subscribers to come") {
  stage s;
  s.serve();
  s.hub.add(platform("1"));
  s.hub.close_subscription();
  CHECK_FALSE(s.hub.listening());
  s.hub.subscribe("id", s.to_here());
  CHECK(s.hub.listening());
  s.hub.add(platform("2"));
  s.wait_for(1);
  CHECK(s.hears.bodies[0] == "[2]");
}

TEST_CASE("a batch that the subscriber refuses is lost, and told of with the next one") {
  stage s;
  s.serve();
  s.hears.statuses = {500};
  s.hub.subscribe("id", s.to_here());
  s.hub.add(platform("1"));
  s.wait_for(2);
  CHECK(s.hears.bodies[0] == "[1]");
  CHECK(s.hears.bodies[1].find(R"("type":"platform.logsDropped","record":{"droppedBytes":3,)"
                               R"("droppedRecords":1,"reason":"the subscriber answered 500"})") !=
        std::string::npos);
}

TEST_CASE("a batch whose connection breaks is sent again on a new one") {
  stage s;
  s.serve();
  s.hears.statuses = {0};
  s.hub.subscribe("id", s.to_here());
  s.hub.add(platform("1"));
  s.wait_for(2);
  CHECK(s.hears.bodies[1] == "[1]");
  CHECK(s.sockets == 2);
}

TEST_CASE("a subscriber that begins to listen late gets its batch") {
  stage s;
  // A port that nobody listens at, for a moment.
  fd listener = *http::listen_tcp("127.0.0.1", 0);
  s.port = *http::local_port(listener);
  listener.reset();
  s.hub.subscribe("id", s.to_here());
  s.hub.add(platform("1"));
  auto end = std::chrono::steady_clock::now() + patience;
  while (s.sockets < 2 && std::chrono::steady_clock::now() < end) s.loop.run_one_for(10ms);
  s.server.emplace(s.loop, *http::listen_tcp("127.0.0.1", s.port), s.hears);
  s.wait_for(1);
  CHECK(s.hears.bodies[0] == "[1]");
}

TEST_CASE("over TCP every record is a line") {
  stage s;
  namespace asio = boost::asio;
  asio::ip::tcp::acceptor listener(s.loop, {asio::ip::address_v4::loopback(), 0});
  asio::ip::tcp::socket peer(s.loop);
  listener.async_accept(peer, [](boost::system::error_code) {});
  s.port = listener.local_endpoint().port();
  extensions::subscription lines = s.to_here();
  lines.destination.protocol = extensions::protocol::tcp;
  s.hub.subscribe("id", lines);
  s.hub.add(platform("1"));
  s.hub.add(platform("2"));
  auto end = std::chrono::steady_clock::now() + patience;
  std::string got;
  while (got.size() < 4 && std::chrono::steady_clock::now() < end) {
    s.loop.run_one_for(10ms);
    boost::system::error_code ec;
    char bytes[16];
    if (peer.is_open() && peer.available(ec) > 0 && !ec)
      got.append(bytes, peer.read_some(asio::buffer(bytes), ec));
  }
  CHECK(got == "1\n2\n");
}
