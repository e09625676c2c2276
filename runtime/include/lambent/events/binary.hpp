// Bytes inside an event: base64 in a JSON string, kept as received and decoded on demand.
#pragma once

#include <lambent/base64.hpp>
#include <lambent/json.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace lambent::events {

/// Bytes as AWS puts them into JSON. The text stays as it came, so that an event passes through
/// unchanged; a record that is only passed on costs no decoding.
struct binary {
  std::string text;  ///< Base64 (RFC 4648 §4).

  [[nodiscard]] static binary of(std::string_view bytes) { return {base64_encode(bytes)}; }

  /// The bytes; empty when the text is no base64.
  [[nodiscard]] std::optional<std::string> bytes() const { return base64_decode(text); }

  /// The bytes read as JSON text of a T. The failure says what was wrong, by the JSON path.
  template <class T>
  [[nodiscard]] result<T> as() const {
    if (const auto decoded = bytes()) return json::parse<T>(*decoded);
    return failure{"", "$: expected base64"};
  }

  friend bool operator==(const binary&, const binary&) = default;
};

/// Bytes as a JSON array of numbers, which Java's events have. AWS writes them signed, -128 to 127;
/// 128 to 255 are read too.
struct byte_array {
  std::string bytes;

  friend bool operator==(const byte_array&, const byte_array&) = default;
};

bool decode(json::reader& in, byte_array& out);
void encode(json::writer& out, const byte_array& value);

inline bool decode(json::reader& in, binary& out) { return in.read(out.text); }
inline void encode(json::writer& out, const binary& value) { out.value(value.text); }

}  // namespace lambent::events
