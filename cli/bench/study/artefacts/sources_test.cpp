#include "cli/bench/study/artefacts/sources.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temporary_folder.hpp"

using namespace lambent;
using namespace lambent::cli::studying;
namespace fs = std::filesystem;

namespace {

void write(const fs::path& file, std::string_view text) {
  fs::create_directories(file.parent_path());
  REQUIRE(replace_file(file, text, 0644));
}

std::string content(const fs::path& file) { return read_file(file, 1000).value_or("(none)"); }

}  // namespace

TEST_CASE("sources are copied without what builds left beside them, and only where they differ") {
  auto folder = temporary_folder::make("lambent-study-test-");
  REQUIRE(folder);
  const fs::path from = folder->path() / "from";
  const fs::path to = folder->path() / "to";
  write(from / "pi-cpp/main.cpp", "one");
  write(from / "pi-rust/src/main.rs", "two");
  write(from / "pi-rust/target/release/bootstrap", "built");
  write(from / "report/report.cpp", "no function");
  REQUIRE(mirror_sources(from, to));
  CHECK(content(to / "pi-cpp/main.cpp") == "one");
  CHECK(content(to / "pi-rust/src/main.rs") == "two");
  CHECK_FALSE(fs::exists(to / "pi-rust/target"));
  CHECK_FALSE(fs::exists(to / "report"));

  const auto long_ago = fs::file_time_type::clock::now() - std::chrono::hours(1);
  fs::last_write_time(to / "pi-cpp/main.cpp", long_ago);
  write(to / "pi-cpp/build/kept", "kept");
  write(from / "pi-rust/src/main.rs", "changed");
  REQUIRE(mirror_sources(from, to));
  CHECK(fs::last_write_time(to / "pi-cpp/main.cpp") == long_ago);
  CHECK(content(to / "pi-rust/src/main.rs") == "changed");
  CHECK(content(to / "pi-cpp/build/kept") == "kept");
}

TEST_CASE("a folder without the study's functions is refused by its name") {
  auto found = find_sources("/proc");
  REQUIRE_FALSE(found);
  CHECK(found.error().what == "--study /proc: there is no folder pi-cpp in it");
}
