// The engine's side of the sandbox program, with the real program and with one that fails.
#include "engine/environment/sandbox_host.hpp"

#include <doctest/doctest.h>

#include <boost/asio/io_context.hpp>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::environment;

namespace {

struct heard final : sandbox_listener {
  void on_started(const sandbox::started&, fd&&) override { begun = true; }
  void on_failed(sandbox::failed&& what) override { failed = std::move(what); }
  void on_socket(fd&&) override {}
  void on_exited(const sandbox::exited& how) override { exited = how; }
  void on_reset_done() override {}
  void on_lost() override { lost = true; }

  bool begun = false, lost = false;
  std::optional<sandbox::failed> failed;
  std::optional<sandbox::exited> exited;
};

// One sandbox of a program without namespaces, which every machine gives.
struct bench {
  testing::temp_dir dir;
  boost::asio::io_context loop;
  std::unique_ptr<sandbox_host> host;
  heard of;
  std::optional<prepared_sandbox> box;

  bench() {
    auto begun = sandbox_host::start(loop, {.program = LAMBENT_SANDBOX_PROGRAM,
                                            .run_dir = dir.path,
                                            .isolation = sandbox::isolation::process,
                                            .network = sandbox::network::none,
                                            .emulator = {},
                                            .prepared_min = 1});
    REQUIRE_MESSAGE(begun.has_value(), begun.error().what);
    host = std::move(*begun);
    host->acquire([this](result<prepared_sandbox>&& made) {
      REQUIRE(made.has_value());
      box = std::move(*made);
    });
    run_until([this] { return box.has_value(); });
    host->subscribe(box->id, of);
  }
  ~bench() { host->release(box->id); }

  template <class Condition>
  void run_until(Condition&& holds) {
    auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!holds() && std::chrono::steady_clock::now() < latest)
      (void)loop.run_one_for(std::chrono::milliseconds(100));
    REQUIRE(holds());
  }
  [[nodiscard]] sandbox::start true_program() const {
    sandbox::start go;
    go.id = box->id;
    go.code_dir = dir.path;
    go.programs = {"/bin/true"};
    go.working_directory = "/";
    return go;
  }
};

// What callers hear who want a sandbox of a program that fails to make the first ones.
std::vector<std::string> hear(const char* failures, std::size_t prepared_min, std::size_t callers) {
  testing::temp_dir dir;
  boost::asio::io_context loop;
  auto begun = sandbox_host::start(loop, {.program = LAMBENT_FAILING_SANDBOX,
                                          .run_dir = dir.path,
                                          .isolation = sandbox::isolation::process,
                                          .network = sandbox::network::none,
                                          .emulator = failures,
                                          .prepared_min = prepared_min,
                                          .refill_delay = std::chrono::minutes(1)});
  REQUIRE_MESSAGE(begun.has_value(), begun.error().what);
  std::vector<std::string> all;
  for (std::size_t i = 0; i < callers; ++i)
    (*begun)->acquire([&](result<prepared_sandbox>&& made) {
      all.push_back(made ? "a sandbox" : made.error().what);
    });
  auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (all.size() < callers && std::chrono::steady_clock::now() < latest)
    (void)loop.run_one_for(std::chrono::milliseconds(100));
  return all;
}

}  // namespace

TEST_CASE("a sandbox that could not be made is not missed while others are on their way") {
  using words = std::vector<std::string>;
  CHECK(hear("1", 2, 1) == words{"a sandbox"});
  CHECK(hear("2", 4, 2) == words{"a sandbox", "a sandbox"});
  CHECK(hear("1", 2, 2) == words{"make a sandbox", "a sandbox"});
  CHECK(hear("2", 2, 1) == words{"make a sandbox"});
}

TEST_CASE("a start that is too long to send fails with its size, and the sandbox stays usable") {
  bench b;
  sandbox::start go = b.true_program();
  go.environment["LARGE"] = std::string(sandbox::message_bytes_max, 'x');
  go.program = 7;
  b.host->send(go);
  CHECK_FALSE(b.of.failed.has_value());  // Nobody is called back out of send().
  b.run_until([&] { return b.of.failed.has_value(); });
  CHECK(b.of.failed->during == sandbox::step::start);
  CHECK(b.of.failed->problem == sandbox::start_problem::other);
  CHECK(b.of.failed->program == 7);
  CHECK(b.of.failed->why.what.contains("make a message of"));
  CHECK(b.of.failed->why.what.contains(std::to_string(sandbox::message_bytes_max)));
  CHECK_FALSE(b.of.lost);

  b.host->send(b.true_program());
  b.run_until([&] { return b.of.exited.has_value(); });
  CHECK(b.of.exited->code == 0);
  CHECK_FALSE(b.of.exited->by_signal);
}
