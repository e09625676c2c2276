// The benchmark's result: rows with a floor and a promise, for people and for machines.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"

namespace lambent::bench {

enum class unit : std::uint8_t { microseconds, per_second, kilobytes };

struct row {
  std::string key;   // For machines.
  std::string what;  // For people, without the unit.
  bench::unit unit = bench::unit::microseconds;
  double p50 = 0;  // The median of whatever was measured.
  std::optional<double> p99, max, floor;
  std::size_t count = 0;  // Of measurements.
  std::string must;       // Empty: nothing is promised.
  bool met = false;

  [[nodiscard]] std::optional<double> ratio() const;
};

class table {
public:
  void add(row r) { rows_.push_back(std::move(r)); }
  void print() const;
  [[nodiscard]] result<> write_json(const std::string& path) const;

private:
  std::vector<row> rows_;
};

}  // namespace lambent::bench
