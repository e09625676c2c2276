#include "sandbox/configure.hpp"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/architecture.hpp"
#include "sandbox/emulator.hpp"
#include "sandbox/network/egress.hpp"
#include "sandbox/root/root.hpp"
#include "sandbox/root/userns.hpp"

namespace lambent::sandbox {

namespace {

// Each sandbox keeps some descriptors open here; thousands of them need more than the usual 1024.
void raise_open_files() {
  constexpr rlim_t wanted = 262'144;
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  rlimit more{wanted, std::max(wanted, files.rlim_max)};
  if (files.rlim_max < wanted && ::setrlimit(RLIMIT_NOFILE, &more) == 0) return;
  files.rlim_cur = std::min(files.rlim_max, wanted);
  (void)::setrlimit(RLIMIT_NOFILE, &files);
}

result<> check(const configure& wanted) {
  if (wanted.version != protocol_version) {
    return fail("lambent speaks version " + std::to_string(wanted.version) +
                    " of the sandbox protocol, lambent-sandbox version " +
                    std::to_string(protocol_version),
                "install both from the same build");
  }
  if (wanted.run_dir.empty() || wanted.run_dir.front() != '/') {
    return fail("the run directory '" + wanted.run_dir + "' is not an absolute path");
  }
  if (::access(wanted.run_dir.c_str(), W_OK | X_OK) != 0) {
    return sys_fail("use the run directory " + wanted.run_dir);
  }
  return {};
}

// Functions without a way out are still functions; what is missing is said once.
std::unique_ptr<egress> open_egress(std::vector<error>& warnings) {
  auto made = egress::open();
  if (!made) {
    error why =
        in_context("functions have no outbound network, only loopback", std::move(made).error());
    if (why.hint.empty()) why.hint = "see that slirp4netns runs, and that /dev/net/tun is there";
    warnings.push_back(std::move(why));
    return nullptr;
  }
  if (!(*made)->confined()) {
    warnings.push_back(
        {.what = "slirp4netns, which carries the outbound network of functions, runs without its "
                 "own sandbox and seccomp filter, because they do not work here",
         .hint = "functions are confined all the same; outside of a container both work"});
  }
  return std::move(*made);
}

// Shows the emulator to sandboxes. The kernel is told of it in a user namespace of our own alone,
// so `where_root`: this is one, and we are its root.
result<> open_emulator(const configure& wanted, bool where_root, host& made) {
  if (wanted.emulator.empty()) return {};
  std::string path = wanted.emulator;
  if (wanted.wanted == isolation::full)
    path = made.emulator_place = TRY(show_read_only(wanted.emulator, wanted.run_dir));
  made.emulator.reset(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!made.emulator) return sys_fail("open the emulator " + wanted.emulator);
  if (!where_root) return {};
  // What it lacks here is no reason to warn: few functions start any program. `ready` says it.
  if (auto registered = register_with_kernel(path))
    made.emulator_registration = std::move(*registered);
  return {};
}

// Without one, functions of this machine's architecture still run.
void offer_emulator(const configure& wanted, bool where_root, host& made, ready& greeting) {
  result<> opened = open_emulator(wanted, where_root, made);
  if (opened) return;
  error why = in_context("functions for " + std::string(other_architecture.name) + " do not run",
                         std::move(opened).error());
  if (why.hint.empty()) why.hint = "reinstall " + wanted.emulator;
  greeting.warnings.push_back(std::move(why));
}

result<> enter_isolation(const configure& wanted, ready& greeting, host& made) {
  if (wanted.wanted == isolation::process) {
    made.rootless = ::geteuid() != 0;
    greeting.warnings.push_back(
        {.what = "functions run with --isolation process: they see this host's files, processes "
                 "and network",
         .hint = "leave --isolation away to confine them"});
    offer_emulator(wanted, false, made, greeting);
    return {};
  }
  const bool rootless = ::geteuid() != 0;
  // Only root may register, and the function's user, as whom an ordinary user goes on, is none.
  const bool around = rootless && !wanted.emulator.empty() && become_root_in_a_namespace();
  if (around) offer_emulator(wanted, true, made, greeting);
  base_namespaces base = TRY(enter_base_namespaces(rootless, greeting.warnings));
  made.rootless = base.rootless;
  made.own_user_namespaces = base.user;
  made.own_mounts.reset(::open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC));
  if (!made.own_mounts) return sys_fail("open the mount namespace");
  if (wanted.reach == network::host_like) made.way_out = open_egress(greeting.warnings);
  auto root = make_template_root(wanted.run_dir, made.way_out ? egress_resolv_conf : "");
  if (!root) {
    error why = std::move(root.error());
    if (why.code == EPERM || why.code == EACCES || why.code == ENOSYS)
      why.hint = namespace_hint(why.code, base.rootless);
    return std::unexpected(std::move(why));
  }
  made.template_root = std::move(*root);
  made.images = std::make_unique<image_stage>(wanted.run_dir);
  TRY(made.images->open(made.way_out ? egress_resolv_conf : ""));
  if (!around) offer_emulator(wanted, base.user && !rootless, made, greeting);
  return {};
}

}  // namespace

result<host> configure_host(const configure& wanted, ready& greeting) {
  TRY(check(wanted));
  raise_open_files();
  host made;
  made.mode = wanted.wanted;
  // Before the namespaces: they need no right of ours, and a failure here leaves nothing behind.
  made.filter = TRY(syscall_filter::compile());
  // Our own place in the host's tree keeps no file system busy.
  if (::chdir("/") != 0) return sys_fail("enter /");
  TRY(enter_isolation(wanted, greeting, made));
  made.cgroups = find_cgroups(greeting.warnings);
  greeting.granted = made.mode;
  greeting.rootless = made.rootless;
  greeting.emulated_children = static_cast<bool>(made.emulator_registration);
  return made;
}

void dismantle(host& made) {
  if (made.cgroups) made.cgroups->remove();
  remove_template_root(made.template_root);
  made.images.reset();
  if (!made.emulator_place.empty()) hide(made.emulator_place);
}

}  // namespace lambent::sandbox
