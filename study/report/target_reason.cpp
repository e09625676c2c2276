#include "study/report/target_reason.hpp"

#include <fmt/format.h>

#include <vector>

#include "study/report/numbers.hpp"

namespace lambent::study {
namespace {

std::string written(double value, measure what) {
  return what == measure::memory ? whole_figure(value) : figure(value);
}

std::string_view unit_of(measure what) { return what == measure::memory ? "MB" : "ms"; }

std::string_view noun_of(measure what) { return what == measure::cold_start ? "starts" : "runs"; }

// "C++ (GMP) 1.30 to 2.73 ms".
std::string spread(const record& in, std::string_view function, measure what) {
  const summary all = *summary_of(values_of(*find(in, function, target_config), what));
  if (all.min == all.max)
    return fmt::format("{} {} {}", label_of(function), written(all.min, what), unit_of(what));
  return fmt::format("{} {} to {} {}", label_of(function), written(all.min, what),
                     written(all.max, what), unit_of(what));
}

// Why there is no ratio: empty where the function was measured.
std::string absence(const record& in, std::string_view function, measure what) {
  const series* one = find(in, function, target_config);
  if (one != nullptr && one->emulated) return label_of(function) + " ran under an emulator";
  if (one != nullptr && !values_of(*one, what).empty()) return {};
  const left_out* why = find_left_out(in, function, target_config);
  if (why != nullptr) return label_of(function) + " was left out: " + why->reason;
  return fmt::format("no {} of {} were made", noun_of(what), label_of(function));
}

// "; runs 4 and 5 of Rust lie far from the others".
std::string outliers(const record& in, std::string_view function, measure what) {
  const std::vector<bool> marks = outliers_of(values_of(*find(in, function, target_config), what));
  std::string which;
  for (std::size_t i = 0; i < marks.size(); ++i)
    if (marks[i]) which += (which.empty() ? "" : ", ") + std::to_string(i + 1);
  if (which.empty()) return {};
  return fmt::format("; of {} these {} lie far from the others: {}", label_of(function),
                     noun_of(what), which);
}

// Whether the true figures, each up to a megabyte beside what is reported, may lie on the other
// side of the bound.
bool hidden_by_rounding(const target& of, const record& in) {
  if (of.of != measure::memory) return false;
  const summary above = *summary_of(values_of(*find(in, of.above, target_config), of.of));
  const summary below = *summary_of(values_of(*find(in, of.below, target_config), of.of));
  return above.min - 1 <= of.bound * (below.max + 1);
}

}  // namespace

std::string reason_of(const target& of, const record& in) {
  const verdict found = of.verdict();
  if (found == verdict::reached) return {};
  if (found == verdict::not_measured) {
    std::string why = absence(in, of.above, of.of);
    const std::string other = absence(in, of.below, of.of);
    if (!why.empty() && !other.empty()) why += "; ";
    return why + other;
  }
  if (found == verdict::not_judged)
    return "this record's program on cpp_int computed otherwise than Rust's: it estimated each "
           "digit and cancelled common factors";
  std::string out = spread(in, of.above, of.of) + ", " + spread(in, of.below, of.of);
  if (hidden_by_rounding(of, in))
    out +=
        "; the REPORT line gives whole megabytes, so figures that are one apart may be nearly "
        "alike";
  if (!of.measured->trusted())
    out += fmt::format("; so few {} allow a confidence of {} and no more", noun_of(of.of),
                       percent(of.measured->confidence));
  else if (found == verdict::not_told)
    out += fmt::format("; the {} interval of the ratio, {} to {}, has {} in it",
                       percent(of.measured->confidence), times(of.measured->low),
                       times(of.measured->high), fmt::format("{:g}", of.bound));
  out += outliers(in, of.above, of.of);
  out += outliers(in, of.below, of.of);
  return out;
}

}  // namespace lambent::study
