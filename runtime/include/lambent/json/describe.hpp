// Which members of a struct travel as JSON: LAMBENT_JSON names each once. The description is a
// constant table; one compiled function decodes all structs by it.
#pragma once

#include <lambent/json/reader.hpp>
#include <lambent/json/value.hpp>
#include <lambent/json/writer.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <type_traits>

namespace lambent::json {

/// How a description names members and what it demands; combine with |.
struct style {
  unsigned bits = 0;

  static const style plain;
  static const style camel_case;   ///< C++ `message_id` is JSON `messageId`.
  static const style pascal_case;  ///< C++ `message_id` is JSON `MessageId`.
  /// Members that are missing or null keep the value which the struct gives them. Otherwise every
  /// member must be there, except std::optional ones.
  static const style defaults;

  friend constexpr style operator|(style a, style b) noexcept { return {a.bits | b.bits}; }
  friend constexpr bool operator==(style, style) noexcept = default;
};
inline constexpr style style::plain{0};
inline constexpr style style::camel_case{1};
inline constexpr style style::pascal_case{2};
inline constexpr style style::defaults{4};

[[nodiscard]] constexpr bool has(style all, style one) noexcept {
  return (all.bits & one.bits) != 0;
}

/// Of one member, in a description whose style says `defaults`: it must be there all the same.
struct required_t {};
[[maybe_unused]] inline constexpr required_t required{};

namespace detail {

/// One row of a description.
struct member {
  std::string_view name;
  bool (*decode)(reader& in, void* whole);
  void (*encode)(writer& out, const void* whole);
  /// Whether there is something to write; null when there always is.
  bool (*present)(const void* whole) = nullptr;
  /// Set for the row that is no member in JSON, but keeps the unknown ones; the rest is then null.
  object* (*unknown)(void* whole) = nullptr;
  bool is_required = false;
  bool is_optional = false;  ///< Takes null itself.
};

/// A whole description. Lives as long as the program.
struct description {
  const member* members;
  std::size_t count;
  bool keeps_defaults;
};

// A type as an argument; unlike a pointer, it does not convert to its base's.
template <class T>
struct type_tag {};

inline constexpr std::size_t members_max = 128;

bool decode_object(reader& in, void* whole, const description& shape);
void encode_object(writer& out, const void* whole, const description& shape);

template <class T>
concept described = requires(type_tag<T> type) {
  { lambent_describe(type) } -> std::same_as<const description&>;
};

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

template <class>
struct member_pointer;
template <class Whole, class Type>
struct member_pointer<Type Whole::*> {
  using whole = Whole;
  using type = Type;
};

// A name as a template argument, so that its other spelling is a constant too.
template <std::size_t Size>
struct literal {
  char text[Size]{};
  consteval literal(const char (&from)[Size]) {
    for (std::size_t i = 0; i < Size; ++i) text[i] = from[i];
  }
};

struct spelling {
  std::array<char, 96> text{};
  std::size_t size = 0;
};

// "event_source" as "eventSource" or "EventSource"; a trailing underscore is C++'s (`default_`).
consteval spelling spelled(std::string_view name, style how) {
  spelling out;
  const bool joins = has(how, style::camel_case) || has(how, style::pascal_case);
  if (joins && name.ends_with('_')) name.remove_suffix(1);
  bool upper = has(how, style::pascal_case);
  for (const char c : name) {
    if (joins && c == '_') {
      upper = true;
      continue;
    }
    out.text[out.size++] = upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = false;
  }
  return out;
}

template <literal Name, style How>
inline constexpr spelling spelled_name = spelled(Name.text, How);

template <literal Name, style How>
constexpr std::string_view name_in_style() {
  return {spelled_name<Name, How>.text.data(), spelled_name<Name, How>.size};
}

template <auto Pointer>
consteval member make_member(std::string_view name, style how, bool must) {
  using whole = typename member_pointer<decltype(Pointer)>::whole;
  using type = typename member_pointer<decltype(Pointer)>::type;
  member row{.name = name, .decode = nullptr, .encode = nullptr};
  if constexpr (std::is_same_v<type, unknown_members>) {
    row.unknown = [](void* of) -> object* { return &(static_cast<whole*>(of)->*Pointer); };
  } else {
    row.decode = [](reader& in, void* to) { return decode(in, static_cast<whole*>(to)->*Pointer); };
    row.encode = [](writer& out, const void* of) {
      encode(out, static_cast<const whole*>(of)->*Pointer);
    };
    if constexpr (is_optional<type>) {
      row.is_optional = true;
      row.present = [](const void* of) {
        return (static_cast<const whole*>(of)->*Pointer).has_value();
      };
    }
    row.is_required = must || !(is_optional<type> || has(how, style::defaults));
  }
  return row;
}

consteval bool demanded() { return false; }
consteval bool demanded(required_t) { return true; }

}  // namespace detail
}  // namespace lambent::json

/// Describes a struct, in its own namespace, after it: LAMBENT_JSON(order, id, customer, lines).
/// A member with another name in JSON is written (customer, "client-name"). Members that are not
/// named do not travel. A member of type lambent::json::unknown_members takes what came beside.
#define LAMBENT_JSON(Type, ...) LAMBENT_JSON_AS(Type, ::lambent::json::style::plain, __VA_ARGS__)

/// The same with a style: LAMBENT_JSON_AS(order, style::camel_case | style::defaults, id, …). In a
/// style with `defaults`, a single member is demanded by (id, "id", required).
#define LAMBENT_JSON_AS(Type, Style, ...)                                               \
  [[maybe_unused]] inline const ::lambent::json::detail::description& lambent_describe( \
      ::lambent::json::detail::type_tag<Type>) noexcept {                               \
    using lambent_type = Type;                                                          \
    using style = ::lambent::json::style;                                               \
    using ::lambent::json::required;                                                    \
    constexpr style lambent_style = Style;                                              \
    static constexpr ::lambent::json::detail::member rows[] = {                         \
        LAMBENT_DETAIL_EACH(LAMBENT_DETAIL_ROW, __VA_ARGS__)};                          \
    static_assert(std::size(rows) <= ::lambent::json::detail::members_max);             \
    static constexpr ::lambent::json::detail::description shape{                        \
        rows, std::size(rows), ::lambent::json::has(lambent_style, style::defaults)};   \
    return shape;                                                                       \
  }                                                                                     \
  static_assert(true)

// One row from `member`, or from `(member, "name")` or `(member, "name", required)`.
#define LAMBENT_DETAIL_ROW(item) \
  LAMBENT_DETAIL_JOIN(LAMBENT_DETAIL_ROW_, LAMBENT_DETAIL_IN_PARENTHESES(item))(item)
#define LAMBENT_DETAIL_ROW_0(item)                           \
  ::lambent::json::detail::make_member<&lambent_type::item>( \
      ::lambent::json::detail::name_in_style<#item, lambent_style>(), lambent_style, false)
#define LAMBENT_DETAIL_ROW_1(item) LAMBENT_DETAIL_ROW_NAMED item
#define LAMBENT_DETAIL_ROW_NAMED(item, name, ...)            \
  ::lambent::json::detail::make_member<&lambent_type::item>( \
      name, lambent_style, ::lambent::json::detail::demanded(__VA_ARGS__))

#define LAMBENT_DETAIL_JOIN(a, b) LAMBENT_DETAIL_JOIN_NOW(a, b)
#define LAMBENT_DETAIL_JOIN_NOW(a, b) a##b
#define LAMBENT_DETAIL_IN_PARENTHESES(item) LAMBENT_DETAIL_SECOND(LAMBENT_DETAIL_IS_CALL item, 0, ~)
#define LAMBENT_DETAIL_IS_CALL(...) ~, 1
#define LAMBENT_DETAIL_SECOND(...) LAMBENT_DETAIL_SECOND_NOW(__VA_ARGS__)
#define LAMBENT_DETAIL_SECOND_NOW(a, b, ...) b

// macro(a), macro(b), … for up to 256 arguments: each scan by the preprocessor takes one more.
#define LAMBENT_DETAIL_EACH(macro, ...) \
  __VA_OPT__(LAMBENT_DETAIL_SCAN(LAMBENT_DETAIL_EACH_STEP(macro, __VA_ARGS__)))
#define LAMBENT_DETAIL_EACH_STEP(macro, item, ...) \
  macro(item), __VA_OPT__(LAMBENT_DETAIL_EACH_AGAIN LAMBENT_DETAIL_PARENTHESES(macro, __VA_ARGS__))
#define LAMBENT_DETAIL_EACH_AGAIN() LAMBENT_DETAIL_EACH_STEP
#define LAMBENT_DETAIL_PARENTHESES ()
#define LAMBENT_DETAIL_SCAN(...) \
  LAMBENT_DETAIL_SCAN_64(        \
      LAMBENT_DETAIL_SCAN_64(LAMBENT_DETAIL_SCAN_64(LAMBENT_DETAIL_SCAN_64(__VA_ARGS__))))
#define LAMBENT_DETAIL_SCAN_64(...) \
  LAMBENT_DETAIL_SCAN_16(           \
      LAMBENT_DETAIL_SCAN_16(LAMBENT_DETAIL_SCAN_16(LAMBENT_DETAIL_SCAN_16(__VA_ARGS__))))
#define LAMBENT_DETAIL_SCAN_16(...) \
  LAMBENT_DETAIL_SCAN_4(            \
      LAMBENT_DETAIL_SCAN_4(LAMBENT_DETAIL_SCAN_4(LAMBENT_DETAIL_SCAN_4(__VA_ARGS__))))
#define LAMBENT_DETAIL_SCAN_4(...) \
  LAMBENT_DETAIL_SCAN_1(           \
      LAMBENT_DETAIL_SCAN_1(LAMBENT_DETAIL_SCAN_1(LAMBENT_DETAIL_SCAN_1(__VA_ARGS__))))
#define LAMBENT_DETAIL_SCAN_1(...) __VA_ARGS__
