// The life of sandboxes as the engine sees it: starts that fail and are told apart, resets, several
// at once, the end of the engine.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "sandbox/testing/stage.hpp"

using namespace lambent;
using namespace lambent::sandbox;
using namespace lambent::sandbox::testing;

namespace {

failed failing_start(stage& s, const start& what) {
  s.engine.ask(what);
  auto answer = s.engine.expect<failed>();
  REQUIRE_MESSAGE(answer.has_value(), answer.error().what);
  CHECK(answer->during == step::start);
  return *answer;
}

// The state of a process as the host sees it, awaited until it is 'T', stopped.
char state_of(pid_t process) {
  char state = '?';
  for (int round = 0; round < 400 && state != 'T'; ++round) {
    std::ifstream status("/proc/" + std::to_string(process) + "/stat");
    std::string text((std::istreambuf_iterator<char>(status)), {});
    std::size_t after_name = text.rfind(") ");
    if (after_name != std::string::npos) state = text[after_name + 2];
    if (state != 'T') ::usleep(5'000);
  }
  return state;
}

// argv[0]
std::string program_of(pid_t process) {
  std::ifstream words("/proc/" + std::to_string(process) + "/cmdline");
  std::string first;
  std::getline(words, first, '\0');
  return first;
}

void write_program(const stage& s, const std::string& text, mode_t mode) {
  const std::string path = s.code.path() + "/bootstrap";
  std::filesystem::remove(path);
  FILE* file = std::fopen(path.c_str(), "we");
  REQUIRE(file != nullptr);
  std::fputs(text.c_str(), file);
  std::fclose(file);
  copy_program(path, path, mode);
}

}  // namespace

TEST_CASE("a program sees its arguments, its environment and its directory, and is pid 2") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start what = s.probe({"surroundings"});
  what.environment = {{"LANG", "en_US.UTF-8"}, {"TZ", ":UTC"}};
  s.start_program(what);
  exited end = s.wait_for_end();
  CHECK_FALSE(end.by_signal);
  CHECK(end.code == 0);
  CHECK(read_available(box.output) == "/var/task\nLANG=en_US.UTF-8\nTZ=:UTC\npid 2\n");
}

TEST_CASE("a program that is to be stopped has done nothing yet and goes on when it is told to") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start what = s.probe({"surroundings"});
  what.stopped = true;
  s.engine.ask(what);
  auto begun = s.engine.expect<started>();
  REQUIRE_MESSAGE(begun.has_value(), begun.error().what);
  REQUIRE(begun->host_pid > 0);
  CHECK(state_of(begun->host_pid) == 'T');
  CHECK(program_of(begun->host_pid) == "/var/task/bootstrap");
  CHECK(read_available(box.output).empty());
  s.engine.ask(sandbox::signal{sandbox_id{1}, SIGCONT});
  exited end = s.wait_for_end();
  CHECK(end.code == 0);
  CHECK(read_available(box.output).starts_with("/var/task\n"));
}

TEST_CASE("a missing program and one that cannot be executed are told apart") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  std::filesystem::remove(s.code.path() + "/bootstrap");
  failed none = failing_start(s, s.probe({}));
  CHECK(none.problem == start_problem::no_program);
  CHECK(none.why.what == "none of these programs exists: [/var/task/bootstrap /opt/bootstrap]");

  write_program(s, "#!/bin/sh\nexit 0\n", 0644);
  failed not_executable = failing_start(s, s.probe({}));
  CHECK(not_executable.problem == start_problem::exec_failed);
  CHECK(not_executable.why.code == EACCES);
  CHECK(not_executable.why.what == "execute /var/task/bootstrap: Permission denied");

  write_program(s, std::string("\x7f") + "ELF of some other machine", 0755);
  failed foreign = failing_start(s, s.probe({}));
  CHECK(foreign.problem == start_problem::exec_failed);
  CHECK(foreign.why.code == ENOEXEC);

  write_program(s, "#!/no/such/interpreter\n", 0755);
  failed no_interpreter = failing_start(s, s.probe({}));
  CHECK(no_interpreter.problem == start_problem::exec_failed);
  CHECK(no_interpreter.why.code == ENOENT);

  // None of it has spoilt the sandbox.
  write_program(s, "#!/bin/sh\necho good\n", 0755);
  s.start_program(s.probe({}));
  (void)s.wait_for_end();
  CHECK(read_available(box.output) == "good\n");
}

TEST_CASE("a start whose code is not there fails and leaves the sandbox usable") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start nowhere = s.probe({"identity"});
  nowhere.code_dir = "/no/such/directory";
  failed answer = failing_start(s, nowhere);
  CHECK(answer.problem == start_problem::other);
  CHECK(answer.why.what == "open the directory /no/such/directory: No such file or directory");
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
}

TEST_CASE("layers appear at /opt and the second candidate is found there") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  scratch_dir layer;
  copy_program(probe_program(), layer.path() + "/bootstrap");
  std::filesystem::remove(s.code.path() + "/bootstrap");
  start what = s.probe({"write", "/opt/x"});
  what.opt_dir = layer.path();
  s.start_program(what);
  (void)s.wait_for_end();
  CHECK(read_available(box.output) == "EROFS\n");
  s.reset_sandbox();
  // The next start has no layer.
  CHECK(failing_start(s, s.probe({})).problem == start_problem::no_program);
}

TEST_CASE(
    "what a start shows beside the code is there read-only, inner places too, until the reset") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  scratch_dir lang;
  std::filesystem::create_directory(lang.path() + "/bin");
  std::filesystem::permissions(lang.path() + "/bin", std::filesystem::perms(0755));
  std::ofstream(lang.path() + "/bin/tool").close();
  start what = s.probe({"write", "/var/lang/bin/other"});
  what.shown = {{"/var/lang", lang.path()}, {"/var/lang/bin/tool", probe_program()}};
  what.programs = {"/var/lang/bin/tool"};
  s.start_program(what);
  (void)s.wait_for_end();
  CHECK(read_available(box.output) == "EROFS\n");
  s.reset_sandbox();
  what.shown.clear();
  CHECK(failing_start(s, what).problem == start_problem::no_program);
}

TEST_CASE("a start whose second place is none shows nothing of the first") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start what = s.probe({"identity"});
  what.shown = {{"/var/lang", s.code.path()}, {"/var/lang/nowhere", s.code.path()}};
  CHECK(failing_start(s, what).why.what == "attach /var/lang/nowhere: No such file or directory");
  what.shown.clear();
  what.programs = {"/var/lang/bootstrap"};
  CHECK(failing_start(s, what).problem == start_problem::no_program);
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
}

TEST_CASE("/tmp survives a reset and not the sandbox") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"remember", "/tmp/mark"}) == "ok\n");
  CHECK(s.try_out(box, {"remember", "/tmp/mark"}) == "EEXIST\n");
  s.destroy_sandbox();
  held fresh = s.prepare_sandbox();
  CHECK(s.try_out(fresh, {"remember", "/tmp/mark"}) == "ok\n");
}

TEST_CASE("exit statuses and signals are reported as they were") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  s.start_program(s.probe({"exit", "42"}));
  exited end = s.wait_for_end();
  CHECK_FALSE(end.by_signal);
  CHECK(end.code == 42);
  s.reset_sandbox();
  s.start_program(s.probe({"wait"}));
  (void)stage::read_until(box, "waiting");
  s.engine.ask(sandbox::signal{sandbox_id{1}, SIGUSR1});
  end = s.wait_for_end();
  CHECK(end.by_signal);
  CHECK(end.code == SIGUSR1);
  CHECK_FALSE(end.out_of_memory);
}

TEST_CASE("requests that come before their sandbox is ready wait for it") {
  stage s;
  if (!s.open()) return;
  s.engine.ask(prepare{sandbox_id{1}});
  s.engine.ask(s.probe({"exit", "3"}));
  CHECK(s.engine.expect<prepared>().has_value());
  CHECK(s.engine.expect<started>().has_value());
  CHECK(s.wait_for_end().code == 3);
  s.engine.ask(reset{sandbox_id{1}});
  s.engine.ask(s.probe({"exit", "4"}));
  CHECK(s.engine.expect<reset_done>().has_value());
  CHECK(s.engine.expect<started>().has_value());
  CHECK(s.wait_for_end().code == 4);
}

TEST_CASE("what cannot be done is answered and changes nothing") {
  stage s;
  if (!s.open()) return;
  CHECK(failing_start(s, s.probe({}, 7)).why.what == "there is no sandbox 7");
  s.engine.ask(reset{sandbox_id{7}});
  auto no_reset = s.engine.expect<failed>();
  REQUIRE(no_reset.has_value());
  CHECK(no_reset->during == step::reset);

  held box = s.prepare_sandbox();
  s.engine.ask(prepare{sandbox_id{1}});
  auto twice = s.engine.expect<failed>();
  REQUIRE(twice.has_value());
  CHECK(twice->during == step::prepare);

  s.start_program(s.probe({"wait"}));
  (void)stage::read_until(box, "waiting");
  CHECK(failing_start(s, s.probe({})).why.what == "it serves this program already");
  s.destroy_sandbox();
}

TEST_CASE("many sandboxes live side by side") {
  stage s;
  if (!s.open()) return;
  constexpr std::uint64_t count = 20;
  std::vector<held> boxes;
  for (std::uint64_t id = 1; id <= count; ++id) boxes.push_back(s.prepare_sandbox(id));
  for (std::uint64_t id = 1; id <= count; ++id) s.start_program(s.probe({"wait"}, id));
  for (const held& box : boxes) CHECK(stage::read_until(box, "waiting") == "waiting\n");
  for (std::uint64_t id = 1; id <= count; ++id) s.destroy_sandbox(id);
}

TEST_CASE("a frozen function stands still and goes on when thawed") {
  stage s;
  if (!s.open()) return;
  NEEDS(s.greeting.freezer, "sandboxes cannot be frozen on this machine");
  held box = s.prepare_sandbox();
  REQUIRE(box.freezer);
  s.start_program(s.probe({"wait"}));
  (void)stage::read_until(box, "waiting");
  REQUIRE(::pwrite(box.freezer.get(), "1", 1, 0) == 1);
  // A reset has to work on a frozen sandbox too.
  s.engine.ask(reset{sandbox_id{1}});
  CHECK(s.wait_for_end().code == SIGKILL);
  CHECK(s.engine.expect<reset_done>().has_value());
  REQUIRE(::pwrite(box.freezer.get(), "1", 1, 0) == 1);
  s.destroy_sandbox();
}

TEST_CASE("when the engine has gone nothing is left") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  s.start_program(s.probe({"daemon"}));
  (void)stage::read_until(box, "ok");
  int status = s.engine.end();
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  CHECK(std::filesystem::is_empty(s.engine.run_dir()));
  char byte = 0;
  CHECK(wait_readable(box.output));
  CHECK(::read(box.output.get(), &byte, 1) == 0);
}

namespace {

// Directories anywhere in the machine's control groups that belong to the launcher `pid`.
std::size_t groups_of(pid_t pid) {
  namespace fs = std::filesystem;
  const std::string prefix = "lambent." + std::to_string(pid) + ".";
  std::size_t count = 0;
  std::error_code ignored;
  for (auto at = fs::recursive_directory_iterator(
           "/sys/fs/cgroup", fs::directory_options::skip_permission_denied, ignored);
       at != fs::recursive_directory_iterator(); at.increment(ignored)) {
    if (at->path().filename().string().starts_with(prefix)) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("control groups go with their launcher, and those of a killed one with the next") {
  stage killed;
  if (!killed.open()) return;
  NEEDS(killed.greeting.cgroups != cgroup_mode::none, "this machine gives no control groups");
  held box = killed.prepare_sandbox();
  pid_t dead = killed.engine.pid();
  CHECK(groups_of(dead) > 0);
  REQUIRE(::kill(dead, SIGKILL) == 0);
  (void)killed.engine.end();
  // Everybody in there has died once nobody can write to the pipe any more.
  CHECK(wait_readable(box.output));
  CHECK(groups_of(dead) > 0);

  stage next;
  REQUIRE(next.open());
  CHECK(groups_of(dead) == 0);
  pid_t living = next.engine.pid();
  held other = next.prepare_sandbox();
  CHECK(groups_of(living) > 0);
  (void)next.engine.end();
  CHECK(groups_of(living) == 0);
}

TEST_CASE("an engine that reads late loses no reply") {
  stage s;
  if (!s.open()) return;
  constexpr std::uint64_t count = 3000;
  for (std::uint64_t id = 0; id < count; ++id) s.engine.ask(destroy{sandbox_id{id}});
  for (std::uint64_t id = 0; id < count; ++id) {
    auto answer = s.engine.expect<destroyed>();
    REQUIRE(answer.has_value());
    REQUIRE(answer->id == sandbox_id{id});
  }
}

TEST_CASE("a sandbox can be destroyed before it is ready") {
  stage s;
  if (!s.open()) return;
  s.engine.ask(prepare{sandbox_id{1}});
  s.engine.ask(destroy{sandbox_id{1}});
  auto answer = s.engine.next();
  REQUIRE(answer.has_value());
  // Depending on who was faster; the last word is the same.
  if (std::holds_alternative<prepared>(answer->first)) answer = s.engine.next();
  REQUIRE(answer.has_value());
  CHECK(std::holds_alternative<destroyed>(answer->first));
  held box = s.prepare_sandbox();
  CHECK(s.try_out(box, {"identity"}) == "993 993 990 990 0\n");
}

TEST_CASE("programs run beside the function's, each with its own output, signals and end") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  start beside = s.probe({"serve", "127.0.0.1", "4243"});
  beside.program = 1;
  beside.own_output = true;
  s.engine.ask(beside);
  auto begun = s.engine.next();
  REQUIRE(begun.has_value());
  const auto* answer = std::get_if<started>(&begun->first);
  REQUIRE(answer != nullptr);
  CHECK(answer->program == 1);
  REQUIRE(begun->second.size() == 1);
  const fd output = std::move(begun->second[0]);
  REQUIRE(wait_readable(output));
  CHECK(read_available(output) == "ok\n");

  CHECK(failing_start(s, beside).why.what == "it serves this program already");

  s.start_program(s.probe({"connect", "127.0.0.1", "4243"}));
  exited function = s.wait_for_end();
  CHECK(function.program == function_program);
  CHECK(read_available(box.output) == "ok\n");

  s.engine.ask(sandbox::signal{sandbox_id{1}, SIGTERM, 1});
  exited other = s.wait_for_end();
  CHECK(other.program == 1);
  CHECK(other.by_signal);
  CHECK(other.code == SIGTERM);
  s.reset_sandbox();
}

TEST_CASE("a socket of the sandbox reaches what listens inside it, and not the host") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  s.start_program(s.probe({"serve", "127.0.0.1", "4243"}));
  CHECK(stage::read_until(box, "ok") == "ok\n");
  s.engine.ask(make_socket{sandbox_id{1}});
  auto made = s.engine.next();
  REQUIRE(made.has_value());
  REQUIRE(std::holds_alternative<socket_made>(made->first));
  REQUIRE(made->second.size() == 1);
  sockaddr_in inside{};
  inside.sin_family = AF_INET;
  inside.sin_port = htons(4243);
  inside.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int number = made->second[0].get();
  const int connected = ::connect(number, reinterpret_cast<sockaddr*>(&inside), sizeof inside);
  CHECK((connected == 0 || errno == EINPROGRESS));
  int problem = -1;
  socklen_t size = sizeof problem;
  REQUIRE(::getsockopt(number, SOL_SOCKET, SO_ERROR, &problem, &size) == 0);
  CHECK(problem == 0);
}

TEST_CASE("SIGTERM ends the program as the engine's end does") {
  stage s;
  if (!s.open()) return;
  held box = s.prepare_sandbox();
  REQUIRE(::kill(s.engine.pid(), SIGTERM) == 0);
  int status = s.engine.end();
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
}

TEST_CASE("a configure that cannot be obeyed is refused with the reason") {
  driver engine;
  configure how;
  how.run_dir = "/no/such/place";
  auto answer = engine.begin(sandbox_program(), how);
  REQUIRE(answer.has_value());
  const auto* r = std::get_if<refused>(&*answer);
  REQUIRE(r != nullptr);
  CHECK(r->why.what == "use the run directory /no/such/place: No such file or directory");
  CHECK(WEXITSTATUS(engine.end()) == 1);
}

TEST_CASE("a configure of another version is refused with the way out") {
  driver engine;
  configure how;
  how.version = 99;
  auto answer = engine.begin(sandbox_program(), how);
  REQUIRE(answer.has_value());
  const auto* r = std::get_if<refused>(&*answer);
  REQUIRE(r != nullptr);
  CHECK(r->why.hint == "install both from the same build");
}

TEST_CASE("the weaker isolation runs a program and ends what it left behind") {
  stage s(isolation::process);
  if (!s.open()) return;
  CHECK(s.greeting.granted == isolation::process);
  held box = s.prepare_sandbox();
  CHECK(box.info.runtime_api.starts_with("127.0.0.1:"));
  std::string port = box.info.runtime_api.substr(box.info.runtime_api.find(':') + 1);
  CHECK(s.try_out(box, {"connect", "127.0.0.1", port}) == "ok\n");
  CHECK(s.try_out(box, {"surroundings"}).starts_with(s.code.path() + "\npid "));
  CHECK(s.try_out(box, {"descriptors"}) == "0 1 2 \n");

  s.start_program(s.probe({"fork", "3"}));
  (void)s.wait_for_end();
  s.destroy_sandbox();
  CHECK(read_available(box.output) == "3 ok\n");
  // Its children had the pipe too.
  char byte = 0;
  CHECK(wait_readable(box.output));
  CHECK(::read(box.output.get(), &byte, 1) == 0);
}
