#include "study/report/charts/axis.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

namespace lambent::study {
namespace {

constexpr double round_steps[] = {1, 2, 5, 10};

}  // namespace

axis axis::linear(double max, double from, double to, int ticks) {
  axis out;
  out.from_ = from;
  out.to_ = to;
  const double rough = std::max(max, 1e-9) / ticks;
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (double round : round_steps) {
    if (round * power * (1 + 1e-9) < rough) continue;
    step = round * power;
    break;
  }
  const double count = std::ceil(max / step - 1e-9);
  out.max_ = std::max(1.0, count) * step;
  for (double i = 0; i <= std::max(1.0, count); ++i) out.ticks_.push_back(i * step);
  return out;
}

axis axis::logarithmic(double min, double max, double from, double to) {
  axis out;
  out.logarithmic_ = true;
  out.from_ = from;
  out.to_ = to;
  min = std::max(min, least);
  max = std::max(max, min);
  // Over many powers of ten, only these have a tick.
  constexpr double powers_with_room = 3.5;
  const bool many = std::log10(max / min) > powers_with_room;
  std::vector<double> all;
  const double lowest = std::floor(std::log10(min)) - 1;
  const double highest = std::ceil(std::log10(max)) + 1;
  for (double power = lowest; power <= highest; ++power) {
    for (double round : {1.0, 2.0, 5.0})
      if (round == 1 || !many) all.push_back(round * std::pow(10, power));
  }
  // The last one below the least, the first one above the greatest.
  const auto first = std::prev(std::ranges::upper_bound(all, min));
  const auto last = std::ranges::lower_bound(all, max);
  out.ticks_.assign(first, std::next(last));
  if (out.ticks_.size() < 2) out.ticks_.push_back(*first * 10);
  out.min_ = out.ticks_.front();
  out.max_ = out.ticks_.back();
  return out;
}

double axis::at(double value) const {
  const double share = logarithmic_
                           ? std::log(std::max(value, least) / min_) / std::log(max_ / min_)
                           : (value - min_) / (max_ - min_);
  return std::lerp(from_, to_, share);
}

std::vector<double> spread_labels(std::vector<double> wished, double apart, double low,
                                  double high) {
  std::vector<std::size_t> order(wished.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return wished[i]; });

  // Labels that touch become a group, which stands around the middle of its wishes.
  struct group {
    double sum;
    double count;
    [[nodiscard]] double top(double gap) const { return sum / count - (count - 1) * gap / 2; }
  };
  std::vector<group> groups;
  const auto within = [&](group& one) {
    const double half = (one.count - 1) * apart / 2;
    const double middle = std::max(std::min(one.sum / one.count, high - half), low + half);
    one.sum = middle * one.count;
  };
  for (std::size_t i : order) {
    groups.push_back({wished[i], 1});
    within(groups.back());
    while (groups.size() > 1) {
      const group& above = groups[groups.size() - 2];
      const group& below = groups.back();
      if (above.top(apart) + above.count * apart <= below.top(apart) + 1e-9) break;
      const group both{above.sum + below.sum, above.count + below.count};
      groups.pop_back();
      groups.back() = both;
      within(groups.back());
    }
  }
  std::size_t at = 0;
  for (const group& one : groups) {
    double place = one.top(apart);
    for (double left = one.count; left > 0; --left, place += apart) wished[order[at++]] = place;
  }
  return wished;
}

}  // namespace lambent::study
