// A report before it has a format: sections of paragraphs, lists, tables and charts. markdown.hpp
// and html.hpp write it.
#pragma once

#include <string>
#include <variant>
#include <vector>

namespace lambent::study {

struct paragraph {
  std::string text{};
};

struct bullets {
  std::vector<std::string> items{};
};

struct table {
  struct column {
    std::string title{};
    bool numbers = false;  // Set to the right.
  };
  struct line {
    std::vector<std::string> cells{};
    bool beside = false;  // Published or emulated: shown, but not what the report is about.
  };
  std::string caption{};
  std::vector<column> columns{};
  std::vector<line> lines{};
};

struct chart {
  std::string name{};         // Of its file, without ".svg".
  std::string element{};      // SVG for a page that has chart_style().
  std::string file{};         // The same as a file of its own.
  std::string description{};  // For who cannot see it.
};

struct charts {
  std::vector<chart> all{};
};

using block = std::variant<paragraph, bullets, table, charts>;

struct section {
  std::string title{};
  std::vector<block> blocks{};
};

struct document {
  std::string title{};
  std::string subtitle{};
  std::vector<section> sections{};
};

}  // namespace lambent::study
