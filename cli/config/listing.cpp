#include "cli/config/listing.hpp"

#include <algorithm>
#include <array>

#include "base/json_string.hpp"

namespace lambent::cli {
namespace {

using configuration::value_kind;

// ---- tables that are no flags ----

std::string joined(const configuration::node& list) {
  std::string out;
  for (const configuration::node& item : list.items)
    out += (out.empty() ? "" : ", ") +
           (item.kind == configuration::node_kind::table ? std::string("{...}") : item.text);
  return out;
}

void flatten(const configuration::document& in, const configuration::member& from,
             const std::string& prefix, std::vector<resolved_flag>& into) {
  std::string key = prefix + from.name;
  if (from.value.kind == configuration::node_kind::table) {
    for (const configuration::member& inner : from.value.members)
      flatten(in, inner, key + ".", into);
    return;
  }
  resolved_value value{.text = from.value.text,
                       .from = origin::file,
                       .where = configuration::shown(in, from.value.at)};
  if (from.value.kind == configuration::node_kind::list) value.text = joined(from.value);
  auto weaker = std::ranges::find(into, key, &resolved_flag::key);
  if (weaker == into.end()) weaker = into.insert(into.end(), {.key = key, .flag = {}});
  weaker->values = {std::move(value)};
}

// ---- text ----

using row = std::array<std::string, 3>;

std::string shown_origin(const resolved_value& value) {
  switch (value.from) {
    case origin::otherwise:
      return "default";
    case origin::file:
      return value.where;
    case origin::environment:
      return "$" + value.where;
    case origin::flag:
      return "flag";
  }
  return {};
}

void append_rows(const resolved_flag& flag, std::vector<row>& into) {
  if (flag.values.empty()) {
    into.push_back({flag.key, flag.kind == value_kind::boolean ? "false" : "-", "default"});
    return;
  }
  for (const resolved_value& value : flag.values) {
    std::size_t equals = value.text.find('=');
    if (flag.kind == value_kind::pairs && equals != std::string::npos) {
      into.push_back({flag.key + "." + value.text.substr(0, equals), value.text.substr(equals + 1),
                      shown_origin(value)});
    } else {
      into.push_back({flag.key, value.text, shown_origin(value)});
    }
  }
}

// On one line, whatever it has.
std::string printable(const std::string& text) {
  bool plain = std::ranges::all_of(text, [](char c) {
    return static_cast<unsigned char>(c) >= ' ' && static_cast<unsigned char>(c) != '\x7f';
  });
  return plain ? text : json_string(text);
}

// ---- JSON ----

std::string json_of(const resolved_flag& flag, const std::string& text) {
  if (flag.kind == value_kind::boolean) return text == "true" ? "true" : "false";
  bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
  constexpr std::size_t safe_digits = 15;
  bool leading_zero = text.size() > 1 && text.front() == '0';
  if (flag.kind == value_kind::integer && digits && text.size() <= safe_digits && !leading_zero)
    return text;
  return json_string(text);
}

std::string origin_json(const resolved_value& value) {
  constexpr std::array<const char*, 4> names = {"default", "file", "environment", "flag"};
  std::string out = R"("from":")";
  out += names.at(static_cast<std::size_t>(value.from));
  out += "\"";
  return value.where.empty() ? out : out + ",\"where\":" + json_string(value.where);
}

std::string pairs_json(const resolved_flag& flag) {
  std::string values;
  std::string sources;
  for (const resolved_value& value : flag.values) {
    std::size_t equals = value.text.find('=');
    std::string key = json_string(value.text.substr(0, equals));
    std::string text = equals == std::string::npos ? "" : value.text.substr(equals + 1);
    values += (values.empty() ? "" : ",") + key + ":" + json_string(text);
    sources += (sources.empty() ? "" : ",") + key + ":{" + origin_json(value) + "}";
  }
  return "{\"value\":{" + values + "},\"sources\":{" + sources + "}}";
}

std::string flag_json(const resolved_flag& flag) {
  if (flag.kind == value_kind::pairs) return pairs_json(flag);
  resolved_value first;
  if (!flag.values.empty()) first = flag.values.front();
  std::string value;
  if (flag.repeatable) {
    for (const resolved_value& each : flag.values)
      value += (value.empty() ? "" : ",") + json_of(flag, each.text);
    value = "[" + value + "]";
  } else if (!flag.values.empty()) {
    value = json_of(flag, first.text);
  } else {
    value = flag.kind == value_kind::boolean ? "false" : "null";
  }
  return "{\"value\":" + value + "," + origin_json(first) + "}";
}

std::string text_or_null(const std::string& text) {
  return text.empty() ? "null" : json_string(text);
}

}  // namespace

std::vector<resolved_flag> flattened(const configuration::document& in,
                                     const std::vector<const configuration::member*>& tables) {
  std::vector<resolved_flag> out;
  for (const configuration::member* table : tables) {
    if (table->value.kind != configuration::node_kind::table) flatten(in, *table, "", out);
    for (const configuration::member& found : table->value.members) flatten(in, found, "", out);
  }
  return out;
}

std::string as_table(const listing& all, bool explain) {
  std::string out;
  for (const listed_table& table : all.tables) {
    std::vector<row> rows;
    for (const resolved_flag& flag : table.values) append_rows(flag, rows);
    std::array<std::size_t, 2> widths{};
    for (row& each : rows) {
      each[1] = printable(each[1]);
      for (std::size_t i = 0; i < widths.size(); ++i)
        widths.at(i) = std::max(widths.at(i), each.at(i).size());
    }
    out += (out.empty() ? "[" : "\n[") + table.name + "]\n";
    for (const auto& [key, value, from] : rows) {
      out += key + std::string(widths[0] - key.size() + 2, ' ') + value;
      if (explain) out += std::string(widths[1] - value.size() + 2, ' ') + from;
      out += "\n";
    }
  }
  return out;
}

std::string as_json(const listing& all) {
  std::string tables;
  for (const listed_table& table : all.tables) {
    std::string values;
    for (const resolved_flag& flag : table.values)
      values += (values.empty() ? "" : ",") + json_string(flag.key) + ":" + flag_json(flag);
    tables += (tables.empty() ? "" : ",") + json_string(table.name) + ":{" + values + "}";
  }
  return "{\"file\":" + text_or_null(all.file) + ",\"context\":" + text_or_null(all.context) +
         ",\"function\":" + text_or_null(all.function) + ",\"tables\":{" + tables + "}}\n";
}

}  // namespace lambent::cli
