#include "engine/extensions/request.hpp"

#include <boost/json.hpp>

#include <optional>
#include <string>

namespace lambent::extensions {
namespace json = boost::json;

namespace {

std::optional<json::value> parse(std::string_view body) {
  json::parse_options how;
  how.max_depth = request_nesting_max;
  json::error_code failed;
  json::value parsed = json::parse(json::string_view(body.data(), body.size()), failed, {}, how);
  if (failed) return std::nullopt;
  return parsed;
}

std::unexpected<refusal> bad_format(std::string message) {
  return std::unexpected(refusal{403, "InvalidRequestFormat", std::move(message)});
}

}  // namespace

std::expected<events, refusal> read_registration(std::string_view body) {
  auto parsed = parse(body);
  if (!parsed || !parsed->is_object()) return bad_format("the body is not a JSON object");
  events wants;
  const json::value* list = parsed->get_object().if_contains("events");
  if (list == nullptr || list->is_null()) return wants;
  if (!list->is_array()) return bad_format("events is not an array");
  for (const json::value& each : list->get_array()) {
    if (!each.is_string()) return bad_format("an event is not a string");
    std::string_view name(each.get_string().data(), each.get_string().size());
    if (name == "INVOKE") {
      wants.invoke = true;
    } else if (name == "SHUTDOWN") {
      wants.shutdown = true;
    } else {
      return std::unexpected(refusal{403, "Extension.InvalidEventType",
                                     std::string(name.substr(0, 64)) + ": no such event"});
    }
  }
  return wants;
}

bool accepts_account_id(std::string_view features) {
  while (!features.empty()) {
    std::size_t comma = features.find(',');
    std::string_view one = features.substr(0, comma);
    std::size_t begin = one.find_first_not_of(" \t");
    std::size_t end = one.find_last_not_of(" \t");
    if (begin != std::string_view::npos && one.substr(begin, end - begin + 1) == "accountId")
      return true;
    features = comma == std::string_view::npos ? std::string_view{} : features.substr(comma + 1);
  }
  return false;
}

}  // namespace lambent::extensions
