#include <lambent/base64.hpp>
#include <lambent/http/request.hpp>
#include <lambent/http/response.hpp>

#include <array>
#include <cstddef>

#include "comma_list.hpp"
#include "media_type.hpp"

namespace lambent::http {

namespace {

struct reason {
  int status;
  std::string_view phrase;
};

// RFC 9110 §15 and its registry. A load balancer wants the phrase.
constexpr std::array<reason, 40> reasons{{{200, "OK"},
                                          {201, "Created"},
                                          {202, "Accepted"},
                                          {203, "Non-Authoritative Information"},
                                          {204, "No Content"},
                                          {205, "Reset Content"},
                                          {206, "Partial Content"},
                                          {300, "Multiple Choices"},
                                          {301, "Moved Permanently"},
                                          {302, "Found"},
                                          {303, "See Other"},
                                          {304, "Not Modified"},
                                          {307, "Temporary Redirect"},
                                          {308, "Permanent Redirect"},
                                          {400, "Bad Request"},
                                          {401, "Unauthorized"},
                                          {402, "Payment Required"},
                                          {403, "Forbidden"},
                                          {404, "Not Found"},
                                          {405, "Method Not Allowed"},
                                          {406, "Not Acceptable"},
                                          {408, "Request Timeout"},
                                          {409, "Conflict"},
                                          {410, "Gone"},
                                          {411, "Length Required"},
                                          {412, "Precondition Failed"},
                                          {413, "Content Too Large"},
                                          {414, "URI Too Long"},
                                          {415, "Unsupported Media Type"},
                                          {416, "Range Not Satisfiable"},
                                          {418, "I'm a Teapot"},
                                          {422, "Unprocessable Content"},
                                          {428, "Precondition Required"},
                                          {429, "Too Many Requests"},
                                          {431, "Request Header Fields Too Large"},
                                          {500, "Internal Server Error"},
                                          {501, "Not Implemented"},
                                          {502, "Bad Gateway"},
                                          {503, "Service Unavailable"},
                                          {504, "Gateway Timeout"}}};

std::string status_description(int status) {
  std::string text = std::to_string(status);
  for (const reason& r : reasons) {
    if (r.status != status) continue;
    text += ' ';
    text += r.phrase;
  }
  return text;
}

response with_type(std::string body, std::string_view content_type, int status) {
  response made{.status = status, .body = std::move(body)};
  made.headers.add("Content-Type", std::string(content_type));
  return made;
}

bool is_set_cookie(std::string_view name) noexcept {
  return detail::same_letters(name, "set-cookie");
}

bool goes_as_text(const response& what) {
  if (what.sent_as == transfer::text) return true;
  if (what.sent_as == transfer::base64) return false;
  // JSON cannot carry anything but UTF-8, whatever the type says.
  return is_text_type(what.headers.get("content-type"), what.headers.get("content-encoding"),
                      true) &&
         is_utf8(what.body);
}

// Each name once: `one_value` gets the name as it was first written and all its values.
template <class F>
void each_name(const headers& all, const F& one_name) {
  for (auto at = all.begin(); at != all.end(); ++at) {
    bool seen = false;
    for (auto before = all.begin(); before != at; ++before) {
      seen = seen || detail::same_letters(before->name, at->name);
    }
    if (!seen) one_name(at->name, all.all(at->name));
  }
}

// A single-value map has room for one field a name. Cookies cannot be joined (RFC 6265 §3), but
// names of another case are other names to the map and the same to a client: the bits of `index`
// choose the capitals.
std::string set_cookie_spelled(std::size_t index) {
  std::string name = "set-cookie";
  for (char& c : name) {
    if (c == '-') continue;
    if ((index & 1U) != 0) c = static_cast<char>(c - 'a' + 'A');
    index >>= 1U;
  }
  return name;
}

void write_single(lambent::json::writer& out, const headers& all, bool with_cookies) {
  out.name("headers").begin_object();
  each_name(all, [&](std::string_view name, const std::vector<std::string_view>& values) {
    if (!is_set_cookie(name)) {
      out.name(name).value(detail::comma_list(values));
    } else if (with_cookies) {
      for (std::size_t i = 0; i < values.size(); ++i) {
        out.name(set_cookie_spelled(i)).value(values[i]);
      }
    }
  });
  out.end_object();
}

void write_multiple(lambent::json::writer& out, const headers& all) {
  out.name("multiValueHeaders").begin_object();
  each_name(all, [&](std::string_view name, const std::vector<std::string_view>& values) {
    out.name(name).begin_array();
    for (const std::string_view value : values) out.value(value);
    out.end_array();
  });
  out.end_object();
}

void write_cookies(lambent::json::writer& out, const headers& all) {
  const auto cookies = all.all("set-cookie");
  if (cookies.empty()) return;
  out.name("cookies").begin_array();
  for (const std::string_view cookie : cookies) out.value(cookie);
  out.end_array();
}

}  // namespace

response response::text(std::string body, int status) {
  return with_type(std::move(body), "text/plain; charset=utf-8", status);
}
response response::html(std::string body, int status) {
  return with_type(std::move(body), "text/html; charset=utf-8", status);
}
response response::bytes(std::string body, std::string content_type, int status) {
  response made = with_type(std::move(body), content_type, status);
  made.sent_as = transfer::base64;
  return made;
}
response response::json_text(std::string body, int status) {
  return with_type(std::move(body), "application/json", status);
}
response response::empty(int status) { return {.status = status}; }
response response::redirect(std::string location, int status) {
  response made{.status = status};
  made.headers.add("Location", std::move(location));
  return made;
}

std::string to_event(const response& what, const request& to) {
  const bool as_text = goes_as_text(what);
  std::string event;
  event.reserve(what.body.size() + what.body.size() / 2 + 256);
  lambent::json::writer out(event);
  out.begin_object().name("statusCode").value(what.status);
  switch (to.origin()) {
    case origin::http_api:
    case origin::function_url:
      if (to.multi_value()) {
        write_multiple(out, what.headers);
      } else {
        write_single(out, what.headers, false);
        write_cookies(out, what.headers);
      }
      break;
    case origin::rest_api:
    case origin::websocket_api:
      write_multiple(out, what.headers);
      break;
    case origin::load_balancer:
    case origin::vpc_lattice:
      out.name("statusDescription").value(status_description(what.status));
      if (to.multi_value()) {
        write_multiple(out, what.headers);
      } else {
        write_single(out, what.headers, true);
      }
      break;
  }
  out.name("body");
  if (as_text) {
    out.value(what.body);
  } else {
    out.value(base64_encode(what.body));
  }
  out.name("isBase64Encoded").value(!as_text).end_object();
  return event;
}

}  // namespace lambent::http
