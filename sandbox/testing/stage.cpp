#define DOCTEST_CONFIG_IMPLEMENT
#include "sandbox/testing/stage.hpp"

#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <memory>

namespace lambent::sandbox::testing {

namespace {

constexpr int skipped_status = 77;
constexpr uid_t ordinary_user = 65534;
bool any_skipped = false;
std::string program_dir;

bool become_ordinary_user() {
  if (::geteuid() != 0) return true;
  return ::setgroups(0, nullptr) == 0 &&
         ::setresgid(ordinary_user, ordinary_user, ordinary_user) == 0 &&
         ::setresuid(ordinary_user, ordinary_user, ordinary_user) == 0;
}

// Debian lets everybody use /dev/net/tun; some machines root alone. Seen from this process on it is
// as on Debian.
void open_tap_device_to_all() {
  constexpr unsigned tun_major = 10;
  constexpr unsigned tun_minor = 200;
  struct stat found{};
  if (::geteuid() != 0 || ::stat("/dev/net/tun", &found) != 0 || (found.st_mode & 06) == 06) return;
  if (::unshare(CLONE_NEWNS) != 0 ||
      ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      ::mount("tmpfs", "/dev/net", "tmpfs", 0, "mode=755") != 0) {
    return;
  }
  (void)::mknod("/dev/net/tun", S_IFCHR, makedev(tun_major, tun_minor));
  (void)::chmod("/dev/net/tun", 0666);
}

}  // namespace

const std::string& sandbox_program() {
  static const std::string path = program_dir + "/lambent-sandbox";
  return path;
}

const std::string& probe_program() {
  static const std::string path = program_dir + "/probe";
  return path;
}

const std::string& foreign_probe_program() {
  static const std::string path = std::string(LAMBENT_SANDBOX_FOREIGN_PROBE).empty()
                                      ? std::string()
                                      : program_dir + "/foreign-probe";
  return path;
}

void skip(const std::string& why) {
  any_skipped = true;
  const auto* test = doctest::getContextOptions()->currentTest;
  std::printf("SKIPPED: %s: %s\n", test == nullptr ? "?" : test->m_name, why.c_str());
}

std::string lines(std::size_t count, const std::string& line) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += line + "\n";
  return text;
}

stage::stage(isolation mode) : mode_(mode) {
  copy_program(probe_program(), code.path() + "/bootstrap");
}

bool stage::open(network reach) {
  configure how;
  how.wanted = mode_;
  how.reach = reach;
  how.emulator = emulator;
  auto answer = engine.begin(sandbox_program(), how);
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  if (const auto* r = std::get_if<refused>(&*answer)) {
    skip(r->why.what + "; " + r->why.hint);
    return false;
  }
  auto* r = std::get_if<ready>(&*answer);
  REQUIRE(r != nullptr);
  greeting = std::move(*r);
  return true;
}

held stage::prepare_sandbox(std::uint64_t id) {
  auto made = engine.prepare_one(sandbox_id{id});
  REQUIRE_MESSAGE(made.has_value(), made.error().what);
  return std::move(*made);
}

start stage::probe(std::vector<std::string> arguments, std::uint64_t id) const {
  start s;
  s.id = sandbox_id{id};
  s.code_dir = code.path();
  s.programs = {"/var/task/bootstrap", "/opt/bootstrap"};
  s.arguments = std::move(arguments);
  s.working_directory = "/var/task";
  return s;
}

void stage::start_program(const start& what) {
  engine.ask(what);
  auto answer = engine.expect<started>();
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
}

std::string stage::try_out(const held& in, std::vector<std::string> arguments, std::uint64_t id) {
  start_program(probe(std::move(arguments), id));
  (void)wait_for_end();
  std::string output = read_available(in.output);
  reset_sandbox(id);
  return output;
}

exited stage::wait_for_end() {
  auto end = engine.expect<exited>();
  REQUIRE_MESSAGE(end.has_value(), end.error().what);
  return *end;
}

void stage::reset_sandbox(std::uint64_t id) {
  engine.ask(reset{sandbox_id{id}});
  auto done = engine.expect<reset_done>();
  REQUIRE_MESSAGE(done.has_value(), done.error().what);
}

void stage::destroy_sandbox(std::uint64_t id) {
  engine.ask(destroy{sandbox_id{id}});
  auto done = engine.expect<destroyed>();
  REQUIRE_MESSAGE(done.has_value(), done.error().what);
}

std::string stage::read_until(const held& in, const std::string& line) {
  std::string output;
  while (output != line + "\n" && output.find("\n" + line + "\n") == std::string::npos) {
    REQUIRE_MESSAGE(wait_readable(in.output), output);
    output += read_available(in.output);
  }
  return output;
}

// `--as root` or `--as user` comes first; the rest is doctest's.
int stage_main(int argc, char** argv) {
  std::string as = argc > 2 && std::string(argv[1]) == "--as" ? argv[2] : "";
  // Copied while we still may read the build's directory, to a place where the other user may.
  auto programs = std::make_unique<scratch_dir>();
  program_dir = programs->path();
  copy_program(LAMBENT_SANDBOX_PROGRAM, program_dir + "/lambent-sandbox");
  copy_program(LAMBENT_SANDBOX_PROBE, program_dir + "/probe");
  if (!foreign_probe_program().empty())
    copy_program(LAMBENT_SANDBOX_FOREIGN_PROBE, foreign_probe_program());
  if (as == "root" && ::geteuid() != 0) {
    std::puts("SKIPPED: everything as root: this is an ordinary user");
    return skipped_status;
  }
  doctest::Context context;
  context.applyCommandLine(argc, argv);
  // The owner of the programs' directory has to stay who it is until they are removed, so the tests
  // run in a child.
  pid_t child = ::fork();
  if (child == 0) {
    open_tap_device_to_all();
    if (as == "user" && !become_ordinary_user()) ::_exit(1);
    int status = context.run();
    // Removes what the tests keep for the process's whole life; `programs` stays.
    std::exit(status != 0 ? status : any_skipped ? skipped_status : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

}  // namespace lambent::sandbox::testing

int main(int argc, char** argv) { return lambent::sandbox::testing::stage_main(argc, argv); }
