// Reads the XML that AWS's query protocol and S3 speak: elements and their text. Attributes and
// namespaces are passed over; document types are refused, so nothing is ever fetched or expanded.
// Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace lambent {

struct xml_element {
  std::string name{};  // Without a namespace's prefix.
  std::string text{};  // Decoded; empty where there are children.
  std::vector<xml_element> children{};

  // The first child of that name; null when there is none.
  [[nodiscard]] const xml_element* child(std::string_view child_name) const;
  // The text at the end of a path of first children, "Error/Code"; empty when it leads nowhere.
  [[nodiscard]] std::string_view at(std::string_view path) const;
  // The children of the element at the end of a path: a list's members. Empty when it leads
  // nowhere.
  [[nodiscard]] const std::vector<xml_element>& list(std::string_view path) const;
};

// How deep and how many: AWS's documents have about ten levels, a page of a list some thousand.
constexpr std::size_t xml_depth_max = 64;
constexpr std::size_t xml_elements_max = 200'000;

// The root element. Errors say where: "byte 12: …".
[[nodiscard]] result<xml_element> parse_xml(std::string_view text);

}  // namespace lambent
