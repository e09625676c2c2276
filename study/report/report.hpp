// All files of a report, made of a record and nothing else: the same record gives the same bytes.
#pragma once

#include <string>
#include <vector>

#include "study/report/record.hpp"

namespace lambent::study {

struct report_file {
  std::string name{};
  std::string content{};
};

/// study.json (the record), study.html, study.md, study.csv, and an .svg for each chart.
[[nodiscard]] std::vector<report_file> report_on(const record& of);

}  // namespace lambent::study
