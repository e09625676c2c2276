// The payload check against Boost.JSON: what it calls valid, a parser must accept.
#include <boost/json.hpp>
#include <cstdint>
#include <cstdlib>

#include "engine/api/json_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  bool valid = !lambent::api::json_fault(text, 1000).has_value();
  boost::json::error_code failed;
  boost::json::parse_options options;
  options.max_depth = 1001;
  auto parsed = boost::json::parse(text, failed, {}, options);
  // Boost refuses lone surrogate escapes and exponents it cannot hold; AWS passes them on.
  bool only_here =
      text.find("\\u") != std::string_view::npos || failed == boost::json::error::exponent_overflow;
  if (valid && failed && !only_here) std::abort();
  if (!valid && !failed) std::abort();
  return 0;
}
