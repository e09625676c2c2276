#include "engine/http/wire.hpp"

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
  constexpr std::string_view forbidden{"\r\n\0", 3};
  std::size_t start = out.size();
  out += value;
  for (std::size_t at = out.find_first_of(forbidden, start); at != std::string::npos;
       at = out.find_first_of(forbidden, at + 1))
    out[at] = ' ';
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
  out.reserve(256);
  out += "HTTP/1.1 ";
  out += std::to_string(answer.status);
  out += ' ';
  out += reason_phrase(answer.status);
  out += "\r\n";
  for (const auto& [name, value] : answer.headers) {
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
