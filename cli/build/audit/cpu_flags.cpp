#include "cli/build/audit/cpu_flags.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace lambent::cli {
namespace {

using namespace std::string_view_literals;

// Names of processors and levels without an instruction that a Haswell lacks, AVX2's first
// generation. Lambda runs x86_64 functions on several makers' processors and promises AVX2.
constexpr std::array x86_64_names = {"x86-64"sv,     "x86-64-v2"sv,   "x86-64-v3"sv,  "baseline"sv,
                                     "nocona"sv,     "core2"sv,       "nehalem"sv,    "corei7"sv,
                                     "westmere"sv,   "sandybridge"sv, "corei7-avx"sv, "ivybridge"sv,
                                     "core-avx-i"sv, "haswell"sv,     "core-avx2"sv};
// Graviton2, the oldest there, is a Neoverse N1: Armv8.2-A.
constexpr std::array arm64_names = {"generic"sv,    "armv8-a"sv,    "armv8.1-a"sv,  "armv8.2-a"sv,
                                    "baseline"sv,   "cortex-a35"sv, "cortex-a53"sv, "cortex-a55"sv,
                                    "cortex-a57"sv, "cortex-a72"sv, "cortex-a73"sv, "cortex-a75"sv,
                                    "cortex-a76"sv, "neoverse-n1"sv};
// Extensions after a "+" that a Neoverse N1 has; whatever else there is came later.
// https://gcc.gnu.org/onlinedocs/gcc/AArch64-Options.html
constexpr std::array arm64_extensions = {"aes"sv,  "crc"sv, "crypto"sv,  "dotprod"sv, "fp"sv,
                                         "fp16"sv, "lse"sv, "profile"sv, "ras"sv,     "rcpc"sv,
                                         "rdma"sv, "rdm"sv, "sha2"sv,    "simd"sv,    "ssbs"sv};
// Sets of instructions that a Haswell does not have, as -m has them; a '*' ends a family. Most of
// -m's words are no such sets, so that those which are have to be listed.
// https://gcc.gnu.org/onlinedocs/gcc/x86-Options.html
// https://clang.llvm.org/docs/ClangCommandLineReference.html#x86
constexpr std::array x86_64_extensions = {
    "3dnow*"sv,     "adx"sv,          "amx*"sv,     "apx*"sv,      "avx10*"sv,      "avx512*"sv,
    "avxifma"sv,    "avxneconvert"sv, "avxvnni*"sv, "cldemote"sv,  "clflushopt"sv,  "clwb"sv,
    "clzero"sv,     "cmpccxadd"sv,    "enqcmd"sv,   "evex512"sv,   "fma4"sv,        "gfni"sv,
    "hle"sv,        "hreset"sv,       "kl"sv,       "lwp"sv,       "movdir*"sv,     "movrs"sv,
    "mwaitx"sv,     "pconfig"sv,      "pku"sv,      "prefetchi"sv, "prefetchwt1"sv, "prfchw"sv,
    "ptwrite"sv,    "raoint"sv,       "rdpid"sv,    "rdpru"sv,     "rdseed"sv,      "rtm"sv,
    "serialize"sv,  "sgx"sv,          "sha"sv,      "sha512"sv,    "sm3"sv,         "sm4"sv,
    "sse4a"sv,      "tbm"sv,          "tsxldtrk"sv, "uintr"sv,     "usermsr"sv,     "vaes"sv,
    "vpclmulqdq"sv, "waitpkg"sv,      "wbnoinvd"sv, "widekl"sv,    "xop"sv,         "xsavec"sv,
    "xsaves"sv};

bool has(std::span<const std::string_view> patterns, std::string_view word) {
  return std::ranges::any_of(patterns, [&](std::string_view pattern) {
    if (!pattern.ends_with('*')) return pattern == word;
    return word.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

bool is_foreign(std::string_view extension, bool arm64) {
  if (!arm64) return has(x86_64_extensions, extension);
  return !extension.starts_with("no") && !has(arm64_extensions, extension);
}

// "+crc+sve" of "-mcpu=neoverse-n1+crc+sve".
bool has_foreign_extension(std::string_view extensions, bool arm64) {
  while (!extensions.empty()) {
    extensions.remove_prefix(1);  // '+'
    std::size_t next = std::min(extensions.find('+'), extensions.size());
    if (is_foreign(extensions.substr(0, next), arm64)) return true;
    extensions.remove_prefix(next);
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
  if (!arm64 && flag.starts_with("-m") && is_foreign(flag.substr(2), arm64))
    return promise_of(architecture);
  if (!flag.starts_with("-march=") && !flag.starts_with("-mcpu=")) return std::nullopt;
  std::string value(flag.substr(flag.find('=') + 1));
  std::ranges::replace(value, '_', '-');  // As zig writes them.
  if (value == "native") return "that is this machine's processor, and " + promise_of(architecture);
  std::string_view name = std::string_view(value).substr(0, value.find('+'));
  std::span<const std::string_view> known = x86_64_names;
  if (arm64) known = arm64_names;
  if (!has(known, name) ||
      has_foreign_extension(std::string_view(value).substr(name.size()), arm64))
    return promise_of(architecture);
  return std::nullopt;
}

std::string_view most_capable_flag(std::string_view architecture) {
  return architecture == "arm64" ? "-mcpu=neoverse-n1" : "-march=x86-64-v3";
}

}  // namespace lambent::cli
