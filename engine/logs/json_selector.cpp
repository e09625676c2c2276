#include "engine/logs/json_selector.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <cmath>

namespace lambent::logs {
namespace {

namespace json = boost::json;

constexpr int nesting_max = 32;  // Of parentheses in a pattern, and of a message's JSON.

bool is_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

class selector_parser {
public:
  explicit selector_parser(std::string_view text) : rest_(text) {}

  result<json_condition> whole() {
    if (!take("{")) return wrong();
    auto root = TRY(any(0));
    if (!take("}") || !at_end()) return wrong();
    return root;
  }

private:
  result<json_condition> any(int depth) {
    return joined(depth, "||", json_condition::join::any, &selector_parser::all);
  }
  result<json_condition> all(int depth) {
    return joined(depth, "&&", json_condition::join::all, &selector_parser::one);
  }

  result<json_condition> joined(int depth, std::string_view sign, json_condition::join how,
                                result<json_condition> (selector_parser::*operand)(int)) {
    auto first = TRY((this->*operand)(depth));
    if (!peek(sign)) return first;
    json_condition out;
    out.how = how;
    out.parts.push_back(std::move(first));
    while (take(sign)) out.parts.push_back(TRY((this->*operand)(depth)));
    return out;
  }

  result<json_condition> one(int depth) {
    if (!take("(")) return leaf();
    if (depth >= nesting_max) return fail("Invalid filter pattern: too many parentheses");
    auto inside = TRY(any(depth + 1));
    if (!take(")")) return wrong();
    return inside;
  }

  result<json_condition> leaf() {
    json_condition c;
    if (!take("$")) return wrong();
    TRY(path(c));
    if (take_keyword("IS")) {
      if (take_keyword("TRUE"))
        c.op = comparison::is_true;
      else if (take_keyword("FALSE"))
        c.op = comparison::is_false;
      else if (take_keyword("NULL"))
        c.op = comparison::is_null;
      else
        return wrong();
      return c;
    }
    if (take_keyword("NOT")) {
      if (!take_keyword("EXISTS")) return wrong();
      c.op = comparison::not_exists;
      return c;
    }
    if (take_keyword("EXISTS")) {
      c.op = comparison::exists;
      return c;
    }
    static constexpr std::pair<std::string_view, comparison> signs[] = {
        {"!=", comparison::not_equal},     {"<=", comparison::less_equal},
        {">=", comparison::greater_equal}, {"=", comparison::equal},
        {"<", comparison::less},           {">", comparison::greater}};
    for (const auto& [sign, op] : signs) {
      if (!take(sign)) continue;
      c.op = op;
      TRY(value(c));
      return c;
    }
    return wrong();
  }

  // `.name`, `["name"]`, `[3]`, any number of times.
  result<> path(json_condition& c) {
    while (!rest_.empty() && (rest_[0] == '.' || rest_[0] == '[')) {
      const bool dot = rest_[0] == '.';
      rest_.remove_prefix(1);
      if (dot) {
        c.path.emplace_back(name());
        if (std::get<std::string>(c.path.back()).empty()) return wrong();
        continue;
      }
      if (peek("\"")) {
        c.path.emplace_back(TRY(quoted()));
      } else {
        std::size_t index = 0;
        const auto end = std::from_chars(rest_.data(), rest_.data() + rest_.size(), index);
        if (end.ec != std::errc{}) return wrong();
        rest_.remove_prefix(static_cast<std::size_t>(end.ptr - rest_.data()));
        c.path.emplace_back(index);
      }
      if (!take("]")) return wrong();
    }
    if (c.path.empty()) return wrong();
    return {};
  }

  result<> value(json_condition& c) {
    if (peek("%"))
      return fail(
          "Regular expressions (%...%) in filter patterns are not supported by this engine");
    const bool in_quotes = peek("\"");
    c.text = in_quotes ? TRY(quoted()) : bare();
    double number = 0;
    const auto* end = c.text.data() + c.text.size();
    const auto parsed = std::from_chars(c.text.data(), end, number);
    if (!in_quotes && parsed.ec == std::errc{} && parsed.ptr == end && std::isfinite(number))
      c.number = number;
    const bool ordered = c.op != comparison::equal && c.op != comparison::not_equal;
    if ((!in_quotes && c.text.empty()) || (ordered && !c.number)) return wrong();
    return {};
  }

  std::string name() {
    std::size_t size = 0;
    while (size < rest_.size() && is_name(rest_[size])) ++size;
    return cut(size);
  }

  // A number or an unquoted string.
  std::string bare() {
    std::size_t size = 0;
    while (size < rest_.size() &&
           (is_name(rest_[size]) || rest_[size] == '.' || rest_[size] == '*' || rest_[size] == '+'))
      ++size;
    return cut(size);
  }

  result<std::string> quoted() {
    std::string text;
    for (std::size_t i = 1; i < rest_.size(); ++i) {
      if (rest_[i] == '"') {
        rest_.remove_prefix(i + 1);
        return text;
      }
      if (rest_[i] == '\\' && i + 1 < rest_.size()) ++i;
      text.push_back(rest_[i]);
    }
    return fail("Invalid filter pattern: a quotation mark is not closed");
  }

  std::string cut(std::size_t size) {
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
  }

  void skip_spaces() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\n'))
      rest_.remove_prefix(1);
  }
  bool peek(std::string_view sign) {
    skip_spaces();
    return rest_.starts_with(sign);
  }
  bool take(std::string_view sign) {
    if (!peek(sign)) return false;
    rest_.remove_prefix(sign.size());
    return true;
  }
  bool take_keyword(std::string_view word) {
    if (!peek(word) || (rest_.size() > word.size() && is_name(rest_[word.size()]))) return false;
    rest_.remove_prefix(word.size());
    return true;
  }
  bool at_end() {
    skip_spaces();
    return rest_.empty();
  }

  [[nodiscard]] std::unexpected<error> wrong() {
    return at_end() ? fail("Invalid filter pattern: it ends too early")
                    : fail("Invalid filter pattern near '" + std::string(rest_) + "'");
  }

  std::string_view rest_;
};

const json::value* at_path(const json::value& root, const json_condition& c) {
  const auto* here = &root;
  for (const auto& step : c.path) {
    if (const auto* name = std::get_if<std::string>(&step)) {
      const auto* object = here->if_object();
      here = object ? object->if_contains(*name) : nullptr;
    } else {
      const auto* array = here->if_array();
      here = array ? array->if_contains(std::get<std::size_t>(step)) : nullptr;
    }
    if (!here) return nullptr;
  }
  return here;
}

// Whether `text` is `pattern`, in which `*` stands for any characters.
bool is_like(std::string_view text, std::string_view pattern) {
  std::size_t t = 0, p = 0, star = std::string_view::npos, resume = 0;
  while (t < text.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.size() && pattern[p] == text[t]) {
      ++p, ++t;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

std::optional<double> number_of(const json::value& v) {
  if (const auto* i = v.if_int64()) return static_cast<double>(*i);
  if (const auto* u = v.if_uint64()) return static_cast<double>(*u);
  if (const auto* d = v.if_double()) return *d;
  return {};
}

bool equals(const json::value& v, const json_condition& c) {
  if (const auto n = number_of(v)) return c.number && !(*n < *c.number) && !(*n > *c.number);
  if (const auto* s = v.if_string()) return is_like({s->data(), s->size()}, c.text);
  if (const auto* b = v.if_bool()) return c.text == (*b ? "true" : "false");
  return false;
}

bool holds(const json::value& root, const json_condition& c) {
  if (c.how != json_condition::join::leaf) {
    const bool want = c.how == json_condition::join::any;
    for (const auto& part : c.parts)
      if (holds(root, part) == want) return want;
    return !want;
  }
  const auto* v = at_path(root, c);
  if (c.op == comparison::not_exists) return !v;
  if (!v) return false;
  const auto n = number_of(*v);
  const auto other = c.number.value_or(0);
  switch (c.op) {
    case comparison::equal:
      return equals(*v, c);
    case comparison::not_equal:
      return !equals(*v, c);
    case comparison::less:
      return n && *n < other;
    case comparison::less_equal:
      return n && *n <= other;
    case comparison::greater:
      return n && *n > other;
    case comparison::greater_equal:
      return n && *n >= other;
    case comparison::is_true:
      return v->is_bool() && v->get_bool();
    case comparison::is_false:
      return v->is_bool() && !v->get_bool();
    case comparison::is_null:
      return v->is_null();
    case comparison::exists:
      return true;
    case comparison::not_exists:
      return false;
  }
  return false;
}

}  // namespace

result<json_selector> json_selector::parse(std::string_view text) {
  return json_selector{TRY(selector_parser(text).whole())};
}

bool json_selector::matches(std::string_view message) const {
  const auto begin = message.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || message[begin] != '{') return false;
  json::error_code failed;
  json::parse_options options;
  options.max_depth = nesting_max;
  const auto value =
      json::parse(json::string_view(message.data(), message.size()), failed, {}, options);
  return !failed && holds(value, root);
}

}  // namespace lambent::logs
