// Structs and enumerations by their descriptions, and values of any shape.
#include <lambent/json/describe.hpp>
#include <lambent/json/enumeration.hpp>
#include <lambent/json/value.hpp>

#include <algorithm>
#include <bitset>
#include <string>
#include <utility>

namespace lambent::json {

namespace detail {

namespace {

// Members mostly come in the order of the description: looking goes on where the last was found.
std::size_t find_row(const description& shape, std::string_view name, std::size_t from) noexcept {
  for (std::size_t step = 0; step < shape.count; ++step) {
    const std::size_t i = from + step < shape.count ? from + step : from + step - shape.count;
    if (shape.members[i].unknown == nullptr && shape.members[i].name == name) return i;
  }
  return shape.count;
}

object* unknown_of(const description& shape, void* whole) {
  for (std::size_t i = 0; i < shape.count; ++i) {
    if (shape.members[i].unknown != nullptr) return shape.members[i].unknown(whole);
  }
  return nullptr;
}

bool keep_unknown(reader& in, std::string_view name, const description& shape, void* whole) {
  object* const keeper = unknown_of(shape, whole);
  if (keeper == nullptr) return in.skip();
  std::string key(name);
  raw value;
  if (!decode(in, value)) return false;
  keeper->add(std::move(key), std::move(value));
  return true;
}

}  // namespace

bool decode_object(reader& in, void* whole, const description& shape) {
  const std::size_t begin = in.place();
  if (!in.begin_object()) return false;
  std::bitset<members_max> seen;
  std::size_t next = 0;
  std::string_view name;
  while (in.next_member(name)) {
    const std::size_t i = find_row(shape, name, next);
    if (i == shape.count) {
      if (!keep_unknown(in, name, shape, whole)) return false;
      continue;
    }
    next = i + 1;
    const member& row = shape.members[i];
    // For a member that must be there, null is no value.
    if (shape.keeps_defaults && !row.is_required && !row.is_optional && in.take_null()) continue;
    if (!row.decode(in, whole)) return false;
    seen[i] = true;
  }
  if (in.failed()) return false;
  for (std::size_t i = 0; i < shape.count; ++i) {
    const member& row = shape.members[i];
    if (!row.is_required || seen[i]) continue;
    std::string why = "the member \"";
    why += row.name;
    why += "\" is missing";
    return in.fail_at(begin, why);
  }
  return true;
}

void encode_object(writer& out, const void* whole, const description& shape) {
  out.begin_object();
  for (std::size_t i = 0; i < shape.count; ++i) {
    const member& row = shape.members[i];
    if (row.unknown != nullptr) {
      // The table gives access for both directions; here it is only read.
      for (const auto& [name, value] : *row.unknown(const_cast<void*>(whole))) {
        out.name(name).raw(value.text());
      }
    } else if (row.present == nullptr || row.present(whole)) {
      out.name(row.name);
      row.encode(out, whole);
    }
  }
  out.end_object();
}

bool decode_enumerator(reader& in, const enumerator* rows, std::size_t count, long long& out) {
  std::string_view text;
  if (!in.read_text(text)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    if (rows[i].name != text) continue;
    out = rows[i].value;
    return true;
  }
  std::string why = "expected one of";
  for (std::size_t i = 0; i < count; ++i) {
    why += i == 0 ? " \"" : ", \"";
    why += rows[i].name;
    why += '"';
  }
  return in.fail(why);
}

void encode_enumerator(writer& out, const enumerator* rows, std::size_t count, long long value) {
  for (std::size_t i = 0; i < count; ++i) {
    if (rows[i].value != value) continue;
    out.value(rows[i].name);
    return;
  }
  out.value(static_cast<std::int64_t>(value));
}

}  // namespace detail

result<raw> raw::checked(std::string_view text) {
  reader in(text);
  std::string_view value;
  if (in.read_raw(value) && in.finish()) return raw(std::string(value));
  return failure{"", in.problem()};
}

const raw* object::find(std::string_view name) const noexcept {
  const auto found = std::find_if(members_.rbegin(), members_.rend(),
                                  [&](const member& m) { return m.first == name; });
  return found == members_.rend() ? nullptr : &found->second;
}

void object::set(std::string_view name, raw value) {
  const auto found = std::find_if(members_.rbegin(), members_.rend(),
                                  [&](const member& m) { return m.first == name; });
  if (found == members_.rend()) {
    add(std::string(name), std::move(value));
  } else {
    found->second = std::move(value);
  }
}

void object::add(std::string name, raw value) {
  members_.emplace_back(std::move(name), std::move(value));
}

bool decode(reader& in, raw& out) {
  std::string_view text;
  if (!in.read_raw(text)) return false;
  out = raw(std::string(text));
  return true;
}

bool decode(reader& in, object& out) {
  out = {};
  if (!in.begin_object()) return false;
  std::string_view name;
  while (in.next_member(name)) {
    std::string key(name);
    raw value;
    if (!decode(in, value)) return false;
    out.add(std::move(key), std::move(value));
  }
  return !in.failed();
}

void encode(writer& out, const raw& value) { out.raw(value.text()); }

void encode(writer& out, const object& value) {
  out.begin_object();
  for (const auto& [name, member] : value) out.name(name).raw(member.text());
  out.end_object();
}

}  // namespace lambent::json
