// Compilers, CMake, and what cross builds need.
#include <charconv>

#include "base/architecture.hpp"
#include "cli/build/toolchain.hpp"
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
});

// What links; the faster ones are for `lambent watch`, whose programs have debug information.
finding check_linker(const facts& of) {
  const program_fact usual = program(of, "ld");
  std::string what;
  for (const char* name : {"ld.mold", "ld.lld"})
    if (program_fact fact = program(of, name); !fact.path.empty() && what.empty())
      what = shown(name, fact) + ", links for `lambent watch`";
  if (usual.path.empty())
    return make("linker", verdict::missing, "no ld", "`lambent build` cannot link",
                "apt-get install binutils");
  return make("linker", verdict::ok, shown("ld", usual) + (what.empty() ? "" : "; " + what));
}

// The compiler for the other architecture, and whether it has what static programs need.
void check_cross(const facts& of, std::vector<finding>& out) {
  const std::string architecture(other_architecture.name);
  const cross_compiler wanted = cross_compiler_for(architecture);
  const std::string install = "apt-get install " + wanted.package;
  const program_fact fact = program(of, wanted.program);
  if (fact.path.empty()) {
    out.push_back(make("cross-compiler", verdict::warn, "no " + wanted.program,
                       "Debian's toolchain for functions on " + architecture + " is not there",
                       install));
    return;
  }
  out.push_back(make("cross-compiler", verdict::ok, shown(wanted.program, fact)));
  for (const auto& [name, path] :
       {std::pair("libc.a", of.cross_libc), {"libstdc++.a", of.cross_libstdcxx}}) {
    const std::string finding_name = "cross-" + std::string(name);
    out.push_back(path && !path->empty()
                      ? make(finding_name, verdict::ok, *path)
                      : make(finding_name, verdict::warn, wanted.program + " finds no " + name,
                             "functions for " + architecture + " cannot be linked",
                             install + ", which brings it along"));
  }
}

finding check_zig(const facts& of) {
  if (!of.zig.path.empty()) return make("zig", verdict::ok, shown("zig", of.zig));
  return make("zig", verdict::warn, of.zig_problem.what,
              "musl and older versions of glibc cannot be built for", of.zig_problem.hint);
}

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
  out.push_back(check_linker(of));
  out.push_back(check_cmake(of));
  for (const optional_program& each : optional_programs) {
    std::string name(each.name);
    program_fact fact = program(of, name);
    out.push_back(fact.path.empty() ? make(name, verdict::warn, "no " + name,
                                           std::string(each.means), std::string(each.fix))
                                    : make(name, verdict::ok, shown(name, fact)));
  }
  check_cross(of, out);
  out.push_back(check_zig(of));
  return out;
}

}  // namespace lambent::cli::doctor
