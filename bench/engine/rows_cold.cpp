// Cold starts, one at a time and a hundred at once.
#include <fmt/format.h>

#include "bench/engine/rows.hpp"
#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t cold_rounds = 200;
constexpr std::size_t warm_up_rounds = 10;
constexpr milliseconds gap{3};  // The pool of prepared sandboxes is refilled meanwhile.
constexpr std::size_t at_once = 100;
constexpr std::size_t at_once_rounds = 3;
constexpr milliseconds teardown{1500};  // Of a hundred environments.
// Longer than a hundred cold starts take, so that none of them finds an environment already free.
constexpr milliseconds occupied{400};

constexpr double start_ratio_max = 1.5;
constexpr double cold_p50_max_us = 1200;
constexpr double cold_p99_max_us = 6000;
constexpr double at_once_p99_max_us = 100'000;

const std::string function = "cold";
const std::string payload = R"({"greeting":"hello"})";

struct cold_times {
  series init, floor, invoke;
};

result<> one_round(engine& engine, cold_times& out) {
  TRY(engine.make_cold(function));
  TRY(pause_for(gap));
  reply answer = TRY(engine.invoke({.function = function, .payload = payload, .tail = true}));
  double init_ms = init_duration_ms(answer);
  if (init_ms < 0) return fail("an Invoke that should have been cold was not");
  out.init.add(init_ms * 1000);

  TRY(pause_for(gap));
  out.floor.add(TRY(bare_start()));

  TRY(engine.make_cold(function));
  TRY(pause_for(gap));
  auto began = clock_type::now();
  TRY(engine.invoke({.function = function, .payload = payload}));
  out.invoke.add(clock_type::now() - began);
  return {};
}

row row_of(std::string key, std::string what, const series& measured) {
  row r;
  r.key = std::move(key);
  r.what = std::move(what);
  r.p50 = measured.p50();
  r.p99 = measured.p99();
  r.count = measured.values.size();
  return r;
}

}  // namespace

result<> measure_cold(const bench_parts& with) {
  TRY(with.engine.create(function));
  cold_times warm_up;
  cold_times measured;
  std::size_t rounds = with.settings.scaled(cold_rounds);
  for (std::size_t i = 0; i < warm_up_rounds + rounds; ++i) {
    progress(fmt::format("cold starts {}/{}", i, warm_up_rounds + rounds));
    TRY(one_round(with.engine, i < warm_up_rounds ? warm_up : measured));
  }
  row start = row_of("cold_start", "cold start, go to GET /next", measured.init);
  start.floor = measured.floor.p50();
  start.must = "p50 <= 1.5 x floor";
  start.met = start.p50 <= start_ratio_max * *start.floor;
  with.table.add(std::move(start));

  row invoke = row_of("cold_invoke", "cold Invoke, client to client", measured.invoke);
  invoke.must = "p50 <= 1.2 ms, p99 <= 6 ms";
  invoke.met = invoke.p50 <= cold_p50_max_us && *invoke.p99 <= cold_p99_max_us;
  with.table.add(std::move(invoke));
  return with.engine.remove(function);
}

result<> measure_cold_at_once(const bench_parts& with) {
  series taken;
  std::size_t rounds = with.settings.quick ? 1 : at_once_rounds;
  for (std::size_t i = 0; i < rounds; ++i) {
    progress(fmt::format("{} cold Invokes at once {}/{}", at_once, i, rounds));
    std::string name = fmt::format("cold-{}", i);
    TRY(with.engine.create(name));
    load_plan plan;
    plan.port = with.engine.port();
    plan.expected_body = fmt::format(R"({{"wait_ms":{}}})", occupied.count());
    plan.request = invoke_request({.function = name, .payload = plan.expected_body});
    plan.connections = plan.requests_max = at_once;
    load_result got = TRY(run_load(plan));
    double waited = std::chrono::duration<double, std::micro>(occupied).count();
    for (double us : got.latencies.values) taken.add(us - waited);
    TRY(with.engine.remove(name));
    TRY(pause_for(teardown));
  }
  row r = row_of("cold_at_once", fmt::format("{} cold Invokes at once", at_once), taken);
  r.max = taken.max();
  r.must = "p99 <= 100 ms";
  r.met = *r.p99 <= at_once_p99_max_us;
  with.table.add(std::move(r));
  return {};
}

}  // namespace lambent::bench
