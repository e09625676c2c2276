#include "error_report.hpp"

#include "../json/text.hpp"

namespace lambent {

namespace {

constexpr std::size_t header_type_letters_max = 200;

constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_letter(char c) noexcept { return is_upper(c) || is_lower(c); }
constexpr char upper(char c) noexcept {
  return is_lower(c) ? static_cast<char>(c - ('a' - 'A')) : c;
}

// `prefix` and a name of letters that begins with a capital.
bool has_form(std::string_view type, std::string_view prefix) noexcept {
  if (!type.starts_with(prefix)) return false;
  type.remove_prefix(prefix.size());
  if (type.size() < 2 || type.size() > header_type_letters_max || !is_upper(type.front())) {
    return false;
  }
  for (const char c : type) {
    if (!is_letter(c)) return false;
  }
  return true;
}

// "orders::not_found<int>" → "not_found": what follows the last "::" or "." outside of brackets.
std::string_view last_component(std::string_view type) noexcept {
  std::size_t begin = 0;
  std::size_t end = type.size();
  int depth = 0;
  for (std::size_t i = 0; i < type.size(); ++i) {
    const char c = type[i];
    if (c == '<' || c == '(' || c == '{' || c == '[') {
      if (depth++ == 0) end = i;
    } else if (c == '>' || c == ')' || c == '}' || c == ']') {
      --depth;
    } else if (depth == 0 && (c == ':' || c == '.')) {
      begin = i + 1;
      end = type.size();
    }
  }
  return type.substr(begin, end > begin ? end - begin : 0);
}

std::string_view type_of(const failure& why) noexcept {
  return why.type.empty() ? std::string_view("Unknown") : std::string_view(why.type);
}

std::string with_form(std::string_view prefix, std::string_view type) {
  std::string name;
  bool word_begins = true;
  for (const char c : last_component(type)) {
    if (!is_letter(c)) {
      word_begins = true;
    } else if (name.size() < header_type_letters_max) {
      name += word_begins ? upper(c) : c;
      word_begins = false;
    }
  }
  if (name.empty()) name = "Unknown";
  if (name.size() == 1) name += "Error";
  return std::string(prefix) + name;
}

}  // namespace

std::string header_error_type(std::string_view type) {
  if (has_form(type, "Runtime.") || has_form(type, "Function.")) return std::string(type);
  return with_form("Function.", type);
}

std::string extension_error_type(std::string_view type) {
  return has_form(type, "Extension.") ? std::string(type) : with_form("Extension.", type);
}

std::vector<const failure*> chain_of(const failure& why) {
  std::vector<const failure*> chain = {&why};
  // Each failure is followed by its causes: a walk in order, without recursion, of a tree that is
  // nearly always a list.
  for (std::size_t i = 0; i < chain.size() && chain.size() <= causes_max; ++i) {
    const std::vector<failure>& causes = chain[i]->causes;
    const std::size_t room = causes_max + 1 - chain.size();
    std::vector<const failure*> more;
    for (std::size_t n = 0; n < causes.size() && n < room; ++n) more.push_back(&causes[n]);
    chain.insert(chain.begin() + static_cast<std::ptrdiff_t>(i) + 1, more.begin(), more.end());
  }
  return chain;
}

std::string error_body(const failure& why, const error_limits& limits) {
  std::vector<const failure*> chain = chain_of(why);
  if (chain.size() > limits.causes_max + 1) chain.resize(limits.causes_max + 1);
  std::string body;
  body.reserve(why.message.size() + why.type.size() + 64);
  for (const failure* const one : chain) {
    const bool outermost = one == &why;
    if (!outermost) body += R"(,"cause":)";
    body += R"({"errorMessage":)";
    json_text::append_string(body, one->message,
                             outermost ? limits.message_bytes_max : cause_message_bytes_max);
    body += R"(,"errorType":)";
    json_text::append_string(body, type_of(*one),
                             outermost ? limits.type_bytes_max : cause_type_bytes_max);
    body += R"(,"stackTrace":[)";
    for (std::size_t i = 0; i < one->stack_trace.size() && i < limits.frames_max; ++i) {
      if (i != 0) body += ',';
      json_text::append_string(body, one->stack_trace[i], stack_line_bytes_max);
    }
    body += ']';
  }
  body.append(chain.size(), '}');
  return body;
}

std::string error_text(const failure& why) {
  std::string text;
  for (const failure* const one : chain_of(why)) {
    if (one != &why) text += ", caused by ";
    text += type_of(*one);
    if (one->message.empty()) continue;
    text += ": ";
    text += one->message;
  }
  return text;
}

std::string stack_text(const failure& why) {
  std::string text;
  for (std::size_t i = 0; i < why.stack_trace.size() && i < stack_frames_max; ++i) {
    text += "\n  at ";
    text += std::string_view(why.stack_trace[i]).substr(0, stack_line_bytes_max);
  }
  return text;
}

}  // namespace lambent
