// Percent-encoding and query strings (RFC 3986, and the URL standard's form encoding).
#pragma once

#include <string>
#include <string_view>

namespace lambent::http {

// "%41" becomes "A"; what is no escape stays as it is. With `plus_is_space`, as in queries and
// forms, "+" becomes a blank.
[[nodiscard]] std::string percent_decoded(std::string_view text, bool plus_is_space);

// Whether decoding would change anything.
[[nodiscard]] bool is_encoded(std::string_view text, bool plus_is_space) noexcept;

// Everything but letters, digits and -._~ becomes an escape.
void append_encoded(std::string& out, std::string_view text);

// Takes the next "name=value" off the front of a query; false at its end. Empty parts are skipped.
[[nodiscard]] bool next_parameter(std::string_view& query, std::string_view& name,
                                  std::string_view& value) noexcept;

}  // namespace lambent::http
