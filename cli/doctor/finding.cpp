#include "cli/doctor/finding.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/json_string.hpp"
#include "cli/command_line/help.hpp"

namespace lambent::cli::doctor {
namespace {

struct verdict_style {
  std::string_view word;
  std::string_view colour;
};

constexpr std::array<verdict_style, 3> styles = {{
    {"ok", "\033[32m"},
    {"warn", "\033[33m"},
    {"missing", "\033[1;31m"},
}};

const verdict_style& style_of(verdict how) { return styles.at(static_cast<std::size_t>(how)); }

constexpr std::size_t text_column = 11;
constexpr std::size_t columns = 100;

void append_indented(std::string& out, std::string_view lead, std::string_view text) {
  std::string first(lead);
  for (const std::string& line : wrapped(text, columns - text_column)) {
    out += first + std::string(text_column - lead.size(), ' ') + line + "\n";
    first.clear();
    lead = {};
  }
}

}  // namespace

std::string as_text(const std::vector<finding>& findings, bool colour) {
  std::string out;
  std::string_view group;
  for (const finding& each : findings) {
    if (each.group != group) out += (group.empty() ? "" : "\n") + each.group + "\n";
    group = each.group;
    const verdict_style& style = style_of(each.how);
    std::string lead = "  " + std::string(style.word);
    std::string text = each.what + (each.means.empty() ? "" : ": " + each.means);
    std::size_t start = out.size();
    append_indented(out, lead, text);
    // After the text is laid out: a colour has no width.
    if (colour)
      out.replace(start, lead.size(),
                  "  " + std::string(style.colour) + std::string(style.word) + "\033[0m");
    if (!each.fix.empty()) append_indented(out, "", "fix: " + each.fix);
  }
  return out;
}

std::string as_json(const std::vector<finding>& findings) {
  std::string list;
  auto optional = [](std::string_view name, const std::string& text) {
    return text.empty() ? std::string() : ",\"" + std::string(name) + "\":" + json_string(text);
  };
  for (const finding& each : findings) {
    list += (list.empty() ? "" : ",");
    list += "{\"group\":" + json_string(each.group) + ",\"name\":" + json_string(each.name) +
            ",\"verdict\":" + json_string(style_of(each.how).word) +
            ",\"what\":" + json_string(each.what) + optional("means", each.means) +
            optional("fix", each.fix) + "}";
  }
  return std::string("{\"ok\":") + (healthy(findings) ? "true" : "false") + ",\"findings\":[" +
         list + "]}\n";
}

bool healthy(const std::vector<finding>& findings) {
  return std::ranges::find(findings, verdict::missing, &finding::how) == findings.end();
}

}  // namespace lambent::cli::doctor
