// gzip data read (RFC 1952, with DEFLATE inside it, RFC 1951). Nothing here writes it.
#pragma once

#include <lambent/result.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace lambent::events {

// What `compressed` holds: one member or several, each with its checksum right, and nothing behind
// them. Data that grows beyond `bytes_max` fails, so that a small event cannot fill the memory.
// The failure says what was wrong with the data: "the gzip data is cut off".
[[nodiscard]] result<std::string> gunzip(std::string_view compressed, std::size_t bytes_max);

}  // namespace lambent::events
