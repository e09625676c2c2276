#include "bench/runtime/table.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

void line(const std::string& name, const std::vector<std::string>& cells) {
  std::string text = fmt::format("{:<44}", name);
  for (const std::string& cell : cells) text += fmt::format(" {:>15}", cell);
  std::printf("%s\n", text.c_str());
}

// Three digits that count, whatever the size.
std::string number(double value) {
  const int decimals = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return fmt::format("{:.{}f}", value, decimals);
}

std::string cell(const series& of, double divisor = 1) {
  if (of.values.empty()) return "n/m";
  const double half_width = of.half_width() / divisor;
  return number(of.p50() / divisor) + (of.values.size() > 1 ? " ±" + number(half_width) : "");
}

std::string cell(const counted& of) {
  return of.why_not.empty() ? fmt::format("{:.1f}", of.value) : "n/m";
}

std::string kilobytes(std::size_t bytes) {
  return bytes == 0 ? "-" : number(static_cast<double>(bytes) / 1000);
}

template <class Cells>
void rows(const outcomes& measured, Cells&& cells_of) {
  for (const outcome& row : measured.rows) {
    if (row.who.missing.empty()) line(row.who.label, cells_of(row));
  }
}

void print_times(const outcomes& measured) {
  line("128 B",
       {"cold, us", "cold cache, ms", "response, us", "cycle, us", "CPU, us", "2 cores, us"});
  rows(measured, [](const outcome& row) -> std::vector<std::string> {
    return {cell(row.cold_us),        cell(row.cold_cache_us, 1000), cell(row.small.response_us),
            cell(row.small.cycle_us), cell(row.small.cpu_us),        cell(row.two_cores_cycle_us)};
  });
}

void print_costs(const outcomes& measured) {
  line("128 B", {"allocations", "system calls", "peak RSS, KB", "bootstrap, KB", "zip, KB"});
  rows(measured, [](const outcome& row) -> std::vector<std::string> {
    return {cell(row.allocations), cell(row.system_calls), cell(row.small.peak_rss_kb),
            kilobytes(row.program_bytes), kilobytes(row.zip_bytes)};
  });
}

void print_payload(const outcomes& measured, std::size_t which) {
  line(large_payloads[which].name, {"response, ms", "CPU, ms", "peak RSS, MB"});
  rows(measured, [&](const outcome& row) -> std::vector<std::string> {
    const measured_load& at = row.large[which];
    return {cell(at.response_us, 1000), cell(at.cpu_us, 1000), cell(at.peak_rss_kb, 1000)};
  });
}

void print_notes(const outcomes& measured) {
  for (const outcome& row : measured.rows) {
    if (!row.who.missing.empty()) {
      std::printf("%s: missing, %s\n", row.who.label.c_str(), row.who.missing.c_str());
      continue;
    }
    if (row.program_bytes == 0) {
      std::printf(
          "%s: %s itself is not in the zip, nor are JavaScript objects in the allocations\n",
          row.who.label.c_str(), row.who.argv[0].c_str());
    }
    if (!row.allocations.why_not.empty()) {
      std::printf("%s: allocations n/m, %s\n", row.who.label.c_str(),
                  row.allocations.why_not.c_str());
    }
    if (!row.system_calls.why_not.empty()) {
      std::printf("%s: system calls n/m, %s\n", row.who.label.c_str(),
                  row.system_calls.why_not.c_str());
    }
  }
  if (!measured.no_cold_cache.empty()) {
    std::printf("cold cache: n/m, %s\n", measured.no_cold_cache.c_str());
  }
  if (!measured.no_two_cores.empty()) {
    std::printf("2 cores: n/m, %s\n", measured.no_two_cores.c_str());
  }
}

void print_promises(const std::vector<promise>& promises) {
  std::printf("%-56s %9s %9s\n", "must", "reached", "at most");
  for (const promise& p : promises) {
    if (!p.not_measured.empty()) {
      std::printf("%-56s %9s %9g  not measured: %s\n", p.what.c_str(), "-", p.limit,
                  p.not_measured.c_str());
    } else {
      std::printf("%-56s %9.3g %9g  %s\n", p.what.c_str(), p.reached, p.limit,
                  p.met() ? "met" : "NOT MET");
    }
  }
}

std::string json_of(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') out += '\\';
    if (byte < 0x20) {
      out += fmt::format("\\u{:04x}", byte);
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string json_of(const series& of) {
  if (of.values.empty()) return "null";
  return fmt::format(R"({{"p25": {:.3f}, "p50": {:.3f}, "p75": {:.3f}, "count": {}}})",
                     of.quantile(0.25), of.p50(), of.quantile(0.75), of.values.size());
}

std::string json_of(const counted& of) {
  return of.why_not.empty() ? fmt::format("{:.3f}", of.value) : "null";
}

std::string json_of(const measured_load& of) {
  return fmt::format(R"({{"response_us": {}, "cycle_us": {}, "cpu_us": {}, "peak_rss_kb": {}}})",
                     json_of(of.response_us), json_of(of.cycle_us), json_of(of.cpu_us),
                     json_of(of.peak_rss_kb));
}

std::string json_of(const outcome& row) {
  std::string out =
      fmt::format(R"({{"key": {}, "label": {})", json_of(row.who.key), json_of(row.who.label));
  if (!row.who.missing.empty()) {
    return out + fmt::format(R"(, "missing": {}}})", json_of(row.who.missing));
  }
  out +=
      fmt::format(R"(, "cold_us": {}, "cold_cache_us": {}, "two_cores_cycle_us": {}, "128 B": {})",
                  json_of(row.cold_us), json_of(row.cold_cache_us), json_of(row.two_cores_cycle_us),
                  json_of(row.small));
  for (std::size_t i = 0; i < large_payloads.size(); ++i) {
    out += fmt::format(R"(, "{}": {})", large_payloads[i].name, json_of(row.large[i]));
  }
  return out + fmt::format(R"(, "allocations": {}, "system_calls": {}, "program_bytes": {}, )"
                           R"("zip_bytes": {}}})",
                           json_of(row.allocations), json_of(row.system_calls), row.program_bytes,
                           row.zip_bytes);
}

std::string json_of(const promise& p) {
  return fmt::format(R"({{"key": {}, "what": {}, "reached": {:.4f}, "limit": {}, "met": {}}})",
                     json_of(p.key), json_of(p.what), p.reached, p.limit,
                     !p.not_measured.empty() ? "null"
                     : p.met()               ? "true"
                                             : "false");
}

template <class T>
std::string json_array(const std::vector<T>& items) {
  std::string out = "[";
  const char* separator = "\n  ";
  for (const T& item : items) {
    out += separator + json_of(item);
    separator = ",\n  ";
  }
  return out + "\n ]";
}

}  // namespace

void print(const run_report& report) {
  std::printf("machine: %s\nload average: %.2f before, %.2f after (the benchmark is about 1)\n",
              this_machine().text().c_str(), report.load_before, report.load_after);
  std::printf("each cell: median ± half the distance between the quartiles\n\n");
  print_times(report.measured);
  std::printf("\n");
  print_costs(report.measured);
  for (std::size_t i = 0; i < large_payloads.size(); ++i) {
    std::printf("\n");
    print_payload(report.measured, i);
  }
  std::printf("\n");
  print_notes(report.measured);
  std::printf("\n");
  print_promises(report.promises);
}

result<> write_json(const run_report& report, const std::string& path) {
  const std::string text = fmt::format(
      "{{\"machine\": {},\n \"load_before\": {:.2f}, \"load_after\": {:.2f},\n \"contenders\": "
      "{},\n "
      "\"promises\": {}}}\n",
      this_machine().json(), report.load_before, report.load_after,
      json_array(report.measured.rows), json_array(report.promises));
  std::FILE* const file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return sys_fail("write " + path);
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (std::fclose(file) != 0 || !written) return sys_fail("write " + path);
  return {};
}

}  // namespace lambent::bench
