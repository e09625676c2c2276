#include "cli/build/own_command.hpp"

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "cli/build/platform.hpp"
#include "cli/build/toolchain.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t files_max = 100'000;  // Below the folder of one function.

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

// "aarch64-linux-gnu-g++" → "aarch64-linux-gnu-gcc"
std::string c_compiler_of(const std::string& cxx) {
  return cxx.substr(0, cxx.rfind("g++")) + "gcc";
}

result<> empty_folder(const fs::path& folder) {
  std::error_code ec;
  fs::remove_all(folder, ec);
  if (ec) return sys_fail("empty the folder " + folder.string(), ec.value());
  fs::create_directories(folder, ec);
  if (ec) return sys_fail("create the folder " + folder.string(), ec.value());
  return {};
}

// Their paths relative to it. Links count as what they lead to, as Bazel's outputs want it.
result<std::vector<std::string>> files_below(const fs::path& folder) {
  std::vector<std::string> out;
  std::error_code ec;
  for (fs::recursive_directory_iterator at(folder, ec), end; !ec && at != end; at.increment(ec)) {
    if (at->is_directory(ec) && !at->is_symlink()) continue;
    if (!at->is_regular_file(ec))
      return fail(at->path().string() + " is no file",
                  "leave files and folders of files in $LAMBENT_OUTPUT");
    if (out.size() == files_max)
      return fail(folder.string() + " has more than " + std::to_string(files_max) + " files");
    out.push_back(at->path().lexically_relative(folder).generic_string());
  }
  if (ec) return sys_fail("read the folder " + folder.string(), ec.value());
  std::ranges::sort(out);
  return out;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> variables_of(const command_build& build) {
  std::vector<std::pair<std::string, std::string>> out = {
      {"LAMBENT_OUTPUT", build.into.string()},
      {"LAMBENT_ARCHITECTURE", build.architecture},
      {"LAMBENT_BUILD_TYPE", build.build_type}};
  if (build.architecture != host_architecture()) {
    const std::string cxx = cross_compiler_for(build.architecture).program;
    if (!is_set("CXX")) out.emplace_back("CXX", cxx);
    if (!is_set("CC")) out.emplace_back("CC", c_compiler_of(cxx));
  }
  for (const auto& [name, value] : build.environment) {
    std::erase_if(out, [&](const auto& each) { return each.first == name; });
    out.emplace_back(name, value);
  }
  return out;
}

result<process_result> run_build_command(const command_build& build) {
  TRY(empty_folder(build.into));
  note(build.command);
  return run_process({.argv = {"/bin/sh", "-c", build.command},
                      .cwd = build.project.string(),
                      .set_env = variables_of(build),
                      .out = build.output,
                      .err = build.output == child_stream::capture ? child_stream::capture
                                                                   : child_stream::inherit});
}

result<std::vector<built_program>> programs_in(const fs::path& folder,
                                               std::string_view architecture) {
  std::vector<built_program> out;
  std::error_code ec;
  for (fs::directory_iterator at(folder, ec), end; !ec && at != end; at.increment(ec)) {
    const std::string name = at->path().filename().string();
    if (name == "extensions" || !fs::is_regular_file(at->path() / "bootstrap", ec)) continue;
    auto files = TRY(files_below(at->path()));
    out.push_back({.name = name,
                   .kind = program_kind::function,
                   .target = name,
                   .architecture = std::string(architecture),
                   .files = std::move(files)});
  }
  if (ec) return sys_fail("read the folder " + folder.string(), ec.value());
  for (fs::directory_iterator at(folder / "extensions", ec), end; !ec && at != end;
       at.increment(ec)) {
    const std::string name = at->path().filename().string();
    if (at->is_regular_file(ec))
      out.push_back({.name = name,
                     .kind = program_kind::extension,
                     .target = name,
                     .architecture = std::string(architecture),
                     .files = {}});
  }
  std::ranges::sort(out, {}, &built_program::name);
  return out;
}

}  // namespace lambent::cli
