#include "sandbox/protocol.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/socket.h>

#include <array>

using namespace lambent;
using namespace lambent::sandbox;

namespace {

start full_start() {
  return {.id = sandbox_id{0x1122334455667788},
          .bounds = {.memory_bytes = 128U << 20U,
                     .cpu_permille = 72,
                     .processes_max = 1024,
                     .tmp_bytes = 512U << 20U,
                     .files_max = 1024},
          .code_dir = "/data/code/ab",
          .opt_dir = "",
          .shown = {{"/var/lang", "/data/lang"}, {"/var/lang/bin/node", "/usr/bin/node"}},
          .image_layers = {"/data/layers/1", "/data/layers/2"},
          .programs = {"/var/task/bootstrap", "/opt/bootstrap"},
          .argument0 = "bootstrap",
          .search = true,
          .arguments = {"-x", ""},
          .environment = {{"A", "1"}, {"B", std::string("\0=\n", 3)}},
          .working_directory = "/var/task",
          .stopped = true,
          .program = 3,
          .own_output = true,
          .emulated = true,
          .emulator_prefix = "/usr/aarch64-linux-gnu"};
}

std::vector<request> every_request() {
  return {configure{.wanted = isolation::process,
                    .reach = network::host_like,
                    .run_dir = "/r",
                    .emulator = "/e"},
          prepare{sandbox_id{1}},
          full_start(),
          sandbox::signal{sandbox_id{2}, -15, 1},
          reset{sandbox_id{3}},
          destroy{sandbox_id{4}},
          make_socket{sandbox_id{11}},
          limit_cpu{sandbox_id{13}, 72}};
}

std::vector<reply> every_reply() {
  return {ready{.cgroups = cgroup_mode::v2,
                .rootless = true,
                .freezer = true,
                .warnings = {{"w", 13, "h"}, {}}},
          refused{{"what", 13, "hint"}},
          prepared{sandbox_id{5}, "127.0.0.1:9001", true, false},
          started{sandbox_id{6}, 4711, 2},
          failed{sandbox_id{7}, step::start, start_problem::no_program, {"none", 2, ""}},
          exited{sandbox_id{8}, true, 9, true},
          reset_done{sandbox_id{9}},
          destroyed{sandbox_id{10}},
          socket_made{sandbox_id{11}}};
}

std::pair<fd, fd> seqpacket_pair(int flags = 0) {
  std::array<int, 2> ends{};
  REQUIRE(::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | flags, 0, ends.data()) == 0);
  return {fd(ends[0]), fd(ends[1])};
}

}  // namespace

TEST_CASE("every request comes back as it was sent") {
  for (const request& message : every_request()) {
    std::string bytes = encode(message);
    auto back = decode_request(bytes);
    REQUIRE(back.has_value());
    CHECK(back->index() == message.index());
    CHECK(encode(*back) == bytes);
  }
  auto back = decode_request(encode(request{full_start()}));
  REQUIRE(back.has_value());
  const auto& s = std::get<start>(*back);
  CHECK(s.id == sandbox_id{0x1122334455667788});
  CHECK(s.bounds.cpu_permille == 72);
  CHECK(s.programs == full_start().programs);
  CHECK(s.arguments == full_start().arguments);
  CHECK(s.environment == full_start().environment);
  CHECK(s.working_directory == "/var/task");
  CHECK(s.shown == full_start().shown);
  CHECK(s.program == 3);
  CHECK(s.own_output);
  CHECK(s.image_layers == full_start().image_layers);
  CHECK(s.argument0 == "bootstrap");
  CHECK(s.search);
  CHECK(s.emulated);
  CHECK(s.emulator_prefix == "/usr/aarch64-linux-gnu");
}

TEST_CASE("every reply comes back as it was sent") {
  for (const reply& message : every_reply()) {
    std::string bytes = encode(message);
    auto back = decode_reply(bytes);
    REQUIRE(back.has_value());
    CHECK(back->index() == message.index());
    CHECK(encode(*back) == bytes);
  }
  auto back = decode_reply(encode(reply{exited{sandbox_id{8}, true, 9, true}}));
  REQUIRE(back.has_value());
  CHECK(std::get<exited>(*back).code == 9);
  CHECK(std::get<exited>(*back).out_of_memory);
}

TEST_CASE("a message that lost its end, or has more than one, is refused") {
  for (const request& message : every_request()) {
    std::string bytes = encode(message);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      CHECK_FALSE(decode_request(std::string_view(bytes).substr(0, size)).has_value());
    }
    CHECK_FALSE(decode_request(bytes + '\0').has_value());
  }
}

TEST_CASE("a reply is not a request, nor the other way round") {
  for (const reply& message : every_reply()) CHECK_FALSE(decode_request(encode(message)));
  for (const request& message : every_request()) CHECK_FALSE(decode_reply(encode(message)));
}

TEST_CASE("a message of another version is refused with the way out") {
  std::string bytes = encode(request{prepare{sandbox_id{1}}});
  bytes[1] = 9;
  auto back = decode_request(bytes);
  REQUIRE_FALSE(back.has_value());
  CHECK(back.error().what == "decode a sandbox message: it is of version 9, not 7");
  CHECK(back.error().hint == "install lambent and lambent-sandbox from the same build");
}

TEST_CASE("values that no message has are refused") {
  std::string flag = encode(reply{exited{sandbox_id{1}, true, 0, false}});
  flag[flag.size() - 1 - sizeof(std::uint32_t)] = 2;  // In front of the program's number.
  CHECK_FALSE(decode_reply(flag).has_value());

  std::string wanted = encode(request{configure{}});
  wanted[3 + 4] = 7;  // After magic, version, kind and the version field: the isolation.
  CHECK_FALSE(decode_request(wanted).has_value());

  std::string count = encode(reply{ready{}});
  count.replace(count.size() - 4, 4, "\xff\xff\xff\x7f");
  CHECK_FALSE(decode_reply(count).has_value());
}

TEST_CASE("a packet arrives whole, with its descriptors") {
  auto [a, b] = seqpacket_pair();
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  fd read_end(ends[0]);
  fd write_end(ends[1]);
  std::string big(message_bytes_max, 'x');
  std::array<int, 1> sent{write_end.get()};
  REQUIRE(send_packet(a.get(), big, sent).has_value());

  auto got = receive_packet(b.get());
  REQUIRE(got.has_value());
  REQUIRE(got->has_value());
  CHECK((*got)->bytes == big);
  REQUIRE((*got)->fds.size() == 1);
  CHECK((::fcntl((*got)->fds[0].get(), F_GETFD) & FD_CLOEXEC) != 0);
  REQUIRE(::write((*got)->fds[0].get(), "!", 1) == 1);
  char c = 0;
  REQUIRE(::read(read_end.get(), &c, 1) == 1);
  CHECK(c == '!');
}

TEST_CASE("what is too long or empty is not sent") {
  auto [a, b] = seqpacket_pair();
  CHECK_FALSE(send_packet(a.get(), std::string(message_bytes_max + 1, 'x')).has_value());
  CHECK_FALSE(send_packet(a.get(), "").has_value());
}

TEST_CASE("nothing there and nobody there are told apart") {
  auto [a, b] = seqpacket_pair(SOCK_NONBLOCK);
  auto nothing = receive_packet(b.get());
  REQUIRE(nothing.has_value());
  CHECK_FALSE(nothing->has_value());

  REQUIRE(send_packet(b.get(), "unread").has_value());
  a.reset();
  auto nobody = receive_packet(b.get());
  REQUIRE(nobody.has_value());
  REQUIRE(nobody->has_value());
  CHECK((*nobody)->bytes.empty());
}
