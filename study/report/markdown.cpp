#include "study/report/markdown.hpp"

namespace lambent::study {
namespace {

bool is_alphanumeric(char c) {
  const char lower = static_cast<char>(c | 0x20);
  return (c >= '0' && c <= '9') || (lower >= 'a' && lower <= 'z');
}

// What would be read as markup stands for itself. A low line within a word is none.
std::string plain(std::string_view text) {
  const auto in_word = [&](std::size_t at) {
    return at > 0 && at + 1 < text.size() && is_alphanumeric(text[at - 1]) &&
           is_alphanumeric(text[at + 1]);
  };
  std::string out;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool markup = std::string_view("\\`*|<>[]").contains(c) || (c == '_' && !in_word(at));
    if (markup) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

std::string cells(const std::vector<std::string>& texts, const std::string& emphasis) {
  std::string out = "|";
  for (const std::string& text : texts)
    out += " " + (text.empty() ? "" : emphasis + plain(text) + emphasis) + " |";
  return out + "\n";
}

std::string text_of(const paragraph& what) { return plain(what.text) + "\n"; }

std::string text_of(const bullets& what) {
  std::string out;
  for (const std::string& item : what.items) out += "- " + plain(item) + "\n";
  return out;
}

std::string text_of(const table& what) {
  std::vector<std::string> titles;
  std::string rule = "|";
  for (const table::column& column : what.columns) {
    titles.push_back(column.title);
    rule += column.numbers ? "---:|" : "---|";
  }
  std::string out = what.caption.empty() ? "" : plain(what.caption) + "\n\n";
  out += cells(titles, "") + rule + "\n";
  for (const table::line& line : what.lines) out += cells(line.cells, line.beside ? "*" : "");
  return out;
}

std::string text_of(const charts& what) {
  std::string out;
  for (const chart& one : what.all) {
    if (!out.empty()) out += "\n";
    out += "![" + plain(one.description) + "](" + one.name + ".svg)\n";
  }
  return out;
}

}  // namespace

std::string to_markdown(const document& what) {
  std::string out = "# " + plain(what.title) + "\n\n" + plain(what.subtitle) + "\n";
  for (const section& one : what.sections) {
    out += "\n## " + plain(one.title) + "\n";
    for (const block& each : one.blocks)
      out += "\n" + std::visit([](const auto& known) { return text_of(known); }, each);
  }
  return out;
}

}  // namespace lambent::study
