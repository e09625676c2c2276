// Reads a small XML document into a tree: elements and their text. Names lose their namespace
// prefix; attributes, comments and processing instructions are read over. Document types are
// refused, so that no entity can grow.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent {

struct xml_limits {
  std::size_t depth_max = 32;
  std::size_t elements_max = 100'000;
};

struct xml_element {
  std::string name;
  std::string text;  // Of the element itself, without that of its children.
  std::vector<xml_element> children;

  // The first child of that name; nullptr when there is none.
  [[nodiscard]] const xml_element* child(std::string_view wanted) const;
  // The text of that child; empty when there is none.
  [[nodiscard]] std::string_view text_of(std::string_view wanted) const;
};

// The root element. Fails on what is not well-formed or breaks a limit, and says where.
[[nodiscard]] result<xml_element> read_xml(std::string_view document,
                                           const xml_limits& limits = {});

}  // namespace lambent
