#include "engine/store/documents.hpp"

#include <boost/json.hpp>
#include <concepts>
#include <optional>
#include <type_traits>
#include <vector>

#include "engine/model/function_record.hpp"

namespace lambent::store {
namespace {

namespace json = boost::json;

// A value to be read, or a constant one to be written.
template <class Value, class Model>
concept is = std::same_as<std::remove_const_t<Value>, Model>;

// One list of members serves both directions, so that neither can forget one.

template <class Visit, is<model::function> Value>
void each_member(Visit&& visit, Value& f) {
  visit("description", f.description);
  visit("latest_description", f.latest_description);
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
  visit("image", f.image);
  visit("image_config", f.image_config);
  visit("next_image", f.next);
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

template <class Visit, is<model::image> Value>
void each_member(Visit&& visit, Value& i) {
  visit("uri", i.uri);
  visit("resolved_uri", i.resolved_uri);
  visit("layer_dirs", i.layer_dirs);
  visit("entrypoint", i.entrypoint);
  visit("command", i.command);
  visit("environment", i.environment);
  visit("working_directory", i.working_directory);
  visit("user", i.user);
  visit("unpacked_bytes", i.unpacked_bytes);
  visit("placed", i.placed);
}

template <class Visit, is<model::next_image> Value>
void each_member(Visit&& visit, Value& n) {
  visit("image", n.image);
  visit("architecture", n.architecture);
}

template <class Visit, is<model::image_overrides> Value>
void each_member(Visit&& visit, Value& o) {
  visit("entrypoint", o.entrypoint);
  visit("command", o.command);
  visit("working_directory", o.working_directory);
}

template <class Visit, is<model::layer_use> Value>
void each_member(Visit&& visit, Value& l) {
  visit("arn", l.arn);
  visit("code_size", l.code_size);
  visit("unpacked_bytes", l.unpacked_bytes);
  visit("content", l.content);
}

template <class Visit, is<model::layer_version> Value>
void each_member(Visit&& visit, Value& l) {
  visit("description", l.description);
  visit("license_info", l.license_info);
  visit("compatible_runtimes", l.compatible_runtimes);
  visit("compatible_architectures", l.compatible_architectures);
  visit("created_ms", l.created_ms);
  visit("code_sha256", l.code_sha256);
  visit("code_size", l.code_size);
  visit("unpacked_bytes", l.unpacked_bytes);
  visit("content", l.content);
  visit("policy", l.policy);
}

template <class Visit, is<model::weighted_version> Value>
void each_member(Visit&& visit, Value& w) {
  visit("version", w.version);
  visit("weight", w.weight);
}

template <class Visit, is<model::alias> Value>
void each_member(Visit&& visit, Value& a) {
  visit("version", a.version);
  visit("description", a.description);
  visit("revision_id", a.revision_id);
  visit("additional", a.additional);
}

template <class Visit, is<model::cors_config> Value>
void each_member(Visit&& visit, Value& c) {
  visit("allow_credentials", c.allow_credentials);
  visit("allow_headers", c.allow_headers);
  visit("allow_methods", c.allow_methods);
  visit("allow_origins", c.allow_origins);
  visit("expose_headers", c.expose_headers);
  visit("max_age_s", c.max_age_s);
}

template <class Visit, is<model::function_url_config> Value>
void each_member(Visit&& visit, Value& u) {
  visit("id", u.id);
  visit("auth_type", u.auth_type);
  visit("mode", u.mode);
  visit("cors", u.cors);
  visit("created_ms", u.created_ms);
  visit("modified_ms", u.modified_ms);
}

template <class Visit, is<model::policy_statement> Value>
void each_member(Visit&& visit, Value& s) {
  visit("sid", s.sid);
  visit("action", s.action);
  visit("principal", s.principal);
  visit("source_arn", s.source_arn);
  visit("source_account", s.source_account);
  visit("principal_org_id", s.principal_org_id);
  visit("event_source_token", s.event_source_token);
  visit("function_url_auth_type", s.function_url_auth_type);
  visit("invoked_via_function_url", s.invoked_via_function_url);
}

template <class Visit, is<model::resource_policy> Value>
void each_member(Visit&& visit, Value& p) {
  visit("statements", p.statements);
  visit("revision_id", p.revision_id);
}

template <class Visit, is<model::event_invoke_config> Value>
void each_member(Visit&& visit, Value& e) {
  visit("maximum_retry_attempts", e.maximum_retry_attempts);
  visit("maximum_event_age_s", e.maximum_event_age_s);
  visit("on_success", e.on_success);
  visit("on_failure", e.on_failure);
  visit("modified_ms", e.modified_ms);
}

template <class Value>
concept structure = requires(Value& value) { each_member([](const char*, auto&) {}, value); };

// A vector of structures.
template <class Value>
concept structures = requires(Value& value) {
  value.emplace_back();
  requires structure<std::remove_reference_t<decltype(value.front())>>;
};

template <class Value>
json::value to_json(const Value& value);

struct writer {
  json::object& out;

  template <class Value>
  void operator()(const char* name, const Value& value) {
    out[name] = to_json(value);
  }
  template <class Value>
  void operator()(const char* name, const std::optional<Value>& value) {
    if (value) out[name] = to_json(*value);
  }
};

template <class Value>
json::value to_json(const Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    return static_cast<int>(value);
  } else if constexpr (structure<const Value>) {
    json::object out;
    each_member(writer{out}, value);
    return out;
  } else if constexpr (structures<std::remove_const_t<Value>>) {
    json::array out;
    for (const auto& element : value) out.push_back(to_json(element));
    return out;
  } else {
    return json::value_from(value);
  }
}

template <class Value>
void from_json(const json::value& in, Value& value);

// Members that an older version did not write keep their defaults.
struct reader {
  const json::object& in;

  template <class Value>
  void operator()(const char* name, Value& value) {
    if (const auto* found = in.if_contains(name)) from_json(*found, value);
  }
  template <class Value>
  void operator()(const char* name, std::optional<Value>& value) {
    if (const auto* found = in.if_contains(name)) from_json(*found, value.emplace());
  }
};

template <class Value>
void from_json(const json::value& in, Value& value) {
  if constexpr (std::is_enum_v<Value>) {
    value = static_cast<Value>(json::value_to<std::uint8_t>(in));
  } else if constexpr (structure<Value>) {
    each_member(reader{in.as_object()}, value);
  } else if constexpr (structures<std::remove_const_t<Value>>) {
    for (const auto& element : in.as_array()) from_json(element, value.emplace_back());
  } else {
    value = json::value_to<Value>(in);
  }
}

}  // namespace

template <class Value>
std::string write_document(const Value& value) {
  return json::serialize(to_json(value));
}

template <class Value>
result<Value> read_document(std::string_view text) {
  try {
    Value value;
    from_json(json::parse(text), value);
    return value;
  } catch (const std::exception& why) {
    return fail(std::string("the stored document is damaged: ") + why.what());
  }
}

template std::string write_document(const model::function&);
template std::string write_document(const model::layer_version&);
template std::string write_document(const model::alias&);
template std::string write_document(const model::function_url_config&);
template std::string write_document(const model::resource_policy&);
template std::string write_document(const model::event_invoke_config&);
template result<model::function> read_document(std::string_view);
template result<model::layer_version> read_document(std::string_view);
template result<model::alias> read_document(std::string_view);
template result<model::function_url_config> read_document(std::string_view);
template result<model::resource_policy> read_document(std::string_view);
template result<model::event_invoke_config> read_document(std::string_view);

}  // namespace lambent::store
