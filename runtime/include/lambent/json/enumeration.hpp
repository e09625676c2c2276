// Enumerations as JSON strings.
#pragma once

#include <lambent/json/describe.hpp>
#include <lambent/json/reader.hpp>
#include <lambent/json/writer.hpp>

#include <string_view>
#include <type_traits>

namespace lambent::json {

namespace detail {

struct enumerator {
  std::string_view name;
  long long value;
};

// False, with the names that would do, when the text is none of them.
bool decode_enumerator(reader& in, const enumerator* rows, std::size_t count, long long& out);
void encode_enumerator(writer& out, const enumerator* rows, std::size_t count, long long value);

}  // namespace detail
}  // namespace lambent::json

/// Describes an enumeration, in its own namespace, after it: LAMBENT_JSON_ENUM(colour, red, green).
/// The names are the JSON strings; (grey, "light grey") gives another. A value without a name is
/// written as its number.
#define LAMBENT_JSON_ENUM(Type, ...)                                                   \
  [[maybe_unused]] inline bool decode(::lambent::json::reader& in, Type& out) {        \
    using lambent_type = Type;                                                         \
    static constexpr ::lambent::json::detail::enumerator rows[] = {                    \
        LAMBENT_DETAIL_EACH(LAMBENT_DETAIL_ENUMERATOR, __VA_ARGS__)};                  \
    long long value = 0;                                                               \
    if (!::lambent::json::detail::decode_enumerator(in, rows, std::size(rows), value)) \
      return false;                                                                    \
    out = static_cast<Type>(value);                                                    \
    return true;                                                                       \
  }                                                                                    \
  [[maybe_unused]] inline void encode(::lambent::json::writer& out, Type value) {      \
    using lambent_type = Type;                                                         \
    static constexpr ::lambent::json::detail::enumerator rows[] = {                    \
        LAMBENT_DETAIL_EACH(LAMBENT_DETAIL_ENUMERATOR, __VA_ARGS__)};                  \
    ::lambent::json::detail::encode_enumerator(out, rows, std::size(rows),             \
                                               static_cast<long long>(value));         \
  }                                                                                    \
  static_assert(true)

#define LAMBENT_DETAIL_ENUMERATOR(item) \
  LAMBENT_DETAIL_JOIN(LAMBENT_DETAIL_ENUMERATOR_, LAMBENT_DETAIL_IN_PARENTHESES(item))(item)
#define LAMBENT_DETAIL_ENUMERATOR_0(item) \
  ::lambent::json::detail::enumerator { #item, static_cast<long long>(lambent_type::item) }
#define LAMBENT_DETAIL_ENUMERATOR_1(item) LAMBENT_DETAIL_ENUMERATOR_NAMED item
#define LAMBENT_DETAIL_ENUMERATOR_NAMED(item, name) \
  ::lambent::json::detail::enumerator { name, static_cast<long long>(lambent_type::item) }
