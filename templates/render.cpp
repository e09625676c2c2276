#include "templates/render.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "base/ascii.hpp"

namespace lambent::templates {
namespace {

constexpr std::string_view blanks = " \t\r";

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

struct tag {
  char kind = 0;  // '#', '^', '/', '!', or 0 for a value.
  std::string_view name;
  std::optional<std::string_view> wanted;  // Behind '='.
};

// What stands between {{ and }}, or nothing when it is no tag.
std::optional<tag> read_tag(std::string_view inside) {
  inside = trimmed(inside, blanks);
  if (inside.empty()) return std::nullopt;
  tag out;
  if (std::string_view("#^/!").find(inside.front()) != std::string_view::npos) {
    out.kind = inside.front();
    inside = trimmed(inside.substr(1), blanks);
  }
  if (out.kind == '!') return out;
  if (std::size_t equals = inside.find('='); equals != std::string_view::npos) {
    if (out.kind != '#' && out.kind != '^') return std::nullopt;
    out.wanted = trimmed(inside.substr(equals + 1), blanks);
    inside = trimmed(inside.substr(0, equals), blanks);
  }
  if (!is_variable_name(inside)) return std::nullopt;
  out.name = inside;
  return out;
}

class renderer {
public:
  renderer(std::string_view text, const variables& values) : text_(text), values_(values) {}

  result<std::string> run() {
    while (at_ < text_.size()) {
      std::size_t open = text_.find("{{", at_);
      put(text_.substr(at_, open - at_));
      if (open == std::string_view::npos) break;
      TRY(step(open));
      if (out_.size() > rendered_bytes_max)
        return fail("the file would be larger than " + std::to_string(rendered_bytes_max) +
                    " bytes");
    }
    if (!sections_.empty())
      return fail(place(sections_.back().at) + "the section '" +
                  std::string(sections_.back().name) + "' is not closed");
    return std::move(out_);
  }

private:
  struct section {
    std::string_view name;
    std::size_t at;
    bool shown;  // It and all around it.
  };

  result<> step(std::size_t open) {
    std::size_t close = text_.find("}}", open + 2);
    std::size_t line_end = text_.find('\n', open);
    bool on_one_line = close != std::string_view::npos && close < line_end;
    auto found = on_one_line ? read_tag(text_.substr(open + 2, close - open - 2)) : std::nullopt;
    char before = open > at_ ? text_[open - 1] : '\0';
    if (!found || before == '$' || before == '\\') {
      // The backslash says that the braces are meant, and has done its work.
      if (found && before == '\\' && shown()) out_.pop_back();
      at_ = open + 2;
      put("{{");
      return {};
    }
    at_ = close + 2;
    if (found->kind == 0) return put_value(*found, open);
    leave_out_line(open);
    if (found->kind == '!') return {};
    if (found->kind == '/') return end_section(*found, open);
    return begin_section(*found, open);
  }

  result<> put_value(const tag& what, std::size_t open) {
    put(TRY(value_of(what.name, open)));
    return {};
  }

  result<> begin_section(const tag& what, std::size_t open) {
    if (sections_.size() == section_depth_max)
      return fail(place(open) + "there are more than " + std::to_string(section_depth_max) +
                  " sections inside each other");
    std::string_view value = TRY(value_of(what.name, open));
    bool holds = what.wanted ? value == *what.wanted : is_set(value);
    sections_.push_back({what.name, open, shown() && holds == (what.kind == '#')});
    return {};
  }

  result<> end_section(const tag& what, std::size_t open) {
    if (sections_.empty())
      return fail(place(open) + "'" + std::string(what.name) + "' is closed but was not opened");
    if (sections_.back().name != what.name)
      return fail(place(open) + "'" + std::string(what.name) + "' is closed where '" +
                  std::string(sections_.back().name) + "' is open");
    sections_.pop_back();
    return {};
  }

  result<std::string_view> value_of(std::string_view name, std::size_t open) const {
    auto found = values_.find(name);
    if (found == values_.end())
      return fail(place(open) + "there is no variable '" + std::string(name) + "'",
                  "write \\{{ where braces are meant");
    return std::string_view(found->second);
  }

  // When the line has nothing else, it goes away with the tag.
  void leave_out_line(std::size_t open) {
    std::size_t line = open == 0 ? 0 : text_.rfind('\n', open - 1) + 1;
    std::size_t next = text_.find('\n', at_);
    std::size_t line_end = std::min(next, text_.size());
    if (!trimmed(text_.substr(line, open - line), blanks).empty()) return;
    if (!trimmed(text_.substr(at_, line_end - at_), blanks).empty()) return;
    if (shown()) out_.resize(out_.size() - (open - line));
    at_ = next == std::string_view::npos ? text_.size() : next + 1;
  }

  void put(std::string_view text) {
    if (shown()) out_ += text;
  }
  [[nodiscard]] bool shown() const { return sections_.empty() || sections_.back().shown; }

  [[nodiscard]] std::string place(std::size_t at) const {
    return "line " + std::to_string(1 + std::ranges::count(text_.substr(0, at), '\n')) + ": ";
  }

  std::string_view text_;
  const variables& values_;
  std::size_t at_ = 0;
  std::string out_;
  std::vector<section> sections_;
};

}  // namespace

result<std::string> render(std::string_view text, const variables& values) {
  return renderer(text, values).run();
}

bool is_set(std::string_view value) { return !value.empty() && value != "false"; }

bool is_variable_name(std::string_view name) {
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '.';
  });
}

}  // namespace lambent::templates
