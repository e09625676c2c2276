// What an environment that waits takes of memory.
#include <fmt/format.h>
#include <malloc.h>

#include <charconv>

#include "bench/engine/rows.hpp"
#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

using std::chrono::milliseconds;

// Also in a quick run: what fewer would take is lost in what the machine does meanwhile.
constexpr std::size_t idle_environments = 200;
constexpr milliseconds settle{1'500};
// Every invocation must still run when the last of them starts, or environments would be reused.
constexpr milliseconds occupied_min{300};
constexpr milliseconds occupied_each{5};

// 1,000 environments in 0.8 GB.
constexpr double kilobytes_max = 800;
constexpr double kilobytes_floor = 560;

result<double> available_kilobytes() {
  constexpr std::string_view name = "MemAvailable:";
  std::string text = read_file("/proc/meminfo");
  auto at = text.find(name);
  if (at == std::string::npos) return fail("read MemAvailable from /proc/meminfo");
  at = text.find_first_not_of(' ', at + name.size());
  double value = 0;
  std::from_chars(&text[at], text.data() + text.size(), value);
  return value;
}

}  // namespace

result<> measure_idle(const bench_parts& with) {
  std::size_t wanted = with.settings.idle > 0 ? with.settings.idle : idle_environments;
  progress(fmt::format("{} idle environments", wanted));
  TRY(with.engine.create("idle"));
  TRY(pause_for(settle));
  double before = TRY(available_kilobytes());

  load_plan plan;
  plan.port = with.engine.port();
  milliseconds occupied = std::max(occupied_min, occupied_each * static_cast<int>(wanted));
  plan.expected_body = fmt::format(R"({{"wait_ms":{}}})", occupied.count());
  plan.request = invoke_request({.function = "idle", .payload = plan.expected_body, .tail = true});
  plan.connections = plan.requests_max = wanted;
  plan.keep_replies = true;
  load_result got = TRY(run_load(plan));
  std::size_t made = 0;
  for (const reply& answer : got.replies)
    if (init_duration_ms(answer) >= 0) ++made;
  got = {};
  (void)::malloc_trim(0);  // What the client took is not the environments'.
  TRY(pause_for(settle));
  double after = TRY(available_kilobytes());

  row r;
  r.key = "idle_environment";
  r.what = fmt::format("an idle environment, one of {}", made);
  r.unit = unit::kilobytes;
  r.count = made;
  r.p50 = (before - after) / static_cast<double>(made);
  r.floor = kilobytes_floor;
  r.must = "<= 800 KB";
  r.met = r.p50 > 0 && r.p50 <= kilobytes_max && made == wanted;
  with.table.add(std::move(r));
  return with.engine.remove("idle");
}

}  // namespace lambent::bench
