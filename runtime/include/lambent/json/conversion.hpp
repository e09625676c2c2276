// Which C++ types travel as JSON, and as what. Others join by `decode` and `encode` functions
// beside them: bool decode(json::reader&, T&) and void encode(json::writer&, const T&).
#pragma once

#include <lambent/json/describe.hpp>
#include <lambent/json/reader.hpp>
#include <lambent/json/value.hpp>
#include <lambent/json/writer.hpp>

#include <array>
#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace lambent::json {

namespace detail {

template <class T>
concept plain_integer = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                        !std::same_as<T, wchar_t> && !std::same_as<T, char8_t> &&
                        !std::same_as<T, char16_t> && !std::same_as<T, char32_t>;

// No implicit conversions here: what converts to bool or text is not therefore JSON.
template <class T>
concept text = std::same_as<T, std::string> || std::same_as<T, std::string_view> ||
               std::same_as<std::decay_t<T>, const char*> || std::same_as<std::decay_t<T>, char*>;

// std::map, std::unordered_map and their like.
template <class T>
concept string_map = requires {
  typename T::mapped_type;
  requires std::same_as<typename T::key_type, std::string>;
};

}  // namespace detail

// Declared before they are defined, so that each finds the others for its parts.
inline bool decode(reader& in, bool& out) { return in.read(out); }
inline bool decode(reader& in, std::string& out) { return in.read(out); }
template <detail::plain_integer T>
bool decode(reader& in, T& out);
template <std::floating_point T>
bool decode(reader& in, T& out);
template <class T>
bool decode(reader& in, std::optional<T>& out);
template <class T>
bool decode(reader& in, std::unique_ptr<T>& out);
template <class T>
bool decode(reader& in, std::vector<T>& out);
template <class T, std::size_t Size>
bool decode(reader& in, std::array<T, Size>& out);
template <detail::string_map T>
bool decode(reader& in, T& out);
template <detail::described T>
bool decode(reader& in, T& out);

template <std::same_as<bool> T>
void encode(writer& out, T value) {
  out.value(value);
}
template <detail::text T>
void encode(writer& out, const T& value) {
  out.value(std::string_view(value));
}
template <detail::plain_integer T>
void encode(writer& out, T value);
template <std::floating_point T>
void encode(writer& out, T value);
template <class T>
void encode(writer& out, const std::optional<T>& value);
template <class T>
void encode(writer& out, const std::unique_ptr<T>& value);
template <class T>
void encode(writer& out, const std::vector<T>& value);
template <class T, std::size_t Size>
void encode(writer& out, const std::array<T, Size>& value);
template <detail::string_map T>
void encode(writer& out, const T& value);
template <detail::described T>
void encode(writer& out, const T& value);

template <detail::plain_integer T>
bool decode(reader& in, T& out) {
  std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t> wide = 0;
  if (!in.read(wide)) return false;
  if (!std::in_range<T>(wide)) return in.fail("a number out of range: " + std::to_string(wide));
  out = static_cast<T>(wide);
  return true;
}

template <std::floating_point T>
bool decode(reader& in, T& out) {
  double wide = 0;
  if (!in.read(wide)) return false;
  out = static_cast<T>(wide);
  // A reader gives no infinity.
  return !std::isinf(out) || in.fail("a number out of range");
}

template <class T>
bool decode(reader& in, std::optional<T>& out) {
  if (in.take_null()) {
    out.reset();
    return true;
  }
  return decode(in, out.emplace());
}

template <class T>
bool decode(reader& in, std::unique_ptr<T>& out) {
  if (in.take_null()) {
    out.reset();
    return true;
  }
  out = std::make_unique<T>();
  return decode(in, *out);
}

template <class T>
bool decode(reader& in, std::vector<T>& out) {
  out.clear();
  if (!in.begin_array()) return false;
  while (in.next_element()) {
    T element{};
    if (!decode(in, element)) return false;
    out.push_back(std::move(element));
  }
  return !in.failed();
}

template <class T, std::size_t Size>
bool decode(reader& in, std::array<T, Size>& out) {
  const std::size_t begin = in.place();
  if (!in.begin_array()) return false;
  std::size_t count = 0;
  for (; in.next_element(); ++count) {
    if (count < Size ? !decode(in, out[count]) : !in.skip()) return false;
  }
  if (in.failed()) return false;
  if (count == Size) return true;
  return in.fail_at(
      begin, "expected " + std::to_string(Size) + " elements, found " + std::to_string(count));
}

template <detail::string_map T>
bool decode(reader& in, T& out) {
  out.clear();
  if (!in.begin_object()) return false;
  std::string_view name;
  while (in.next_member(name)) {
    std::string key(name);
    typename T::mapped_type value{};
    if (!decode(in, value)) return false;
    out.insert_or_assign(std::move(key), std::move(value));
  }
  return !in.failed();
}

template <detail::described T>
bool decode(reader& in, T& out) {
  return detail::decode_object(in, &out, lambent_describe(detail::type_tag<T>{}));
}

template <detail::plain_integer T>
void encode(writer& out, T value) {
  out.value(
      static_cast<std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>(value));
}

template <std::floating_point T>
void encode(writer& out, T value) {
  out.value(static_cast<double>(value));
}

template <class T>
void encode(writer& out, const std::optional<T>& value) {
  if (value) {
    encode(out, *value);
  } else {
    out.null();
  }
}

template <class T>
void encode(writer& out, const std::unique_ptr<T>& value) {
  if (value) {
    encode(out, *value);
  } else {
    out.null();
  }
}

template <class T>
void encode(writer& out, const std::vector<T>& value) {
  out.begin_array();
  for (const auto& element : value) encode(out, static_cast<const T&>(element));
  out.end_array();
}

template <class T, std::size_t Size>
void encode(writer& out, const std::array<T, Size>& value) {
  out.begin_array();
  for (const T& element : value) encode(out, element);
  out.end_array();
}

template <detail::string_map T>
void encode(writer& out, const T& value) {
  out.begin_object();
  for (const auto& [key, element] : value) {
    out.name(key);
    encode(out, element);
  }
  out.end_object();
}

template <detail::described T>
void encode(writer& out, const T& value) {
  detail::encode_object(out, &value, lambent_describe(detail::type_tag<T>{}));
}

namespace detail {

// What a container holds: whether it travels as JSON depends on that, which its own decode() and
// encode() do not say.
template <class T>
struct part_of {
  using type = void;
};
template <class T>
struct part_of<std::optional<T>> {
  using type = T;
};
template <class T>
struct part_of<std::unique_ptr<T>> {
  using type = T;
};
template <class T>
struct part_of<std::vector<T>> {
  using type = T;
};
template <class T, std::size_t Size>
struct part_of<std::array<T, Size>> {
  using type = T;
};
template <template <class...> class Map, class T, class... Rest>
  requires string_map<Map<std::string, T, Rest...>>
struct part_of<Map<std::string, T, Rest...>> {
  using type = T;
};

template <class T>
inline constexpr bool reads_whole = requires(reader& in, T& out) {
  { decode(in, out) } -> std::same_as<bool>;
} && reads_whole<typename part_of<T>::type>;
template <>
inline constexpr bool reads_whole<void> = true;

template <class T>
inline constexpr bool writes_whole = requires(writer& out, const T& value) {
  encode(out, value);
} && writes_whole<typename part_of<T>::type>;
template <>
inline constexpr bool writes_whole<void> = true;

}  // namespace detail

/// Whether T can be read from JSON; whether it can be written.
template <class T>
concept decodable = std::default_initializable<T> && detail::reads_whole<T>;
template <class T>
concept encodable = detail::writes_whole<T>;

}  // namespace lambent::json
