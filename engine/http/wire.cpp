#include "engine/http/wire.hpp"

#include <algorithm>
#include <array>
#include <ctime>

namespace lambent::http {
namespace {

// RFC 9110 §5.6.7; formatted once a second.
std::string_view http_date() {
  static thread_local std::time_t at = -1;
  static thread_local std::array<char, 32> text{};
  static thread_local std::size_t size = 0;
  std::time_t now = std::time(nullptr);
  if (now != at) {
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    at = now;
  }
  return {text.data(), size};
}

// A value from a function or a caller must not end the head early.
void append_value(std::string& out, std::string_view value) {
  std::size_t start = out.size();
  out += value;
  std::replace_if(
      out.begin() + static_cast<std::ptrdiff_t>(start), out.end(),
      [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
}

}  // namespace

std::string_view reason_phrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 400:
      return "Bad Request";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    default:
      return "Unknown";
  }
}

std::string response_head(const response& answer, bool close) {
  std::string out;
  constexpr std::size_t status_and_own_fields = 160;
  out.reserve(status_and_own_fields + answer.headers.bytes() + 4 * answer.headers.size());
  out += "HTTP/1.1 ";
  out += std::to_string(answer.status);
  out += ' ';
  out += reason_phrase(answer.status);
  out += "\r\n";
  for (std::size_t i = 0; i < answer.headers.size(); ++i) {
    auto [name, value] = answer.headers[i];
    append_value(out, name);
    out += ": ";
    append_value(out, value);
    out += "\r\n";
  }
  bool bodiless = answer.status < 200 || answer.status == 204 || answer.status == 304;
  if (!bodiless) {
    out += "Content-Length: ";
    out += std::to_string(answer.body.size());
    out += "\r\n";
  }
  out += "Date: ";
  out += http_date();
  out += close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n";
  return out;
}

}  // namespace lambent::http
