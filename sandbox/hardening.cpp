#include "sandbox/hardening.hpp"

#include <grp.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "sandbox/root/userns.hpp"

namespace lambent::sandbox {

namespace {

constexpr rlim_t processes_max = 742;
constexpr rlim_t locked_bytes_max = 65536;
constexpr rlim_t stack_bytes = rlim_t{8} * 1024 * 1024;

// Never above what this process may have itself: a smaller hard limit of the host stays.
result<> lower(__rlimit_resource which, rlim_t soft, rlim_t hard, const char* name) {
  rlimit now{};
  if (::getrlimit(which, &now) != 0) return sys_fail(std::string("ask for the limit ") + name);
  rlimit wanted{std::min(soft, now.rlim_max), std::min(hard, now.rlim_max)};
  if (::setrlimit(which, &wanted) != 0) return sys_fail(std::string("set the limit ") + name);
  return {};
}

}  // namespace

result<> set_resource_limits(bool own_user_namespace) {
  TRY(lower(RLIMIT_CORE, 0, 0, "CORE"));
  TRY(lower(RLIMIT_MEMLOCK, locked_bytes_max, locked_bytes_max, "MEMLOCK"));
  TRY(lower(RLIMIT_STACK, stack_bytes, RLIM_INFINITY, "STACK"));
  // Elsewhere the kernel would count every process that this user has on the host.
  if (own_user_namespace) TRY(lower(RLIMIT_NPROC, processes_max, processes_max, "NPROC"));
  return {};
}

result<> become_function_user(bool rootless) {
  // An ordinary user's namespace may not drop groups; they confer nothing on what is mounted here.
  if (!rootless && ::setgroups(0, nullptr) != 0) return sys_fail("drop groups");
  if (::setresgid(function_gid, function_gid, function_gid) != 0) {
    return sys_fail("become the function's group");
  }
  if (::setresuid(function_uid, function_uid, function_uid) != 0) {
    return sys_fail("become the function's user");
  }
  return {};
}

result<> drop_bounding_capabilities() {
  for (unsigned long capability = 0; capability < 64; ++capability) {
    if (::prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0) continue;
    if (errno == EINVAL) return {};  // The kernel knows no more.
    return sys_fail("drop capability " + std::to_string(capability));
  }
  return {};
}

result<> drop_capabilities() {
  if (::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) != 0) {
    return sys_fail("clear ambient capabilities");
  }
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  if (::syscall(SYS_capset, &header, none.data()) != 0) return sys_fail("drop capabilities");
  return {};
}

result<> forbid_new_privileges() {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return sys_fail("forbid new privileges");
  return {};
}

}  // namespace lambent::sandbox
