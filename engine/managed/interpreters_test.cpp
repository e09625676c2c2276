#include "engine/managed/interpreters.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "base/architecture.hpp"

using namespace lambent;
using namespace lambent::managed;

namespace fs = std::filesystem;

namespace {

// A folder that is the whole PATH while this lives.
class path_of_its_own {
public:
  path_of_its_own() {
    std::string pattern = (fs::temp_directory_path() / "lambent-managed-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    root = pattern;
    fs::create_directory(root / "bin");
    ::setenv("PATH", (root / "bin").c_str(), 1);
  }
  ~path_of_its_own() {
    ::setenv("PATH", before_.c_str(), 1);
    std::error_code ignored;
    fs::remove_all(root, ignored);
  }
  path_of_its_own(const path_of_its_own&) = delete;
  path_of_its_own& operator=(const path_of_its_own&) = delete;

  [[nodiscard]] std::string add(const std::string& name, const std::string& script) const {
    const fs::path path = root / "bin" / name;
    std::ofstream(path) << "#!/bin/sh\n" << script << '\n';
    ::chmod(path.c_str(), 0755);
    return path;
  }

  fs::path root;

private:
  std::string before_ = ::getenv("PATH");
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
