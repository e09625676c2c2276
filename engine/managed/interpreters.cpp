#include "engine/managed/interpreters.hpp"

#include <fmt/format.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include "base/architecture.hpp"
#include "base/process.hpp"
#include "engine/managed/ask.hpp"
#include "engine/managed/interface_client.hpp"
#include "engine/managed/open_files.hpp"

namespace lambent::managed {
namespace {

namespace fs = std::filesystem;

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

struct found_interpreter {
  interpreter what;
  std::string program;  // In PATH.
};

result<interpreter> question(const std::string& program, language in) {
  return read_probe(in, TRY(ask(program, probe_arguments(in))));
}

// The first that answers, by the order of names. What of another version answers under the name
// python3.12 (a shim without that version does not) would be strange, and is taken.
result<found_interpreter> find(const runtime& wanted) {
  error last{fmt::format("no {} is in the engine's PATH", program_names(wanted).back()), 0, {}};
  for (const std::string& name : program_names(wanted)) {
    const std::string program = find_program(name);
    if (program.empty()) continue;
    auto found = question(program, wanted.in);
    if (found) return found_interpreter{std::move(*found), program};
    last = in_context("ask " + program + " what it is", std::move(found).error());
  }
  return std::unexpected(std::move(last));
}

void tell(std::string_view identifier, const runtime& wanted, const interpreter& what,
          const placed_client& client) {
  if (!is_version(wanted, what.version))
    spdlog::warn("functions of {} run on {} {} ({}): this machine has no {} {}", identifier,
                 product_of(what.in), what.version, what.program, product_of(what.in),
                 wanted.version);
  if (!client.remark.empty()) spdlog::warn("functions of {}: {}", identifier, client.remark);
  spdlog::info("functions of {} are called by {}", identifier, client.what);
}

bool is_there(const installation& known) { return ::access(known.what.program.c_str(), X_OK) == 0; }

}  // namespace

result<installation> interpreters::look_for(std::string_view identifier, const runtime& wanted) {
  auto [what, program] = TRY(find(wanted));
  const lang_plan plan = plan_lang(what);
  std::error_code ec;
  const fs::path dir = fs::absolute(dir_, ec) / identifier;
  TRY_FOR("show " + what.program + " to functions", write_lang(dir / "lang", plan));
  const placed_client client = TRY_FOR(
      "bring the interface client", place_client(dir / "runtime", what, program, wanted, client_));
  tell(identifier, wanted, what, client);
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
  if (!found) {
    const error& why = found.error();
    return fmt::format(
        "Functions of the runtime {} cannot run on this machine: {}. {}.", identifier, why.what,
        why.hint.empty()
            ? fmt::format("Install the package {} and try again", package_of(wanted->in))
            : why.hint);
  }
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
