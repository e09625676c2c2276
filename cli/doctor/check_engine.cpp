// What sandboxes need of this machine, and whether the engine's ports are free.
#include <algorithm>

#include "base/architecture.hpp"
#include "base/joined.hpp"
#include "cli/doctor/checks.hpp"
#include "engine/environment/emulator.hpp"
#include "engine/managed/runtime.hpp"

namespace lambent::cli::doctor {
namespace {

constexpr std::string_view group = "engine";

finding make(std::string name, verdict how, std::string what, std::string means = {},
             std::string fix = {}) {
  return {.group = std::string(group),
          .name = std::move(name),
          .how = how,
          .what = std::move(what),
          .means = std::move(means),
          .fix = std::move(fix)};
}

std::string setting(const facts& of, const std::string& name) {
  auto found = of.settings.find(name);
  return found == of.settings.end() ? "" : found->second;
}

// Why the kernel may refuse an ordinary user namespaces, the likeliest first.
finding explain_refusal(const facts& of) {
  const error& why = of.sandbox_refusal;
  std::string fix = why.hint;
  if (!of.root && setting(of, "user.max_user_namespaces") == "0") {
    fix = "sudo sysctl -w user.max_user_namespaces=15000";
  } else if (!of.root && setting(of, "kernel.unprivileged_userns_clone") == "0") {
    fix = "sudo sysctl -w kernel.unprivileged_userns_clone=1";
  } else if (!of.root && setting(of, "kernel.apparmor_restrict_unprivileged_userns") == "1") {
    fix =
        "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0, or give lambent-sandbox "
        "an AppArmor profile with `userns,`";
  }
  return make("sandbox", verdict::missing, "no sandbox: " + why.what,
              "`lambent serve` cannot confine functions; it runs them unconfined with "
              "--isolation process",
              fix);
}

std::string abilities(const sandbox::ready& of) {
  std::string out;
  auto add = [&out](bool can, std::string_view what) {
    if (can) out.append(out.empty() ? "" : ", ").append(what);
  };
  add(of.memory_limit, "memory");
  add(of.cpu_limit, "CPU");
  add(of.process_limit, "processes");
  add(of.freezer, "freezing");
  return out;
}

finding check_cgroups(const facts& of) {
  const sandbox::ready& can = *of.sandbox;
  std::string delegated = of.cgroup_controllers.empty()
                              ? std::string()
                              : "; delegated here: " + joined(of.cgroup_controllers, " ");
  std::string fix = of.root
                        ? "run it where /sys/fs/cgroup is writable"
                        : "systemctl edit user@.service, and there [Service] Delegate=cpu cpuset "
                          "io memory pids; then log in anew";
  if (can.cgroups == sandbox::cgroup_mode::none)
    return make("cgroups", verdict::warn, "no control groups" + delegated,
                "memory is watched instead of limited, CPU and processes are not limited, idle "
                "functions are not frozen",
                fix);
  std::string what =
      can.cgroups == sandbox::cgroup_mode::v2 ? "control groups v2" : "control groups v1";
  what += ", limiting: " + abilities(can) + delegated;
  bool all = can.memory_limit && can.cpu_limit && can.process_limit && can.freezer;
  if (all) return make("cgroups", verdict::ok, what);
  return make("cgroups", verdict::warn, what, "not all of memory, CPU, processes and freezing",
              fix);
}

// Whether functions of the other architecture run.
finding check_emulator(const facts& of) {
  const std::string name = environment::emulator_name();
  const std::string architecture(other_architecture.name);
  const auto program = of.programs.find(name);
  if (program == of.programs.end() || program->second.path.empty())
    return make("emulator", verdict::warn, "no " + name,
                architecture + " functions and their tests cannot run on this machine",
                "apt-get install " + std::string(environment::emulator_package));
  const program_fact& fact = program->second;
  std::string what = architecture + " functions run, by " + name +
                     (fact.version.empty() ? "" : " " + fact.version) + ", " + fact.path;
  if (of.sandbox)
    what += of.sandbox->emulated_children ? "; so do the programs they start"
                                          : "; programs that they start do not (they would with "
                                            "Linux 6.7 or newer)";
  return make("emulator", verdict::ok, what);
}

// Whether functions of managed runtimes run, and of which runtime the interpreter is as on Lambda.
finding check_interpreter(const facts& of, managed::language in) {
  const std::string name = in == managed::language::nodejs ? "node" : "python3";
  const auto program = of.programs.find(name);
  if (program == of.programs.end() || program->second.path.empty())
    return make(name, verdict::warn, "no " + name,
                std::string("functions of the runtimes ") +
                    (in == managed::language::nodejs ? "nodejs*.x" : "python3.*") +
                    " cannot run on this machine",
                "apt-get install " + std::string(managed::package_of(in)));
  const program_fact& fact = program->second;
  std::string what = name + (fact.version.empty() ? "" : " " + fact.version) + ", " + fact.path +
                     ", runs functions of all " + std::string(managed::product_of(in)) +
                     " runtimes";
  if (const std::string exact = managed::identifier_of(in, fact.version); !exact.empty())
    what += "; its version is that of " + exact;
  return make(name, verdict::ok, what);
}

}  // namespace

std::vector<finding> check_engine(const facts& of) {
  std::vector<finding> out;
  if (of.sandbox) {
    out.push_back(make(
        "sandbox", verdict::ok,
        std::string("sandboxes work, as ") + (of.sandbox->rootless ? "an ordinary user" : "root")));
    out.push_back(check_cgroups(of));
    for (const error& warning : of.sandbox->warnings)
      out.push_back(make("sandbox-warning", verdict::warn, warning.what,
                         "functions run, and in this not as on AWS Lambda", warning.hint));
  } else {
    out.push_back(explain_refusal(of));
  }
  if (!of.seccomp_filter)
    out.push_back(make("seccomp", verdict::missing, "no seccomp filters",
                       "a function's system calls cannot be confined",
                       "use a kernel with CONFIG_SECCOMP_FILTER"));
  out.push_back(check_emulator(of));
  out.push_back(check_interpreter(of, managed::language::nodejs));
  out.push_back(check_interpreter(of, managed::language::python));
  out.push_back(make("overlayfs", verdict::ok,
                     of.overlayfs ? "overlayfs is there, for functions that are images"
                                  : "overlayfs is not loaded; functions that are images need it, "
                                    "and the kernel loads it then if it has it"));
  auto unneeded = [&out](const std::string& name, bool there) {
    out.push_back(
        make(name, verdict::ok,
             (there ? name + " is there" : "no " + name) + ", and nothing here needs it"));
  };
  unneeded("kvm", of.kvm);
  for (const char* name : {"docker", "podman"}) {
    auto found = of.programs.find(name);
    unneeded(name, found != of.programs.end() && !found->second.path.empty());
  }
  return out;
}

std::vector<finding> check_ports(const facts& of) {
  std::vector<finding> out;
  for (const auto& [port, holder] : of.ports) {
    std::string name = "port-" + std::to_string(port);
    std::string what = "port " + std::to_string(port);
    const std::string command = port == 4566 ? "serve" : "watch";
    const std::string flag = port == 4566 ? "--port" : "--invoke-port";
    if (!holder.taken) {
      out.push_back({.group = "ports", .name = name, .what = what + " is free"});
      continue;
    }
    std::string who = holder.program.empty()
                          ? "a program that this user may not see"
                          : holder.program + ", process " + std::to_string(holder.pid);
    bool own = holder.program == "lambent";
    out.push_back({.group = "ports",
                   .name = name,
                   .how = own ? verdict::ok : verdict::warn,
                   .what = what + " is held by " + who,
                   .means = own ? "" : "`lambent " + command + "` cannot listen there",
                   .fix = own ? "" : "end it, or `lambent " + command + " " + flag + " N`"});
  }
  return out;
}

}  // namespace lambent::cli::doctor
