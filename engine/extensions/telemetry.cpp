#include "engine/extensions/telemetry.hpp"

#include <fmt/format.h>

#include <boost/json.hpp>
#include <utility>

#include "base/json_string.hpp"
#include "engine/extensions/request.hpp"

namespace lambent::extensions {

namespace {

bool is_json_object(std::string_view text) {
  if (!text.starts_with('{')) return false;
  boost::json::parse_options how;
  how.max_depth = request_nesting_max * 4;
  boost::json::error_code failed;
  auto parsed =
      boost::json::parse(boost::json::string_view(text.data(), text.size()), failed, {}, how);
  return !failed && parsed.is_object();
}

}  // namespace

std::vector<std::string_view> types_of(const subscription& s) {
  std::vector<std::string_view> types;
  if (s.platform) types.emplace_back("platform");
  if (s.function) types.emplace_back("function");
  if (s.extension) types.emplace_back("extension");
  return types;
}

record line_record(source from, std::string_view time, std::string_view line, bool as_json) {
  auto with = [&](std::string_view text) {
    return fmt::format(R"({{"time":"{}","type":"{}","record":{}}})", time,
                       from == source::function ? "function" : "extension", text);
  };
  record out{.from = from, .json = with(json_string(line))};
  if (as_json && is_json_object(line)) out.json_as_text = std::exchange(out.json, with(line));
  return out;
}

}  // namespace lambent::extensions
