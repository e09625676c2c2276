// How a type of the user's travels as an event or a reply. Lambent brings no JSON library:
// specialise `lambent::codec` for a type, or include a ready adapter such as
// lambent/json/nlohmann.hpp.
#pragma once

#include <string_view>

namespace lambent {

namespace detail {
template <class>
inline constexpr bool always_false = false;
}

/// Specialise for your type:
///
///   template <> struct lambent::codec<order> {
///     static order decode(std::string_view json);      // or expected<order, lambent::failure>;
///     may throw static std::string encode(const order& value);   // or expected<std::string,
///     lambent::failure>
///   };
///
/// Only what is used is needed: decode for event types, encode for reply types. A failed decode is
/// reported as Runtime.UnmarshalError, a failed encode as Runtime.MarshalError, unless the failure
/// names a type of its own.
template <class T>
struct codec {
  using not_specialised = void;

  static T decode(std::string_view) {
    static_assert(detail::always_false<T>,
                  "lambent::codec: this type has no codec; specialise lambent::codec<T> with "
                  "decode(std::string_view) and encode(const T&)");
  }
};

namespace detail {

template <class T>
concept has_codec = !requires { typename codec<T>::not_specialised; };

template <class T>
concept decodable = has_codec<T> && requires(std::string_view text) { codec<T>::decode(text); };

template <class T>
concept encodable = has_codec<T> && requires(const T& value) { codec<T>::encode(value); };

}  // namespace detail
}  // namespace lambent
