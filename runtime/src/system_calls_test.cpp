// Counts what one thread asks of the kernel: these take the place of libc's.
#include <doctest/doctest.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <lambent/lambent.hpp>

#include <chrono>
#include <string>
#include <vector>

#include "runtime_api/fake_api.hpp"

namespace {

struct counters {
  int sent = 0;      // sendmsg, send
  int received = 0;  // recv

  bool operator==(const counters&) const = default;
};

thread_local bool counting = false;
thread_local counters calls;

void count(int counters::* which) noexcept {
  if (counting) ++(calls.*which);
}

}  // namespace

extern "C" {
ssize_t sendmsg(int fd, const msghdr* message, int flags) {
  count(&counters::sent);
  return syscall(SYS_sendmsg, fd, message, flags);
}
ssize_t send(int fd, const void* bytes, size_t size, int flags) {
  count(&counters::sent);
  return syscall(SYS_sendto, fd, bytes, size, flags, nullptr, 0);
}
ssize_t recv(int fd, void* into, size_t size, int flags) {
  count(&counters::received);
  return syscall(SYS_recvfrom, fd, into, size, flags, nullptr, nullptr);
}
}

using namespace lambent;
using namespace std::chrono_literals;

namespace {

constexpr int events = 50;

// What `doing` asks of the kernel.
template <class F>
counters during(const F& doing) {
  calls = {};
  counting = true;
  doing();
  counting = false;
  return calls;
}

runtime::options towards(const fake_api& api, bool pipelined = false) {
  return {.api = api.address(), .backoff_first = 1ms, .pipelined = pipelined};
}

}  // namespace

TEST_CASE("an invocation is two messages sent and two received") {
  std::vector<scripted> script;
  for (int i = 0; i < events; ++i) {
    script.push_back({invocation(std::to_string(i), "e")});
    script.push_back({accepted()});
  }
  fake_api api(script);
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(rt.reply("x") == status::ok);
  const counters seen = during([&] {
    for (int i = 1; i < events; ++i) {
      (void)rt.next();
      (void)rt.reply(rt.event());
    }
  });
  CHECK(seen == counters{.sent = 2 * (events - 1), .received = 2 * (events - 1)});
}

TEST_CASE("pipelined, it is one of each where an event is waiting") {
  std::vector<scripted> script = {{invocation("0", "e")}};
  for (int i = 1; i < events; ++i) {
    script.push_back({""});
    script.push_back({accepted() + invocation(std::to_string(i), "e")});
  }
  script.push_back({accepted()});
  fake_api api(script);
  runtime rt(towards(api, true));
  REQUIRE(rt.next() == status::ok);
  bool good = true;
  const counters seen = during([&] {
    for (int i = 1; i < events; ++i) {
      good &= rt.reply(rt.event()) == status::ok;
      good &= rt.next() == status::ok;
    }
  });
  CHECK(good);
  CHECK(seen == counters{.sent = events - 1, .received = events - 1});
  CHECK(rt.reply("x") == status::ok);
}

TEST_CASE(
    "a stream's head, prelude and first bytes are one message, and so is each further write") {
  fake_api api({{invocation("1", "e")}, {accepted()}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(during([&] { (void)rt.begin_stream({.status_code = 200}); }) == counters{});
  const std::string block(20'000, 'x');
  CHECK(during([&] { (void)rt.write(block); }) == counters{.sent = 1});
  // Between its writes it listens, but not at every one.
  const counters burst = during([&] {
    for (int i = 0; i < events; ++i) (void)rt.write("y");
  });
  CHECK(burst.sent == events);
  CHECK(burst.received < events);
  CHECK(during([&] { (void)rt.finish(); }).sent == 1);
  CHECK(api.requests()[1].find("\r\n4e54\r\n{\"statusCode\":200,") != std::string::npos);
}

TEST_CASE("an empty stream is one message") {
  fake_api api({{invocation("1", "e")}, {accepted()}});
  runtime rt(towards(api));
  REQUIRE(rt.next() == status::ok);
  CHECK(during([&] { (void)rt.finish(); }) == counters{.sent = 1, .received = 1});
}
