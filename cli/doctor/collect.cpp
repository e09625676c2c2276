#include "cli/doctor/collect.hpp"

#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <filesystem>

#include "base/architecture.hpp"
#include "base/files.hpp"
#include "base/joined.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "cli/build/toolchain.hpp"
#include "cli/doctor/aws_facts.hpp"
#include "cli/doctor/ports.hpp"
#include "cli/serve/serve.hpp"
#include "engine/environment/emulator.hpp"
#include "engine/environment/sandbox_program.hpp"

namespace lambent::cli::doctor {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t proc_file_bytes_max = 64UL * 1024;
constexpr std::chrono::seconds sandbox_answer_max{10};

std::string text_of(const fs::path& path) {
  std::string text = read_file(path, proc_file_bytes_max).value_or("");
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

// ---- programs ----

std::string output_of(std::vector<std::string> argv) {
  auto ended = run_process(
      {.argv = std::move(argv), .out = child_stream::capture, .err = child_stream::discard});
  return ended && ended->ok() ? ended->out : "";
}

program_fact look_for(const std::string& name, const std::string& version_flag) {
  program_fact out{.path = find_program(name)};
  if (!out.path.empty()) out.version = version_in(output_of({out.path, version_flag}));
  return out;
}

// As `lambent build` looks for it.
void collect_zig(facts& into) {
  auto words = find_zig();
  if (!words) {
    into.zig_problem = std::move(words).error();
    return;
  }
  into.zig.path = joined(*words, " ");
  words->emplace_back("version");
  into.zig.version = version_in(output_of(*std::move(words)));
}

// Where the compiler finds it; empty: nowhere.
std::string library_of(const std::string& compiler, const std::string& name) {
  std::string path = output_of({compiler, "-print-file-name=" + name});
  while (path.ends_with('\n')) path.pop_back();
  // A compiler that finds nothing repeats the name.
  return path.find('/') == std::string::npos ? "" : fs::path(path).lexically_normal().string();
}

void collect_programs(facts& into) {
  const std::string cross = cross_compiler_for(other_architecture.name).program;
  for (const std::string& name :
       {std::string("g++"), std::string("clang++"), std::string("cmake"), std::string("ninja"),
        std::string("ccache"), cross, environment::emulator_name(), std::string("ld"),
        std::string("ld.lld"), std::string("ld.mold"), std::string("docker"), std::string("podman"),
        std::string("node"), std::string("python3")})
    into.programs[name] = look_for(name, "--version");
  collect_zig(into);

  std::string compiler = into.programs["g++"].path;
  if (compiler.empty()) compiler = into.programs["clang++"].path;
  if (!compiler.empty()) {
    into.static_libc = library_of(compiler, "libc.a");
    into.static_libstdcxx = library_of(compiler, "libstdc++.a");
  }
  if (const std::string& other = into.programs[cross].path; !other.empty()) {
    into.cross_libc = library_of(other, "libc.a");
    into.cross_libstdcxx = library_of(other, "libstdc++.a");
  }
}

// ---- the engine ----

void collect_sandbox(facts& into) {
  auto answer = ask_sandbox();
  if (answer) {
    into.sandbox = std::move(*answer);
  } else {
    into.sandbox_refusal = std::move(answer).error();
  }
}

// "0::/user.slice/..." of /proc/self/cgroup is this process's place in the v2 hierarchy.
std::vector<std::string> own_controllers() {
  std::string own = text_of("/proc/self/cgroup");
  constexpr std::string_view marker = "0::/";
  std::size_t start = own.rfind(marker);
  if (start == std::string::npos) return {};
  std::string place = own.substr(start + marker.size());
  place = place.substr(0, place.find('\n'));
  std::string names = text_of(fs::path("/sys/fs/cgroup") / place / "cgroup.controllers");
  std::vector<std::string> out;
  while (!names.empty()) {
    std::size_t space = std::min(names.find(' '), names.size());
    if (space > 0) out.push_back(names.substr(0, space));
    names.erase(0, space + 1);
  }
  return out;
}

void collect_kernel(facts& into) {
  into.root = ::geteuid() == 0;
  for (auto [name, path] :
       {std::pair("user.max_user_namespaces", "/proc/sys/user/max_user_namespaces"),
        {"kernel.unprivileged_userns_clone", "/proc/sys/kernel/unprivileged_userns_clone"},
        {"kernel.apparmor_restrict_unprivileged_userns",
         "/proc/sys/kernel/apparmor_restrict_unprivileged_userns"}})
    if (std::string value = text_of(path); !value.empty()) into.settings[name] = value;
  into.cgroup_controllers = own_controllers();
  into.overlayfs = text_of("/proc/filesystems").find("\toverlay") != std::string::npos;
  into.seccomp_filter = !text_of("/proc/sys/kernel/seccomp/actions_avail").empty();
  into.kvm = ::access("/dev/kvm", R_OK | W_OK) == 0;
}

// ---- the rest ----

// A path's file system, also when the path is not there yet.
void collect_disk(const fs::path& path, facts& into) {
  fs::path existing = path;
  std::error_code ec;
  while (!fs::exists(existing, ec) && existing.has_relative_path())
    existing = existing.parent_path();
  struct statvfs about{};
  if (::statvfs(existing.c_str(), &about) != 0) return;
  into.disks.push_back({.path = path.string(), .free_bytes = about.f_bavail * about.f_frsize});
}

}  // namespace

result<sandbox::ready> ask_sandbox() {
  const temporary_folder run_dir = TRY(temporary_folder::make("lambent-doctor-"));
  std::string program = TRY(find_sandbox_program());
  auto started =
      TRY(environment::start_sandbox_program({.path = program,
                                              .wanted = {.reach = sandbox::network::host_like,
                                                         .run_dir = run_dir.path().string(),
                                                         .emulator = environment::find_emulator()},
                                              .answer_max = sandbox_answer_max,
                                              .silent = true}));
  started.socket.reset();
  environment::end_sandbox_program(started.pid);
  return std::move(started.abilities);
}

std::string version_in(std::string_view text) {
  text = text.substr(0, text.find('\n'));
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(" (v"), text.size()));
    std::string_view word = text.substr(0, text.find_first_of(" ("));
    text.remove_prefix(word.size());
    std::string_view number = word.substr(0, word.find_first_not_of("0123456789."));
    if (number.find('.') != std::string_view::npos && number.front() != '.')
      return std::string(number);
  }
  return {};
}

facts collect(const collect_options& options) {
  facts out;
  collect_programs(out);
  collect_sandbox(out);
  collect_kernel(out);
  constexpr std::uint16_t serve_port = 4566;
  constexpr std::uint16_t watch_port = 9000;
  for (std::uint16_t port : {serve_port, watch_port}) out.ports[port] = find_holder(port);
  collect_aws(options.aws, aws::surroundings::real(), out);
  if (options.identity) collect_identity(options.aws, aws::surroundings::real(), out);
  std::error_code ec;
  collect_disk(options.data_dir, out);
  collect_disk(fs::current_path(ec), out);
  return out;
}

}  // namespace lambent::cli::doctor
