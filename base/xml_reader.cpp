#include "base/xml_reader.hpp"

#include <algorithm>
#include <charconv>

namespace lambent {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

bool ends_name(char c) { return is_space(c) || c == '>' || c == '/' || c == '=' || c == '<'; }

void append_utf8(std::string& out, unsigned code) {
  auto byte = [&out](unsigned value) { out += static_cast<char>(value); };
  if (code < 0x80) {
    byte(code);
  } else if (code < 0x800) {
    byte(0xc0U | code >> 6U);
    byte(0x80U | (code & 0x3fU));
  } else if (code < 0x10000) {
    byte(0xe0U | code >> 12U);
    byte(0x80U | (code >> 6U & 0x3fU));
    byte(0x80U | (code & 0x3fU));
  } else {
    byte(0xf0U | code >> 18U);
    byte(0x80U | (code >> 12U & 0x3fU));
    byte(0x80U | (code >> 6U & 0x3fU));
    byte(0x80U | (code & 0x3fU));
  }
}

// What stands between '&' and ';'. False for an entity that XML itself does not have.
bool append_entity(std::string& out, std::string_view name) {
  constexpr std::pair<std::string_view, char> known[] = {
      {"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
  for (const auto& [entity, character] : known)
    if (name == entity) {
      out += character;
      return true;
    }
  if (!name.starts_with('#')) return false;
  bool hexadecimal = name.starts_with("#x");
  name.remove_prefix(hexadecimal ? 2 : 1);
  unsigned code = 0;
  auto [end, bad] =
      std::from_chars(name.data(), name.data() + name.size(), code, hexadecimal ? 16 : 10);
  bool surrogate = code >= 0xd800 && code <= 0xdfff;
  if (bad != std::errc{} || end != name.data() + name.size() || code == 0 || code > 0x10ffff ||
      surrogate)
    return false;
  append_utf8(out, code);
  return true;
}

class parser {
public:
  explicit parser(std::string_view text) : text_(text) {}

  result<xml_element> document() {
    while (at_ < text_.size() && !done_) TRY(step());
    if (!done_) return wrong(open_.empty() ? "there is no element" : "an element is not closed");
    TRY(epilogue());
    return std::move(root_);
  }

private:
  [[nodiscard]] std::unexpected<error> wrong(std::string_view why) const {
    return fail("byte " + std::to_string(at_) + ": " + std::string(why));
  }

  [[nodiscard]] bool looking_at(std::string_view what) const {
    return text_.substr(at_).starts_with(what);
  }

  result<> skip_past(std::string_view end, std::string_view missing) {
    std::size_t found = text_.find(end, at_);
    if (found == std::string_view::npos) return wrong(missing);
    at_ = found + end.size();
    return {};
  }

  result<> step() {
    if (text_[at_] != '<') return characters();
    if (looking_at("<?")) return skip_past("?>", "an instruction is not closed");
    if (looking_at("<!--")) return skip_past("-->", "a comment is not closed");
    if (looking_at("<![CDATA[")) return cdata();
    if (looking_at("<!")) return wrong("document types are not read");
    if (looking_at("</")) return close_tag();
    return open_tag();
  }

  result<> epilogue() {
    while (at_ < text_.size()) {
      if (is_space(text_[at_]))
        ++at_;
      else if (looking_at("<!--") || looking_at("<?"))
        TRY(step());
      else
        return wrong("there is more after the root element");
    }
    return {};
  }

  result<> characters() {
    std::size_t end = std::min(text_.find('<', at_), text_.size());
    std::string_view raw = text_.substr(at_, end - at_);
    if (open_.empty()) {
      if (!std::ranges::all_of(raw, is_space)) return wrong("text stands outside of the root");
      at_ = end;
      return {};
    }
    std::string& into = current().text;
    while (!raw.empty()) {
      std::size_t ampersand = std::min(raw.find('&'), raw.size());
      into.append(raw.substr(0, ampersand));
      raw.remove_prefix(ampersand);
      if (raw.empty()) break;
      std::size_t semicolon = raw.find(';');
      if (semicolon == std::string_view::npos || !append_entity(into, raw.substr(1, semicolon - 1)))
        return wrong("an entity is none of XML's");
      raw.remove_prefix(semicolon + 1);
    }
    at_ = end;
    return {};
  }

  result<> cdata() {
    constexpr std::string_view begin = "<![CDATA[";
    if (open_.empty()) return wrong("text stands outside of the root");
    std::size_t from = at_ + begin.size();
    TRY(skip_past("]]>", "a CDATA section is not closed"));
    current().text.append(text_.substr(from, at_ - 3 - from));
    return {};
  }

  std::string take_name() {
    std::size_t from = at_;
    while (at_ < text_.size() && !ends_name(text_[at_])) ++at_;
    std::string_view name = text_.substr(from, at_ - from);
    return std::string(name.substr(name.find(':') + 1));  // npos + 1 is 0.
  }

  // Up to and including '>'. Quoted values may hold anything but '<'.
  result<bool> finish_tag() {
    char quote = '\0';
    for (; at_ < text_.size(); ++at_) {
      char c = text_[at_];
      if (c == '<') break;
      if (quote != '\0') {
        if (c == quote) quote = '\0';
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        ++at_;
        return text_[at_ - 2] == '/';
      }
    }
    return wrong("a tag is not closed");
  }

  result<> open_tag() {
    ++at_;
    std::string name = take_name();
    if (name.empty()) return wrong("a tag has no name");
    if (open_.size() == xml_depth_max) return wrong("elements are nested too deeply");
    if (++count_ > xml_elements_max) return wrong("there are too many elements");
    bool is_empty = TRY(finish_tag());
    if (open_.empty()) {
      root_.name = std::move(name);
      open_.push_back(&root_);
    } else {
      xml_element& parent = current();
      parent.children.push_back({.name = std::move(name)});
      open_.push_back(&parent.children.back());
    }
    return is_empty ? close() : result<>();
  }

  result<> close_tag() {
    at_ += 2;
    std::string name = take_name();
    if (open_.empty() || name != current().name) return wrong("</" + name + "> closes nothing");
    if (TRY(finish_tag())) return wrong("a closing tag is an empty one too");
    return close();
  }

  // The spaces between the children of an element are layout, not text.
  result<> close() {
    if (!current().children.empty()) current().text.clear();
    open_.pop_back();
    done_ = open_.empty();
    return {};
  }

  // Children are only ever added to the innermost open element, so these stay valid.
  xml_element& current() { return *open_.back(); }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t count_ = 0;
  bool done_ = false;
  xml_element root_;
  std::vector<xml_element*> open_;
};

const xml_element* follow(const xml_element* from, std::string_view path) {
  while (from != nullptr && !path.empty()) {
    std::string_view name = path.substr(0, path.find('/'));
    path.remove_prefix(std::min(name.size() + 1, path.size()));
    from = from->child(name);
  }
  return from;
}

}  // namespace

const xml_element* xml_element::child(std::string_view child_name) const {
  for (const xml_element& each : children)
    if (each.name == child_name) return &each;
  return nullptr;
}

std::string_view xml_element::at(std::string_view path) const {
  const xml_element* found = follow(this, path);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

const std::vector<xml_element>& xml_element::list(std::string_view path) const {
  static const std::vector<xml_element> none;
  const xml_element* found = follow(this, path);
  return found == nullptr ? none : found->children;
}

result<xml_element> parse_xml(std::string_view text) {
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return parser(text).document();
}

}  // namespace lambent
