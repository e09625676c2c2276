// Placeholders in a template's text, filled in. The words are Mustache's, and strict: what a
// template asks for must be known.
//
//   {{name}}                      the variable's value; blanks inside the braces do not count
//   {{#http}} … {{/http}}         only where the variable is neither empty nor "false"
//   {{^http}} … {{/http}}         only where it is
//   {{#style=short}} … {{/style}} only where it is "short"; {{^style=short}} elsewhere
//   {{! words }}                  nothing
//   \{{name}}                     {{name}} itself
//
// A line that has nothing but a section's tag goes away whole. Braces around what is no name stay
// as they are, and so does ${{ … }}, which GitHub's workflows are full of.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::templates {

using variables = std::map<std::string, std::string, std::less<>>;

// Of a file after rendering, in bytes.
inline constexpr std::size_t rendered_bytes_max = 16UL * 1024 * 1024;
// Sections inside sections.
inline constexpr std::size_t section_depth_max = 32;

// The error names the line: "line 3: there is no variable 'nmae'".
[[nodiscard]] result<std::string> render(std::string_view text, const variables& values);

// Whether a section of the variable shows: it is neither empty nor "false".
[[nodiscard]] bool is_set(std::string_view value);

// Letters, digits, '_', '-' and '.', a letter or '_' in front: what a variable may be called.
[[nodiscard]] bool is_variable_name(std::string_view name);

}  // namespace lambent::templates
