#include "bench/runtime/measure.hpp"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

#include <vector>

#include "base/fd.hpp"
#include "bench/report/series.hpp"
#include "bench/runtime/conversation.hpp"
#include "bench/runtime/started_function.hpp"

namespace lambent::bench {

namespace {

// The last that this process may use, and the one before it.
std::vector<int> last_cpus() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> found;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return {0};
  for (int cpu = CPU_SETSIZE - 1; cpu >= 0 && found.size() < 2; --cpu) {
    if (CPU_ISSET(static_cast<unsigned>(cpu), &set)) found.push_back(cpu);
  }
  return found;
}

// A function that is started from here is there, too.
result<> pin_this_to(int cpu) {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(static_cast<unsigned>(cpu), &set);
  if (::sched_setaffinity(0, sizeof set, &set) != 0) {
    return sys_fail("move to CPU " + std::to_string(cpu));
  }
  return {};
}

result<> run_load(conversation& talk, const started_function& function, const load& what,
                  figures& out) {
  TRY(talk.invoke(what.warm_up));
  series responses;
  series cycles;
  const double cpu_before = function.cpu_us();
  for (int i = 0; i < what.timed; ++i) {
    TRY(talk.invoke());
    responses.add(talk.response_us);
    cycles.add(talk.cycle_us);
  }
  out.cpu_us = (function.cpu_us() - cpu_before) / what.timed;
  out.response_us = responses.p50();
  out.cycle_us = cycles.p50();
  return {};
}

}  // namespace

placement same_core() {
  const int cpu = last_cpus().front();
  return {.stub_cpu = cpu, .function_cpu = cpu};
}

std::optional<placement> two_cores() {
  const std::vector<int> cpus = last_cpus();
  if (cpus.size() < 2) return std::nullopt;
  return placement{.stub_cpu = cpus[1], .function_cpu = cpus[0]};
}

result<figures> measure(const contender& who, const load& what, placement where) {
  figures out;
  TRY(pin_this_to(where.function_cpu));
  stub api = TRY(stub::start());
  const auto begin = clock_type::now();
  const started_function function = TRY(started_function::start(who, {.api_port = api.port()}));
  TRY(api.watch(function.pid()));
  TRY(api.await_next());
  out.cold_us = microseconds(clock_type::now() - begin);
  TRY(pin_this_to(where.stub_cpu));
  if (what.timed > 0) {
    conversation talk(api, who, what.payload_bytes);
    TRY(run_load(talk, function, what, out));
  }
  out.peak_rss_kb = function.peak_rss_kb();
  return out;
}

result<> drop_page_cache() {
  const fd file(::open("/proc/sys/vm/drop_caches", O_WRONLY | O_CLOEXEC));
  if (!file || ::write(file.get(), "3\n", 2) != 2) return sys_fail("drop the page cache");
  return {};
}

}  // namespace lambent::bench
