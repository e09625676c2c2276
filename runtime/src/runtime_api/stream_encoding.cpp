#include "stream_encoding.hpp"

#include <lambent/base64.hpp>
#include <lambent/http/fields.hpp>
#include <lambent/json/writer.hpp>

#include <charconv>

#include "../error/error_report.hpp"
#include "http1.hpp"

namespace lambent::stream_encoding {

namespace {

using http::detail::same_letters;

// As base64 and with the names, below trailers_bytes_max.
constexpr error_limits trailer_limits = {
    .message_bytes_max = 2048, .type_bytes_max = 256, .frames_max = 0, .causes_max = 0};
constexpr std::string_view set_cookie = "set-cookie";
constexpr std::string_view prelude_end("\0\0\0\0\0\0\0\0", 8);

// A line break would begin a field of its own at whoever serves the response.
bool is_value(std::string_view value) noexcept {
  return value.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

const char* complaint(const http_prelude& what) noexcept {
  if (what.status_code < 100 || what.status_code > 599) {
    return "the status code of an HTTP response is 100 to 599";
  }
  for (const http_prelude::header& h : what.headers) {
    if (!http1::is_token(h.name))
      return "a header's name has letters, digits and !#$%&'*+-.^_`|~ alone";
    if (!is_value(h.value)) return "a header's value has no line break and no NUL";
  }
  for (const std::string& cookie : what.cookies) {
    if (!is_value(cookie)) return "a cookie has no line break and no NUL";
  }
  return nullptr;
}

bool had_before(const std::vector<http_prelude::header>& all, std::size_t which) noexcept {
  for (std::size_t i = 0; i < which; ++i) {
    if (same_letters(all[i].name, all[which].name)) return true;
  }
  return false;
}

// Values of one name, joined by commas as Lambda joins those of a request.
std::string joined(const std::vector<http_prelude::header>& all, std::size_t first) {
  std::string values = all[first].value;
  for (std::size_t i = first + 1; i < all.size(); ++i) {
    if (!same_letters(all[i].name, all[first].name)) continue;
    values += ',';
    values += all[i].value;
  }
  return values;
}

void write_headers(json::writer& out, const std::vector<http_prelude::header>& all) {
  out.name("headers").begin_object();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (same_letters(all[i].name, set_cookie) || had_before(all, i)) continue;
    out.name(all[i].name).value(joined(all, i));
  }
  out.end_object();
}

// A list, because these are the only values that cannot be joined.
void write_cookies(json::writer& out, const http_prelude& what) {
  out.name("cookies").begin_array();
  for (const std::string& cookie : what.cookies) out.value(cookie);
  for (const http_prelude::header& h : what.headers) {
    if (same_letters(h.name, set_cookie)) out.value(h.value);
  }
  out.end_array();
}

}  // namespace

std::string_view chunk_head(std::size_t size, chunk_head_buffer& scratch) noexcept {
  char* const end = std::to_chars(scratch, scratch + sizeof scratch, size, 16).ptr;
  end[0] = '\r';
  end[1] = '\n';
  return {scratch, static_cast<std::size_t>(end - scratch) + line_end.size()};
}

const char* write_prelude(std::string& out, const http_prelude& what) {
  out.clear();
  if (const char* const wrong = complaint(what)) return wrong;
  json::writer json(out);
  json.begin_object().name("statusCode").value(what.status_code);
  write_headers(json, what.headers);
  write_cookies(json, what);
  json.end_object();
  out += prelude_end;
  return out.size() <= prelude_bytes_max ? nullptr
                                         : "headers and cookies together have 64 KB at most";
}

std::string failed_end(const failure& why) {
  std::string out = "0\r\nLambda-Runtime-Function-Error-Type: ";
  out += header_error_type(why.type);
  out += "\r\nLambda-Runtime-Function-Error-Body: ";
  out += base64_encode(error_body(why, trailer_limits));
  out += "\r\n\r\n";
  return out;
}

}  // namespace lambent::stream_encoding
