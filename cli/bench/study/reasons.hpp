// What an earlier call left out is tried again. Until something comes of it, the reason from then
// is what is known.
#pragma once

#include <cstddef>
#include <vector>

#include "study/protocol/plan.hpp"

namespace lambent::cli::studying {

class reasons {
public:
  /// Takes the reasons for what is wished for out of the record, so that it has steps again: cargo
  /// may have been installed since.
  void set_aside(study::record& of, const study::wish& what);

  /// The record with the reasons of those of which nothing came: neither a figure nor a new reason.
  [[nodiscard]] study::record put_back(study::record to) const;

private:
  struct reason {
    study::left_out why;
    std::size_t samples;  // That were measured of it nevertheless.
  };
  std::vector<reason> aside_;
};

}  // namespace lambent::cli::studying
