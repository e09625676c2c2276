// How each function of the study is built: what from, with which tool, for which target. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "study/protocol/plan.hpp"

namespace lambent::cli::studying {

enum class build_tool { cmake, cargo, none };

struct recipe {
  build_tool tool = build_tool::none;
  std::string folder{};                  // Below the study's folder.
  std::string profile{};                 // Cargo's.
  std::vector<std::string> libraries{};  // Debian packages that a cross build needs.
};

/// Of an id of the catalogue.
[[nodiscard]] recipe recipe_of(std::string_view function);

/// A function for an architecture. A zip and an image are made of the same one, except where the
/// language's usual program needs a C library, which an image of nothing else does not have.
struct need {
  std::string function{};
  std::string architecture{};
  bool alone = false;  // Without a C library beside it; cargo's programs usually have one.

  auto operator<=>(const need&) const = default;
};

/// Of a configuration that the catalogue does not have, without an architecture.
[[nodiscard]] need need_of(std::string_view function, std::string_view config);

/// What the steps ask for, each once, in their order.
[[nodiscard]] std::vector<need> needs_of(const std::vector<study::step>& steps);

/// The target that Rust is built for, of those that are installed. GNU's C library comes first:
/// musl's allocator is slower, and Rust is to be compared at its quicker. Fails where there is none
/// for the architecture.
[[nodiscard]] result<std::string> rust_target_for(std::string_view architecture,
                                                  const std::vector<std::string>& installed);

/// Lambda's runtime for the Node that says "v22.11.0": "nodejs22.x". Lambda has the even versions
/// alone, so an odd one runs what was written for the one before it.
[[nodiscard]] result<std::string> node_runtime_for(std::string_view version);

/// The line of a compiler's output that says what is wrong, at most 300 bytes of it; empty where
/// none does.
[[nodiscard]] std::string error_line_of(std::string_view output);

/// The flags that may matter to how fast a program is, as text: without those that name this
/// machine's folders or colour a compiler's words.
[[nodiscard]] std::string text_of_flags(const std::vector<std::string>& flags);

/// An error as the reason why something was left out, with the way out.
[[nodiscard]] std::string reason_of(const error& why);

}  // namespace lambent::cli::studying
