#include "bench/report/table.hpp"

#include <fmt/format.h>

#include <cstdio>

#include "bench/report/machine.hpp"

namespace lambent::bench {

namespace {

std::string_view name_of(unit u) {
  if (u == unit::per_second) return "/s";
  return u == unit::kilobytes ? "KB" : "us";
}

std::string shown(const row& r, std::optional<double> value) {
  if (!value) return "-";
  int decimals = r.unit == unit::microseconds && *value < 10'000 ? 1 : 0;
  return fmt::format("{:.{}f}", *value, decimals);
}

std::string json_number(std::optional<double> value) {
  return value ? fmt::format("{:.3f}", *value) : "null";
}

}  // namespace

std::optional<double> row::ratio() const {
  if (!floor || *floor <= 0) return std::nullopt;
  return p50 / *floor;
}

void table::print() const {
  progress("");
  std::printf("machine: %s\n\n", this_machine().text().c_str());
  std::printf("%-44s %9s %9s %9s %6s  %-26s %s\n", "what", "p50", "p99", "floor", "ratio", "must",
              "verdict");
  for (const row& r : rows_) {
    std::string what = fmt::format("{}, {}", r.what, name_of(r.unit));
    std::string ratio = r.ratio() ? fmt::format("{:.2f}", *r.ratio()) : "-";
    const char* verdict = r.must.empty() ? "" : r.met ? "met" : "NOT MET";
    std::printf("%-44s %9s %9s %9s %6s  %-26s %s\n", what.c_str(), shown(r, r.p50).c_str(),
                shown(r, r.p99).c_str(), shown(r, r.floor).c_str(), ratio.c_str(), r.must.c_str(),
                verdict);
    if (r.max) std::printf("%-44s %9s\n", "  its slowest", shown(r, r.max).c_str());
  }
}

result<> table::write_json(const std::string& path) const {
  std::string out = fmt::format("{{\"machine\": {},\n \"rows\": [", this_machine().json());
  const char* separator = "\n";
  for (const row& r : rows_) {
    out += fmt::format(
        "{}  {{\"key\": \"{}\", \"what\": \"{}\", \"unit\": \"{}\", \"count\": {}, \"p50\": {}, "
        "\"p99\": {}, \"max\": {}, \"floor\": {}, \"ratio\": {}, \"must\": \"{}\", \"met\": {}}}",
        separator, r.key, r.what, name_of(r.unit), r.count, json_number(r.p50), json_number(r.p99),
        json_number(r.max), json_number(r.floor), json_number(r.ratio()), r.must,
        r.must.empty() ? "null"
        : r.met        ? "true"
                       : "false");
    separator = ",\n";
  }
  out += "\n ]}\n";
  FILE* file = std::fopen(path.c_str(), "we");
  if (file == nullptr) return sys_fail("write " + path);
  bool written = std::fwrite(out.data(), 1, out.size(), file) == out.size();
  if (std::fclose(file) != 0 || !written) return sys_fail("write " + path);
  return {};
}

}  // namespace lambent::bench
