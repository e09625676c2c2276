// The range of bytes that a request asks for: one, of a content whose size is known.
// https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace lambent::http {

struct byte_range {
  std::uint64_t first = 0;
  std::uint64_t size = 0;

  // "bytes 0-99/1000", of a content of `all` bytes.
  [[nodiscard]] std::string content_range(std::uint64_t all) const;
  bool operator==(const byte_range&) const = default;
};

struct wanted_range {
  // Nothing where all is to be given: no range, several, or one that is not understood.
  std::optional<byte_range> part;
  bool unsatisfiable = false;  // There is a range, and none of its bytes exists.
};
[[nodiscard]] wanted_range read_range(std::string_view header, std::uint64_t size);

// Digits and nothing else, up to 2^64 - 1.
[[nodiscard]] std::optional<std::uint64_t> read_number(std::string_view text);

}  // namespace lambent::http
