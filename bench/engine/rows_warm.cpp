// Warm invocations: one after the other, after pauses, and as many as go through.
#include <fmt/format.h>

#include <array>

#include "bench/engine/rows.hpp"
#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t warm_requests = 20'000;
constexpr std::size_t chunks = 4;  // The engine's and the floor's in turn.
constexpr std::size_t warm_up_requests = 2'000;
constexpr std::size_t paced_requests = 1'000;
constexpr std::size_t paced_warm_up = 20;
constexpr milliseconds throughput_time{5'000};
constexpr std::size_t throughput_rounds = 3;
constexpr std::size_t many = 8;

constexpr double warm_ratio_max = 2;
constexpr double many_per_second_min = 22'000;
constexpr double pipelined_per_second_min = 28'000;

const std::string payload =
    R"({"message":"an event of about a hundred bytes, as many functions get from a queue or a page"})";

load_plan plan_for(int port, const std::string& function, std::size_t connections) {
  load_plan plan;
  plan.port = port;
  plan.request = invoke_request({.function = function, .payload = payload});
  plan.expected_body = payload;
  plan.connections = connections;
  plan.requests_max = warm_up_requests;
  return plan;
}

struct pair_of_series {
  series engine, floor;
};

result<pair_of_series> paced(const bench_settings& settings, std::array<load_plan*, 2> plans,
                             milliseconds pause) {
  std::array<series, 2> taken;
  for (std::size_t i = 0; i < plans.size(); ++i) {
    plans[i]->requests_max = paced_warm_up;
    TRY(run_paced(*plans[i], pause));
    plans[i]->requests_max = settings.scaled(paced_requests);
    taken[i] = TRY(run_paced(*plans[i], pause));
  }
  return pair_of_series{std::move(taken[0]), std::move(taken[1])};
}

row row_of(std::string key, std::string what, const pair_of_series& measured) {
  row r;
  r.key = std::move(key);
  r.what = std::move(what);
  r.p50 = measured.engine.p50();
  r.p99 = measured.engine.p99();
  r.floor = measured.floor.p50();
  r.count = measured.engine.values.size();
  return r;
}

struct paced_case {
  const char* key;
  const char* what;
  milliseconds pause;
};

// The engine freezes an environment that has been idle for 5 ms.
constexpr std::array paced_cases{
    paced_case{"warm_3ms", "warm Invoke at 3 ms pauses, awake", milliseconds(3)},
    paced_case{"warm_12ms", "warm Invoke at 12 ms pauses, thawed", milliseconds(12)}};

struct throughput_case {
  const char* key;
  const char* what;
  std::size_t connections;
  bool pipelined;
  double per_second_min;  // 0: nothing is promised.
};

constexpr std::array throughput_cases{
    throughput_case{"throughput_1", "throughput, 1 environment", 1, false, 0},
    throughput_case{"throughput_8", "throughput, 8 environments", many, false, many_per_second_min},
    throughput_case{"throughput_8_pipelined", "throughput, 8, pipelined function", many, true,
                    pipelined_per_second_min}};

double median(std::vector<double> values) { return series{std::move(values)}.p50(); }

result<row> throughput(const bench_parts& with, const throughput_case& what) {
  std::string function = what.pipelined ? "pipelined" : "plain";
  auto floor = TRY(floor_server::start(what.connections, what.pipelined));
  std::array plans{plan_for(with.engine.port(), function, what.connections),
                   plan_for(floor.port(), function, what.connections)};
  for (load_plan& plan : plans) {
    TRY(run_load(plan));
    plan.requests_max = 0;
    plan.time = with.settings.quick ? throughput_time / 10 : throughput_time;
  }
  std::array<std::vector<double>, 2> rates;
  for (std::size_t i = 0; i < throughput_rounds; ++i) {
    progress(fmt::format("{}: round {}/{}", what.what, i + 1, throughput_rounds));
    for (std::size_t side = 0; side < plans.size(); ++side)
      rates[side].push_back(TRY(run_load(plans[side])).per_second());
  }
  row r;
  r.key = what.key;
  r.what = what.what;
  r.unit = unit::per_second;
  r.count = throughput_rounds;
  r.p50 = median(rates[0]);
  r.floor = median(rates[1]);
  if (what.per_second_min > 0) r.must = fmt::format(">= {:.0f}/s", what.per_second_min);
  r.met = r.p50 >= what.per_second_min;
  return r;
}

result<> measure_paced(const bench_parts& with, std::array<load_plan*, 2> plans) {
  progress("warm Invokes with pauses");
  for (const paced_case& what : paced_cases)
    with.table.add(row_of(what.key, what.what, TRY(paced(with.settings, plans, what.pause))));
  return with.engine.remove("warm");
}

}  // namespace

result<> measure_warm(const bench_parts& with) {
  TRY(with.engine.create("warm"));
  auto floor = TRY(floor_server::start(1, false));
  load_plan engine_plan = plan_for(with.engine.port(), "warm", 1);
  load_plan floor_plan = plan_for(floor.port(), "warm", 1);
  TRY(run_load(engine_plan));
  TRY(run_load(floor_plan));

  engine_plan.requests_max = floor_plan.requests_max = with.settings.scaled(warm_requests) / chunks;
  pair_of_series busy;
  std::chrono::nanoseconds engine_cpu{}, floor_cpu{};
  for (std::size_t i = 0; i < chunks; ++i) {
    progress(fmt::format("warm Invokes {}/{}", i + 1, chunks));
    auto engine_before = with.engine.cpu_time();
    busy.engine.add(TRY(run_load(engine_plan)).latencies);
    engine_cpu += with.engine.cpu_time() - engine_before;
    auto floor_before = floor.cpu_time();
    busy.floor.add(TRY(run_load(floor_plan)).latencies);
    floor_cpu += floor.cpu_time() - floor_before;
  }
  row r = row_of("warm_invoke", "warm Invoke, one busy connection", busy);
  r.must = "p50 <= 2 x floor";
  r.met = *r.ratio() <= warm_ratio_max;
  with.table.add(std::move(r));

  // Says more than the clock on a machine that is busy with something else.
  row used;
  used.key = "warm_loop_cpu";
  used.what = "the same, CPU of the server's loop, mean";
  used.count = busy.engine.values.size();
  auto mean = [&](std::chrono::nanoseconds all) {
    return std::chrono::duration<double, std::micro>(all).count() / static_cast<double>(used.count);
  };
  used.p50 = mean(engine_cpu);
  used.floor = mean(floor_cpu);
  with.table.add(std::move(used));
  return measure_paced(with, {&engine_plan, &floor_plan});
}

result<> measure_throughput(const bench_parts& with) {
  TRY(with.engine.create("plain"));
  TRY(with.engine.create("pipelined", R"({"ECHO_PIPELINED":"1"})"));
  for (const throughput_case& what : throughput_cases) with.table.add(TRY(throughput(with, what)));
  TRY(with.engine.remove("plain"));
  return with.engine.remove("pipelined");
}

}  // namespace lambent::bench
