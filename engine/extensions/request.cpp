#include "engine/extensions/request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <initializer_list>
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

std::unexpected<refusal> invalid(std::string message) {
  return std::unexpected(refusal{400, "ValidationError", std::move(message)});
}

std::string_view text_of(const json::value* v) {
  if (v == nullptr || !v->is_string()) return {};
  return {v->get_string().data(), v->get_string().size()};
}

const json::value* member(const json::value& of, std::string_view name) {
  return of.get_object().if_contains(json::string_view(name.data(), name.size()));
}

bool is_one_of(std::string_view text, std::initializer_list<std::string_view> list) {
  return std::ranges::find(list, text) != list.end();
}

// An optional number within AWS's bounds; false when it is there and not within.
bool take_bounded(const json::value& from, std::string_view name, std::int64_t min,
                  std::int64_t max, std::int64_t& into) {
  const json::value* given = member(from, name);
  if (given == nullptr) return true;
  if (!given->is_int64()) return false;
  into = given->get_int64();
  return into >= min && into <= max;
}

std::expected<buffering, refusal> read_buffering(const json::value& given) {
  if (!given.is_object()) return invalid("buffering is not an object");
  buffering defaults;
  std::int64_t timeout = defaults.timeout.count();
  auto bytes = static_cast<std::int64_t>(defaults.bytes_max);
  auto items = static_cast<std::int64_t>(defaults.items_max);
  if (!take_bounded(given, "timeoutMs", buffering_timeout_min.count(),
                    buffering_timeout_max.count(), timeout))
    return invalid("buffering.timeoutMs is not a number from 25 to 30000");
  if (!take_bounded(given, "maxBytes", buffering_bytes_min, buffering_bytes_max, bytes))
    return invalid("buffering.maxBytes is not a number from 262144 to 1048576");
  if (!take_bounded(given, "maxItems", buffering_items_min, buffering_items_max, items))
    return invalid("buffering.maxItems is not a number from 1000 to 10000");
  return buffering{std::chrono::milliseconds(timeout), static_cast<std::size_t>(bytes),
                   static_cast<std::size_t>(items)};
}

// "http://sandbox.localdomain:4243/path". Nothing outside of the sandbox can be named.
std::expected<destination, refusal> read_uri(std::string_view uri) {
  constexpr std::string_view scheme = "http://";
  if (!uri.starts_with(scheme)) return invalid("destination.URI does not begin with http://");
  std::string_view rest = uri.substr(scheme.size());
  const std::size_t slash = std::min(rest.find_first_of("/?#"), rest.size());
  std::string_view authority = rest.substr(0, slash);
  const std::size_t colon = std::min(authority.find(':'), authority.size());
  if (!is_one_of(authority.substr(0, colon), {"sandbox.localdomain", "sandbox"}))
    return invalid("destination.URI host must be sandbox.localdomain");
  destination out;
  out.port = 80;
  if (colon < authority.size()) {
    std::string_view port = authority.substr(colon + 1);
    auto [end, failed] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (failed != std::errc{} || end != port.data() + port.size() || out.port == 0)
      return invalid("destination.URI has no valid port");
  }
  std::string_view path = rest.substr(slash);
  path = path.substr(0, path.find('#'));
  if (std::ranges::any_of(path, [](unsigned char c) { return c <= 0x20 || c >= 0x7F; }))
    return invalid("destination.URI has characters that no URI has");
  out.path = path.starts_with('/') ? std::string(path) : "/" + std::string(path);
  return out;
}

std::expected<destination, refusal> read_destination(const json::value* given) {
  if (given == nullptr || !given->is_object()) return invalid("destination is not an object");
  std::string_view protocol_name = text_of(member(*given, "protocol"));
  if (protocol_name == "TCP") {
    std::int64_t port = 0;
    if (!take_bounded(*given, "port", 1, 65'535, port) || port == 0)
      return invalid("destination.port is not a number from 1 to 65535");
    destination out;
    out.protocol = protocol::tcp;
    out.port = static_cast<std::uint16_t>(port);
    return out;
  }
  if (protocol_name != "HTTP") return invalid("destination.protocol is neither HTTP nor TCP");
  auto out = read_uri(text_of(member(*given, "URI")));
  if (const json::value* method = member(*given, "method"); out && method != nullptr) {
    if (!is_one_of(text_of(method), {"POST", "PUT"}))
      return invalid("destination.method is neither POST nor PUT");
    out->method = text_of(method);
  }
  return out;
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

std::expected<subscription, refusal> read_subscription(telemetry_api api, std::string_view body) {
  auto parsed = parse(body);
  if (!parsed || !parsed->is_object()) return invalid("the body is not a JSON object");
  const bool logs = api == telemetry_api::logs;
  const json::value* version = member(*parsed, "schemaVersion");
  const bool known =
      logs ? version == nullptr || is_one_of(text_of(version), {"2020-08-15", "2021-03-18"})
           : is_one_of(text_of(version), {"2022-07-01", "2022-12-13", "2025-01-29"});
  if (!known) return invalid("schemaVersion is none of this API's");
  subscription out;
  out.api = api;
  out.objects = !logs && text_of(version) != "2022-07-01";
  const json::value* types = member(*parsed, "types");
  if (types == nullptr || !types->is_array() || types->get_array().empty())
    return invalid("types is not an array of at least one type");
  for (const json::value& each : types->get_array()) {
    std::string_view name = text_of(&each);
    if (!is_one_of(name, {"platform", "function", "extension"}))
      return invalid("types has one that is neither platform nor function nor extension");
    (name == "platform" ? out.platform : name == "function" ? out.function : out.extension) = true;
  }
  auto where = read_destination(member(*parsed, "destination"));
  if (!where) return std::unexpected(std::move(where).error());
  out.destination = std::move(*where);
  if (const json::value* given = member(*parsed, "buffering")) {
    auto within = read_buffering(*given);
    if (!within) return std::unexpected(std::move(within).error());
    out.buffering = *within;
  }
  return out;
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
