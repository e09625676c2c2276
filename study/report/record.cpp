#include "study/report/record.hpp"

#include <algorithm>

namespace lambent::study {

const series* find(const record& in, std::string_view function, std::string_view config) {
  auto found = std::ranges::find_if(in.measured, [&](const series& one) {
    return one.function == function && one.config == config;
  });
  return found == in.measured.end() ? nullptr : &*found;
}

}  // namespace lambent::study
