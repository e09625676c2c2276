#include "cli/bench/tuning.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/json_string.hpp"
#include "base/quantile.hpp"
#include "cli/bench/bench.hpp"
#include "cli/bench/charts/memory_chart.hpp"
#include "study/report/numbers.hpp"
#include "study/report/published.hpp"

namespace lambent::cli::bench {
namespace {

result<unsigned> memory_size(std::string_view text) {
  unsigned mb = 0;
  auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), mb);
  if (wrong != std::errc{} || end != text.data() + text.size())
    return fail("'" + std::string(text) + "' is no memory size",
                "megabytes with commas between them, as 128,256,512");
  if (mb < bench_limits::memory_mb_min || mb > bench_limits::memory_mb_max)
    return fail(
        fmt::format("Lambda has no memory size of {} MB", mb),
        fmt::format("from {} to {} MB", bench_limits::memory_mb_min, bench_limits::memory_mb_max));
  return mb;
}

std::string words_for(const verdict& about, std::size_t at) {
  std::string out;
  auto add = [&](const std::optional<std::size_t>& which, const char* word) {
    if (which == at) out += (out.empty() ? "" : ", ") + std::string(word);
  };
  add(about.cheapest, "cheapest");
  add(about.fastest, "fastest");
  add(about.balanced, "best balance");
  return out;
}

std::string memory_or_null(const tuning& of, const std::optional<std::size_t>& at) {
  return at ? std::to_string(of.sizes[*at].memory_mb) : "null";
}

}  // namespace

result<std::vector<unsigned>> memory_sizes(std::string_view list) {
  std::vector<unsigned> out;
  while (true) {
    const std::size_t comma = list.find(',');
    out.push_back(TRY(memory_size(list.substr(0, comma))));
    if (out.size() > bench_limits::memory_sizes_max)
      return fail(fmt::format("more than {} memory sizes", bench_limits::memory_sizes_max));
    if (comma == std::string_view::npos) break;
    list.remove_prefix(comma + 1);
  }
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

tuned_size size_of(unsigned memory_mb, std::string_view architecture,
                   const std::vector<sample>& samples, std::string failure) {
  tuned_size out{.memory_mb = memory_mb, .failure = std::move(failure)};
  std::vector<double> billed;
  for (const sample& each : samples) {
    if (!each.report || each.cold()) continue;
    out.durations_ms.push_back(each.report->duration_ms);
    billed.push_back(each.report->billed_ms.value_or(each.report->duration_ms));
    out.max_memory_mb = std::max(out.max_memory_mb, each.report->max_memory_mb.value_or(0));
  }
  out.duration_ms = spread_of(out.durations_ms);
  if (!out.duration_ms) {
    if (out.failure.empty()) out.failure = "no warm call was reported";
    return out;
  }
  std::ranges::sort(billed);
  constexpr double middle = 0.5;
  out.billed_ms = quantile(billed, middle);
  out.usd_per_million =
      study::cost_per_million(study::price_of(architecture), out.billed_ms, memory_mb);
  return out;
}

verdict verdict_on(const tuning& what) {
  double slowest = 0;
  double dearest = 0;
  for (const tuned_size& size : what.sizes) {
    if (!size.suits()) continue;
    slowest = std::max(slowest, size.duration_ms->p50);
    dearest = std::max(dearest, size.usd_per_million);
  }
  auto least = [&](auto&& figure) {
    std::optional<std::size_t> out;
    for (std::size_t i = 0; i < what.sizes.size(); ++i)
      if (what.sizes[i].suits() && (!out || figure(what.sizes[i]) < figure(what.sizes[*out])))
        out = i;
    return out;
  };
  auto part = [](double of, double whole) { return whole > 0 ? of / whole : 0; };
  return {.cheapest = least([](const tuned_size& s) { return s.usd_per_million; }),
          .fastest = least([](const tuned_size& s) { return s.duration_ms->p50; }),
          .balanced = least([&](const tuned_size& s) {
            return part(s.duration_ms->p50, slowest) + part(s.usd_per_million, dearest);
          })};
}

std::string as_text(const tuning& of) {
  const bool all_counted = std::ranges::all_of(of.sizes, [&](const tuned_size& size) {
    return !size.duration_ms || size.durations_ms.size() == of.runs;
  });
  std::string out =
      fmt::format("{}: {} memory size{}, {}{} call{} of each, {}\n", of.of.name, of.sizes.size(),
                  of.sizes.size() == 1 ? "" : "s", all_counted ? "" : "at most ", of.runs,
                  of.runs == 1 ? "" : "s", of.of.architecture);
  if (!of.of.emulated.empty())
    out += fmt::format("emulated: {}; these times say nothing of Lambda's\n", of.of.emulated);
  out += fmt::format("\n{:>9}{:>13}{:>10}{:>10}{:>12}{:>12}{:>14}\n", "memory", "duration p50",
                     "min", "max", "billed p50", "used", "per million");
  const verdict about = verdict_on(of);
  for (std::size_t i = 0; i < of.sizes.size(); ++i) {
    const tuned_size& size = of.sizes[i];
    const std::string memory = fmt::format("{} MB", size.memory_mb);
    if (!size.duration_ms) {
      out += fmt::format("{:>9}  {}\n", memory, size.failure);
      continue;
    }
    std::string words = size.suits() ? words_for(about, i) : size.failure;
    if (size.durations_ms.size() != of.runs)
      words = fmt::format("{} of {} calls count{}{}", size.durations_ms.size(), of.runs,
                          words.empty() ? "" : "; ", words);
    out +=
        fmt::format("{:>9}{:>13}{:>10}{:>10}{:>12}{:>12}{:>14}{}{}\n", memory,
                    figure_text(size.duration_ms->p50) + " ms", figure_text(size.duration_ms->min),
                    figure_text(size.duration_ms->max), fmt::format("{:.0f} ms", size.billed_ms),
                    fmt::format("{:.0f} MB", size.max_memory_mb),
                    study::dollars(size.usd_per_million), words.empty() ? "" : "  ", words);
  }
  return out + fmt::format("\nPrices: {}; {}\n", study::prices_source, of.of.architecture);
}

std::string as_json(const tuning& of) {
  std::string sizes;
  for (const tuned_size& size : of.sizes) {
    sizes +=
        fmt::format(R"({}{{"memoryMb":{},"calls":{},"durationMs":{},)", sizes.empty() ? "" : ",",
                    size.memory_mb, size.durations_ms.size(), spread_as_json(size.duration_ms));
    sizes += size.duration_ms
                 ? fmt::format(R"("billedMs":{:.3f},"maxMemoryMb":{:.0f},"usdPerMillion":{:.6f},)",
                               size.billed_ms, size.max_memory_mb, size.usd_per_million)
                 : R"("billedMs":null,"maxMemoryMb":null,"usdPerMillion":null,)";
    sizes +=
        fmt::format(R"("failure":{}}})", size.failure.empty() ? "null" : json_string(size.failure));
  }
  const verdict about = verdict_on(of);
  return fmt::format(
      R"({{"function":{},"architecture":{},"emulated":{},"memoryMb":{},"runs":{},)"
      R"("interrupted":{},"prices":{},"sizes":[{}],"cheapest":{},"fastest":{},"balanced":{}}})"
      "\n",
      json_string(of.of.name), json_string(of.of.architecture),
      of.of.emulated.empty() ? "null" : json_string(of.of.emulated), of.of.memory_mb, of.runs,
      of.interrupted, json_string(study::prices_source), sizes, memory_or_null(of, about.cheapest),
      memory_or_null(of, about.fastest), memory_or_null(of, about.balanced));
}

std::string as_svg(const tuning& of) {
  const verdict about = verdict_on(of);
  memory_chart_figures figures{.title = of.of.name + ": time and cost by memory, " +
                                        of.of.architecture +
                                        (of.of.emulated.empty() ? "" : ", emulated")};
  auto place = [&](const std::optional<std::size_t>& at) {
    return at ? std::optional(of.sizes[*at].memory_mb) : std::nullopt;
  };
  figures.cheapest_mb = place(about.cheapest);
  figures.fastest_mb = place(about.fastest);
  figures.balanced_mb = place(about.balanced);
  for (const tuned_size& size : of.sizes)
    if (size.duration_ms)
      figures.points.push_back({.memory_mb = size.memory_mb,
                                .ms = size.duration_ms->p50,
                                .least_ms = size.duration_ms->min,
                                .most_ms = size.duration_ms->max,
                                .usd = size.usd_per_million});
  return memory_chart(figures);
}

}  // namespace lambent::cli::bench
