#include "oci/distribution/wire/header_reader.hpp"

#include <algorithm>
#include <utility>

#include "base/ascii.hpp"

namespace lambent::oci::distribution {
namespace {

bool is_token(char c) {
  return (c >= '0' && c <= '9') || (lower_case(c) >= 'a' && lower_case(c) <= 'z') ||
         std::string_view("!#$%&'*+-.^_`|~").contains(c);
}

// What some servers leave unquoted although it is no token.
bool is_loose(char c) { return is_token(c) || std::string_view(":/?=@").contains(c); }

std::string_view take_while(std::string_view& from, bool (*wanted)(char)) {
  auto end = std::ranges::find_if_not(from, wanted);
  std::string_view out(from.begin(), end);
  from.remove_prefix(out.size());
  return out;
}

}  // namespace

void header_reader::skip_spaces() {
  while (rest_.starts_with(' ') || rest_.starts_with('\t')) rest_.remove_prefix(1);
}

bool header_reader::take(char c) {
  if (!rest_.starts_with(c)) return false;
  rest_.remove_prefix(1);
  return true;
}

std::string_view header_reader::take_token() { return take_while(rest_, is_token); }

std::optional<std::string_view> header_reader::take_until(char end) {
  std::size_t at = rest_.find(end);
  if (at == std::string_view::npos) return {};
  std::string_view out = rest_.substr(0, at);
  rest_.remove_prefix(at + 1);
  return out;
}

std::optional<std::string> header_reader::take_value() {
  if (!take('"')) return std::string(take_while(rest_, is_loose));
  std::string out;
  while (!rest_.empty()) {
    char c = rest_.front();
    rest_.remove_prefix(1);
    if (c == '"') return out;
    if (c == '\\' && !rest_.empty()) {
      c = rest_.front();
      rest_.remove_prefix(1);
    }
    out += c;
  }
  return {};
}

std::optional<std::pair<std::string, std::string>> header_reader::take_parameter() {
  header_reader ahead = *this;
  std::string name = lower_case(ahead.take_token());
  ahead.skip_spaces();
  if (name.empty() || !ahead.take('=')) return {};
  ahead.skip_spaces();
  auto value = ahead.take_value();
  if (!value) return {};
  *this = ahead;
  return std::pair(std::move(name), *std::move(value));
}

}  // namespace lambent::oci::distribution
