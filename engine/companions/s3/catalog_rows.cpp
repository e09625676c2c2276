#include "engine/companions/s3/catalog_rows.hpp"

#include <algorithm>
#include <charconv>

namespace lambent::companions::s3 {

std::string write_fields(const field_list& fields) {
  std::string text;
  for (const auto& [name, value] : fields) text += name + ": " + value + "\n";
  return text;
}

field_list read_fields(std::string_view text) {
  field_list fields;
  while (!text.empty()) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (auto colon = line.find(": "); colon != std::string_view::npos)
      fields.emplace_back(line.substr(0, colon), line.substr(colon + 2));
  }
  return fields;
}

std::string write_sizes(const std::vector<std::uint64_t>& sizes) {
  std::string text;
  for (std::uint64_t size : sizes) text += (text.empty() ? "" : ",") + std::to_string(size);
  return text;
}

std::vector<std::uint64_t> read_sizes(std::string_view text) {
  std::vector<std::uint64_t> sizes;
  while (!text.empty()) {
    std::string_view one = text.substr(0, text.find(','));
    text.remove_prefix(std::min(one.size() + 1, text.size()));
    std::from_chars(one.data(), one.data() + one.size(), sizes.emplace_back());
  }
  return sizes;
}

}  // namespace lambent::companions::s3
