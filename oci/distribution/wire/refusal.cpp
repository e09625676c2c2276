#include "oci/distribution/wire/refusal.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "oci/distribution/limits.hpp"

namespace lambent::oci::distribution {
namespace {

namespace json = boost::json;

std::string text_of(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains(name);
  if (found == nullptr || found->is_null()) return {};
  if (const json::string* text = found->if_string()) return std::string(*text);
  return json::serialize(*found);
}

// Outside text for a terminal: one line, no control characters, not without end.
std::string tame(std::string_view text) {
  std::string out;
  for (char c : text.substr(0, limits::refusal_text_max_bytes)) {
    const bool control = static_cast<unsigned char>(c) < ' ' || c == '\x7f';
    if (!control) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  while (out.ends_with(' ')) out.pop_back();
  return out + (text.size() > limits::refusal_text_max_bytes ? " ..." : "");
}

std::string said_in(const http_answer& answer) {
  std::string out;
  for (const registry_error& each : parse_errors(answer.body)) {
    if (!out.empty()) out += "; ";
    out += each.code;
    if (!each.message.empty()) out += ": " + each.message;
    if (!each.detail.empty() && each.detail != "{}") out += " (" + each.detail + ")";
  }
  if (!out.empty()) return tame(out);
  const bool is_page = answer.header("content-type").starts_with("text/html") ||
                       std::string_view(answer.body).starts_with("<");
  return is_page ? std::string() : tame(answer.body);
}

}  // namespace

std::vector<registry_error> parse_errors(std::string_view body) {
  boost::system::error_code bad;
  json::value parsed = json::parse(body, bad);
  const json::object* all = bad ? nullptr : parsed.if_object();
  if (all == nullptr) return {};
  std::vector<registry_error> out;
  const json::value* list = all->if_contains("errors");
  if (list != nullptr && list->is_array()) {
    for (const json::value& each : list->get_array()) {
      const json::object* one = each.if_object();
      if (one == nullptr || out.size() == limits::errors_max) continue;
      out.push_back({text_of(*one, "code"), text_of(*one, "message"), text_of(*one, "detail")});
    }
  }
  // Token servers answer so: {"details": "incorrect username or password"}; OAuth's have `error`.
  for (std::string_view name : {"details", "error_description", "error", "message"})
    if (out.empty() && all->contains(name)) out.push_back({text_of(*all, name), {}, {}});
  return out;
}

error refusal(const http_answer& answer) {
  constexpr int unauthorized = 401, forbidden = 403, not_found = 404, too_many = 429;
  error out;
  out.what = "the registry answered " + std::to_string(answer.status);
  if (std::string said = said_in(answer); !said.empty()) out.what += ": " + said;
  if (answer.status == not_found) out.code = registry_has_not;
  if (answer.status == unauthorized || answer.status == forbidden) out.code = registry_refuses;
  if (answer.status == too_many) out.hint = "the registry counts requests; wait, or log in";
  return out;
}

bool says(const http_answer& answer, std::string_view code) {
  auto all = parse_errors(answer.body);
  return std::ranges::any_of(all, [&](const registry_error& each) { return each.code == code; });
}

}  // namespace lambent::oci::distribution
