#include "engine/api/respond.hpp"

#include <cstdint>

namespace lambent::api {
namespace {

// How many bytes the well-formed UTF-8 character at the start of `text` has; 0 when it is none.
std::size_t utf8_size(std::string_view text) {
  auto at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  std::uint8_t lead = at(0);
  if (lead < 0x80) return 1;
  std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i)
    if ((at(i) & 0xc0) != 0x80) return 0;
  if ((lead == 0xe0 && at(1) < 0xa0) || (lead == 0xed && at(1) > 0x9f) ||
      (lead == 0xf0 && at(1) < 0x90) || (lead == 0xf4 && at(1) > 0x8f))
    return 0;
  return size;
}

void append_ascii(std::string& out, char c) {
  constexpr std::string_view hex = "0123456789abcdef";
  auto code = static_cast<std::uint8_t>(c);
  if (c == '"' || c == '\\') {
    out += '\\';
    out += c;
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\t') {
    out += "\\t";
  } else if (c == '\r') {
    out += "\\r";
  } else if (code < 0x20) {
    out += "\\u00";
    out += hex[code >> 4];
    out += hex[code & 15];
  } else {
    out += c;
  }
}

}  // namespace

std::string json_string(std::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    std::size_t size = utf8_size(text);
    if (size == 1) {
      append_ascii(out, text.front());
    } else if (size == 0) {
      out += "\xef\xbf\xbd";
      size = 1;
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out + '"';
}

http::response to_response(const model::api_error& error, std::string_view request_id) {
  const auto& about = model::describe(error.code);
  std::string body = "{";
  if (!error.reason.empty()) body += "\"Reason\":" + json_string(error.reason) + ",";
  if (error.with_type && !about.type.empty()) body += "\"Type\":" + json_string(about.type) + ",";
  body += json_string(about.message_key) + ":" + json_string(error.message) + "}";
  http::response made = json_response(about.status, std::move(body), request_id);
  made.headers.add("x-amzn-ErrorType", std::string(about.name));
  return made;
}

http::response json_response(int status, std::string body, std::string_view request_id) {
  http::response made;
  made.status = status;
  made.headers.add("Content-Type", "application/json");
  made.headers.add("x-amzn-RequestId", std::string(request_id));
  made.body = std::move(body);
  return made;
}

http::response empty_response(int status, std::string_view request_id) {
  http::response made;
  made.status = status;
  made.headers.add("Content-Type", "application/json");
  made.headers.add("x-amzn-RequestId", std::string(request_id));
  return made;
}

model::api_error operation_not_available(std::string_view operation) {
  return model::not_available("The operation " + std::string(operation)).error();
}

model::api_error service_not_available(std::string_view service) {
  return model::not_available("The service " + std::string(service)).error();
}

model::api_error unknown_route(std::string_view method, std::string_view target) {
  return {model::error_code::unknown_operation,
          "No operation has " + std::string(method) + " " +
              std::string(target.substr(0, target.find('?'))) + ".",
          {},
          true};
}

}  // namespace lambent::api
