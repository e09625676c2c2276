#include "cli/build/audit/cpu_flags.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace lambent::cli {
namespace {

using namespace std::string_view_literals;

// Names of processors and levels without an instruction that AVX2's first generation lacks. Lambda
// runs x86_64 functions on several makers' processors and promises AVX2.
constexpr std::array x86_64_names = {"x86-64"sv,      "x86-64-v2"sv,  "x86-64-v3"sv, "nocona"sv,
                                     "core2"sv,       "nehalem"sv,    "corei7"sv,    "westmere"sv,
                                     "sandybridge"sv, "corei7-avx"sv, "ivybridge"sv, "core-avx-i"sv,
                                     "haswell"sv,     "core-avx2"sv};
// Graviton2, the oldest there, is a Neoverse N1: Armv8.2-A.
constexpr std::array arm64_names = {"generic"sv,    "armv8-a"sv,    "armv8.1-a"sv,  "armv8.2-a"sv,
                                    "cortex-a35"sv, "cortex-a53"sv, "cortex-a55"sv, "cortex-a57"sv,
                                    "cortex-a72"sv, "cortex-a73"sv, "cortex-a75"sv, "cortex-a76"sv,
                                    "neoverse-n1"sv};
// Extensions after a "+" that a Neoverse N1 does not have.
constexpr std::array arm64_extensions = {"sve"sv,    "sme"sv,  "i8mm"sv, "bf16"sv,
                                         "memtag"sv, "sha3"sv, "sm4"sv,  "rng"sv};
constexpr std::array x86_64_extensions = {"-mavx512"sv, "-mavx10"sv, "-mamx"sv};

bool starts_with_any(std::string_view text, std::span<const std::string_view> prefixes) {
  return std::ranges::any_of(prefixes, [&](auto prefix) { return text.starts_with(prefix); });
}

bool has_foreign_extension(std::string_view extensions) {
  while (!extensions.empty()) {
    extensions.remove_prefix(1);  // '+'
    if (starts_with_any(extensions, arm64_extensions)) return true;
    std::size_t next = extensions.find('+');
    extensions.remove_prefix(std::min(next, extensions.size()));
  }
  return false;
}

std::string promise_of(std::string_view architecture) {
  return architecture == "arm64" ? "Lambda promises no more than Graviton2, a Neoverse N1"
                                 : "Lambda promises no more than AVX2, x86-64-v3";
}

}  // namespace

std::optional<std::string> why_not_on_lambda(std::string_view flag, std::string_view architecture) {
  bool arm64 = architecture == "arm64";
  if (!arm64 && starts_with_any(flag, x86_64_extensions)) return promise_of(architecture);
  if (!flag.starts_with("-march=") && !flag.starts_with("-mcpu=")) return std::nullopt;
  std::string value(flag.substr(flag.find('=') + 1));
  std::ranges::replace(value, '_', '-');  // As zig writes them.
  if (value == "native") return "that is this machine's processor, and " + promise_of(architecture);
  std::string_view name = std::string_view(value).substr(0, value.find('+'));
  std::span<const std::string_view> known = x86_64_names;
  if (arm64) known = arm64_names;
  if (std::ranges::find(known, name) == known.end() ||
      (arm64 && has_foreign_extension(std::string_view(value).substr(name.size()))))
    return promise_of(architecture);
  return std::nullopt;
}

std::string_view most_capable_flag(std::string_view architecture) {
  return architecture == "arm64" ? "-mcpu=neoverse-n1" : "-march=x86-64-v3";
}

}  // namespace lambent::cli
