#include "templates/event_types.hpp"

// As in cli/configuration/document.cpp: one program, one toml++.
#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#define TOML_ENABLE_UNRELEASED_FEATURES 0
#define TOML_ENABLE_WINDOWS_COMPAT 0
#include <toml++/toml.h>

#include <algorithm>
#include <optional>

#include "templates/embedded.hpp"

namespace lambent::templates {
namespace {

constexpr std::string_view folder = "event_types/";
constexpr std::string_view ending = ".toml";

// Multi-line strings end in a newline that the template has already.
std::string without_last_newline(std::string text) {
  if (text.ends_with('\n')) text.pop_back();
  return text;
}

class reader {
public:
  explicit reader(const toml::table& from) : from_(from) {}

  std::string text(std::string_view key) {
    used_.emplace_back(key);
    return without_last_newline(from_[key].value_or(std::string()));
  }
  std::string required(std::string_view key) {
    std::string value = text(key);
    if (value.empty() && missing_.empty()) missing_ = key;
    return value;
  }
  bool flag(std::string_view key, bool otherwise) {
    used_.emplace_back(key);
    return from_[key].value_or(otherwise);
  }
  std::vector<std::string> texts(std::string_view key) {
    used_.emplace_back(key);
    std::vector<std::string> out;
    if (const auto* list = from_[key].as_array())
      for (const auto& one : *list) out.push_back(one.value_or(std::string()));
    return out;
  }
  const toml::table* table(std::string_view key) {
    used_.emplace_back(key);
    return from_[key].as_table();
  }
  // A key that is missing, or that nobody reads.
  result<> judge() const {
    if (!missing_.empty()) return fail("it has no " + missing_);
    for (const auto& [key, value] : from_)
      if (std::ranges::find(used_, std::string_view(key)) == used_.end())
        return fail("nobody reads its " + std::string(key));
    return {};
  }

private:
  const toml::table& from_;
  std::vector<std::string> used_;
  std::string missing_;
};

std::string include_lines(reader& in) {
  std::string out;
  for (const std::string& header : in.texts("headers"))
    out += "#include <lambent/" + header + ">\n";
  std::string standard;
  for (const std::string& header : in.texts("std")) standard += "#include <" + header + ">\n";
  if (!standard.empty()) out += "\n" + standard;
  return without_last_newline(std::move(out));
}

// An event source mapping that reports which items of a batch failed.
void read_mapping(reader& in, variables& to) {
  const toml::table* mapping = in.table("mapping");
  if (mapping == nullptr) return;
  auto text = [&](std::string_view key) { return (*mapping)[key].value_or(std::string()); };
  to["mapping"] = "true";
  to["mapping_source"] = text("source");
  to["mapping_policy"] = text("policy");
  bool stream = (*mapping)["stream"].value_or(false);
  if (stream) to["mapping_stream"] = "true";
  to["sam_parameters"] =
      "  SourceArn:\n    Type: String\n    Description: ARN of " + text("source");
  to["sam_events"] = "        Source:\n          Type: " + text("sam_type") +
                     "\n          Properties:\n            " + text("sam_property") +
                     ": {Ref: SourceArn}\n            "
                     "FunctionResponseTypes: [ReportBatchItemFailures]";
  if (stream) to["sam_events"] += "\n            StartingPosition: TRIM_HORIZON";
}

// A rule of EventBridge.
void read_rule(reader& in, variables& to) {
  const toml::table* rule = in.table("rule");
  if (rule == nullptr) return;
  std::string source = (*rule)["source"].value_or(std::string());
  std::string yaml;
  std::string hcl;
  if (const auto* types = (*rule)["detail_types"].as_array()) {
    for (const auto& type : *types) {
      std::string word = type.value_or(std::string());
      yaml += (yaml.empty() ? "" : ", ") + word;
      hcl += (hcl.empty() ? "\"" : ", \"") + word + "\"";
    }
  }
  to["rule"] = "true";
  to["rule_source"] = source;
  to["rule_detail_types"] = hcl;
  to["sam_events"] =
      "        Rule:\n          Type: EventBridgeRule\n          Properties:\n            "
      "Pattern:\n"
      "              source: [" +
      source + "]\n              detail-type: [" + yaml + "]";
}

void read_sam(reader& in, variables& to) {
  if (std::string events = in.text("sam"); !events.empty()) to["sam_events"] = events;
  to["sam_resources"] = in.text("resources");
  const toml::table* parameters = in.table("parameters");
  if (parameters == nullptr) return;
  std::string out;
  for (const auto& [name, description] : *parameters)
    out += "  " + std::string(name) +
           ":\n    Type: String\n    Description: " + description.value_or(std::string()) + "\n";
  to["sam_parameters"] = without_last_newline(std::move(out));
}

}  // namespace

result<event_type> parse_event_type(std::string_view name, std::string_view toml) {
  toml::parse_result parsed = toml::parse(toml);
  if (!parsed)
    return fail("line " + std::to_string(parsed.error().source().begin.line) + ": " +
                std::string(parsed.error().description()));
  reader in(parsed.table());
  event_type out;
  out.name = name;
  out.title = in.required("title");
  out.example = in.required("example");
  out.rust_names = in.texts("rust");
  variables& to = out.values;
  to["title"] = out.title;
  to["example"] = out.example;
  to["event_type"] = name;
  std::string invoked_by = in.text("invoked_by");
  to["invoked_by"] = invoked_by.empty() ? out.title.substr(0, out.title.find(": ")) : invoked_by;
  to["headers"] = include_lines(in);
  to["uses_events"] = to["headers"].find("/events/") != std::string::npos ? "true" : "false";
  to["event_struct"] = in.required("event");
  to["reply"] = in.required("reply");
  to["parameter"] = in.flag("by_value", false) ? "event_type event" : "const event_type& event";
  to["types"] = in.text("types");
  to["handler"] = in.required("handler");
  to["test"] = in.required("test");
  to["refuses_other"] = in.flag("refuses_other", true) ? "true" : "false";
  read_mapping(in, to);
  read_rule(in, to);
  read_sam(in, to);
  TRY(in.judge());
  return out;
}

result<std::vector<event_type>> all_event_types() {
  std::vector<event_type> out;
  for (const embedded_file& file : embedded_templates()) {
    if (!file.path.starts_with(folder) || !file.path.ends_with(ending)) continue;
    std::string_view name = file.path.substr(folder.size());
    name.remove_suffix(ending.size());
    out.push_back(TRY_FOR(std::string(file.path), parse_event_type(name, file.content)));
  }
  return out;
}

}  // namespace lambent::templates
