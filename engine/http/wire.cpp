#include "engine/http/wire.hpp"

#include <algorithm>
#include <array>
#include <charconv>
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
    case 101:
      return "Switching Protocols";
    case 200:
      return "OK";
    case 201:
      return "Created";
    case 202:
      return "Accepted";
    case 203:
      return "Non-Authoritative Information";
    case 204:
      return "No Content";
    case 205:
      return "Reset Content";
    case 206:
      return "Partial Content";
    case 300:
      return "Multiple Choices";
    case 301:
      return "Moved Permanently";
    case 302:
      return "Found";
    case 303:
      return "See Other";
    case 304:
      return "Not Modified";
    case 307:
      return "Temporary Redirect";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 402:
      return "Payment Required";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 410:
      return "Gone";
    case 411:
      return "Length Required";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Payload Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 416:
      return "Range Not Satisfiable";
    case 417:
      return "Expectation Failed";
    case 421:
      return "Misdirected Request";
    case 422:
      return "Unprocessable Content";
    case 425:
      return "Too Early";
    case 426:
      return "Upgrade Required";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 451:
      return "Unavailable For Legal Reasons";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 502:
      return "Bad Gateway";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

std::string response_head(const response& answer, body_framing framing, bool close) {
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
  if (!bodiless(answer.status)) {
    if (framing == body_framing::length) {
      out += "Content-Length: ";
      out += std::to_string(answer.body_bytes());
      out += "\r\n";
    } else if (framing == body_framing::chunked) {
      out += "Transfer-Encoding: chunked\r\n";
    }
  }
  out += "Date: ";
  out += http_date();
  out += close ? "\r\nConnection: close\r\n\r\n" : "\r\n\r\n";
  return out;
}

std::string_view chunk_head(std::size_t bytes, chunk_head_buffer& scratch) {
  char* end = std::to_chars(scratch.data(), scratch.data() + scratch.size() - 2, bytes, 16).ptr;
  *end++ = '\r';
  *end++ = '\n';
  return {scratch.data(), static_cast<std::size_t>(end - scratch.data())};
}

}  // namespace lambent::http
