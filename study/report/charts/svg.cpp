#include "study/report/charts/svg.hpp"

#include <fmt/format.h>

namespace lambent::study {
namespace {

constexpr double marker_radius = 4;

// Okabe and Ito's blue, vermilion and bluish green, which stay apart for the colour-blind; lighter
// ones of the same hues on dark ground.
constexpr std::string_view light_rules = R"(.lb-ground{fill:#ffffff}
.lb-text{fill:#1f2328;font:14px system-ui,"Segoe UI","DejaVu Sans",sans-serif}
.lb-strong{font-weight:600}
.lb-muted{fill:#59636e}
.lb-grid{stroke:#d8dee4;stroke-width:1}
.lb-axis{stroke:#818b98;stroke-width:1}
.lb-leader{stroke:#9aa4af;stroke-width:1}
.lb-range{stroke:#1f2328;stroke-width:1.5}
.lb-fill-cpp,.lb-fill-first{fill:#0072b2}.lb-line-cpp,.lb-line-first{stroke:#0072b2}
.lb-fill-rust,.lb-fill-second{fill:#d55e00}.lb-line-rust,.lb-line-second{stroke:#d55e00}
.lb-fill-javascript{fill:#009e73}.lb-line-javascript{stroke:#009e73}
.lb-series{fill:none;stroke-width:2;stroke-linejoin:round}
.lb-variant{stroke-dasharray:7 3}
.lb-beside{stroke-dasharray:2 3}
.lb-faint{stroke-opacity:.55}
.lb-hollow{fill:#ffffff;stroke-width:1.75}
.lb-ring{fill:none;stroke-width:1.75}
.lb-pale{fill-opacity:.22;stroke-width:1.25;stroke-dasharray:2 3}
)";

constexpr std::string_view dark_rules = R"(.lb-ground{fill:#0d1117}
.lb-text{fill:#e6edf3}
.lb-muted{fill:#9198a1}
.lb-grid{stroke:#2a313c}
.lb-axis{stroke:#656c76}
.lb-leader{stroke:#656c76}
.lb-range{stroke:#e6edf3}
.lb-fill-cpp,.lb-fill-first{fill:#56b4e9}.lb-line-cpp,.lb-line-first{stroke:#56b4e9}
.lb-fill-rust,.lb-fill-second{fill:#ff8c42}.lb-line-rust,.lb-line-second{stroke:#ff8c42}
.lb-fill-javascript{fill:#33d6a6}.lb-line-javascript{stroke:#33d6a6}
.lb-series{fill:none}
.lb-hollow{fill:#0d1117}
)";

std::string_view name_of(anchor at) {
  switch (at) {
    case anchor::start:
      return "start";
    case anchor::middle:
      return "middle";
    case anchor::end:
      return "end";
  }
  return "start";
}

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        // XML has no form at all for most control characters.
        out += static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\t' ? ' ' : c;
    }
  }
  return out;
}

double text_width(std::string_view text) {
  // DejaVu Sans, the widest of the fonts that a reader is likely to have.
  struct widths {
    std::string_view characters;
    double ems;
  };
  constexpr widths special[] = {
      {" .,:;'|ijlI", 0.34}, {"()[]frt-/", 0.41}, {"+=<>~", 0.84}, {"mM%@W", 0.98}, {"w", 0.82}};
  constexpr double usual = 0.65;
  double ems = 0;
  for (char c : text) {
    if ((static_cast<unsigned char>(c) & 0xC0) == 0x80) continue;  // A byte within a character.
    double width = usual;
    for (const widths& one : special)
      if (one.characters.contains(c)) width = one.ems;
    ems += width;
  }
  return ems * font_size;
}

std::string chart_style() {
  return std::string(light_rules) + "@media (prefers-color-scheme:dark){\n" +
         std::string(dark_rules) + "}\n";
}

std::string svg::standalone(std::string_view title, std::string_view description) const {
  constexpr double margin = 14;
  const std::string ground = fmt::format(
      R"(<style>{0}</style><rect class="lb-ground" x="-{1:.0f}" y="-{1:.0f}" width="{2:.0f}" height="{3:.0f}"/>)",
      chart_style(), margin, width_ + 2 * margin, height_ + 2 * margin);
  return element(margin, title, description, ground) + "\n";
}

std::string_view class_of(language what) {
  switch (what) {
    case language::cpp:
      return "cpp";
    case language::rust:
      return "rust";
    case language::javascript:
      return "javascript";
  }
  return "cpp";
}

void svg::line(double x1, double y1, double x2, double y2, std::string_view classes) {
  body_ += fmt::format(R"(<line x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}" class="{}"/>)", x1,
                       y1, x2, y2, classes);
}

void svg::rectangle(double x, double y, double width, double height, std::string_view classes) {
  body_ += fmt::format(R"(<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" class="{}"/>)",
                       x, y, width, height, classes);
}

void svg::text(double x, double y, std::string_view what, std::string_view classes, anchor at) {
  body_ +=
      fmt::format(R"(<text x="{:.1f}" y="{:.1f}" text-anchor="{}" class="lb-text {}">{}</text>)", x,
                  y, name_of(at), classes, escaped(what));
}

void svg::polyline(std::string_view points, std::string_view classes) {
  body_ += fmt::format(R"(<polyline points="{}" class="lb-series {}"/>)", points, classes);
}

void svg::circle(double x, double y, double radius, std::string_view classes) {
  body_ += fmt::format(R"(<circle cx="{:.1f}" cy="{:.1f}" r="{:.1f}" class="{}"/>)", x, y, radius,
                       classes);
}

void svg::marker(double x, double y, language of, std::string_view classes) {
  switch (of) {
    case language::cpp:
      circle(x, y, marker_radius, classes);
      return;
    case language::rust:
      rectangle(x - marker_radius, y - marker_radius, 2 * marker_radius, 2 * marker_radius,
                classes);
      return;
    case language::javascript:
      body_ += fmt::format(R"(<path d="M{:.1f} {:.1f}l{:.1f} {:.1f}h{:.1f}z" class="{}"/>)", x,
                           y - 1.2 * marker_radius, 1.2 * marker_radius, 2.1 * marker_radius,
                           -2.4 * marker_radius, classes);
      return;
  }
}

std::string svg::inlined(std::string_view title, std::string_view description) const {
  return element(0, title, description, "");
}

std::string svg::element(double margin, std::string_view title, std::string_view description,
                         std::string_view ground) const {
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="{0:.0f} {0:.0f} {1:.0f} {2:.0f}" width="{1:.0f}" height="{2:.0f}" role="img"><title>{3}</title><desc>{4}</desc>{5}{6}</svg>)",
      -margin, width_ + 2 * margin, height_ + 2 * margin, escaped(title), escaped(description),
      ground, body_);
}

}  // namespace lambent::study
