#include "sandbox/root/userns.hpp"

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "sandbox/root/files.hpp"

namespace lambent::sandbox {

namespace {

std::string proc_file(pid_t process, std::string_view name) {
  return "/proc/" + std::to_string(process) + "/" + std::string(name);
}

bool setting_is(const std::string& path, std::string_view value) {
  auto text = read_text(path);
  return text && std::string_view(*text).substr(0, text->find('\n')) == value;
}

// Every id that exists here, mapped to itself: "inside outside count" becomes "inside inside
// count".
result<std::string> identity_map(const std::string& own_map) {
  std::string map;
  std::string text = TRY(read_text(own_map));
  const char* at = text.c_str();
  while (true) {
    char* end = nullptr;
    unsigned long inside = std::strtoul(at, &end, 10);
    if (end == at) break;
    at = end;
    (void)std::strtoul(at, &end, 10);
    at = end;
    unsigned long count = std::strtoul(at, &end, 10);
    at = end;
    map +=
        std::to_string(inside) + " " + std::to_string(inside) + " " + std::to_string(count) + "\n";
  }
  if (map.empty()) return fail("read " + own_map + ": it has no entry");
  return map;
}

// Root's maps have to be written from outside the new namespace, by a process that stayed there.
result<> unshare_as_root() {
  std::string users = TRY(identity_map("/proc/self/uid_map"));
  std::string groups = TRY(identity_map("/proc/self/gid_map"));
  std::array<int, 2> ends{};
  if (::pipe(ends.data()) != 0) return sys_fail("make a pipe");
  fd wait_end(ends[0]);
  fd go_end(ends[1]);
  pid_t self = ::getpid();
  pid_t writer = ::fork();
  if (writer < 0) return sys_fail("fork");
  if (writer == 0) {
    go_end.reset();
    char go = 0;
    if (::read(wait_end.get(), &go, 1) != 1) ::_exit(0);
    bool good = write_text(proc_file(self, "uid_map"), users).has_value() &&
                write_text(proc_file(self, "gid_map"), groups).has_value();
    ::_exit(good ? 0 : 1);
  }
  bool unshared = ::unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0;
  int code = errno;
  if (unshared && ::write(go_end.get(), "g", 1) != 1) return sys_fail("wake the writer of maps");
  go_end.reset();
  int status = 0;
  (void)::waitpid(writer, &status, 0);
  if (!unshared) return sys_fail("enter a user namespace", code);
  if (status != 0) return fail("map the identities of the user namespace: not permitted");
  return {};
}

// A user namespace in which this process is who it is told to be.
result<> unshare_as_ordinary_user(uid_t as_user, gid_t as_group) {
  uid_t user = ::geteuid();
  gid_t group = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return sys_fail("enter a user namespace");
  auto line = [](unsigned inside, unsigned outside) {
    return std::to_string(inside) + " " + std::to_string(outside) + " 1\n";
  };
  // The kernel lets an ordinary user map groups only after giving up setgroups.
  TRY(write_text("/proc/self/setgroups", "deny"));
  TRY(write_text("/proc/self/uid_map", line(as_user, user)));
  TRY(write_text("/proc/self/gid_map", line(as_group, group)));
  return {};
}

std::unexpected<error> refusal(error why, bool rootless) {
  why.hint = namespace_hint(why.code, rootless);
  return std::unexpected(std::move(why));
}

}  // namespace

std::string namespace_hint(int code, bool rootless) {
  const std::string process = "; or run with --isolation process, which is weaker";
  if (code == ENOSYS) return "Linux 5.12 or newer is needed" + process;
  if (setting_is("/proc/sys/user/max_user_namespaces", "0") || code == ENOSPC) {
    return "allow user namespaces: sysctl -w user.max_user_namespaces=15000" + process;
  }
  if (rootless && setting_is("/proc/sys/kernel/unprivileged_userns_clone", "0")) {
    return "allow user namespaces: sysctl -w kernel.unprivileged_userns_clone=1" + process;
  }
  if (rootless && setting_is("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1")) {
    return "allow user namespaces: sysctl -w kernel.apparmor_restrict_unprivileged_userns=0" +
           process;
  }
  return "in a container, start it with --security-opt seccomp=unconfined --security-opt "
         "apparmor=unconfined --security-opt systempaths=unconfined (Docker: also --cap-add "
         "SYS_ADMIN)" +
         process;
}

result<> become_root_in_a_namespace() { return unshare_as_ordinary_user(0, 0); }

result<base_namespaces> enter_base_namespaces(bool rootless, std::vector<error>& warnings) {
  base_namespaces base{.rootless = rootless, .user = true};
  result<> entered =
      rootless ? unshare_as_ordinary_user(function_uid, function_gid) : unshare_as_root();
  if (!entered && !base.rootless) {
    // Root can do without: only the per-sandbox count of processes is lost.
    base.user = false;
    if (::unshare(CLONE_NEWNS) != 0) {
      return refusal(sys_fail("enter a mount namespace").error(), base.rootless);
    }
    const error& why = entered.error();
    warnings.push_back({.what = "sandboxes run without a user namespace of their own: " + why.what,
                        .code = why.code,
                        .hint = namespace_hint(why.code, base.rootless)});
  } else if (!entered) {
    return refusal(std::move(entered.error()), base.rootless);
  }
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) {
    return refusal(sys_fail("keep mounts private").error(), base.rootless);
  }
  return base;
}

result<> write_sandbox_maps(pid_t child, bool rootless) {
  auto one = [](unsigned id) { return std::to_string(id) + " " + std::to_string(id) + " 1\n"; };
  // Root exists inside only to be the owner of /var/task; nothing in there can become it.
  std::string root = rootless ? "" : one(0);
  TRY_FOR("map users", write_text(proc_file(child, "uid_map"), root + one(function_uid)));
  TRY_FOR("map groups", write_text(proc_file(child, "gid_map"), root + one(function_gid)));
  return {};
}

}  // namespace lambent::sandbox
