#include "study/report/html.hpp"

#include <string_view>

#include "study/report/charts/svg.hpp"

namespace lambent::study {
namespace {

constexpr std::string_view page_style = R"(
:root{color-scheme:light dark;--ground:#ffffff;--text:#1f2328;--muted:#59636e;--rule:#d8dee4;--stripe:#f6f8fa}
@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--text:#e6edf3;--muted:#9198a1;--rule:#2a313c;--stripe:#151b23}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,"Segoe UI","DejaVu Sans",sans-serif}
main{max-width:64rem;margin:0 auto;padding:2rem 1rem 4rem}
h1{font-size:1.7rem;line-height:1.25;margin:0 0 .5rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem;padding-top:.75rem;border-top:1px solid var(--rule)}
p,li,h1,h2{overflow-wrap:anywhere}
p{margin:.75rem 0;max-width:46rem}
.subtitle,figcaption,caption{color:var(--muted)}
ul{padding-left:1.2rem;max-width:46rem}
li{margin:.4rem 0}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:2rem 2.5rem;margin:1.25rem 0}
figure{margin:0;max-width:30rem}
svg{display:block;width:100%;height:auto}
.table{overflow-x:auto;margin:1.25rem 0;-webkit-overflow-scrolling:touch}
table{border-collapse:collapse;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding-bottom:.5rem}
th,td{padding:.35rem .7rem;text-align:left;vertical-align:top;border-bottom:1px solid var(--rule)}
th:first-child,td:first-child{padding-left:0}
thead th{font-weight:600;vertical-align:bottom}
.n{text-align:right;white-space:nowrap}
td:nth-child(-n+2){min-width:7.5rem}
.beside td{color:var(--muted);font-style:italic}
@media (max-width:32rem){table{font-size:.82rem}th,td{padding:.3rem .4rem}td:nth-child(-n+2){min-width:4.6rem}}
@media print{main{max-width:none}figure,table{break-inside:avoid}}
)";

std::string html_of(const paragraph& what) { return "<p>" + escaped(what.text) + "</p>\n"; }

std::string html_of(const bullets& what) {
  std::string out = "<ul>\n";
  for (const std::string& item : what.items) out += "<li>" + escaped(item) + "</li>\n";
  return out + "</ul>\n";
}

std::string html_of(const table& what) {
  std::string out = "<div class=\"table\" tabindex=\"0\"><table>\n";
  if (!what.caption.empty()) out += "<caption>" + escaped(what.caption) + "</caption>\n";
  out += "<thead><tr>";
  for (const table::column& column : what.columns)
    out += (column.numbers ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">") +
           escaped(column.title) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const table::line& line : what.lines) {
    out += line.beside ? "<tr class=\"beside\">" : "<tr>";
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      const bool numbers = i < what.columns.size() && what.columns[i].numbers;
      out += (numbers ? "<td class=\"n\">" : "<td>") + escaped(line.cells[i]) + "</td>";
    }
    out += "</tr>\n";
  }
  return out + "</tbody></table></div>\n";
}

std::string html_of(const charts& what) {
  std::string out = "<div class=\"charts\">\n";
  for (const chart& one : what.all) out += "<figure>" + one.element + "</figure>\n";
  return out + "</div>\n";
}

}  // namespace

std::string to_html(const document& what) {
  std::string out = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";
  out += "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n";
  out += "<title>" + escaped(what.title) + "</title>\n";
  out +=
      "<style>" + std::string(page_style) + chart_style() + "</style>\n</head>\n<body>\n<main>\n";
  out += "<h1>" + escaped(what.title) + "</h1>\n";
  out += "<p class=\"subtitle\">" + escaped(what.subtitle) + "</p>\n";
  for (const section& one : what.sections) {
    out += "<section>\n<h2>" + escaped(one.title) + "</h2>\n";
    for (const block& each : one.blocks)
      out += std::visit([](const auto& known) { return html_of(known); }, each);
    out += "</section>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace lambent::study
