#include "sandbox/seccomp.hpp"

#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

#include "base/fd.hpp"

namespace lambent::sandbox {

namespace {

struct release {
  void operator()(void* context) const { seccomp_release(context); }
};
using filter_context = std::unique_ptr<void, release>;

// Grouped by what they would open. Names that this libseccomp or architecture lacks are passed
// over.
constexpr const char* refused_calls[] = {
    // Mounts, and other ways to a file that the root does not show.
    "mount", "umount", "umount2", "pivot_root", "chroot", "open_tree", "move_mount", "fsopen",
    "fsconfig", "fsmount", "fspick", "mount_setattr", "open_by_handle_at", "name_to_handle_at",
    // Other namespaces.
    "setns",
    // Other processes' memory and descriptors.
    "ptrace", "process_vm_readv", "process_vm_writev", "process_madvise", "kcmp", "pidfd_getfd",
    "move_pages", "migrate_pages",
    // The kernel itself.
    "kexec_load", "kexec_file_load", "init_module", "finit_module", "create_module",
    "delete_module", "query_module", "bpf", "perf_event_open", "lookup_dcookie", "syslog", "reboot",
    "iopl", "ioperm", "_sysctl", "sysfs", "ustat", "uselib", "nfsservctl", "vhangup", "vm86",
    "vm86old", "acct", "swapon", "swapoff", "quotactl", "quotactl_fd", "fanotify_init",
    "settimeofday", "clock_settime", "clock_settime64", "stime", "sethostname", "setdomainname",
    // Large and young parts of the kernel that functions on AWS Lambda do without.
    "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register",
    // Keys are kept by user, across sandboxes.
    "keyctl", "add_key", "request_key"};

// Namespace flags of clone and unshare; sched.h has no CLONE_NEWTIME with every libc.
constexpr unsigned long new_time_namespace = 0x80;
constexpr unsigned long namespace_flags[] = {CLONE_NEWNS,  CLONE_NEWCGROUP, CLONE_NEWUTS,
                                             CLONE_NEWIPC, CLONE_NEWUSER,   CLONE_NEWPID,
                                             CLONE_NEWNET};

class builder {
public:
  explicit builder(scmp_filter_ctx context) : context_(context) {}

  template <class... Comparisons>
  void refuse(const char* call, Comparisons... when) {
    refuse_with(EPERM, call, when...);
  }
  template <class... Comparisons>
  void refuse_with(unsigned code, const char* call, Comparisons... when) {
    int number = seccomp_syscall_resolve_name(call);
    if (number == __NR_SCMP_ERROR) return;
    int answer = seccomp_rule_add(context_, SCMP_ACT_ERRNO(code), number,
                                  static_cast<unsigned>(sizeof...(when)), when...);
    // -EDOM and the like: a call that this architecture does not have.
    if (answer != 0 && answer != -EDOM && answer != -EOPNOTSUPP && code_ == 0) code_ = -answer;
  }
  [[nodiscard]] int code() const { return code_; }

private:
  scmp_filter_ctx context_;
  int code_ = 0;
};

scmp_arg_cmp argument(unsigned index, scmp_compare op, std::uint64_t a, std::uint64_t b = 0) {
  return {index, op, a, b};
}
scmp_arg_cmp has_bits(unsigned index, std::uint64_t bits) {
  return argument(index, SCMP_CMP_MASKED_EQ, bits, bits);
}
scmp_arg_cmp is_int(unsigned index, std::uint64_t value) {
  return argument(index, SCMP_CMP_MASKED_EQ, 0xffffffff, value);
}

void refuse_namespaces(builder& rules) {
  for (unsigned long flag : namespace_flags) {
    rules.refuse("clone", has_bits(0, flag));
    rules.refuse("unshare", has_bits(0, flag));
  }
  rules.refuse("unshare", has_bits(0, new_time_namespace));
  // Its flags are behind a pointer, where no filter can look; libc then falls back to clone.
  rules.refuse_with(ENOSYS, "clone3");
}

// Local, internet, and the netlink by which libc asks for interfaces; not raw, packet, vsock, ….
void refuse_socket_families(builder& rules) {
  for (std::uint64_t family = 0; family < AF_NETLINK; ++family) {
    if (family == AF_UNIX || family == AF_INET || family == AF_INET6) continue;
    rules.refuse("socket", argument(0, SCMP_CMP_EQ, family));
  }
  rules.refuse("socket", argument(0, SCMP_CMP_GT, AF_NETLINK));
  constexpr std::uint64_t netlink_route = 0;
  rules.refuse("socket", argument(0, SCMP_CMP_EQ, AF_NETLINK),
               argument(2, SCMP_CMP_NE, netlink_route));
}

// Executable data and a mapped page 0 help exploits. 0xffffffff only asks, so its top bit passes.
void refuse_odd_personalities(builder& rules) {
  constexpr std::uint64_t top = 0x80000000;
  for (std::uint64_t odd : {std::uint64_t{READ_IMPLIES_EXEC}, std::uint64_t{MMAP_PAGE_ZERO},
                            std::uint64_t{ADDR_COMPAT_LAYOUT}, std::uint64_t{ADDR_LIMIT_3GB}}) {
    rules.refuse("personality", argument(0, SCMP_CMP_MASKED_EQ, odd | top, odd));
  }
  rules.refuse("personality", argument(0, SCMP_CMP_MASKED_EQ, top | 1, top));
}

result<std::vector<sock_filter>> exported(scmp_filter_ctx context) {
  fd file(::memfd_create("filter", MFD_CLOEXEC));
  if (!file) return sys_fail("make room for the filter of system calls");
  if (int answer = seccomp_export_bpf(context, file.get()); answer != 0) {
    return sys_fail("compile the filter of system calls", -answer);
  }
  off_t size = ::lseek(file.get(), 0, SEEK_END);
  if (size <= 0) return sys_fail("measure the filter of system calls");
  std::vector<sock_filter> program(static_cast<std::size_t>(size) / sizeof(sock_filter));
  if (::pread(file.get(), program.data(), static_cast<std::size_t>(size), 0) != size) {
    return sys_fail("read the filter of system calls");
  }
  return program;
}

}  // namespace

result<syscall_filter> syscall_filter::compile() {
  filter_context context(seccomp_init(SCMP_ACT_ALLOW));
  if (!context) return fail("make the filter of system calls: out of memory");
  // A binary tree of conditions: the kernel walks it at every call, and loads it three times
  // faster.
  (void)seccomp_attr_set(context.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2);
  // Calls by way of another architecture's table (32 bit) would miss every rule below.
  (void)seccomp_attr_set(context.get(), SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(ENOSYS));
  builder rules(context.get());
  for (const char* call : refused_calls) rules.refuse(call);
  refuse_namespaces(rules);
  refuse_socket_families(rules);
  refuse_odd_personalities(rules);
  // Putting words into a terminal's input: a way out through whoever owns it.
  rules.refuse("ioctl", is_int(1, TIOCSTI));
  constexpr std::uint64_t console_paste = 0x541C;  // TIOCLINUX
  rules.refuse("ioctl", is_int(1, console_paste));
  if (rules.code() != 0) return sys_fail("write the filter of system calls", rules.code());

  syscall_filter filter;
  filter.program_ = TRY(exported(context.get()));
  return filter;
}

result<> syscall_filter::load() const {
  sock_fprog program{static_cast<unsigned short>(program_.size()),
                     const_cast<sock_filter*>(program_.data())};
  if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0) != 0) {
    return sys_fail("load the filter of system calls");
  }
  return {};
}

}  // namespace lambent::sandbox
