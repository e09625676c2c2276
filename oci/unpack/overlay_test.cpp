// What overlayfs itself makes of unpacked layers, mounted as the sandbox does: in a user namespace.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "base/fd.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "oci/unpack/layer.hpp"
#include "oci/unpack/testing.hpp"

namespace {

namespace fs = std::filesystem;
using namespace lambent;
using namespace lambent::oci;
using oci::testing::tar_text;

// What the child answers by its exit status.
constexpr int as_expected = 0, not_as_expected = 1, no_namespace = 2, no_mount = 3;

bool write_file(const char* path, const std::string& text) {
  fd file(::open(path, O_WRONLY | O_CLOEXEC));
  return file && write_all(file.get(), text).has_value();
}

// In the child: the layers, lowest first, as one tree at `at`.
int mount_layers(const std::vector<fs::path>& layers, const fs::path& at) {
  std::string uid = std::to_string(::geteuid()), gid = std::to_string(::getegid());
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0 || !write_file("/proc/self/setgroups", "deny") ||
      !write_file("/proc/self/uid_map", "0 " + uid + " 1") ||
      !write_file("/proc/self/gid_map", "0 " + gid + " 1"))
    return no_namespace;
  std::string options;
  for (auto layer = layers.rbegin(); layer != layers.rend(); ++layer)
    options += (options.empty() ? "lowerdir=" : ":") + layer->string();
  options += ",userxattr";
  return ::mount("overlay", at.c_str(), "overlay", MS_RDONLY | MS_NOSUID, options.c_str()) == 0
             ? as_expected
             : no_mount;
}

std::string names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& one : fs::directory_iterator(folder)) names.push_back(one.path().filename());
  std::sort(names.begin(), names.end());
  std::string out;
  for (const auto& name : names) out += name + " ";
  return out;
}

}  // namespace

TEST_CASE("overlayfs shows the layers as one file system") {
  lambent::testing::temp_dir dir;
  std::vector<fs::path> layers;
  unpack_budget budget;
  for (const auto& tar : {tar_text()
                              .file("etc/kept", "old")
                              .file("etc/gone", "x")
                              .file("etc/changed", "old")
                              .file("var/cache/a", "x")
                              .file("var/cache/b", "x")
                              .file("srv/app", "x"),
                          tar_text()
                              .file("etc/.wh.gone", "")
                              .file("etc/changed", "new")
                              .folder("var/cache")
                              .file("var/cache/.wh..wh..opq", "")
                              .file("var/cache/c", "x")
                              .file(".wh.srv", "")
                              .hard_link("etc/linked", "etc/kept")}) {
    fs::path layer = dir.path / std::to_string(layers.size());
    fs::create_directory(layer);
    fd root(::open(layer.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    auto done = unpack_tar(tar.text(), root.get(), layers, budget);
    REQUIRE_MESSAGE(done, done.error().what);
    layers.push_back(layer);
  }
  fs::path at = dir.path / "root";
  fs::create_directory(at);
  pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    if (int failed = mount_layers(layers, at); failed != 0) ::_exit(failed);
    bool good = names_in(at) == "etc var " && names_in(at / "etc") == "changed kept linked " &&
                names_in(at / "var/cache") == "c " &&
                *read_file(at / "etc/changed", 100) == "new" &&
                *read_file(at / "etc/linked", 100) == "old";
    ::_exit(good ? as_expected : not_as_expected);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  if (WEXITSTATUS(status) == no_namespace || WEXITSTATUS(status) == no_mount) {
    MESSAGE("(Skipped) this machine mounts no overlayfs in a user namespace");
    return;
  }
  CHECK(WEXITSTATUS(status) == as_expected);
}
