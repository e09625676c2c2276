// The Rust functions: cargo's own build of the study's package. For an image made of nothing else
// it is linked statically.
#include <unistd.h>

#include <string_view>
#include <utility>

#include "base/files.hpp"
#include "base/process.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"
#include "cli/build/audit/lambda_image.hpp"
#include "cli/build/package/includes.hpp"
#include "cli/build/platform.hpp"
#include "cli/terminal/terminal.hpp"

namespace lambent::cli::studying {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t cargo_bytes_max = 16UL * 1024 * 1024;

std::vector<std::string> installed_targets(const std::string& rustc) {
  std::vector<std::string> out;
  const std::string sysroot = version_line({rustc, "--print", "sysroot"});
  std::error_code ec;
  fs::directory_iterator each(fs::path(sysroot) / "lib/rustlib", ec);
  for (; !ec && each != fs::directory_iterator(); each.increment(ec)) {
    std::error_code absent;
    if (fs::is_directory(each->path() / "lib", absent)) out.push_back(each->path().filename());
  }
  return out;
}

// CARGO_TARGET_AARCH64_UNKNOWN_LINUX_GNU_LINKER
std::string linker_variable(std::string target) {
  for (char& c : target)
    c = c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  return "CARGO_TARGET_" + target + "_LINKER";
}

// What in the user's own environment would have cargo compile otherwise: flags that come before
// RUSTFLAGS, and any member of any profile.
// https://doc.rust-lang.org/cargo/reference/environment-variables.html
std::vector<std::string> variables_of_no_study() {
  std::vector<std::string> out = {"CARGO_ENCODED_RUSTFLAGS", "CARGO_INCREMENTAL",
                                  "CARGO_BUILD_INCREMENTAL"};
  for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string_view variable(*entry);
    if (variable.starts_with("CARGO_PROFILE_"))
      out.emplace_back(variable.substr(0, variable.find('=')));
  }
  return out;
}

using variables = std::vector<std::pair<std::string, std::string>>;

result<variables> environment_for(const need& what, const std::string& target) {
  // Set in any case: what the user's own environment says is no part of the study.
  variables out = {{"RUSTFLAGS", what.alone ? "-C target-feature=+crt-static" : ""}};
  if (what.architecture == host_architecture()) return out;
  std::string linker = std::string(processor_of(what.architecture)) + "-linux-gnu-gcc";
  if (find_program(linker).empty())
    return fail("the linker for " + what.architecture + ", " + linker + ", is not in the PATH",
                "`apt-get install gcc-" + linker.substr(0, linker.size() - 4) + "`");
  out.emplace_back(linker_variable(target), std::move(linker));
  return out;
}

}  // namespace

result<artefact> build_with_cargo(const workshop& in, const need& what) {
  const recipe how = recipe_of(what.function);
  const std::string cargo = find_program("cargo");
  const std::string rustc = find_program("rustc");
  if (cargo.empty() || rustc.empty())
    return fail("cargo is not installed", "`apt-get install cargo`, or rustup.rs");
  const std::string target = TRY(rust_target_for(what.architecture, installed_targets(rustc)));
  variables environment = TRY(environment_for(what, target));
  const fs::path project = in.sources / how.folder;
  // Other flags, other folder: else each build would begin anew after the other.
  const fs::path built = project / "target" / (what.alone ? "alone" : "usual");
  progress status;
  status.step("building " + what.function + " for " + what.architecture + " with cargo …");
  const process_result ended =
      TRY(run_process({.argv = {cargo, "build", "--locked", "--profile", how.profile, "--target",
                                target, "--target-dir", built},
                       .cwd = project,
                       .set_env = std::move(environment),
                       .unset_env = variables_of_no_study(),
                       .out = child_stream::capture,
                       .err = child_stream::capture,
                       .capture_bytes_max = cargo_bytes_max,
                       .time_max = build_time_max,
                       .stop = in.stop,
                       .own_group = true}));
  status.clear();
  if (!ended.ok()) {
    detail(1, ended.err);
    const std::string line = error_line_of(ended.err);
    return fail("cargo build: " + (line.empty() ? describe_exit(ended) : line));
  }
  zip_member program = TRY(read_member(built / target / how.profile / "bootstrap", "bootstrap"));
  return artefact{.function = what.function,
                  .architecture = what.architecture,
                  .members = {std::move(program)},
                  .build = version_line({rustc, "--version"}) + ", profile " + how.profile + ", " +
                           target + (what.alone ? ", +crt-static" : "")};
}

}  // namespace lambent::cli::studying
