#include "sandbox/root/root.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>

#include "base/fd.hpp"

namespace lambent::sandbox {

namespace {

result<> make_link(const std::string& path, const std::string& target) {
  if (::symlink(target.c_str(), path.c_str()) != 0) return sys_fail("make " + path);
  return {};
}

result<> restrict_mount(const std::string& path, std::uint64_t attributes) {
  mount_attr attr{};
  attr.attr_set = attributes;
  if (::mount_setattr(AT_FDCWD, path.c_str(), AT_RECURSIVE, &attr, sizeof attr) != 0) {
    return sys_fail("restrict the mount " + path);
  }
  return {};
}

// A part of the host, for reading only. What the host does not have, the sandbox does not have.
result<> show_host(const std::string& root, const std::string& path) {
  struct stat found{};
  if (::lstat(path.c_str(), &found) != 0) return {};
  std::string place = root + path;
  if (S_ISLNK(found.st_mode)) {
    std::array<char, 4096> target{};
    ssize_t size = ::readlink(path.c_str(), target.data(), target.size() - 1);
    if (size < 0) return sys_fail("read the link " + path);
    return make_link(place, std::string(target.data(), static_cast<std::size_t>(size)));
  }
  if (!S_ISDIR(found.st_mode)) return {};
  TRY(make_dir(place));
  if (::mount(path.c_str(), place.c_str(), nullptr, MS_BIND | MS_REC, nullptr) != 0) {
    return sys_fail("show " + path);
  }
  return restrict_mount(place, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
}

result<> make_devices(const std::string& root) {
  TRY(make_dir(root + "/dev"));
  for (std::string name : {"null", "zero", "full", "random", "urandom"}) {
    std::string host = "/dev/" + name;
    TRY(make_file(root + host, ""));
    // Device nodes cannot be made in a user namespace; the host's own are shown instead.
    if (::mount(host.c_str(), (root + host).c_str(), nullptr, MS_BIND, nullptr) != 0) {
      return sys_fail("show " + host);
    }
    TRY(restrict_mount(root + host, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC));
  }
  TRY(make_link(root + "/dev/fd", "/proc/self/fd"));
  TRY(make_link(root + "/dev/stdin", "/proc/self/fd/0"));
  TRY(make_link(root + "/dev/stdout", "/proc/self/fd/1"));
  TRY(make_link(root + "/dev/stderr", "/proc/self/fd/2"));
  return {};
}

result<> make_etc(const std::string& root, std::string_view resolv_conf) {
  const std::string etc = root + "/etc";
  TRY(make_dir(etc));
  TRY(make_file(etc + "/passwd",
                "root:x:0:0:root:/root:/sbin/nologin\n"
                "sbx_user1051:x:993:990::/home/sbx_user1051:/sbin/nologin\n"));
  TRY(make_file(etc + "/group", "root:x:0:\nsbx_user1051:x:990:\n"));
  TRY(make_file(etc + "/hosts", hosts_file));
  TRY(make_file(etc + "/resolv.conf", resolv_conf));
  TRY(make_file(etc + "/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"));
  TRY(make_link(etc + "/localtime", "/usr/share/zoneinfo/UTC"));
  // Many of Debian's commands are links through here.
  TRY(show_host(root, "/etc/alternatives"));
  TRY(make_dir(etc + "/ssl"));
  TRY(show_host(root, "/etc/ssl/certs"));
  TRY(make_dir(etc + "/pki"));
  TRY(make_dir(etc + "/pki/tls"));
  TRY(show_host(root, "/etc/pki/tls/certs"));
  return {};
}

result<> fill_template(const std::string& root, std::string_view resolv_conf) {
  for (const char* dir :
       {"/var", "/var/task", "/var/runtime", "/var/lang", "/opt", "/tmp", "/proc"}) {
    TRY(make_dir(root + dir));
  }
  for (const char* path : {"/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32"}) {
    TRY(show_host(root, path));
  }
  TRY(make_devices(root));
  TRY(make_etc(root, resolv_conf));
  // Only now, because everything above had to be written.
  mount_attr attr{};
  attr.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV;
  if (::mount_setattr(AT_FDCWD, root.c_str(), 0, &attr, sizeof attr) != 0) {
    return sys_fail("make the template read-only");
  }
  return {};
}

}  // namespace

result<> make_dir(const std::string& path, mode_t mode) {
  if (::mkdir(path.c_str(), mode) != 0 && errno != EEXIST) return sys_fail("make " + path);
  return {};
}

result<> make_file(const std::string& path, std::string_view text) {
  fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  if (!file) return sys_fail("make " + path);
  if (::write(file.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    return sys_fail("write " + path);
  }
  return {};
}

result<std::string> make_template_root(const std::string& run_dir, std::string_view resolv_conf) {
  std::string root = run_dir + "/root";
  TRY(make_dir(root));
  if (::mount("tmpfs", root.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755") != 0) {
    return sys_fail("mount the template of the root file system");
  }
  mode_t before = ::umask(022);
  result<> filled = fill_template(root, resolv_conf);
  ::umask(before);
  if (!filled) {
    remove_template_root(root);
    return std::unexpected(std::move(filled.error()));
  }
  return root;
}

void remove_template_root(const std::string& path) {
  if (path.empty()) return;
  (void)::umount2(path.c_str(), MNT_DETACH);
  (void)::rmdir(path.c_str());
}

result<> enter_root(const std::string& template_path) {
  const char* root = template_path.c_str();
  if (::mount(root, root, nullptr, MS_BIND | MS_REC, nullptr) != 0) {
    return sys_fail("clone the template of the root file system");
  }
  const std::string tmp_options = "mode=1777,size=" + std::to_string(tmp_bytes_default);
  if (::mount("tmpfs", (template_path + "/tmp").c_str(), "tmpfs", MS_NOSUID | MS_NODEV,
              tmp_options.c_str()) != 0) {
    return sys_fail("mount /tmp");
  }
  // Before the host's /proc goes out of sight: the kernel lets a user namespace mount a new one
  // only where a whole one is visible.
  if (::mount("proc", (template_path + "/proc").c_str(), "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC,
              nullptr) != 0) {
    auto failed = sys_fail("mount /proc");
    if (failed.error().code == EPERM) {
      failed.error().hint =
          "in Docker, start the container with --security-opt systempaths=unconfined";
    }
    return failed;
  }
  // Old and new root stacked on one place, then the old one taken away: needs no directory for it.
  if (::chdir(root) != 0) return sys_fail("enter the new root");
  if (::syscall(SYS_pivot_root, ".", ".") != 0) return sys_fail("make the new root the root");
  if (::umount2(".", MNT_DETACH) != 0) return sys_fail("take the host's root away");
  if (::chdir("/") != 0) return sys_fail("enter the new root");
  return {};
}

}  // namespace lambent::sandbox
