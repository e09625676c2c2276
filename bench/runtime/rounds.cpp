#include "bench/runtime/rounds.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <functional>
#include <optional>

#include "bench/report/machine.hpp"
#include "bench/runtime/measure.hpp"

namespace lambent::bench {

namespace {

constexpr int small_timed = 10'000;
constexpr std::size_t small_bytes = 128;
constexpr int cold_starts_per_round = 20;
constexpr int cold_cache_starts_per_round = 2;
constexpr int counted_invocations = 1000;
constexpr int quick_divisor = 10;

class runner {
public:
  runner(std::vector<contender> contenders, const effort& how)
      : how_(how), same_core_(same_core()), two_cores_(two_cores()) {
    for (contender& who : contenders) out_.rows.push_back({.who = std::move(who)});
  }

  [[nodiscard]] result<outcomes> run();

private:
  using step = std::function<result<>(outcome&)>;

  // The step for each contender, `times` for each round, every time with another one first.
  [[nodiscard]] result<> by_turns(const std::string& what, int times, const step& doing);
  [[nodiscard]] result<> once(const std::string& what, const step& doing);
  [[nodiscard]] result<> try_step(outcome& row, const step& doing);
  [[nodiscard]] int shortened(int count) const {
    return how_.quick ? count / quick_divisor : count;
  }
  [[nodiscard]] load load_of(std::size_t bytes, int timed) const {
    const int count = shortened(timed);
    return {.payload_bytes = bytes, .warm_up = count / 10, .timed = count};
  }

  [[nodiscard]] result<> cold_starts();
  [[nodiscard]] result<> cold_cache_starts();
  [[nodiscard]] result<> small_payload();
  [[nodiscard]] result<> larger_payloads();
  [[nodiscard]] result<> counts_and_sizes();

  effort how_;
  placement same_core_;
  std::optional<placement> two_cores_;
  outcomes out_;
};

bool is_own(const contender& who) { return who.allocations == allocation_counting::linked; }

result<> runner::try_step(outcome& row, const step& doing) {
  if (!row.who.missing.empty()) return {};
  auto done = doing(row);
  if (done) return {};
  if (is_own(row.who)) return std::unexpected(in_context(row.who.label, std::move(done).error()));
  row.who.missing = "broke: " + done.error().what;
  return {};
}

result<> runner::by_turns(const std::string& what, int times, const step& doing) {
  const int all = how_.rounds * times;
  for (int i = 0; i < all; ++i) {
    progress(fmt::format("{}, {}/{}", what, i + 1, all));
    for (std::size_t at = 0; at < out_.rows.size(); ++at) {
      const std::size_t turn = (at + static_cast<std::size_t>(i)) % out_.rows.size();
      TRY(try_step(out_.rows[turn], doing));
    }
  }
  return {};
}

result<> runner::once(const std::string& what, const step& doing) {
  for (outcome& row : out_.rows) {
    progress(fmt::format("{} of {}", what, row.who.label));
    TRY(try_step(row, doing));
  }
  return {};
}

void add(measured_load& to, const figures& from) {
  to.response_us.add(from.response_us);
  to.cycle_us.add(from.cycle_us);
  to.cpu_us.add(from.cpu_us);
  to.peak_rss_kb.add(from.peak_rss_kb);
}

result<> runner::cold_starts() {
  return by_turns("cold starts", shortened(cold_starts_per_round), [&](outcome& row) -> result<> {
    row.cold_us.add(TRY(measure(row.who, {.timed = 0}, same_core_)).cold_us);
    return {};
  });
}

result<> runner::cold_cache_starts() {
  if (how_.quick) {
    out_.no_cold_cache = "a quick run leaves the machine's page cache alone";
  } else if (::geteuid() != 0) {
    out_.no_cold_cache = "only root may drop the page cache";
  } else {
    ::sync();  // The programs may be new.
    if (auto dropped = drop_page_cache(); !dropped) out_.no_cold_cache = dropped.error().what;
  }
  if (!out_.no_cold_cache.empty()) return {};
  return by_turns("cold starts with a cold page cache", cold_cache_starts_per_round,
                  [&](outcome& row) -> result<> {
                    TRY(drop_page_cache());
                    row.cold_cache_us.add(TRY(measure(row.who, {.timed = 0}, same_core_)).cold_us);
                    return {};
                  });
}

result<> runner::small_payload() {
  const load what = load_of(small_bytes, small_timed);
  const step on_same_core = [&](outcome& row) -> result<> {
    add(row.small, TRY(measure(row.who, what, same_core_)));
    return {};
  };
  const step on_two_cores = [&](outcome& row) -> result<> {
    row.two_cores_cycle_us.add(TRY(measure(row.who, what, *two_cores_)).cycle_us);
    return {};
  };
  TRY(by_turns("128 B, same core", 1, on_same_core));
  if (two_cores_) return by_turns("128 B, two cores", 1, on_two_cores);
  out_.no_two_cores = "there is one CPU";
  return {};
}

result<> runner::larger_payloads() {
  for (std::size_t i = 0; i < large_payloads.size(); ++i) {
    const load what = load_of(large_payloads[i].bytes, large_payloads[i].timed);
    const step on_same_core = [&](outcome& row) -> result<> {
      add(row.large[i], TRY(measure(row.who, what, same_core_)));
      return {};
    };
    TRY(by_turns(large_payloads[i].name, 1, on_same_core));
  }
  return {};
}

counted counted_of(const result<double>& from) {
  if (!from) return {.why_not = from.error().what};
  return {.value = *from, .why_not = {}};
}

result<> runner::counts_and_sizes() {
  const int invocations = shortened(counted_invocations);
  return once("allocations, system calls and sizes", [&](outcome& row) -> result<> {
    row.allocations = counted_of(count_allocations(row.who, invocations));
    row.system_calls = counted_of(count_system_calls(row.who, invocations));
    row.program_bytes = row.who.program_bytes();
    row.zip_bytes = TRY(row.who.zip_bytes());
    return {};
  });
}

result<outcomes> runner::run() {
  TRY_FOR("cold starts", cold_starts());
  TRY_FOR("cold starts with a cold page cache", cold_cache_starts());
  TRY_FOR("128 B", small_payload());
  TRY_FOR("large payloads", larger_payloads());
  TRY_FOR("counts", counts_and_sizes());
  progress("");
  return std::move(out_);
}

}  // namespace

const outcome* outcomes::find(const std::string& key) const {
  for (const outcome& row : rows)
    if (row.who.key == key && row.who.missing.empty()) return &row;
  return nullptr;
}

result<outcomes> run_rounds(std::vector<contender> contenders, const effort& how) {
  return runner(std::move(contenders), how).run();
}

}  // namespace lambent::bench
