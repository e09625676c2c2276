#include "oci/distribution/wire/url.hpp"

#include <algorithm>

#include "base/ascii.hpp"
#include "base/percent.hpp"

namespace lambent::oci::distribution {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A URL goes into a request line: spaces, controls and bytes beyond ASCII would end or change it.
bool has_odd_characters(std::string_view text) {
  return std::ranges::any_of(text, [](char c) { return c <= ' ' || c > '~'; });
}

std::string_view without_fragment(std::string_view text) { return text.substr(0, text.find('#')); }

// RFC 3986, 5.2.4, of a path that begins with '/'.
std::string without_dots(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    std::size_t end = path.find('/', 1);
    std::string_view segment = path.substr(0, end);  // With its slash in front.
    const bool last = end == std::string_view::npos;
    path = last ? std::string_view() : path.substr(end);
    if (segment == "/." || segment == "/..") {
      if (segment == "/..") out.resize(out.empty() ? 0 : out.rfind('/'));
      if (last) out += '/';
    } else {
      out += segment;
    }
  }
  return out.empty() ? "/" : out;
}

std::string with_clean_path(std::string_view target) {
  std::size_t query = target.find('?');
  std::string out = without_dots(target.substr(0, query));
  if (query != std::string_view::npos) out += target.substr(query);
  return out;
}

// "host:port" taken apart.
bool read_authority(std::string_view authority, url& into) {
  std::size_t bracket = authority.rfind(']');
  std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    into.port = authority.substr(colon + 1);
    authority = authority.substr(0, colon);
    constexpr std::size_t digits_max = 5;
    if (into.port.empty() || into.port.size() > digits_max ||
        !std::ranges::all_of(into.port, is_digit))
      return false;
  }
  into.host = lower_case(authority);
  const bool bracketed = into.host.starts_with('[');
  return !into.host.empty() && bracketed == into.host.ends_with(']') &&
         (bracketed || !into.host.contains(':')) &&
         into.host.find_first_of("@/?\\<>\"{}|^`%") == std::string::npos;
}

std::string_view port_of(const url& of) {
  if (!of.port.empty()) return of.port;
  return of.scheme == "https" ? "443" : "80";
}

}  // namespace

result<url> parse_url(std::string_view text) {
  auto bad = [&](std::string_view why) {
    return fail("'" + std::string(text) + "' is no http or https URL: " + std::string(why));
  };
  std::string_view rest = without_fragment(text);
  if (has_odd_characters(rest)) return fail("a URL has spaces, controls or foreign letters in it");
  std::size_t colon = rest.find("://");
  if (colon == std::string_view::npos) return bad("it has no scheme");
  url out;
  out.scheme = lower_case(rest.substr(0, colon));
  if (out.scheme != "http" && out.scheme != "https") return bad("the scheme is " + out.scheme);
  rest.remove_prefix(colon + 3);
  std::size_t end = rest.find_first_of("/?");
  if (rest.substr(0, end).contains('@')) return bad("it has a user in it");
  if (!read_authority(rest.substr(0, end), out)) return bad("its host is none");
  if (end != std::string_view::npos) out.target = rest.substr(end);
  if (!out.target.starts_with('/')) out.target.insert(0, "/");
  return out;
}

std::string to_text(const url& of) {
  return of.scheme + "://" + of.host + (of.port.empty() ? "" : ":" + of.port) + of.target;
}

result<url> resolve(const url& base, std::string_view reference) {
  reference = without_fragment(reference);
  if (has_odd_characters(reference))
    return fail("a URL has spaces, controls or foreign letters in it");
  std::size_t colon = reference.find(':');
  if (colon != std::string_view::npos && reference.find_first_of("/?") > colon)
    return parse_url(reference);
  if (reference.starts_with("//")) return parse_url(base.scheme + ":" + std::string(reference));
  url out = base;
  if (reference.empty()) return out;
  std::string_view path = std::string_view(base.target).substr(0, base.target.find('?'));
  if (reference.starts_with('/')) {
    out.target = with_clean_path(reference);
  } else if (reference.starts_with('?')) {
    out.target = std::string(path) + std::string(reference);
  } else {
    out.target =
        with_clean_path(std::string(path.substr(0, path.rfind('/') + 1)) + std::string(reference));
  }
  return out;
}

bool same_origin(const url& a, const url& b) {
  return a.scheme == b.scheme && a.host == b.host && port_of(a) == port_of(b);
}

url with_query(url to, std::string_view name, std::string_view value) {
  to.target += to.target.contains('?') ? '&' : '?';
  to.target.append(name).append("=").append(percent_encode(value));
  return to;
}

}  // namespace lambent::oci::distribution
