#include "engine/api/body.hpp"

#include <boost/json.hpp>

#include "base/joined.hpp"
#include "engine/api/decimal.hpp"

namespace lambent::api {
namespace {

namespace json = boost::json;
using model::violations;

// How AWS's deserializer words a value of the wrong type.
std::string wrong_type(const json::value& value, std::string_view wanted) {
  if (value.is_array()) return "Start of list found where not expected";
  if (value.is_object()) return "Start of structure or map found where not expected.";
  std::string given = value.is_string()   ? "STRING_VALUE"
                      : value.is_bool()   ? (value.get_bool() ? "TRUE_VALUE" : "FALSE_VALUE")
                      : value.is_double() ? "DECIMAL_VALUE"
                                          : "NUMBER_VALUE";
  std::string_view article = wanted == "Integer" ? "an " : "a ";
  return given + " can not be converted to " + std::string(article) + std::string(wanted);
}

std::string_view java_name(member_kind kind) {
  switch (kind) {
    case member_kind::integer:
      return "Integer";
    case member_kind::real:
      return "Double";
    case member_kind::boolean:
      return "Boolean";
    case member_kind::blob:
      return "Blob";
    case member_kind::list:
      return "List";
    case member_kind::map:
      return "Map";
    case member_kind::structure:
      return "Structure";
    default:
      return "String";
  }
}

bool has_type(const json::value& value, member_kind kind) {
  switch (kind) {
    case member_kind::string:
    case member_kind::blob:
      return value.is_string();
    case member_kind::integer:
      return value.is_int64();
    case member_kind::real:
      return value.is_number();
    case member_kind::boolean:
      return value.is_bool();
    case member_kind::list:
      return value.is_array();
    case member_kind::map:
    case member_kind::structure:
      return value.is_object();
    case member_kind::any:
      return true;
  }
  return false;
}

// A number that the model calls a double is shown as one, even when it came as "2".
std::string show(const json::value& value, member_kind kind = member_kind::any) {
  if (kind == member_kind::real && value.is_number()) return decimal(value.to_number<double>());
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_null()) return "null";
  std::string text;
  if (value.is_array()) {
    for (const auto& element : value.get_array())
      text += (text.empty() ? "" : ", ") + show(element);
    return "[" + text + "]";
  }
  if (value.is_object()) {
    for (const auto& [key, element] : value.get_object())
      text += (text.empty() ? "" : ", ") + std::string(key) + "=" + show(element, kind);
    return "{" + text + "}";
  }
  return json::serialize(value);
}

bool out_of_range(const member& rule, const json::value& value) {
  if (rule.kind != member_kind::real) return false;
  auto number = value.to_number<double>();
  return (rule.max && number > static_cast<double>(*rule.max)) ||
         (rule.min && number < static_cast<double>(*rule.min));
}

class walker {
public:
  explicit walker(violations& found) : found_(found) {}

  // Empty when every type is right.
  std::string members(const json::object& in, std::span<const member> table,
                      std::string_view parent) {
    for (const auto& rule : table) {
      const json::value* value = in.if_contains(rule.name);
      std::string path = member_path(parent, rule.name);
      if (value == nullptr || value->is_null()) {
        if (rule.required) found_.add("null", path, "Member must not be null");
        continue;
      }
      if (std::string wrong = one(*value, rule, path); !wrong.empty()) return wrong;
    }
    return {};
  }

private:
  std::string one(const json::value& value, const member& rule, const std::string& path) {
    if (!has_type(value, rule.kind)) return wrong_type(value, java_name(rule.kind));
    switch (rule.kind) {
      case member_kind::string:
        for (const auto& constraint : broken(rule, value.get_string()))
          found_.add(model::quoted(value.get_string()), path, constraint);
        return {};
      case member_kind::integer:
        number(value.get_int64(), rule, path);
        return {};
      case member_kind::structure:
        return members(value.get_object(), rule.members, path);
      case member_kind::list:
        return list(value, rule, path);
      case member_kind::map:
        return map(value, rule, path);
      default:
        return {};
    }
  }

  void number(std::int64_t value, const member& rule, const std::string& path) {
    std::string shown = model::quoted(std::to_string(value));
    if (rule.max && value > *rule.max) found_.add(shown, path, model::value_at_most(*rule.max));
    if (rule.min && value < *rule.min) found_.add(shown, path, model::value_at_least(*rule.min));
  }

  std::string list(const json::value& value, const member& rule, const std::string& path) {
    const auto& elements = value.get_array();
    const member& element = rule.members.front();
    std::string shown = model::quoted(show(value));
    auto size = static_cast<std::int64_t>(elements.size());
    if (rule.max && size > *rule.max)
      found_.add(shown, path, model::length_at_most(static_cast<std::size_t>(*rule.max)));
    if (rule.min && size < *rule.min)
      found_.add(shown, path, model::length_at_least(static_cast<std::size_t>(*rule.min)));
    bool bad = false;
    for (const auto& one : elements) {
      if (!one.is_null() && !has_type(one, element.kind))
        return wrong_type(one, java_name(element.kind));
      bad = bad || one.is_null() || !broken(element, one.get_string()).empty();
    }
    auto all = stated(element);
    all.push_back("Member must not be null");
    if (bad) found_.add(shown, path, "Member must satisfy constraint: [" + joined(all) + "]");
    return {};
  }

  std::string map(const json::value& value, const member& rule, const std::string& path) {
    const member& key_rule = rule.members[0];
    const member& value_rule = rule.members[1];
    bool bad_key = false, bad_value = false;
    for (const auto& [key, one] : value.get_object()) {
      if (!one.is_null() && !has_type(one, value_rule.kind))
        return wrong_type(one, java_name(value_rule.kind));
      bad_key = bad_key || !broken(key_rule, key).empty();
      bad_value = bad_value || one.is_null() || out_of_range(value_rule, one);
    }
    std::string shown = rule.secret ? std::string() : model::quoted(show(value, value_rule.kind));
    if (bad_key)
      found_.add(shown, path,
                 "Map keys must satisfy constraint: [" + joined(stated(key_rule)) + "]");
    auto all = stated(value_rule);
    all.push_back("Member must not be null");
    if (bad_value)
      found_.add(shown, path, "Map value must satisfy constraint: [" + joined(all) + "]");
    return {};
  }

  violations& found_;
};

}  // namespace

model::answer<json_object> read_body(std::string_view text, std::span<const member> table,
                                     violations& found) {
  if (text.empty()) text = "{}";
  json::error_code failed;
  json::value parsed = json::parse(text, failed);
  if (failed)
    return model::refuse(model::error_code::serialization,
                         "Could not parse request body into json: " + failed.message());
  if (!parsed.is_object())
    return model::refuse(model::error_code::serialization,
                         "The request body must be a JSON object.");
  std::string wrong = walker(found).members(parsed.get_object(), table, {});
  if (!wrong.empty()) return model::refuse(model::error_code::serialization, std::move(wrong));
  return std::move(parsed.get_object());
}

const json::value* value_of(const json_object& in, std::string_view name) {
  const json::value* value = in.if_contains(name);
  return value == nullptr || value->is_null() ? nullptr : value;
}

std::optional<std::string_view> text_of(const json_object& in, std::string_view name) {
  const json::value* value = value_of(in, name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

std::optional<std::int64_t> number_of(const json_object& in, std::string_view name) {
  const json::value* value = value_of(in, name);
  if (value == nullptr || !value->is_int64()) return std::nullopt;
  return value->get_int64();
}

bool is_true(const json_object& in, std::string_view name) {
  const json::value* value = value_of(in, name);
  return value != nullptr && value->is_bool() && value->get_bool();
}

const json_object* object_of(const json_object& in, std::string_view name) {
  const json::value* value = value_of(in, name);
  return value == nullptr ? nullptr : value->if_object();
}

}  // namespace lambent::api
