#include "cli/deps/deps.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>

#include "base/json_string.hpp"
#include "cli/build/platform.hpp"
#include "cli/build/sysroot_folder.hpp"
#include "cli/command_line/choice.hpp"
#include "cli/deps/sysroot.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;
using deps::sysroot_package;

struct place {
  std::string architecture;
  fs::path folder;
};

result<place> place_of(const deps_options& options) {
  if (options.arm64 && options.x86_64)
    return fail("--arm64 and --x86-64 cannot be given together", "run it twice for both");
  std::string architecture = host_architecture();
  if (options.arm64) architecture = "arm64";
  if (options.x86_64) architecture = "x86_64";
  fs::path folder = TRY(sysroot_folder(architecture));
  return place{.architecture = architecture, .folder = std::move(folder)};
}

// A name goes to apt as it is, and apt takes options and signs of its own.
result<> check_names(const std::vector<std::string>& names) {
  constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyz0123456789+-.";
  for (const std::string& name : names)
    if (name.size() < 2 || name.find_first_not_of(allowed) != std::string::npos ||
        name.starts_with('-') || name.ends_with('-') || name.starts_with('+'))
      return fail("'" + name + "' is not the name of a Debian package",
                  "as in `lambent deps add libgmp-dev`");
  return {};
}

std::vector<std::string> wanted_names(const std::vector<sysroot_package>& packages) {
  std::vector<std::string> out;
  for (const sysroot_package& each : packages)
    if (each.wanted) out.push_back(each.is.name);
  return out;
}

std::string described(const place& at, const std::vector<sysroot_package>& packages,
                      output_format output) {
  std::string out;
  if (output == output_format::json) {
    for (const sysroot_package& each : packages)
      out += (out.empty() ? "" : ",") + ("{\"name\":" + json_string(each.is.name)) +
             ",\"version\":" + json_string(each.is.version) +
             ",\"wanted\":" + (each.wanted ? "true" : "false") + "}";
    return "{\"architecture\":" + json_string(at.architecture) +
           ",\"sysroot\":" + json_string(deps::root_of(at.folder).string()) + ",\"packages\":[" +
           out + "]}\n";
  }
  std::size_t others = 0;
  for (const sysroot_package& each : packages) {
    if (each.wanted)
      out += each.is.name + " " + each.is.version + " " + at.architecture + "\n";
    else
      ++others;
  }
  if (others > 0) out += "and " + std::to_string(others) + " that they depend on\n";
  return out;
}

// Puts the named packages, and what they depend on, into the sysroot in place of what is there.
result<std::vector<sysroot_package>> put(const place& at, const deps::private_apt& apt,
                                         const std::vector<std::string>& names) {
  std::vector<sysroot_package> packages;
  if (!names.empty()) {
    progress status;
    status.step("fetching packages for " + at.architecture + " …");
    std::vector<deps::package> resolved = TRY(apt.resolve(names));
    TRY(apt.download(resolved));
    for (deps::package& each : resolved) {
      bool wanted = std::ranges::find(names, each.name) != names.end();
      packages.push_back({.is = std::move(each), .wanted = wanted});
    }
  }
  TRY(deps::fill(at.folder, apt, packages));
  return packages;
}

result<std::vector<sysroot_package>> add(const place& at, const deps_options& options) {
  std::vector<std::string> names = wanted_names(TRY(deps::read_packages(at.folder)));
  for (const std::string& name : options.packages)
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  deps::private_apt apt = TRY(deps::private_apt::make(at.folder, at.architecture, options.sources));
  {
    progress status;
    status.step("fetching the package lists for " + at.architecture + " …");
    TRY(apt.update());
  }
  std::vector<sysroot_package> packages = TRY(put(at, apt, names));
  for (const std::string& name : deps::without_static_library(apt, packages))
    warn(name + " has no static library, and functions are static",
         "build the library in your project, or link it dynamically and --include its files");
  return packages;
}

result<std::vector<sysroot_package>> remove(const place& at, const deps_options& options) {
  std::vector<std::string> names = wanted_names(TRY(deps::read_packages(at.folder)));
  for (const std::string& name : options.packages)
    if (std::erase(names, name) == 0)
      return fail("'" + name + "' was not added for " + at.architecture,
                  "`lambent deps list` shows what was");
  deps::private_apt apt = TRY(deps::private_apt::make(at.folder, at.architecture, {}));
  if (names.empty()) apt.forget_sources();
  return put(at, apt, names);
}

exit_code finish(const std::string& doing, const deps_options& options,
                 result<std::vector<sysroot_package>> (*act)(const place&, const deps_options&)) {
  auto at = place_of(options);
  if (!at) return report(in_context(doing, std::move(at).error()), exit_code::usage);
  if (auto fine = check_names(options.packages); !fine)
    return report(in_context(doing, std::move(fine).error()), exit_code::usage);
  auto packages = act(*at, options);
  if (!packages) return report(in_context(doing, std::move(packages).error()), exit_code::failed);
  return finish_with(described(*at, *packages, options.output));
}

void describe_place(CLI::App& command, deps_options& options) {
  command.add_flag("--arm64", options.arm64, "For Lambda's arm64");
  command.add_flag("--x86-64", options.x86_64, "For Lambda's x86_64");
  add_output(command, options.output);
}

}  // namespace

void describe_deps_add(CLI::App& command, deps_options& options) {
  command.add_option("PACKAGE", options.packages, "Debian packages, most often -dev ones")
      ->required();
  describe_place(command, options);
  command
      .add_option("--sources", options.sources,
                  "Package sources like /etc/apt/sources.list [those of before, this system's]")
      ->type_name("FILE");
  command.footer("Example:\n  lambent deps add libgmp-dev --arm64");
}

void describe_deps_list(CLI::App& command, deps_options& options) {
  describe_place(command, options);
  command.footer("Example:\n  lambent deps list --arm64");
}

void describe_deps_remove(CLI::App& command, deps_options& options) {
  command.add_option("PACKAGE", options.packages, "Packages that were added")->required();
  describe_place(command, options);
  command.footer("Example:\n  lambent deps remove libgmp-dev --arm64");
}

exit_code deps_add(const deps_options& options) { return finish("deps add", options, add); }

exit_code deps_list(const deps_options& options) {
  return finish("deps list", options, [](const place& at, const deps_options&) {
    return deps::read_packages(at.folder);
  });
}

exit_code deps_remove(const deps_options& options) {
  return finish("deps remove", options, remove);
}

result<> deps::provide(const std::string& architecture, const std::vector<std::string>& packages) {
  place at;
  at.folder = TRY(sysroot_folder(architecture));
  at.architecture = architecture;
  const std::vector<std::string> there = wanted_names(TRY(read_packages(at.folder)));
  const auto is_there = [&](const std::string& name) {
    return std::ranges::find(there, name) != there.end();
  };
  if (std::ranges::all_of(packages, is_there)) return {};
  TRY(add(at, {.packages = packages}));
  return {};
}

}  // namespace lambent::cli
