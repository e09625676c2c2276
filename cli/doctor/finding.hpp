// What `lambent doctor` says about one thing, and how it is shown.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lambent::cli::doctor {

enum class verdict : std::uint8_t {
  ok,
  warn,     // It works without, or with less.
  missing,  // Something that is needed does not work.
};

struct finding {
  std::string group;  // "toolchain"
  std::string name;   // "cmake": stable, for programs.
  verdict how = verdict::ok;
  std::string what;     // What was found: "cmake 3.25.1".
  std::string means{};  // What follows from it; empty when all is well.
  std::string fix{};    // What to do; empty when there is nothing to do.
};

[[nodiscard]] std::string as_text(const std::vector<finding>& findings, bool colour);
[[nodiscard]] std::string as_json(const std::vector<finding>& findings);

// Nothing is missing.
[[nodiscard]] bool healthy(const std::vector<finding>& findings);

}  // namespace lambent::cli::doctor
