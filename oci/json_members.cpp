#include "oci/json_members.hpp"

#include <boost/json.hpp>

#include "oci/limits.hpp"

namespace lambent::oci {
namespace {

namespace json = boost::json;

std::string kind_of(const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      return "null";
    case json::kind::bool_:
      return "a truth value";
    case json::kind::int64:
    case json::kind::uint64:
    case json::kind::double_:
      return "a number";
    case json::kind::string:
      return "a string";
    case json::kind::array:
      return "an array";
    case json::kind::object:
      return "an object";
  }
  return "something else";
}

std::unexpected<error> wrong_type(std::string_view name, const json::value& value,
                                  std::string_view expected) {
  return fail(std::string(name) + ": is " + kind_of(value) + ", not " + std::string(expected));
}

std::unexpected<error> missing(std::string_view name) {
  return fail(std::string(name) + ": is missing");
}

// Null when missing, or when it is JSON's null.
const json::value* member(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains({name.data(), name.size()});
  return found == nullptr || found->is_null() ? nullptr : found;
}

std::string place(std::string_view name, std::size_t number) {
  return std::string(name) + "[" + std::to_string(number) + "]";
}

// A NUL would end the text early wherever it meets the system: names, arguments, environment.
result<std::string> text_of(const json::value& value, std::string_view name) {
  const json::string* text = value.if_string();
  if (text == nullptr) return wrong_type(name, value, "a string");
  std::string out(text->data(), text->size());
  if (out.find('\0') != std::string::npos) return fail(std::string(name) + ": has a NUL in it");
  return out;
}

result<json::value> parse_document_text(std::string_view bytes) {
  if (bytes.size() > limits::document_max_bytes)
    return fail("it has " + std::to_string(bytes.size()) + " bytes, more than " +
                std::to_string(limits::document_max_bytes));
  json::error_code ec;
  json::value parsed = json::parse({bytes.data(), bytes.size()}, ec);
  if (ec) return fail("it is not JSON: " + ec.message());
  return parsed;
}

}  // namespace

result<json::object> parse_object(std::string_view bytes) {
  json::value parsed = TRY(parse_document_text(bytes));
  if (!parsed.is_object()) return fail("it is " + kind_of(parsed) + ", not an object");
  return std::move(parsed.get_object());
}

result<json::array> parse_array(std::string_view bytes) {
  json::value parsed = TRY(parse_document_text(bytes));
  if (!parsed.is_array()) return fail("it is " + kind_of(parsed) + ", not an array");
  return std::move(parsed.get_array());
}

bool has_member(const json::object& in, std::string_view name) {
  return member(in, name) != nullptr;
}

result<std::string> text_in(const json::object& in, std::string_view name) {
  const json::value* found = member(in, name);
  if (found == nullptr) return std::string();
  return text_of(*found, name);
}

result<std::string> needed_text_in(const json::object& in, std::string_view name) {
  if (!has_member(in, name)) return missing(name);
  return text_in(in, name);
}

result<std::vector<std::string>> texts_in(const json::object& in, std::string_view name) {
  std::vector<std::string> out;
  const json::value* found = member(in, name);
  if (found == nullptr) return out;
  const json::array* array = found->if_array();
  if (array == nullptr) return wrong_type(name, *found, "an array of strings");
  for (const json::value& each : *array) out.push_back(TRY(text_of(each, place(name, out.size()))));
  return out;
}

result<std::map<std::string, std::string>> text_map_in(const json::object& in,
                                                       std::string_view name) {
  std::map<std::string, std::string> out;
  const json::object* object = TRY(object_in(in, name));
  if (object == nullptr) return out;
  for (const auto& each : *object) {
    std::string key(each.key().data(), each.key().size());
    if (key.find('\0') != std::string::npos)
      return fail(std::string(name) + ": has a key with a NUL in it");
    std::string text = TRY(text_of(each.value(), std::string(name) + "." + key));
    out.insert_or_assign(std::move(key), std::move(text));
  }
  return out;
}

result<bool> flag_in(const json::object& in, std::string_view name) {
  const json::value* found = member(in, name);
  if (found == nullptr) return false;
  if (!found->is_bool()) return wrong_type(name, *found, "a truth value");
  return found->get_bool();
}

result<const json::object*> object_in(const json::object& in, std::string_view name) {
  const json::value* found = member(in, name);
  if (found == nullptr) return nullptr;
  const json::object* object = found->if_object();
  if (object == nullptr) return wrong_type(name, *found, "an object");
  return object;
}

result<const json::object*> needed_object_in(const json::object& in, std::string_view name) {
  if (!has_member(in, name)) return missing(name);
  return object_in(in, name);
}

result<std::vector<const json::object*>> objects_in(const json::object& in, std::string_view name,
                                                    std::size_t count_max) {
  const json::value* found = member(in, name);
  if (found == nullptr) return std::vector<const json::object*>();
  const json::array* array = found->if_array();
  if (array == nullptr) return wrong_type(name, *found, "an array of objects");
  return objects_of(*array, name, count_max);
}

result<std::vector<const json::object*>> objects_of(const json::array& in, std::string_view name,
                                                    std::size_t count_max) {
  std::vector<const json::object*> out;
  if (in.size() > count_max)
    return fail(std::string(name) + ": there are " + std::to_string(in.size()) + ", more than " +
                std::to_string(count_max));
  for (const json::value& each : in) {
    const json::object* object = each.if_object();
    if (object == nullptr) return wrong_type(place(name, out.size()), each, "an object");
    out.push_back(object);
  }
  return out;
}

result<std::uint64_t> count_in(const json::object& in, std::string_view name) {
  const json::value* found = member(in, name);
  if (found == nullptr) return missing(name);
  if (const std::uint64_t* value = found->if_uint64()) return *value;
  if (const std::int64_t* value = found->if_int64()) {
    if (*value < 0) return fail(std::string(name) + ": is negative: " + std::to_string(*value));
    return static_cast<std::uint64_t>(*value);
  }
  if (found->is_double()) return fail(std::string(name) + ": is not a whole number");
  return wrong_type(name, *found, "a number");
}

}  // namespace lambent::oci
