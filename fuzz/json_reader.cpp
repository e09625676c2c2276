// Any bytes as JSON: the reader agrees with Boost.JSON on what is JSON, stays inside its text, and
// what it prints of a value reads back as the same value.
#include <lambent/json.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

namespace {

namespace json = lambent::json;

void require(bool holds) {
  if (!holds) std::abort();
}

struct node {
  std::string name;
  double number = 0;
  std::vector<node> children;
  std::optional<std::string> text;
  json::raw any;
  json::unknown_members other;
};
LAMBENT_JSON_AS(node, style::defaults, name, number, children, text, any, other);

bool is_json_to_boost(std::string_view text) {
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = json::depth_max;
  (void)boost::json::parse(text, failed, {}, options);
  return !failed;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  // Exactly as long as the bytes in it, so that a look past them is seen.
  const auto copy = std::make_unique<char[]>(size);
  std::copy(data, data + size, copy.get());
  const std::string_view text(copy.get(), size);

  const auto raw = json::raw::checked(text);
  // Half of a surrogate pair and a huge exponent are errors to Boost; RFC 8259 allows them.
  const bool may_differ = text.find("\\u") != std::string_view::npos ||
                          text.find_first_of("eE") != std::string_view::npos;
  const bool boost_agrees = raw.has_value() == is_json_to_boost(text);
  require(boost_agrees || (raw.has_value() && may_differ));
  if (!raw) require(raw.error().message.starts_with('$'));

  const auto parsed = json::parse<node>(text);
  if (!parsed) return 0;
  const std::string once = json::print(*parsed);
  const auto again = json::parse<node>(once);
  require(again.has_value());
  require(json::print(*again) == once);
  return 0;
}
