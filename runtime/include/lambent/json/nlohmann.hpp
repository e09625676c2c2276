// Typed events and replies through nlohmann/json: a type with from_json can be an event, one with
// to_json a reply, and so can nlohmann::json itself. The runtime does not depend on that library;
// include this header where you use it.
#pragma once

#include <lambent/codec.hpp>
#include <lambent/json.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <string_view>

namespace lambent {

namespace detail {

template <class T>
concept nlohmann_decodable = requires(const nlohmann::json& j) { j.get<T>(); };

template <class T>
concept nlohmann_encodable = requires(const T& value) { nlohmann::json(value); };

// What lambent/json.hpp can do, it does: a type has one codec, whatever is included.
template <class T>
concept nlohmann_type = !json::detail::plain_text<T> && !json::decodable<T> &&
                        !json::encodable<T> && (nlohmann_decodable<T> || nlohmann_encodable<T>);

}  // namespace detail

template <detail::nlohmann_type T>
struct codec<T> {
  static T decode(std::string_view text)
    requires detail::nlohmann_decodable<T>
  {
    return nlohmann::json::parse(text).template get<T>();
  }

  static std::string encode(const T& value)
    requires detail::nlohmann_encodable<T>
  {
    return nlohmann::json(value).dump();
  }
};

}  // namespace lambent
