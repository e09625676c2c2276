#include "study/report/report.hpp"

#include "study/report/compose.hpp"
#include "study/report/csv.hpp"
#include "study/report/html.hpp"
#include "study/report/markdown.hpp"
#include "study/report/record_json.hpp"

namespace lambent::study {

std::vector<report_file> report_on(const record& of) {
  const document whole = compose(of);
  std::vector<report_file> out = {{"study.json", to_json(of)},
                                  {"study.html", to_html(whole)},
                                  {"study.md", to_markdown(whole)},
                                  {"study.csv", to_csv(of)}};
  for (const section& one : whole.sections) {
    for (const block& each : one.blocks) {
      const charts* drawn = std::get_if<charts>(&each);
      if (drawn == nullptr) continue;
      for (const chart& figure : drawn->all) out.push_back({figure.name + ".svg", figure.file});
    }
  }
  return out;
}

}  // namespace lambent::study
