#include "base/json_text.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>

namespace lambent {

result<> check_json(std::string_view text) {
  boost::json::stream_parser parser;
  boost::json::error_code ec;
  std::size_t read = parser.write_some(text.data(), text.size(), ec);
  if (!ec && read < text.size()) ec = boost::json::error::extra_data;
  if (!ec) parser.finish(ec);
  if (!ec) return {};
  std::string_view before = text.substr(0, std::min(read, text.size()));
  auto line = std::ranges::count(before, '\n') + 1;
  std::size_t line_start = before.rfind('\n') + 1;  // npos + 1 is 0.
  return fail("line " + std::to_string(line) + ", column " +
              std::to_string(before.size() - line_start + 1) + ": " + ec.message());
}

std::string json_member(std::string_view object, std::string_view name) {
  boost::json::error_code ec;
  boost::json::value parsed = boost::json::parse({object.data(), object.size()}, ec);
  if (ec || !parsed.is_object()) return {};
  const auto* found = parsed.as_object().if_contains({name.data(), name.size()});
  if (found == nullptr || !found->is_string()) return {};
  return {found->as_string().data(), found->as_string().size()};
}

}  // namespace lambent
