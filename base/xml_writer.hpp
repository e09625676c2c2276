// Writes an XML document element by element. Text is escaped; names are the program's own.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lambent {

class xml_writer {
public:
  // Begins with the XML declaration; `declaration_end` is what follows it ("\n" for S3).
  explicit xml_writer(std::string_view declaration_end = {});

  // `attributes` is written as it is: `xmlns="…"`.
  xml_writer& open(std::string_view name, std::string_view attributes = {});
  xml_writer& close();                         // The innermost element that is open.
  xml_writer& text(std::string_view content);  // Of the innermost element.
  xml_writer& element(std::string_view name, std::string_view text);
  xml_writer& element_if_given(std::string_view name, std::string_view text);  // Unless empty.

  // The document, with every element closed.
  [[nodiscard]] std::string take();

private:
  std::string out_;
  std::vector<std::string> open_;
};

// Text between tags or in an attribute. What XML 1.0 has no character for becomes a numeric
// reference, as S3 writes keys; a zero byte, which has none, becomes U+FFFD.
[[nodiscard]] std::string xml_text(std::string_view text);

}  // namespace lambent
