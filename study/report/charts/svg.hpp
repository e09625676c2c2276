// Shapes and text as SVG. Colours are classes of the style sheet, which has a light and a dark
// form. https://www.w3.org/TR/SVG2/
#pragma once

#include <string>
#include <string_view>

#include "study/report/catalogue.hpp"

namespace lambent::study {

/// Text in HTML or SVG, in attributes too.
[[nodiscard]] std::string escaped(std::string_view text);

/// Roughly how wide a text is drawn, in the chart's units, at the charts' font size.
[[nodiscard]] double text_width(std::string_view text);

inline constexpr double font_size = 14;
inline constexpr double line_height = 18;  // Labels closer than this would touch.

/// The rules that every chart's classes refer to, for light and, where the reader prefers it, dark.
[[nodiscard]] std::string chart_style();

enum class anchor { start, middle, end };

/// A drawing that grows shape by shape. The origin is the upper left corner.
class svg {
public:
  svg(double width, double height) : width_(width), height_(height) {}

  void line(double x1, double y1, double x2, double y2, std::string_view classes);
  void rectangle(double x, double y, double width, double height, std::string_view classes);
  void text(double x, double y, std::string_view what, std::string_view classes,
            anchor at = anchor::start);
  /// "x,y x,y …"
  void polyline(std::string_view points, std::string_view classes);
  void circle(double x, double y, double radius, std::string_view classes);
  /// A shape of its own for each language: circle, square, triangle.
  void marker(double x, double y, language of, std::string_view classes);

  /// The element for a page that has the style sheet; `description` is read to who cannot see it.
  [[nodiscard]] std::string inlined(std::string_view title, std::string_view description) const;
  /// A file of its own: with the style sheet, a background and a margin.
  [[nodiscard]] std::string standalone(std::string_view title, std::string_view description) const;

private:
  [[nodiscard]] std::string element(double margin, std::string_view title,
                                    std::string_view description, std::string_view ground) const;

  double width_;
  double height_;
  std::string body_;
};

/// "cpp", "rust", "javascript": the end of a class name.
[[nodiscard]] std::string_view class_of(language what);

}  // namespace lambent::study
