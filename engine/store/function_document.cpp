#include "engine/store/function_document.hpp"

#include <boost/json.hpp>

namespace lambent::store {
namespace {

namespace json = boost::json;
using text_map = std::map<std::string, std::string>;

// One list of members serves both directions, so that neither can forget one.
template <class Visit, class Function>
void each_member(Visit&& visit, Function& f) {
  visit("description", f.description);
  visit("runtime", f.runtime);
  visit("handler", f.handler);
  visit("role", f.role);
  visit("architecture", f.architecture);
  visit("package_type", f.package_type);
  visit("memory_mb", f.memory_mb);
  visit("timeout_s", f.timeout_s);
  visit("ephemeral_storage_mb", f.ephemeral_storage_mb);
  visit("environment", f.environment);
  visit("layers", f.layers);
  visit("tracing_mode", f.tracing_mode);
  visit("dead_letter_target", f.dead_letter_target);
  visit("kms_key_arn", f.kms_key_arn);
  visit("snap_start_apply_on", f.snap_start_apply_on);
  visit("tags", f.tags);
  visit("log_format", f.logging.format);
  visit("log_application_level", f.logging.application_level);
  visit("log_system_level", f.logging.system_level);
  visit("log_group", f.logging.group);
  visit("code_sha256", f.code_sha256);
  visit("code_size", f.code_size);
  visit("code_dir", f.code_dir);
  visit("echoed", f.echoed);
  visit("last_modified_ms", f.last_modified_ms);
  visit("revision_id", f.revision_id);
  visit("state", f.state);
  visit("state_reason", f.state_reason);
  visit("state_reason_code", f.state_reason_code);
  visit("last_update", f.last_update);
  visit("last_update_reason", f.last_update_reason);
  visit("last_update_reason_code", f.last_update_reason_code);
}

struct writer {
  json::object& out;

  void operator()(const char* name, const std::string& value) { out[name] = value; }
  void operator()(const char* name, const text_map& value) { out[name] = json::value_from(value); }
  void operator()(const char* name, const std::vector<std::string>& value) {
    out[name] = json::value_from(value);
  }
  void operator()(const char* name, const std::optional<text_map>& value) {
    if (value) out[name] = json::value_from(*value);
  }
  template <class Number>
    requires std::is_integral_v<Number>
  void operator()(const char* name, const Number& value) {
    out[name] = static_cast<std::int64_t>(value);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void operator()(const char* name, const Enum& value) {
    out[name] = static_cast<int>(value);
  }
};

// Members that an older version did not write keep their defaults.
struct reader {
  const json::object& in;

  void operator()(const char* name, std::string& value) {
    if (const auto* found = in.if_contains(name)) value = json::value_to<std::string>(*found);
  }
  void operator()(const char* name, text_map& value) {
    if (const auto* found = in.if_contains(name)) value = json::value_to<text_map>(*found);
  }
  void operator()(const char* name, std::vector<std::string>& value) {
    if (const auto* found = in.if_contains(name))
      value = json::value_to<std::vector<std::string>>(*found);
  }
  void operator()(const char* name, std::optional<text_map>& value) {
    if (const auto* found = in.if_contains(name)) value = json::value_to<text_map>(*found);
  }
  template <class Number>
    requires std::is_integral_v<Number>
  void operator()(const char* name, Number& value) {
    if (const auto* found = in.if_contains(name)) value = json::value_to<Number>(*found);
  }
  template <class Enum>
    requires std::is_enum_v<Enum>
  void operator()(const char* name, Enum& value) {
    if (const auto* found = in.if_contains(name))
      value = static_cast<Enum>(json::value_to<std::uint8_t>(*found));
  }
};

}  // namespace

std::string write_document(const model::function& function) {
  json::object out;
  each_member(writer{out}, function);
  return json::serialize(out);
}

result<model::function> read_document(std::string_view text) {
  try {
    json::value parsed = json::parse(text);
    model::function function;
    each_member(reader{parsed.as_object()}, function);
    return function;
  } catch (const std::exception& why) {
    return fail(std::string("the stored document is damaged: ") + why.what());
  }
}

}  // namespace lambent::store
