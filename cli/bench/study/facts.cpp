#include "cli/bench/study/facts.hpp"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>

#include "base/files.hpp"
#include "base/process.hpp"
#include "cli/bench/study/artefacts/artefact.hpp"
#include "cli/doctor/collect.hpp"
#include "engine/environment/emulator.hpp"

namespace lambent::cli::studying {
namespace {

constexpr std::uint64_t file_bytes_max = 4UL * 1024 * 1024;
constexpr std::string_view cpu_fact = "CPU";
constexpr std::string_view kernel_fact = "kernel";
constexpr std::string_view cgroup_fact = "cgroup";
constexpr std::string_view share_fact = "share of a processor";
constexpr std::string_view isolation_fact = "isolation";
constexpr std::string_view network_fact = "network of functions";

std::string text_of(const char* path) { return read_file(path, file_bytes_max).value_or(""); }

template <class Take>
void for_each_line(std::string_view text, const Take& take) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    take(line);
  }
}

std::string processors() {
  const long count = ::sysconf(_SC_NPROCESSORS_ONLN);
  std::string name = cpu_of(text_of("/proc/cpuinfo"));
  utsname machine{};
  if (name.empty() && ::uname(&machine) == 0) name = machine.machine;
  return name + ", " + std::to_string(count) + (count == 1 ? " processor" : " processors");
}

void add(std::vector<study::fact>& to, std::string_view name, std::string value) {
  if (value.size() > study::limits::text_bytes) value.resize(study::limits::text_bytes);
  if (!value.empty()) to.push_back({std::string(name), std::move(value)});
}

std::string kernel() {
  utsname of{};
  return ::uname(&of) == 0 ? std::string(of.sysname) + " " + of.release : std::string();
}

std::string system() { return system_of(text_of("/etc/os-release")); }

void add_machine(std::vector<study::fact>& to) {
  add(to, cpu_fact, processors());
  add(to, kernel_fact, kernel());
  add(to, "system", system());
  add(to, cgroup_fact, cgroup_mode_of(text_of("/proc/mounts")));
}

// Functions run elsewhere: this machine builds them and asks.
void add_client(std::vector<study::fact>& to, std::string where) {
  add(to, "machine", std::move(where) + ", which is not known");
  add(to, "client's CPU", processors());
  add(to, "client's kernel", kernel());
  add(to, "client's system", system());
}

void add_versions(std::vector<study::fact>& to) {
  add(to, "lambent", LAMBENT_VERSION);
  for (const char* program : {"g++", "aarch64-linux-gnu-g++", "cmake", "rustc", "cargo", "node"}) {
    const std::string path = find_program(program);
    if (!path.empty()) add(to, program, version_line({path, "--version"}));
  }
  if (const std::string emulator = environment::find_emulator(); !emulator.empty())
    add(to, environment::emulator_name(), version_line({emulator, "--version"}));
}

// What holds, not what was asked for: a user without the control group for it cannot limit.
std::string share_of(const bench_study_options& options) {
  if (options.engine.cpu == cpu_mode::full) return "all of it";
  const auto able = doctor::ask_sandbox();
  if (able && !able->cpu_limit) return "all of it: this user cannot limit processors";
  return "memory / 1769 MB, as on Lambda";
}

void add_engine(std::vector<study::fact>& to, const bench_study_options& options) {
  const engine_options& engine = options.engine;
  add(to, share_fact, share_of(options));
  add(to, isolation_fact, engine.isolation == isolation_mode::full ? "full" : "process");
  add(to, network_fact, engine.network == network_mode::host_like ? "host-like" : "none");
}

// Empty: it is not said.
std::string value_of(const std::vector<study::fact>& in, std::string_view name) {
  auto found = std::ranges::find(in, name, &study::fact::name);
  return found == in.end() ? std::string() : found->value;
}

std::string known(const std::string& value) { return value.empty() ? "not known" : value; }

}  // namespace

std::string cpu_of(std::string_view cpuinfo) {
  std::string out;
  for_each_line(cpuinfo, [&](std::string_view line) {
    const std::size_t colon = line.find(':');
    if (!out.empty() || colon == std::string_view::npos || !line.starts_with("model name")) return;
    const std::size_t value = line.find_first_not_of(" \t", colon + 1);
    if (value != std::string_view::npos) out = line.substr(value);
  });
  return out;
}

std::string cgroup_mode_of(std::string_view mounts) {
  bool v1 = false;
  bool v2 = false;
  for_each_line(mounts, [&](std::string_view line) {
    // "cgroup2 /sys/fs/cgroup cgroup2 rw,… 0 0": the third word is the file system's type.
    v1 |= line.contains(" cgroup ");
    v2 |= line.contains(" cgroup2 ");
  });
  if (v1 && v2) return "v1 and v2";
  if (v1) return "v1";
  return v2 ? "v2" : "none";
}

std::string system_of(std::string_view os_release) {
  std::string out;
  for_each_line(os_release, [&](std::string_view line) {
    constexpr std::string_view name = "PRETTY_NAME=";
    if (!line.starts_with(name)) return;
    line.remove_prefix(name.size());
    if (line.size() > 1 && line.front() == '"' && line.back() == '"')
      line = line.substr(1, line.size() - 2);
    out = line;
  });
  return out;
}

std::vector<study::fact> collect_facts(const bench_study_options& options) {
  std::vector<study::fact> out;
  switch (site_of(options)) {
    case site::own_engine:
      add_machine(out);
      add_engine(out, options);
      break;
    case site::endpoint:
      add_client(out, "that of the endpoint " + options.aws.endpoint_url);
      break;
    case site::aws:
      add_client(out, "AWS's");
      break;
  }
  add_versions(out);
  return out;
}

result<> check_same_machine(const study::record& begun, const std::vector<study::fact>& now) {
  if (!study::has_samples(begun)) return {};
  for (std::string_view name :
       {cpu_fact, kernel_fact, cgroup_fact, share_fact, isolation_fact, network_fact}) {
    const std::string then = value_of(begun.facts, name);
    const std::string here = value_of(now, name);
    if (then == here) continue;
    return fail("the study that was begun ran with " + std::string(name) + ": " + known(then) +
                    ", and now it is " + known(here),
                "give this one a folder of its own with --out");
  }
  return {};
}

}  // namespace lambent::cli::studying
