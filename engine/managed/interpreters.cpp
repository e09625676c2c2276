#include "engine/managed/interpreters.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>

#include "base/architecture.hpp"
#include "base/process.hpp"
#include "engine/managed/client.hpp"

namespace lambent::managed {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds probe_time_max{10};
constexpr std::size_t probe_bytes_max = 16UL * 1024;

// A directory that the function's user may read, whatever this process's mask.
result<> make_open_dir(const fs::path& dir) {
  std::error_code ec;
  fs::create_directories(dir, ec);
  if (!ec) fs::permissions(dir, fs::perms(0755), ec);
  if (ec) return sys_fail("make " + dir.string(), ec.value());
  return {};
}

// The same for a file; it replaces what an earlier engine has left.
result<> write_open_file(const fs::path& path, std::string_view text) {
  std::error_code ec;
  fs::remove(path, ec);
  FILE* file = std::fopen(path.c_str(), "wxe");
  if (file == nullptr) return sys_fail("make " + path.string());
  const bool whole = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!whole || !closed) return sys_fail("write " + path.string());
  fs::permissions(path, fs::perms(0644), ec);
  if (ec) return sys_fail("open " + path.string() + " to all", ec.value());
  return {};
}

result<> write_client(const fs::path& dir, language in) {
  TRY(make_open_dir(dir));
  for (const embedded_file& each : in == language::nodejs ? nodejs_client() : python_client()) {
    const fs::path path = dir / each.path;
    TRY(make_open_dir(path.parent_path()));
    TRY(write_open_file(path, each.content));
  }
  return {};
}

result<> write_lang(const fs::path& dir, const lang_plan& plan) {
  std::error_code ec;
  fs::remove_all(dir, ec);
  for (const char* sub : {"", "bin", "lib"}) TRY(make_open_dir(dir / sub));
  for (const auto& [place, target] : plan.links) {
    fs::create_symlink(target, dir / place, ec);
    if (ec) return sys_fail("link " + (dir / place).string(), ec.value());
  }
  for (const std::string& file : plan.mount_files) TRY(write_open_file(dir / file, ""));
  for (const std::string& sub : plan.mount_dirs) TRY(make_open_dir(dir / sub));
  return {};
}

result<interpreter> ask(const std::string& program, language in) {
  std::vector<std::string> argv = probe_arguments(in);
  argv.insert(argv.begin(), program);
  process_options options{.argv = std::move(argv),
                          .unset_env = {"NODE_OPTIONS"},
                          .out = child_stream::capture,
                          .err = child_stream::discard};
  options.capture_bytes_max = probe_bytes_max;
  options.time_max = probe_time_max;
  process_result ended = TRY(run_process(options));
  if (!ended.ok()) return fail("it ended with " + describe_exit(ended));
  return read_probe(in, ended.out);
}

// The first that answers, by the order of names. What of another version answers under the name
// python3.12 (a shim without that version does not) would be strange, and is taken.
result<interpreter> find(const runtime& wanted) {
  error last{fmt::format("no {} is in the engine's PATH", program_names(wanted).back()), 0, {}};
  for (const std::string& name : program_names(wanted)) {
    const std::string program = find_program(name);
    if (program.empty()) continue;
    auto found = ask(program, wanted.in);
    if (found) return found;
    last = in_context("ask " + program + " what it is", std::move(found).error());
  }
  return std::unexpected(std::move(last));
}

bool is_there(const installation& known) { return ::access(known.what.program.c_str(), X_OK) == 0; }

}  // namespace

result<installation> interpreters::look_for(std::string_view identifier, const runtime& wanted) {
  interpreter what = TRY(find(wanted));
  const lang_plan plan = plan_lang(what);
  std::error_code ec;
  const fs::path dir = fs::absolute(dir_, ec) / identifier;
  TRY_FOR("show " + what.program + " to functions", write_lang(dir / "lang", plan));
  TRY_FOR("write the interface client", write_client(dir / "runtime", wanted.in));
  installation out{std::move(what), plan.shown};
  out.shown["/var/lang"] = dir / "lang";
  out.shown["/var/runtime"] = dir / "runtime";
  return out;
}

std::string interpreters::why_not_run(std::string_view identifier, std::string_view architecture) {
  const auto wanted = runtime_of(identifier);
  if (!wanted) return {};
  if (architecture != native_architecture.name)
    return fmt::format(
        "Functions of the runtime {} run on this machine's own {}, which is for {}; {} is not "
        "possible here. Choose the architecture {}, or deploy an image.",
        identifier, product_of(wanted->in), native_architecture.name, architecture,
        native_architecture.name);
  if (auto have = known(identifier); have && is_there(*have)) return {};
  auto found = look_for(identifier, *wanted);
  if (!found)
    return fmt::format(
        "Functions of the runtime {} cannot run on this machine: {}. Install the package {} and "
        "try again.",
        identifier, found.error().what, package_of(wanted->in));
  const interpreter& what = found->what;
  if (!is_version(*wanted, what.version))
    spdlog::warn("functions of {} run on {} {} ({}): this machine has no {} {}", identifier,
                 product_of(what.in), what.version, what.program, product_of(what.in),
                 wanted->version);
  const std::lock_guard lock(mutex_);
  known_.insert_or_assign(std::string(identifier), std::move(*found));
  return {};
}

std::optional<installation> interpreters::known(std::string_view identifier) const {
  const std::lock_guard lock(mutex_);
  auto found = known_.find(identifier);
  if (found == known_.end()) return std::nullopt;
  return found->second;
}

}  // namespace lambent::managed
