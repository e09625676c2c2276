#include "cli/build/toolchain.hpp"

#include <cstdlib>

#include "base/process.hpp"

namespace lambent::cli {
namespace {

// Of what zig can link, the oldest that both of Lambda's images run.
constexpr std::string_view zig_gnu_default = "gnu.2.26";

bool only_zig_has(const std::string& libc) { return !libc.empty() && libc != "gnu"; }

// "x86_64" → "x86-64": Debian writes no underscores in package names.
std::string debian_name_of(std::string_view processor) {
  std::string out(processor);
  for (char& c : out)
    if (c == '_') c = '-';
  return out;
}

result<> check_native_compiler() {
  // CMake takes these before it looks for one.
  for (const char* variable : {"CXX", "CMAKE_CXX_COMPILER", "CMAKE_TOOLCHAIN_FILE"})
    if (const char* value = std::getenv(variable); value != nullptr && *value != '\0') return {};
  for (const char* name : {"c++", "g++", "clang++"})
    if (!find_program(name).empty()) return {};
  return fail("there is no C++ compiler: neither c++, g++ nor clang++ is in the PATH",
              "apt-get install g++");
}

result<toolchain> native_toolchain(const platform& target, const std::filesystem::path& package_dir,
                                   bool compiler_is_named) {
  if (only_zig_has(target.libc))
    return fail("the C library " + target.libc + " cannot be had from this system's compiler",
                "leave --toolchain away, or say --toolchain zig");
  toolchain out{.kind = toolchain_kind::native, .builds_for = {target.architecture}};
  if (target.architecture == host_architecture()) {
    if (!compiler_is_named) TRY(check_native_compiler());
    return out;
  }
  const cross_compiler compiler = cross_compiler_for(target.architecture);
  if (find_program(compiler.program).empty())
    return fail("the compiler for " + target.architecture + ", " + compiler.program +
                    ", is not in the PATH",
                "apt-get install " + compiler.package + ", or use --toolchain zig");
  out.cmake_arguments.push_back(
      "-DCMAKE_TOOLCHAIN_FILE=" +
      (package_dir / "toolchains" / (target.architecture + ".cmake")).string());
  return out;
}

result<toolchain> zig_toolchain(const platform& target, const std::filesystem::path& package_dir) {
  std::vector<std::string> zig = TRY(find_zig());
  std::string libc = target.libc.empty() ? "musl" : target.libc;
  if (libc == "gnu") libc = zig_gnu_default;
  std::string words;
  for (const std::string& word : zig) words += (words.empty() ? "" : ";") + word;
  return toolchain{.kind = toolchain_kind::zig,
                   .builds_for = {target.architecture, libc},
                   .cmake_arguments = {"-DCMAKE_TOOLCHAIN_FILE=" +
                                           (package_dir / "toolchains" / "zig.cmake").string(),
                                       "-DLAMBENT_ARCHITECTURE=" + target.architecture,
                                       "-DLAMBENT_LIBC=" + libc, "-DLAMBENT_ZIG=" + words}};
}

}  // namespace

std::string_view word_for(sanitizer which) {
  switch (which) {
    case sanitizer::address:
      return "address";
    case sanitizer::undefined:
      return "undefined";
    case sanitizer::thread:
      return "thread";
    case sanitizer::none:
      break;
  }
  return "none";
}

cross_compiler cross_compiler_for(std::string_view architecture) {
  const std::string_view processor = processor_of(architecture);
  return {.program = std::string(processor) + "-linux-gnu-g++",
          .package = "g++-" + debian_name_of(processor) + "-linux-gnu"};
}

result<std::vector<std::string>> find_zig() {
  if (const char* named = std::getenv("LAMBENT_ZIG"); named != nullptr && *named != '\0') {
    std::string program = std::string_view(named).find('/') == std::string_view::npos
                              ? find_program(named)
                              : std::string(named);
    std::error_code ec;
    if (program.empty() || !std::filesystem::exists(program, ec))
      return fail("LAMBENT_ZIG names '" + std::string(named) + "', which is not there",
                  "set it to zig's program");
    return std::vector{program};
  }
  if (std::string program = find_program("zig"); !program.empty()) return std::vector{program};
  if (std::string python = find_program("python3"); !python.empty()) {
    auto asked = run_process({.argv = {python, "-m", "ziglang", "version"},
                              .out = child_stream::discard,
                              .err = child_stream::discard});
    if (asked && asked->ok()) return std::vector<std::string>{python, "-m", "ziglang"};
  }
  return fail(
      "zig is not installed: LAMBENT_ZIG is not set, there is no zig in the PATH, and python3 has "
      "no module ziglang",
      "install zig from ziglang.org, or `pip install ziglang`; Debian 12 has no package of it");
}

result<toolchain> choose_toolchain(std::optional<toolchain_kind> wanted, const platform& target,
                                   const std::filesystem::path& package_dir,
                                   bool compiler_is_named) {
  switch (
      wanted.value_or(only_zig_has(target.libc) ? toolchain_kind::zig : toolchain_kind::native)) {
    case toolchain_kind::zig:
      return zig_toolchain(target, package_dir);
    case toolchain_kind::container:
      return toolchain{.kind = toolchain_kind::container, .builds_for = target};
    case toolchain_kind::native:
      break;
  }
  return native_toolchain(target, package_dir, compiler_is_named);
}

}  // namespace lambent::cli
