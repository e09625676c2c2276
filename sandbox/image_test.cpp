// Functions that are images: layers in folders, stacked to a root. The second half is what must not
// be possible from there.
#include <signal.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>

#include <cerrno>
#include <filesystem>
#include <fstream>

#include "base/architecture.hpp"
#include "base/process.hpp"
#include "sandbox/testing/stage.hpp"

using namespace lambent;
using namespace lambent::sandbox;
using namespace lambent::sandbox::testing;
namespace fs = std::filesystem;

namespace {

// An image of two layers: the probe alone, and one to be filled over it.
struct image {
  scratch_dir lower, upper;

  image() { copy_program(probe_program(), lower.path() + "/probe"); }
  [[nodiscard]] std::vector<std::string> layers() const { return {lower.path(), upper.path()}; }
  [[nodiscard]] start starts(std::vector<std::string> arguments) const {
    start s;
    s.id = sandbox_id{1};
    s.image_layers = layers();
    s.programs = {"/probe"};
    s.arguments = std::move(arguments);
    s.working_directory = "/";
    return s;
  }
};

void write(const std::string& path, const std::string& text) {
  fs::create_directories(fs::path(path).parent_path());
  std::ofstream(path) << text;
}

bool remove_from_lower(const std::string& path) { return ::mknod(path.c_str(), S_IFCHR, 0) == 0; }

std::string run(stage& s, const held& box, const start& what) {
  s.start_program(what);
  (void)s.wait_for_end();
  std::string output = read_available(box.output);
  s.reset_sandbox();
  return output;
}

failed failing_start(stage& s, const start& what) {
  s.engine.ask(what);
  auto answer = s.engine.expect<failed>();
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  return *answer;
}

}  // namespace

TEST_CASE("an image from scratch has its own files and the platform's places, and nothing else") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  std::string names = run(s, box, i.starts({"list", "/"}));
  for (const char* name : {"probe ", "dev ", "proc ", "tmp ", "etc "})
    CHECK(names.find(name) != std::string::npos);
  CHECK(names.find("usr") == std::string::npos);
  CHECK(names.find("var") == std::string::npos);
  CHECK(run(s, box, i.starts({"list", "/etc"})).size() ==
        std::string("hosts resolv.conf \n").size());
  CHECK(run(s, box, i.starts({"show", "/etc/hosts"})).starts_with("127.0.0.1 localhost"));
  CHECK(run(s, box, i.starts({"read", "/dev/null"})) == "ok\n");
  CHECK(run(s, box, i.starts({"list", "/proc", "numbers"})).starts_with("1 "));
  CHECK(run(s, box, i.starts({"identity"})) == "993 993 990 990 0\n");
  CHECK(run(s, box, i.starts({"surroundings"})).starts_with("/\n"));
}

TEST_CASE("an upper layer's files lie over a lower one's, and may remove them") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  write(i.lower.path() + "/app/both", "low");
  write(i.lower.path() + "/app/low", "low");
  write(i.lower.path() + "/app/gone", "low");
  write(i.lower.path() + "/hidden/low", "low");
  write(i.upper.path() + "/app/both", "high");
  write(i.upper.path() + "/hidden/high", "high");
  NEEDS(remove_from_lower(i.upper.path() + "/app/gone"), "no whiteout can be made here");
  NEEDS(::setxattr((i.upper.path() + "/hidden").c_str(), "user.overlay.opaque", "y", 1, 0) == 0,
        "this file system has no extended attributes");
  CHECK(run(s, box, i.starts({"show", "/app/both"})) == "high");
  CHECK(run(s, box, i.starts({"show", "/app/low"})) == "low");
  CHECK(run(s, box, i.starts({"exists", "/app/gone"})) == "ENOENT\n");
  CHECK(run(s, box, i.starts({"list", "/hidden"})) == "high \n");
}

TEST_CASE("an image of as many layers as there may be starts, and of one more does not") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  start what = i.starts({"show", "/file100"});
  what.image_layers = {i.lower.path()};
  for (int n = 1; n < 127; ++n) {
    const std::string layer =
        i.upper.path() + "/a-rather-long-name-of-a-layer-" + std::to_string(n);
    write(layer + "/file" + std::to_string(n), std::to_string(n));
    what.image_layers.push_back(layer);
  }
  CHECK(run(s, box, what) == "100");
  s.destroy_sandbox();
  box = s.prepare_sandbox();
  what.image_layers.push_back(i.upper.path());
  CHECK(failing_start(s, what).why.what.find("128, more than 127") != std::string::npos);
}

TEST_CASE("an image's program starts in its directory, and one that is not there is told") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  fs::create_directories(i.upper.path() + "/app");
  start what = i.starts({"surroundings"});
  what.working_directory = "/app";
  what.programs = {"../probe"};
  CHECK(run(s, box, what).starts_with("/app\n"));
  what.working_directory = "/nowhere";
  failed answer = failing_start(s, what);
  CHECK(answer.problem == start_problem::no_directory);
  CHECK(answer.why.code == ENOENT);
  what.working_directory = "app";
  CHECK(failing_start(s, what).problem == start_problem::no_directory);
}

TEST_CASE("a program is searched as a shell does, and keeps the name it was called by") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  write(i.upper.path() + "/first/run", "not executable");
  fs::create_directories(i.upper.path() + "/second/run");
  fs::create_directories(i.upper.path() + "/third");
  copy_program(probe_program(), i.upper.path() + "/third/run");
  start what = i.starts({"machine"});
  what.programs = {"/none/run", "/first/run", "/second/run", "/third/run"};
  what.argument0 = "run";
  CHECK(failing_start(s, what).problem == start_problem::exec_failed);
  what.search = true;
  CHECK(run(s, box, what) == std::string(native_architecture.processor) + " run /third/run\n");
  what.programs.pop_back();
  CHECK(failing_start(s, what).problem == start_problem::no_program);
}

TEST_CASE("an image stays through a reset, with /tmp, and its sandbox takes no other") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  CHECK(run(s, box, i.starts({"remember", "/tmp/x"})) == "ok\n");
  CHECK(run(s, box, i.starts({"remember", "/tmp/x"})) == "EEXIST\n");
  start full = i.starts({"fill", "/tmp/y", "64"});
  full.bounds.tmp_bytes = 8 * megabyte;
  CHECK(run(s, box, full) == "8 ENOSPC\n");
  image another;
  CHECK(failing_start(s, another.starts({"identity"})).why.hint == "destroy the sandbox");
  CHECK(failing_start(s, s.probe({"identity"})).why.hint == "destroy the sandbox");
  CHECK(run(s, box, i.starts({"identity"})) == "993 993 990 990 0\n");
}

TEST_CASE("an image whose layer is not there fails, and leaves the sandbox usable") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  start what = i.starts({"identity"});
  what.image_layers.emplace_back("/no/such/layer");
  CHECK(failing_start(s, what).why.what ==
        "open the layer /no/such/layer: No such file or directory");
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
}

TEST_CASE("an image of the other architecture is emulated, though it has nothing but the program") {
  stage s;
  s.emulator = find_program("qemu-" + std::string(other_architecture.processor) + "-static");
  NEEDS(!s.emulator.empty() && !foreign_probe_program().empty(),
        "qemu-user-static and a compiler for the other architecture are needed");
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  copy_program(foreign_probe_program(), i.lower.path() + "/probe");
  start what = i.starts({"machine"});
  what.emulated = true;
  CHECK(run(s, box, what) == std::string(other_architecture.processor) + " /probe /probe\n");
  what.arguments = {"execute", "/probe", "machine"};
  NEEDS(s.greeting.emulated_children, "the kernel keeps no emulators by user namespace");
  CHECK(run(s, box, what) == std::string(other_architecture.processor) + " /probe /probe\n");
}

TEST_CASE("process isolation runs no image") {
  stage s(isolation::process);
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  CHECK(failing_start(s, i.starts({"identity"})).why.hint == "serve with --isolation full");
}

// ---- What must fail.

TEST_CASE("a function in an image cannot write to it, nor outside /tmp") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  fs::create_directories(i.upper.path() + "/app");
  (void)::chmod((i.upper.path() + "/app").c_str(), 0777);
  for (const char* path : {"/x", "/app/x", "/etc/x", "/dev/x", "/probe"})
    CHECK(run(s, box, i.starts({"write", path})) == "EROFS\n");
  CHECK(run(s, box, i.starts({"write", "/etc/hosts"})) != "ok\n");
  CHECK(run(s, box, i.starts({"write", "/tmp/x"})) == "ok\n");
  CHECK_FALSE(fs::exists(i.upper.path() + "/app/x"));
}

TEST_CASE(
    "a function in an image cannot reach the host's files, its layers or the platform's root") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  for (const std::string& path :
       {std::string("/usr"), std::string("/bin"), std::string("/var/task"), i.lower.path(),
        i.upper.path(), s.engine.run_dir(), std::string("/../../../../usr"),
        std::string("/proc/self/root/usr"), std::string("/proc/self/cwd/../usr")})
    CHECK(run(s, box, i.starts({"exists", path})) == "ENOENT\n");
  for (const char* path : {"/proc/1/root", "/proc/1/cwd"})
    CHECK(run(s, box, i.starts({"list", path})) != "ok\n");
  CHECK(run(s, box, i.starts({"exists", "/proc/1/root/usr"})) == "EACCES\n");
  CHECK(run(s, box, i.starts({"exists", "/proc/1/cwd/usr"})) == "EACCES\n");
}

TEST_CASE("an image cannot put links in the place of the platform's own directories") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  scratch_dir outside;
  for (const char* name : {"dev", "proc", "tmp", "etc"}) {
    fs::create_directory_symlink("../../../../.." + outside.path(), i.lower.path() + "/" + name);
    fs::create_directory_symlink(outside.path(), i.upper.path() + "/" + name);
  }
  CHECK(run(s, box, i.starts({"write", "/tmp/x"})) == "ok\n");
  CHECK(run(s, box, i.starts({"read", "/dev/null"})) == "ok\n");
  CHECK(run(s, box, i.starts({"show", "/etc/hosts"})).starts_with("127.0.0.1 localhost"));
  CHECK(run(s, box, i.starts({"list", "/proc", "numbers"})).starts_with("1 "));
  CHECK(fs::is_empty(outside.path()));
}

TEST_CASE("an image cannot give a function another's identity or a device") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  copy_program(probe_program(), i.upper.path() + "/setuid", 06755);
  CHECK(run(s, box, i.starts({"become", "/setuid"})) == "993 993 990 990 0\n");
  if (::mknod((i.upper.path() + "/disk").c_str(), S_IFCHR | 0666, makedev(1, 5)) != 0) return;
  (void)::chmod((i.upper.path() + "/disk").c_str(), 0666);
  CHECK(run(s, box, i.starts({"read", "/disk"})) == "EACCES\n");
}

TEST_CASE("a function in an image can no more mount, change its root or make namespaces") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  image i;
  CHECK(run(s, box, i.starts({"mount"})) == lines(5, "EPERM"));
  CHECK(run(s, box, i.starts({"unshare"})) == lines(8, "EPERM") + "ENOSYS\nEPERM\n");
  CHECK(run(s, box, i.starts({"descriptors"})) == "0 1 2 \n");
}
