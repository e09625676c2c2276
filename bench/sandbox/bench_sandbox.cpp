// What sandboxes cost: preparing one, starting a program in a prepared one until its first bytes
// arrive, freezing and thawing. The floor, a bare vfork and exec of the same program, is measured
// in the same loop, so that ratios hold whatever the machine was doing.
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "base/quantile.hpp"
#include "sandbox/testing/driver.hpp"

namespace {

using namespace lambent;
using namespace lambent::sandbox;
using lambent::sandbox::testing::driver;
using lambent::sandbox::testing::held;
using lambent::sandbox::testing::scratch_dir;
using clock_type = std::chrono::steady_clock;

constexpr int rounds = 200;
constexpr int warm_up_rounds = 10;
constexpr int settle_ms = 3;  // Between steps, as between requests of a person or a slow client.
constexpr std::uint64_t memory_bytes = 128ULL * 1024 * 1024;

struct series {
  const char* name;
  std::vector<double> microseconds;

  [[nodiscard]] double quantile(double q) const {
    std::vector<double> sorted = microseconds;
    std::sort(sorted.begin(), sorted.end());
    return lambent::quantile(sorted, q);
  }
};

struct report {
  series prepare{"prepare", {}};
  series start{"start, sandboxed, to first bytes", {}};
  series floor{"vfork and exec, to first bytes", {}};
  series destroy{"destroy", {}};
  series freeze{"freeze and thaw", {}};
};

double since(clock_type::time_point begin) {
  return std::chrono::duration<double, std::micro>(clock_type::now() - begin).count();
}

template <class T>
T must(result<T> r, const char* doing) {
  if (r) return std::move(*r);
  std::fprintf(stderr, "bench_sandbox: %s: %s\n", doing, r.error().what.c_str());
  std::exit(1);
}

void wait_for_bytes(int file) {
  pollfd waiting{file, POLLIN, 0};
  std::array<char, 16> bytes{};
  if (::poll(&waiting, 1, 10'000) != 1 || ::read(file, bytes.data(), bytes.size()) <= 0) {
    std::fputs("bench_sandbox: no bytes came\n", stderr);
    std::exit(1);
  }
}

void settle() { (void)::poll(nullptr, 0, settle_ms); }

struct bare_launch {
  const char* program;
  int output;
};

int become_program(void* argument) {
  const auto& l = *static_cast<bare_launch*>(argument);
  ::dup2(l.output, 1);
  std::array<char*, 2> arguments{const_cast<char*>(l.program), nullptr};
  std::array<char*, 1> environment{nullptr};
  ::execve(l.program, arguments.data(), environment.data());
  return 127;
}

double bare_start(const std::string& program) {
  alignas(16) static std::array<char, 16384> stack;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) std::exit(1);
  fd read_end(ends[0]);
  fd write_end(ends[1]);
  bare_launch l{program.c_str(), write_end.get()};
  auto begin = clock_type::now();
  pid_t child =
      ::clone(become_program, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, &l);
  wait_for_bytes(read_end.get());
  double taken = since(begin);
  ::waitpid(child, nullptr, 0);
  return taken;
}

start start_of(const std::string& code_dir, sandbox_id id, const char* program) {
  start s;
  s.id = id;
  s.bounds = {.memory_bytes = memory_bytes,
              .cpu_permille = 1000,
              .processes_max = 1024,
              .tmp_bytes = 512ULL * 1024 * 1024};
  s.code_dir = code_dir;
  s.programs = {program};
  s.environment = {{"AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001"}, {"LANG", "en_US.UTF-8"}};
  s.working_directory = "/var/task";
  return s;
}

void one_round(driver& engine, const std::string& code_dir, sandbox_id id, report& out) {
  auto begin = clock_type::now();
  held box = must(engine.prepare_one(id), "prepare");
  out.prepare.microseconds.push_back(since(begin));
  settle();

  begin = clock_type::now();
  engine.ask(start_of(code_dir, id, "/var/task/bootstrap"));
  wait_for_bytes(box.output.get());
  out.start.microseconds.push_back(since(begin));
  (void)must(engine.expect<started>(), "start");
  (void)must(engine.expect<exited>(), "wait for the end");

  settle();
  out.floor.microseconds.push_back(bare_start(code_dir + "/bootstrap"));
  settle();

  if (box.freezer) {
    begin = clock_type::now();
    (void)!::pwrite(box.freezer.get(), "1", 1, 0);
    (void)!::pwrite(box.freezer.get(), "0", 1, 0);
    out.freeze.microseconds.push_back(since(begin));
  }
  begin = clock_type::now();
  engine.ask(destroy{id});
  (void)must(engine.expect<destroyed>(), "destroy");
  out.destroy.microseconds.push_back(since(begin));
}

void print(const report& r) {
  std::printf("%-36s %9s %9s %9s\n", "microseconds", "p50", "p99", "min");
  for (const series* s : {&r.prepare, &r.start, &r.floor, &r.destroy, &r.freeze}) {
    if (s->microseconds.empty()) continue;
    std::printf("%-36s %9.1f %9.1f %9.1f\n", s->name, s->quantile(0.5), s->quantile(0.99),
                s->quantile(0));
  }
  std::printf("%-36s %9.2f\n", "start against the floor, p50",
              r.start.quantile(0.5) / r.floor.quantile(0.5));
}

void write_json(const report& r, const char* path) {
  FILE* file = std::fopen(path, "we");
  if (file == nullptr) {
    std::perror(path);
    std::exit(1);
  }
  std::fputs("{\n", file);
  auto put = [file](const char* key, const series& s) {
    std::fprintf(file,
                 "  \"%s\": {\"p50_us\": %.1f, \"p99_us\": %.1f, \"min_us\": %.1f, \"n\": %zu},\n",
                 key, s.quantile(0.5), s.quantile(0.99), s.quantile(0), s.microseconds.size());
  };
  put("prepare", r.prepare);
  put("start_to_first_bytes", r.start);
  put("vfork_exec_to_first_bytes", r.floor);
  put("destroy", r.destroy);
  put("freeze_and_thaw", r.freeze);
  std::fprintf(file, "  \"start_against_floor_p50\": %.3f\n}\n",
               r.start.quantile(0.5) / r.floor.quantile(0.5));
  std::fclose(file);
}

}  // namespace

int main(int argc, char** argv) {
  const char* json = nullptr;
  if (argc == 3 && std::string_view(argv[1]) == "--json") {
    json = argv[2];
  } else if (argc != 1) {
    std::fputs("usage: bench_sandbox [--json FILE]\n", stderr);
    return 2;
  }
  scratch_dir code;
  lambent::sandbox::testing::copy_program(LAMBENT_BENCH_HELLO, code.path() + "/bootstrap");
  driver engine;
  auto answer = must(engine.begin(LAMBENT_SANDBOX_PROGRAM, {}), "begin");
  const auto* greeting = std::get_if<ready>(&answer);
  if (greeting == nullptr) {
    std::fprintf(stderr, "bench_sandbox: %s\n", driver::describe(answer).c_str());
    return 1;
  }
  for (const lambent::error& warning : greeting->warnings) {
    std::fprintf(stderr, "note: %s\n", warning.what.c_str());
  }
  report warm_up;
  report measured;
  for (int i = 0; i < warm_up_rounds + rounds; ++i) {
    one_round(engine, code.path(), sandbox_id{static_cast<std::uint64_t>(i)},
              i < warm_up_rounds ? warm_up : measured);
  }
  print(measured);
  if (json != nullptr) write_json(measured, json);
  return 0;
}
