#include "base/xml_reader.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <optional>

namespace lambent {
namespace {

constexpr std::string_view space = " \t\r\n";
constexpr std::string_view ends_name = " \t\r\n/>=<\"'";

bool may_begin_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}

bool may_be_in_name(char c) {
  return may_begin_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

void append_utf8(std::string& out, std::uint32_t code) {
  auto put = [&out](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (code < 0x80) return put(code);
  if (code < 0x800) {
    put(0xc0U | code >> 6U);
    return put(0x80U | (code & 0x3fU));
  }
  if (code < 0x10000) {
    put(0xe0U | code >> 12U);
    put(0x80U | (code >> 6U & 0x3fU));
    return put(0x80U | (code & 0x3fU));
  }
  put(0xf0U | code >> 18U);
  put(0x80U | (code >> 12U & 0x3fU));
  put(0x80U | (code >> 6U & 0x3fU));
  put(0x80U | (code & 0x3fU));
}

bool append_reference(std::string& out, std::string_view name) {
  if (name == "lt") return out += '<', true;
  if (name == "gt") return out += '>', true;
  if (name == "amp") return out += '&', true;
  if (name == "quot") return out += '"', true;
  if (name == "apos") return out += '\'', true;
  if (!name.starts_with('#')) return false;
  name.remove_prefix(1);
  int base = 10;
  if (name.starts_with('x')) {
    base = 16;
    name.remove_prefix(1);
  }
  std::uint32_t code = 0;
  auto [end, bad] = std::from_chars(name.data(), name.data() + name.size(), code, base);
  bool surrogate = code >= 0xd800 && code < 0xe000;
  if (bad != std::errc() || end != name.data() + name.size() || code == 0 || code > 0x10ffff ||
      surrogate)
    return false;
  append_utf8(out, code);
  return true;
}

class reader {
public:
  reader(std::string_view document, const xml_limits& limits)
      : all_(document), rest_(document), limits_(limits) {}

  result<xml_element> read() {
    if (auto zero = all_.find('\0'); zero != std::string_view::npos) {
      rest_.remove_prefix(zero);
      return wrong("a zero byte");
    }
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);
    TRY(skip_around());
    if (!rest_.starts_with('<')) return wrong("no element");
    xml_element root;
    // The elements that are open, outermost first. A parent's children do not move while one of
    // them is open: only its last child can be.
    std::vector<xml_element*> open;
    if (TRY(read_start(root))) open.push_back(&root);
    while (!open.empty()) TRY(read_inside(open));
    TRY(skip_around());
    if (!rest_.empty()) return wrong("something follows the document");
    return root;
  }

private:
  [[nodiscard]] std::unexpected<error> wrong(std::string_view what) const {
    return fail("read XML: " + std::string(what) + " at byte " +
                std::to_string(all_.size() - rest_.size()));
  }

  void skip_space() {
    auto at = rest_.find_first_not_of(space);
    rest_.remove_prefix(at == std::string_view::npos ? rest_.size() : at);
  }

  // What begins with `begin` is here: passes its end.
  result<std::string_view> pass(std::string_view begin, std::string_view end) {
    auto at = rest_.find(end, begin.size());
    if (at == std::string_view::npos) return wrong(std::string(begin) + " without an end");
    std::string_view inside = rest_.substr(begin.size(), at - begin.size());
    rest_.remove_prefix(at + end.size());
    return inside;
  }

  // Comments, instructions and space before and after the root.
  result<> skip_around() {
    while (true) {
      skip_space();
      if (rest_.starts_with("<?")) {
        TRY(pass("<?", "?>"));
      } else if (rest_.starts_with("<!--")) {
        TRY(pass("<!--", "-->"));
      } else if (rest_.starts_with("<!")) {
        return wrong("a document type is not taken");
      } else {
        return {};
      }
    }
  }

  result<std::string_view> read_name() {
    std::string_view name = rest_.substr(0, rest_.find_first_of(ends_name));
    std::string_view local = name.substr(name.rfind(':') + 1);
    if (local.empty() || !may_begin_name(local.front()) ||
        !std::ranges::all_of(name, may_be_in_name))
      return wrong("a name is missing");
    rest_.remove_prefix(name.size());
    return local;
  }

  // A start tag, whole. False when the element has ended with it.
  result<bool> read_start(xml_element& into) {
    if (++elements_ > limits_.elements_max) return wrong("too many elements");
    rest_.remove_prefix(1);
    into.name = TRY(read_name());
    while (true) {
      skip_space();
      if (rest_.starts_with("/>")) {
        rest_.remove_prefix(2);
        return false;
      }
      if (rest_.starts_with('>')) {
        rest_.remove_prefix(1);
        return true;
      }
      TRY(skip_attribute());
    }
  }

  result<> skip_attribute() {
    TRY(read_name());
    skip_space();
    if (!rest_.starts_with('=')) return wrong("an attribute without a value");
    rest_.remove_prefix(1);
    skip_space();
    if (!rest_.starts_with('"') && !rest_.starts_with('\''))
      return wrong("an attribute's value without quotes");
    std::string_view quote = rest_.substr(0, 1);
    if (TRY(pass(quote, quote)).contains('<')) return wrong("a tag inside an attribute");
    return {};
  }

  // The next piece of the innermost open element.
  result<> read_inside(std::vector<xml_element*>& open) {
    xml_element& here = *open.back();
    if (rest_.empty()) return wrong(here.name + " is not closed");
    if (rest_.front() != '<') return read_text(here.text);
    if (rest_.starts_with("<!--")) {
      TRY(pass("<!--", "-->"));
      return {};
    }
    if (rest_.starts_with("<![CDATA[")) {
      here.text += TRY(pass("<![CDATA[", "]]>"));
      return {};
    }
    if (rest_.starts_with("<?")) {
      TRY(pass("<?", "?>"));
      return {};
    }
    if (rest_.starts_with("</")) {
      rest_.remove_prefix(2);
      if (TRY(read_name()) != here.name) return wrong("the end tag is not " + here.name + "'s");
      skip_space();
      if (!rest_.starts_with('>')) return wrong("an end tag is not closed");
      rest_.remove_prefix(1);
      open.pop_back();
      return {};
    }
    if (open.size() >= limits_.depth_max) return wrong("too many levels");
    xml_element& child = here.children.emplace_back();
    if (TRY(read_start(child))) open.push_back(&child);
    return {};
  }

  result<> read_text(std::string& into) {
    std::string_view text = rest_.substr(0, rest_.find('<'));
    while (!text.empty()) {
      auto and_sign = text.find('&');
      into += text.substr(0, and_sign);
      if (and_sign == std::string_view::npos) {
        rest_.remove_prefix(text.size());
        return {};
      }
      rest_.remove_prefix(and_sign);
      text.remove_prefix(and_sign);
      auto end = text.find(';');
      if (end == std::string_view::npos || !append_reference(into, text.substr(1, end - 1)))
        return wrong("an unknown reference");
      rest_.remove_prefix(end + 1);
      text.remove_prefix(end + 1);
    }
    return {};
  }

  std::string_view all_, rest_;
  xml_limits limits_;
  std::size_t elements_ = 0;
};

}  // namespace

const xml_element* xml_element::child(std::string_view wanted) const {
  for (const auto& one : children)
    if (one.name == wanted) return &one;
  return nullptr;
}

std::string_view xml_element::text_of(std::string_view wanted) const {
  const xml_element* found = child(wanted);
  return found == nullptr ? std::string_view() : std::string_view(found->text);
}

result<xml_element> read_xml(std::string_view document, const xml_limits& limits) {
  return reader(document, limits).read();
}

}  // namespace lambent
