// Compilers, CMake, and what cross builds need.
#include <charconv>

#include "cli/doctor/checks.hpp"

namespace lambent::cli::doctor {
namespace {

constexpr std::string_view group = "toolchain";

// What the library and `lambent build` are tested with.
constexpr std::string_view gxx_min = "12";
constexpr std::string_view clang_min = "16";
constexpr std::string_view cmake_min = "3.22";

program_fact program(const facts& of, const std::string& name) {
  auto found = of.programs.find(name);
  return found == of.programs.end() ? program_fact{} : found->second;
}

std::string shown(const std::string& name, const program_fact& fact) {
  return name + (fact.version.empty() ? "" : " " + fact.version) + ", " + fact.path;
}

finding make(std::string name, verdict how, std::string what, std::string means = {},
             std::string fix = {}) {
  return {.group = std::string(group),
          .name = std::move(name),
          .how = how,
          .what = std::move(what),
          .means = std::move(means),
          .fix = std::move(fix)};
}

finding check_compiler(const facts& of) {
  program_fact gxx = program(of, "g++");
  program_fact clang = program(of, "clang++");
  bool good_gxx = !gxx.path.empty() && version_at_least(gxx.version, gxx_min);
  bool good_clang = !clang.path.empty() && version_at_least(clang.version, clang_min);
  if (good_gxx) return make("compiler", verdict::ok, shown("g++", gxx));
  if (good_clang) {
    std::string fix = "CXX=clang++ lambent build";
    return make(
        "compiler", gxx.path.empty() ? verdict::ok : verdict::warn, shown("clang++", clang),
        gxx.path.empty() ? "" : shown("g++", gxx) + " is older than " + std::string(gxx_min),
        gxx.path.empty() ? "" : fix);
  }
  if (gxx.path.empty() && clang.path.empty())
    return make("compiler", verdict::missing, "no g++ and no clang++",
                "`lambent build` has nothing to compile with", "apt-get install g++");
  return make(
      "compiler", verdict::missing, gxx.path.empty() ? shown("clang++", clang) : shown("g++", gxx),
      "the library needs g++ " + std::string(gxx_min) + " or clang++ " + std::string(clang_min),
      "install a newer compiler and name it by CXX");
}

finding check_static(const std::string& name, const std::optional<std::string>& path,
                     const std::string& package) {
  if (path && !path->empty()) return make(name, verdict::ok, *path);
  return make(name, verdict::missing, "the compiler finds no " + name,
              "functions are linked statically, so that they run on provided.al2023",
              "install it: " + package);
}

finding check_cmake(const facts& of) {
  program_fact fact = program(of, "cmake");
  if (fact.path.empty())
    return make("cmake", verdict::missing, "no cmake", "`lambent build` runs it",
                "apt-get install cmake");
  if (!version_at_least(fact.version, cmake_min))
    return make("cmake", verdict::missing, shown("cmake", fact),
                "the package needs " + std::string(cmake_min) + " or newer",
                "install a newer CMake");
  return make("cmake", verdict::ok, shown("cmake", fact));
}

struct optional_program {
  std::string_view name;
  std::string_view means;
  std::string_view fix;
};

constexpr auto optional_programs = std::to_array<optional_program>({
    {"ninja", "builds go through make, which is slower to see that nothing changed",
     "apt-get install ninja-build"},
    {"ccache", "every new project compiles the whole library once", "apt-get install ccache"},
    {"aarch64-linux-gnu-g++", "Debian's toolchain for functions on arm64 is not there",
     "apt-get install g++-aarch64-linux-gnu"},
    {"zig", "musl and older versions of glibc cannot be built for",
     "take it from ziglang.org, if you need that"},
});

}  // namespace

bool version_at_least(std::string_view version, std::string_view wanted) {
  auto next = [](std::string_view& from) {
    unsigned number = 0;
    auto [end, ec] = std::from_chars(from.data(), from.data() + from.size(), number);
    from.remove_prefix(static_cast<std::size_t>(end - from.data()));
    if (from.starts_with('.')) from.remove_prefix(1);
    return ec == std::errc() ? number : 0U;
  };
  while (!wanted.empty()) {
    std::size_t before = wanted.size();
    unsigned want = next(wanted);
    unsigned have = next(version);
    if (have != want) return have > want;
    if (wanted.size() == before) return true;
  }
  return true;
}

std::vector<finding> check_toolchain(const facts& of) {
  std::vector<finding> out;
  out.push_back(check_compiler(of));
  if (of.static_libc)
    out.push_back(check_static("libc.a", of.static_libc,
                               "apt-get install libc6-dev, or dnf install glibc-static"));
  if (of.static_libstdcxx)
    out.push_back(check_static("libstdc++.a", of.static_libstdcxx,
                               "apt-get install g++, or dnf install libstdc++-static"));
  out.push_back(check_cmake(of));
  for (const optional_program& each : optional_programs) {
    std::string name(each.name);
    program_fact fact = program(of, name);
    out.push_back(fact.path.empty() ? make(name, verdict::warn, "no " + name,
                                           std::string(each.means), std::string(each.fix))
                                    : make(name, verdict::ok, shown(name, fact)));
  }
  return out;
}

}  // namespace lambent::cli::doctor
