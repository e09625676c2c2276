// From a batch of the Telemetry or the Logs API to records. Pure: text in, values out.
#include <lambent/json.hpp>
#include <lambent/telemetry.hpp>

#include <algorithm>
#include <array>
#include <utility>

#include "trace_json.hpp"

namespace lambent::telemetry {

// camelCase, and whatever is missing or null stays empty: what a record has differs by schema
// version and by kind of instance.
LAMBENT_JSON_AS(span, style::camel_case | style::defaults, name, start, duration_ms);
LAMBENT_JSON_AS(metrics, style::camel_case | style::defaults, duration_ms, billed_duration_ms,
                init_duration_ms, restore_duration_ms, billed_restore_duration_ms,
                (memory_size_mb, "memorySizeMB"), (max_memory_used_mb, "maxMemoryUsedMB"),
                produced_bytes);
LAMBENT_JSON_AS(init_start, style::camel_case | style::defaults, initialization_type, phase,
                runtime_version, runtime_version_arn, function_name, function_arn, function_version,
                instance_id, instance_max_memory, tracing);
LAMBENT_JSON_AS(init_runtime_done, style::camel_case | style::defaults, initialization_type, phase,
                status, error_type, spans, tracing);
LAMBENT_JSON_AS(init_report, style::camel_case | style::defaults, initialization_type, phase,
                status, error_type, metrics, spans, tracing);
LAMBENT_JSON_AS(start, style::camel_case | style::defaults, request_id, function_arn, version,
                tenant_id, tracing);
LAMBENT_JSON_AS(runtime_done, style::camel_case | style::defaults, request_id, status, error_type,
                tenant_id, metrics, spans, tracing);
LAMBENT_JSON_AS(end, style::camel_case | style::defaults, request_id);
LAMBENT_JSON_AS(report, style::camel_case | style::defaults, request_id, status, error_type,
                tenant_id, metrics, spans, tracing);
LAMBENT_JSON_AS(restore_start, style::camel_case | style::defaults, runtime_version,
                runtime_version_arn, function_name, function_version, instance_id,
                instance_max_memory, tracing);
LAMBENT_JSON_AS(restore_runtime_done, style::camel_case | style::defaults, status, error_type,
                spans, tracing);
LAMBENT_JSON_AS(restore_report, style::camel_case | style::defaults, status, error_type, metrics,
                spans, tracing);
LAMBENT_JSON_AS(extension_state, style::camel_case | style::defaults, name, state, events,
                error_type);
LAMBENT_JSON_AS(subscribed, style::camel_case | style::defaults, name, state, types);
LAMBENT_JSON_AS(logs_dropped, style::camel_case | style::defaults, reason, dropped_records,
                dropped_bytes);

namespace {

// Text is taken out of its quotes; anything else is kept as JSON.
bool read_text_or_json(json::reader& in, std::string& text, bool& is_json) {
  is_json = in.peek() != json::kind::string;
  if (!is_json) return in.read(text);
  std::string_view whole;
  if (!in.read_raw(whole)) return false;
  text = whole;
  return true;
}

template <telemetry::type From>
bool read_line(json::reader& in, record& out) {
  // Most records are lines: their memory is used again.
  auto* line = std::get_if<log_line>(&out.content);
  if (line == nullptr) line = &out.content.emplace<log_line>();
  line->from = From;
  return read_text_or_json(in, line->text, line->is_json);
}

bool read_fault(json::reader& in, record& out) {
  bool is_json = false;
  return read_text_or_json(in, out.content.emplace<fault>().text, is_json);
}

template <class T>
bool read_content(json::reader& in, record& out) {
  return decode(in, out.content.emplace<T>());
}

struct known_type {
  std::string_view name;
  bool (*read)(json::reader& in, record& out);
};

constexpr std::array known_types = {
    known_type{"function", read_line<telemetry::type::function>},
    known_type{"extension", read_line<telemetry::type::extension>},
    known_type{"platform.start", read_content<start>},
    known_type{"platform.runtimeDone", read_content<runtime_done>},
    known_type{"platform.report", read_content<report>},
    known_type{"platform.end", read_content<end>},
    known_type{"platform.initStart", read_content<init_start>},
    known_type{"platform.initRuntimeDone", read_content<init_runtime_done>},
    known_type{"platform.initReport", read_content<init_report>},
    known_type{"platform.restoreStart", read_content<restore_start>},
    known_type{"platform.restoreRuntimeDone", read_content<restore_runtime_done>},
    known_type{"platform.restoreReport", read_content<restore_report>},
    known_type{"platform.fault", read_fault},
    known_type{"platform.extension", read_content<extension_state>},
    known_type{"platform.telemetrySubscription", read_content<subscribed>},
    known_type{"platform.logsSubscription", read_content<subscribed>},
    known_type{"platform.logsDropped", read_content<logs_dropped>},
};

const known_type* find_type(std::string_view name) noexcept {
  for (const known_type& known : known_types) {
    if (known.name == name) return &known;
  }
  return nullptr;
}

void mark_malformed(record& out, std::string problem) {
  out.content.emplace<malformed>().problem = std::move(problem);
}

void read_record(std::string_view text, record& out) {
  out.raw = text;
  out.time.clear();
  out.type.clear();
  json::reader in(text);
  std::string_view name;
  std::string_view content;
  in.begin_object();
  while (in.next_member(name)) {
    if (name == "time") {
      in.read(out.time);
    } else if (name == "type") {
      in.read(out.type);
    } else if (name == "record") {
      in.read_raw(content);
    } else {
      in.skip();
    }
  }
  if (!in.finish()) return mark_malformed(out, in.problem());
  const known_type* const known = find_type(out.type);
  if (known == nullptr) {
    out.content.emplace<unknown>();
    return;
  }
  if (content.empty()) return mark_malformed(out, "$: the member \"record\" is missing");
  json::reader inner(content);
  if (known->read(inner, out) && inner.finish()) return;
  // The path continues where the record lies.
  mark_malformed(out, "$.record" + inner.problem().substr(1));
}

// A part of the text, also where nothing is left.
std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t begin = std::min(text.find_first_not_of(blanks), text.size());
  if (begin == text.size()) return text.substr(begin);
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

// Where the element of an array ends that the text begins with: at its comma, at a closing bracket
// or with the text. Brackets and quotes alone tell, so that what is wrong between them costs no
// other element. npos where one of them is open at the end.
std::size_t end_of_element(std::string_view text) noexcept {
  std::size_t open = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      quoted = c != '"';
    } else if (c == '"') {
      quoted = true;
    } else if (c == '{' || c == '[') {
      ++open;
    } else if (c == '}' || c == ']') {
      if (open == 0) return i;
      --open;
    } else if (c == ',' && open == 0) {
      return i;
    }
  }
  return quoted || open > 0 ? std::string_view::npos : text.size();
}

}  // namespace

struct batch_reader::state {
  std::string_view rest;  // Not yet looked at.
  protocol framing;
  // Of the array that is read: what follows its bracket or its last element.
  std::optional<std::string_view> array;
  bool after_comma = false;

  std::string_view take_part() noexcept {
    const std::size_t end = framing == protocol::tcp ? rest.find('\n') : std::string_view::npos;
    const std::string_view taken = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return taken;
  }

  bool next_of_array(record& out) {
    *array = trimmed(*array);
    if (array->starts_with(']') && !after_comma) {
      const std::string_view rubbish = trimmed(array->substr(1));
      array.reset();
      return !rubbish.empty() && take_broken(rubbish, out);
    }
    const std::size_t end = end_of_element(*array);
    const std::string_view element = trimmed(array->substr(0, end));
    const std::string_view behind = array->substr(std::min(end, array->size()));
    if (end == std::string_view::npos || behind.starts_with('}') || element.empty()) {
      const std::string_view broken = *array;
      array.reset();
      return take_broken(broken, out);
    }
    read_record(element, out);
    after_comma = behind.starts_with(',');
    array = behind.substr(after_comma ? 1 : 0);
    return true;
  }

  // Nobody knows where in it a record begins.
  static bool take_broken(std::string_view text, record& out) {
    out.time.clear();
    out.type.clear();
    out.raw = text;
    mark_malformed(out, "$: no valid JSON: the array of records is broken here");
    return true;
  }
};

batch_reader::batch_reader(std::string_view text, protocol framing)
    : state_(std::make_unique<state>()) {
  state_->rest = text;
  state_->framing = framing;
}
batch_reader::~batch_reader() = default;

bool batch_reader::next(record& out) {
  state& s = *state_;
  while (true) {
    if (s.array && s.next_of_array(out)) return true;
    if (s.rest.empty()) return false;
    const std::string_view part = s.take_part();
    if (part.empty()) continue;
    if (part.front() != '[') {
      read_record(part, out);
      return true;
    }
    s.array = part.substr(1);
    s.after_comma = false;
  }
}

}  // namespace lambent::telemetry
