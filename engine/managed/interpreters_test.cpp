#include "engine/managed/interpreters.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iterator>
#include <thread>

#include "base/architecture.hpp"
#include "base/temp_dir.hpp"
#include "engine/managed/ask.hpp"

using namespace lambent;
using namespace lambent::managed;

namespace fs = std::filesystem;

namespace {

// A folder that is the whole PATH while this lives.
class path_of_its_own {
  lambent::testing::temp_dir folder_;
  std::string before_ = ::getenv("PATH");

public:
  const fs::path root = folder_.path;

  path_of_its_own() {
    fs::create_directory(root / "bin");
    ::setenv("PATH", (root / "bin").c_str(), 1);
  }
  ~path_of_its_own() { ::setenv("PATH", before_.c_str(), 1); }
  path_of_its_own(const path_of_its_own&) = delete;
  path_of_its_own& operator=(const path_of_its_own&) = delete;

  [[nodiscard]] std::string add(const std::string& name, const std::string& script) const {
    const fs::path path = root / "bin" / name;
    std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
    ::chmod(path.c_str(), 0755);
    return path;
  }
};

std::string here() { return std::string(native_architecture.name); }

}  // namespace

TEST_CASE("runtimes that are not managed need no interpreter") {
  const path_of_its_own path;
  interpreters all(path.root / "managed");
  CHECK(all.why_not_run("provided.al2023", here()).empty());
  CHECK(all.why_not_run("", here()).empty());
  CHECK_FALSE(fs::exists(path.root / "managed"));
}

TEST_CASE("a missing interpreter is named with its package, and found when it has been installed") {
  const path_of_its_own path;
  interpreters all(path.root / "managed");
  CHECK(all.why_not_run("nodejs22.x", here()) ==
        "Functions of the runtime nodejs22.x cannot run on this machine: no node is in the "
        "engine's PATH. Install the package nodejs and try again.");
  CHECK(all.why_not_run("python3.12", here()) ==
        "Functions of the runtime python3.12 cannot run on this machine: no python3 is in the "
        "engine's PATH. Install the package python3 and try again.");
  CHECK_FALSE(all.known("nodejs22.x").has_value());
  const std::string node = path.add("node", "printf '22.1.0\\n%s\\n' \"$0\"");
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  auto found = all.known("nodejs22.x");
  REQUIRE(found.has_value());
  CHECK(found->what.version == "22.1.0");
  CHECK(found->shown.at("/var/lang/bin/node") == node);
  CHECK(fs::is_regular_file(fs::path(found->shown.at("/var/lang")) / "bin/node"));
  CHECK(fs::is_regular_file(fs::path(found->shown.at("/var/runtime")) / "index.mjs"));
}

TEST_CASE("what is shown can be read by the function's user, whatever the mask here") {
  const path_of_its_own path;
  (void)path.add("node", "printf '22.1.0\\n%s\\n' \"$0\"");
  const mode_t before = ::umask(0077);
  interpreters all(path.root / "managed");
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  ::umask(before);
  const auto shown = all.known("nodejs22.x")->shown;
  std::size_t files = 0;
  for (const char* place : {"/var/lang", "/var/runtime"})
    for (const auto& each : fs::recursive_directory_iterator(shown.at(place))) {
      ++files;
      CHECK((each.status().permissions() & fs::perms::others_read) != fs::perms::none);
    }
  CHECK(files > 5);
}

TEST_CASE(
    "a Python of the wanted version comes before python3, and one that fails is passed over") {
  const path_of_its_own path;
  auto says = [](const std::string& version) {
    return "printf '" + version + "\\n%s\\n/p/lib/python3\\n\\n' \"$0\"";
  };
  const std::string other = path.add("python3", says("3.11.2"));
  const std::string wanted = path.add("python3.12", says("3.12.4"));
  (void)path.add("python3.13", "echo 'command not found' >&2; exit 127");
  interpreters all(path.root / "managed");
  CHECK(all.why_not_run("python3.12", here()).empty());
  CHECK(all.known("python3.12")->what.program == wanted);
  CHECK(all.why_not_run("python3.13", here()).empty());
  CHECK(all.known("python3.13")->what.program == other);
}

namespace {

// A Node.js that has AWS's client in root/ric, and ends so when it is to load it.
struct node_with_client : path_of_its_own {
  explicit node_with_client(const std::string& loading) {
    fs::create_directories(root / "ric" / "dist");
    std::ofstream(root / "ric" / "dist" / "index.mjs") << "theirs";
    fs::create_symlink("/etc/passwd", root / "ric" / "dist" / "link");
    const std::string ric = root / "ric";
    (void)add("node", "if [ $# = 3 ]; then " + loading +
                          "; fi\n"
                          "case $2 in\n"
                          "*aws-lambda-ric*) printf '3.3.0\\n" +
                          ric + "\\nnode_modules/aws-lambda-ric/dist\\n" + ric +
                          "/dist\\n';;\n"
                          "*) printf '22.1.0\\n%s\\n' \"$0\";;\n"
                          "esac");
  }

  [[nodiscard]] fs::path runtime_dir() const { return root / "managed/1/runtime"; }
  [[nodiscard]] bool has_theirs() const {
    return fs::exists(runtime_dir() / "node_modules/aws-lambda-ric/dist/index.mjs");
  }
  [[nodiscard]] bool has_ours() const { return fs::exists(runtime_dir() / "lambent/handler.mjs"); }
};

}  // namespace

TEST_CASE("AWS's interface client serves where the interpreter has it and loads it") {
  const node_with_client here_is("exit 0");
  interpreters all(here_is.root / "managed");
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  CHECK(here_is.has_theirs());
  CHECK_FALSE(here_is.has_ours());
  CHECK(fs::exists(here_is.runtime_dir() / "index.mjs"));
  CHECK_FALSE(fs::is_symlink(
      fs::symlink_status(here_is.runtime_dir() / "node_modules/aws-lambda-ric/dist/link")));
}

TEST_CASE("where AWS's interface client does not load the bundled one serves") {
  const node_with_client here_is("echo 'at load' >&2; echo 'wrong ELF class' >&2; exit 1");
  interpreters all(here_is.root / "managed");
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  CHECK_FALSE(here_is.has_theirs());
  CHECK(here_is.has_ours());
}

TEST_CASE("AWS's interface client alone: without it functions are refused, with the reason") {
  const node_with_client here_is("echo 'wrong ELF class' >&2; exit 1");
  interpreters all(here_is.root / "managed", client_choice::aws);
  const std::string node = here_is.root / "bin/node";
  CHECK(
      all.why_not_run("nodejs22.x", here()) ==
      "Functions of the runtime nodejs22.x cannot run on this machine: bring the interface client: "
      "AWS's aws-lambda-ric 3.3.0 (" +
          (here_is.root / "ric").string() +
          ") does not serve: load it: it ended with exit status 1: wrong ELF class. Install "
          "aws-lambda-ric for " +
          node + ", or start the engine with --interface-client auto.");
  CHECK_FALSE(all.known("nodejs22.x").has_value());
}

TEST_CASE("the bundled interface client serves where it is wanted, whatever is installed") {
  const node_with_client here_is("exit 0");
  interpreters all(here_is.root / "managed", client_choice::bundled);
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  CHECK_FALSE(here_is.has_theirs());
  CHECK(here_is.has_ours());
}

TEST_CASE("a program that is no interpreter is named") {
  const path_of_its_own path;
  const std::string node = path.add("node", "echo hello");
  interpreters all(path.root / "managed");
  CHECK(all.why_not_run("nodejs22.x", here()) ==
        "Functions of the runtime nodejs22.x cannot run on this machine: ask " + node +
            " what it is: its answer to the question what it is cannot be understood. Install the "
            "package nodejs and try again.");
}

TEST_CASE("the other architecture has no interpreter here") {
  const path_of_its_own path;
  (void)path.add("node", "printf '22.1.0\\n%s\\n' \"$0\"");
  interpreters all(path.root / "managed");
  const std::string why = all.why_not_run("nodejs22.x", other_architecture.name);
  CHECK(why.starts_with("Functions of the runtime nodejs22.x run on this machine's own Node.js"));
  CHECK(why.ends_with("or deploy an image."));
}

namespace {

std::string text_of(const fs::path& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

// How often scripts have written a line there.
std::size_t lines_of(const fs::path& file) {
  const std::string text = text_of(file);
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

bool has_ended(const std::string& pid) {
  const std::string stat = text_of("/proc/" + pid + "/stat");
  return stat.empty() || stat.find(") Z ") != std::string::npos;
}

}  // namespace

TEST_CASE("an interpreter that hangs is ended with what it has started") {
  const path_of_its_own path;
  const fs::path pid_file = path.root / "pid";
  const std::string node =
      path.add("node", "/bin/sleep 60 & echo $! > " + pid_file.string() + "; wait");
  auto answer = ask(node, {}, std::chrono::seconds(1));
  REQUIRE_FALSE(answer.has_value());
  CHECK(answer.error().what.find("it has not ended within 1000 ms") != std::string::npos);
  std::string pid = text_of(pid_file);
  REQUIRE_FALSE(pid.empty());
  pid.pop_back();
  for (int i = 0; i < 200 && !has_ended(pid); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  CHECK(has_ended(pid));
}

TEST_CASE("a program that refuses is not asked again at once") {
  const path_of_its_own path;
  const fs::path asked = path.root / "asked";
  (void)path.add("node", "echo asked >> " + asked.string() + "; exit 1");
  interpreters all(path.root / "managed");
  CHECK_FALSE(all.knows_already("nodejs22.x", here()));
  const std::string why = all.why_not_run("nodejs22.x", here());
  CHECK(why.find("exit status 1") != std::string::npos);
  CHECK(all.knows_already("nodejs22.x", here()));
  CHECK(all.why_not_run("nodejs22.x", here()) == why);
  CHECK(lines_of(asked) == 1);
  // Of other runtimes nothing is known.
  CHECK_FALSE(all.knows_already("nodejs20.x", here()));
  CHECK(all.knows_already("provided.al2023", here()));
}

TEST_CASE("one program is asked for AWS's interface client once for several runtimes") {
  const path_of_its_own path;
  const fs::path asked = path.root / "asked";
  (void)path.add("node", "case $2 in\n*aws-lambda-ric*) echo asked >> " + asked.string() +
                             ";;\n*) printf '22.1.0\\n%s\\n' \"$0\";;\nesac");
  interpreters all(path.root / "managed");
  for (const char* runtime : {"nodejs18.x", "nodejs20.x", "nodejs22.x"})
    CHECK(all.why_not_run(runtime, here()).empty());
  CHECK(lines_of(asked) == 1);
}

TEST_CASE("an interpreter that has been replaced is looked at anew, in directories of its own") {
  const path_of_its_own path;
  (void)path.add("node", "printf '22.1.0\\n%s\\n' \"$0\"");
  interpreters all(path.root / "managed", client_choice::bundled);
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  const installation before = *all.known("nodejs22.x");
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  CHECK(all.known("nodejs22.x")->shown == before.shown);

  fs::rename(path.root / "bin/node", path.root / "bin/old");
  (void)path.add("node", "printf '22.2.0\\n%s\\n' \"$0\"");
  CHECK_FALSE(all.knows_already("nodejs22.x", here()));
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  const installation after = *all.known("nodejs22.x");
  CHECK(after.what.version == "22.2.0");
  for (const char* place : {"/var/lang", "/var/runtime"}) {
    CHECK(after.shown.at(place) != before.shown.at(place));
    // Sandboxes may still show what there was.
    CHECK_FALSE(fs::is_empty(before.shown.at(place)));
  }
}

TEST_CASE("what an earlier engine has left is removed") {
  const path_of_its_own path;
  (void)path.add("node", "printf '22.1.0\\n%s\\n' \"$0\"");
  fs::create_directories(path.root / "managed/7/runtime");
  interpreters all(path.root / "managed", client_choice::bundled);
  CHECK(all.why_not_run("nodejs22.x", here()).empty());
  CHECK_FALSE(fs::exists(path.root / "managed/7"));
}
