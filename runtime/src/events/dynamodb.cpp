// DynamoDB's attribute values: objects of one member, whose name is the type.
#include <lambent/events/dynamodb.hpp>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace lambent::events::dynamodb {

namespace {

// A member of `type`. `known` says whether it is one of DynamoDB's types; an unknown one is not
// taken.
bool decode_typed(json::reader& in, std::string_view type, attribute_value& out, bool& known) {
  const auto read = [&]<class T>(T value) {
    if (!decode(in, value)) return false;
    out.value = std::move(value);
    return true;
  };
  known = true;
  if (type == "S") return read(std::string());
  if (type == "N") return read(number());
  if (type == "B") return read(binary());
  if (type == "BOOL") return read(false);
  if (type == "M") return read(item());
  if (type == "L") return read(attribute_value::list());
  if (type == "SS") return read(attribute_value::string_set());
  if (type == "NS") return read(attribute_value::number_set());
  if (type == "BS") return read(attribute_value::binary_set());
  if (type == "NULL") {
    bool always_true = true;
    if (!in.read(always_true)) return false;
    out.value = null_value{};
    return true;
  }
  known = false;
  return true;
}

constexpr std::string_view type_name(const attribute_value& of) {
  constexpr std::string_view names[] = {"",   "NULL", "BOOL", "S", "N", "B",
                                        "SS", "NS",   "BS",   "L", "M"};
  return names[of.value.index()];
}

// Digits as they are: a double would lose the last ones.
void write_plain(json::writer& out, const number& value) {
  const auto checked = json::raw::checked(value.text);
  if (checked && checked->type() == json::kind::number) {
    out.raw(checked->text());
  } else {
    out.value(value.text);
  }
}
void write_plain(json::writer& out, std::monostate) { out.null(); }
void write_plain(json::writer& out, null_value) { out.null(); }
void write_plain(json::writer& out, const binary& value) { out.value(value.text); }
void write_plain(json::writer& out, const std::string& value) { out.value(value); }
void write_plain(json::writer& out, const attribute_value& value);

void write_plain(json::writer& out, const item& attributes) {
  out.begin_object();
  for (const auto& [name, value] : attributes) {
    out.name(name);
    write_plain(out, value);
  }
  out.end_object();
}

template <class T>
void write_plain(json::writer& out, const std::vector<T>& elements) {
  out.begin_array();
  for (const T& element : elements) write_plain(out, element);
  out.end_array();
}

// As deep as the event's JSON at most, which the reader limits.
void write_plain(json::writer& out, const attribute_value& value) {
  std::visit(
      [&]<class T>(const T& held) {
        if constexpr (std::is_same_v<T, bool>) {
          out.value(held);
        } else {
          write_plain(out, held);
        }
      },
      value.value);
}

}  // namespace

bool decode(json::reader& in, attribute_value& out) {
  out = {};
  const std::size_t begin = in.place();
  if (!in.begin_object()) return false;
  std::string_view name;
  while (in.next_member(name)) {
    const std::string type(name);
    const std::string_view before = type_name(out);
    bool known = false;
    if (!decode_typed(in, type, out, known)) return false;
    if (known && !before.empty()) {
      return in.fail_at(
          begin, "expected a value of one type, found " + std::string(before) + " and " + type);
    }
    if (known) continue;
    json::raw value;
    if (!decode(in, value)) return false;
    out.other.add(type, std::move(value));
  }
  return !in.failed();
}

void encode(json::writer& out, const attribute_value& value) {
  out.begin_object();
  std::visit(
      [&]<class T>(const T& held) {
        if constexpr (std::is_same_v<T, null_value>) {
          out.name("NULL").value(true);
        } else if constexpr (!std::is_same_v<T, std::monostate>) {
          out.name(type_name(value));
          encode(out, held);
        }
      },
      value.value);
  for (const auto& [name, member] : value.other) out.name(name).raw(member.text());
  out.end_object();
}

std::string plain_json(const attribute_value& value) {
  std::string text;
  json::writer out(text);
  write_plain(out, value);
  return text;
}

std::string plain_json(const item& attributes) {
  std::string text;
  json::writer out(text);
  write_plain(out, attributes);
  return text;
}

}  // namespace lambent::events::dynamodb
