// Where values stand on an axis, and which of them are written beside it.
#pragma once

#include <vector>

namespace lambent::study {

/// From values to places. On a linear axis from zero the first tick is 0; on a logarithmic one the
/// ticks are 1, 2 and 5 times powers of ten.
class axis {
public:
  static constexpr double least = 0.001;

  /// From 0 to at least `max`, with about `ticks` ticks at round values.
  [[nodiscard]] static axis linear(double max, double from, double to, int ticks = 5);
  /// From below `min` to above `max`. What is below `least` stands where that is: a logarithm has
  /// no place for zero.
  [[nodiscard]] static axis logarithmic(double min, double max, double from, double to);

  [[nodiscard]] double at(double value) const;
  [[nodiscard]] const std::vector<double>& ticks() const { return ticks_; }

private:
  bool logarithmic_ = false;
  double min_ = 0;
  double max_ = 1;
  double from_ = 0;
  double to_ = 1;
  std::vector<double> ticks_{};
};

/// Moves labels apart: none closer to the next than `apart`, all within `low` and `high` where
/// there is room, each as near to its wish as that allows. Their order stays.
[[nodiscard]] std::vector<double> spread_labels(std::vector<double> wished, double apart,
                                                double low, double high);

}  // namespace lambent::study
