#include "cli/bench/study/artefacts/recipe.hpp"

#include <algorithm>
#include <charconv>

#include "base/ascii.hpp"
#include "cli/build/platform.hpp"
#include "study/report/catalogue.hpp"

namespace lambent::cli::studying {
namespace {

constexpr std::size_t error_line_bytes_max = 300;

std::string shortened(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  // Not in the middle of a character.
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0U) == 0x80U)
    --bytes_max;
  return std::string(text.substr(0, bytes_max)) + "…";
}

}  // namespace

recipe recipe_of(std::string_view function) {
  using enum build_tool;
  if (function == "pi-rust") return {.tool = cargo, .folder = "pi-rust", .profile = "release"};
  if (function == "pi-rust-lean") return {.tool = cargo, .folder = "pi-rust", .profile = "lean"};
  if (function == "pi-js") return {.tool = none, .folder = "pi-js"};
  recipe out{.tool = cmake, .folder = std::string(function)};
  out.libraries = {function == "pi-cpp-int" ? "libboost-dev" : "libgmp-dev"};
  return out;
}

need need_of(std::string_view function, std::string_view config) {
  need out{.function = std::string(function)};
  const study::config_info* found = study::find_config(config);
  if (found == nullptr) return out;
  out.architecture = found->architecture;
  out.alone = found->image && recipe_of(function).tool == build_tool::cargo;
  return out;
}

std::vector<need> needs_of(const std::vector<study::step>& steps) {
  std::vector<need> out;
  for (const study::step& each : steps) {
    need one = need_of(each.function, each.config);
    if (one.architecture.empty()) continue;
    if (std::ranges::find(out, one) == out.end()) out.push_back(std::move(one));
  }
  return out;
}

result<std::string> rust_target_for(std::string_view architecture,
                                    const std::vector<std::string>& installed) {
  const std::string processor(processor_of(architecture));
  const std::string gnu = processor + "-unknown-linux-gnu";
  const std::string musl = processor + "-unknown-linux-musl";
  for (const std::string& target : {gnu, musl})
    if (std::ranges::find(installed, target) != installed.end()) return target;
  return fail("Rust has no standard library for " + std::string(architecture) + " here",
              "`rustup target add " + gnu + "`");
}

result<std::string> node_runtime_for(std::string_view version) {
  std::string_view digits = version.starts_with('v') ? version.substr(1) : version;
  unsigned major = 0;
  auto [end, wrong] = std::from_chars(digits.data(), digits.data() + digits.size(), major);
  const bool whole = end == digits.data() + digits.size() || *end == '.';
  if (wrong != std::errc{} || !whole || major < 2)
    return fail("node says \"" + shortened(version, error_line_bytes_max) +
                "\", which is no version of it");
  return "nodejs" + std::to_string(major - major % 2) + ".x";
}

std::string error_line_of(std::string_view output) {
  while (!output.empty()) {
    const std::string_view line = output.substr(0, output.find('\n'));
    output.remove_prefix(std::min(output.size(), line.size() + 1));
    const std::string lower = lower_case(line);
    if (lower.contains("error:") || lower.contains("error[") || lower.contains("cmake error") ||
        lower.contains("cannot find -l"))
      return shortened(trimmed(line, " \t\r"), error_line_bytes_max);
  }
  return {};
}

std::string text_of_flags(const std::vector<std::string>& flags) {
  std::string out;
  for (const std::string& flag : flags)
    if (!flag.contains("-prefix-map=") && !flag.starts_with("-fdiagnostics"))
      out.append(out.empty() ? "" : " ").append(flag);
  return out;
}

std::string reason_of(const error& why) {
  std::string out = why.what;
  if (!why.hint.empty()) out += "; " + why.hint;
  std::ranges::replace(out, '\n', ' ');
  constexpr std::size_t room_for_the_mark = 8;
  return shortened(out, study::limits::text_bytes - room_for_the_mark);
}

}  // namespace lambent::cli::studying
