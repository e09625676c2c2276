#include "engine/url/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <cmath>
#include <utility>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "engine/http/token.hpp"
#include "engine/model/limits.hpp"

namespace lambent::url {
namespace {

namespace json = boost::json;

constexpr std::string_view prelude_end("\0\0\0\0\0\0\0\0", 8);

// What the service writes itself, or keeps for itself, is sent under another name, as Lambda does.
constexpr std::array<std::string_view, 8> remapped{
    "connection", "content-length",    "date",    "host",
    "keep-alive", "transfer-encoding", "upgrade", "www-authenticate"};

result<json::value> parse(std::string_view text) {
  json::parse_options options;
  options.max_depth = model::limits::payload_nesting_max;
  boost::system::error_code ec;
  json::value parsed = json::parse({text.data(), text.size()}, ec, {}, options);
  if (ec) return fail("the response is not JSON: " + ec.message());
  return parsed;
}

std::string_view kind_of(const json::value& v) {
  switch (v.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a boolean";
    case json::kind::array:
      return "an array";
    case json::kind::object:
      return "an object";
    case json::kind::string:
      return "a string";
    default:
      return "a number";
  }
}

std::string_view text_of(const json::string& s) { return {s.data(), s.size()}; }

// As most languages write it: boost.json has exponents in every fraction.
std::string scalar_text(const json::value& v) {
  return v.is_double() ? fmt::format("{}", v.get_double()) : json::serialize(v);
}

result<int> read_status(const json::value& v) {
  std::int64_t code = 0;
  if (v.is_int64()) {
    code = v.get_int64();
  } else if (v.is_number()) {
    // Some languages write a whole number as 200.0.
    const double number = v.to_number<double>();
    if (std::abs(number) < 1'000 && std::trunc(number) == number)
      code = static_cast<std::int64_t>(number);
  } else if (v.is_string()) {
    std::string_view text = text_of(v.get_string());
    auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), code);
    if (ec != std::errc{} || end != text.data() + text.size()) code = 0;
  } else {
    return fail(fmt::format("statusCode is {}, and has to be a number", kind_of(v)));
  }
  if (code < 200 || code > 599)
    return fail(fmt::format("statusCode is {}, and has to be 200 to 599", scalar_text(v)));
  return static_cast<int>(code);
}

// Nothing for null, which stands for an absent value.
result<std::optional<std::string>> read_value(std::string_view name, const json::value& v) {
  if (v.is_null()) return std::nullopt;
  if (v.is_string()) return std::string(text_of(v.get_string()));
  if (v.is_bool() || v.is_number()) return scalar_text(v);
  return fail(fmt::format("the header {} is {}, and has to be a string", name, kind_of(v)));
}

result<> read_headers(const json::value& v, http::headers& to) {
  if (v.is_null()) return {};
  if (!v.is_object())
    return fail(fmt::format("headers is {}, and has to be an object", kind_of(v)));
  for (const auto& member : v.get_object()) {
    std::string_view name{member.key().data(), member.key().size()};
    if (!http::is_token(name))
      return fail(fmt::format("\"{}\" cannot be the name of a header", name));
    auto value = TRY(read_value(name, member.value()));
    if (!value) continue;
    const bool ours = std::ranges::find(remapped, lower_case(name)) != remapped.end();
    to.add(ours ? "x-amzn-Remapped-" + std::string(name) : std::string(name), *value);
  }
  return {};
}

result<> read_cookies(const json::value& v, http::headers& to) {
  if (v.is_null()) return {};
  if (!v.is_array()) return fail(fmt::format("cookies is {}, and has to be an array", kind_of(v)));
  for (const json::value& cookie : v.get_array()) {
    if (!cookie.is_string())
      return fail(fmt::format("a cookie is {}, and has to be a string", kind_of(cookie)));
    to.add("Set-Cookie", text_of(cookie.get_string()));
  }
  return {};
}

result<std::string> read_body(const json::object& answer) {
  const json::value* body = answer.if_contains("body");
  if (body == nullptr || body->is_null()) return std::string();
  if (!body->is_string())
    return fail(
        fmt::format("body is {}, and has to be a string: JSON goes there as text", kind_of(*body)));
  std::string_view text = text_of(body->get_string());
  const json::value* encoded = answer.if_contains("isBase64Encoded");
  if (encoded == nullptr || !encoded->is_bool() || !encoded->get_bool()) return std::string(text);
  auto decoded = base64_decode(text);
  if (!decoded) return fail("isBase64Encoded is true, and body is not base64");
  return std::move(*decoded);
}

// Status, headers and cookies: what answers and preludes have alike.
result<http::response> read_head(const json::object& from, std::string_view default_type) {
  http::response made;
  if (const json::value* status = from.if_contains("statusCode"))
    made.status = TRY(read_status(*status));
  if (const json::value* headers = from.if_contains("headers"))
    TRY(read_headers(*headers, made.headers));
  if (const json::value* cookies = from.if_contains("cookies"))
    TRY(read_cookies(*cookies, made.headers));
  if (!made.headers.has("Content-Type")) made.headers.add("Content-Type", default_type);
  return made;
}

// JSON without what is between its values.
std::string without_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n')) continue;
    out += c;
    if (quoted && c == '\\' && i + 1 < text.size()) {
      out += text[++i];
    } else if (c == '"') {
      quoted = !quoted;
    }
  }
  return out;
}

}  // namespace

result<http::response> read_answer(std::string_view payload) {
  // JSON has no NUL, so that this can be nothing else.
  if (const std::size_t end = payload.find(prelude_end); end != std::string_view::npos) {
    http::response made = TRY(read_prelude(payload.substr(0, end)));
    made.body = payload.substr(end + prelude_end.size());
    return made;
  }
  const json::value parsed = TRY(parse(payload));
  if (const json::object* answer = parsed.if_object();
      answer != nullptr && answer->contains("statusCode")) {
    http::response made = TRY(read_head(*answer, "application/json"));
    made.body = TRY(read_body(*answer));
    return made;
  }
  http::response made{200, {{"Content-Type", "application/json"}}, {}};
  made.body =
      parsed.is_string() ? std::string(text_of(parsed.get_string())) : without_spaces(payload);
  return made;
}

result<http::response> read_prelude(std::string_view text) {
  const json::value parsed = TRY_FOR("read the stream's prelude", parse(text));
  if (!parsed.is_object())
    return fail(
        fmt::format("the stream's prelude is {}, and has to be an object", kind_of(parsed)));
  return read_head(parsed.get_object(), "application/octet-stream");
}

std::optional<std::string_view> prelude_reader::feed(std::string_view bytes) {
  const std::size_t before = text_.size();
  // What is certainly body is not copied.
  text_.append(bytes.substr(0, bytes_max + prelude_end.size() + 1));
  const std::size_t from = before - std::min(before, prelude_end.size() - 1);
  const std::size_t at = text_.find(prelude_end, from);
  if (at == std::string::npos) return std::nullopt;
  text_.resize(at);
  return bytes.substr(at + prelude_end.size() - before);
}

}  // namespace lambent::url
