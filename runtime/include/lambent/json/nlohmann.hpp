// Typed events and replies through nlohmann/json: every type with to_json / from_json gets a codec.
// The runtime itself does not depend on that library; include this header where you use it.
#pragma once

#include <lambent/codec.hpp>

#include <nlohmann/json.hpp>

#include <concepts>
#include <string>
#include <string_view>

namespace lambent {

namespace detail {
template <class T>
concept nlohmann_type =
    !std::convertible_to<T, std::string_view> && requires(const T& value, const nlohmann::json& j) {
      nlohmann::json(value);
      j.get<T>();
    };
}  // namespace detail

template <detail::nlohmann_type T>
struct codec<T> {
  static T decode(std::string_view text) { return nlohmann::json::parse(text).template get<T>(); }
  static std::string encode(const T& value) { return nlohmann::json(value).dump(); }
};

}  // namespace lambent
