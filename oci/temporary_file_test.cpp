#include "oci/temporary_file.hpp"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <cerrno>
#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

namespace lambent::oci {
namespace {

// While it lives, $TMPDIR is this.
class temporary_at {
public:
  explicit temporary_at(const std::filesystem::path& folder) {
    if (const char* before = ::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", folder.c_str(), 1);
  }
  ~temporary_at() {
    before_.empty() ? ::unsetenv("TMPDIR") : ::setenv("TMPDIR", before_.c_str(), 1);
  }
  temporary_at(const temporary_at&) = delete;
  temporary_at& operator=(const temporary_at&) = delete;

private:
  std::string before_;
};

}  // namespace

TEST_CASE("a temporary file has no name and lies where TMPDIR says") {
  const testing::temp_dir dir;
  {
    const temporary_at here(dir.path);
    auto file = temporary_file();
    REQUIRE(file);
    CHECK(write_all(file->get(), "content"));
    CHECK(std::filesystem::is_empty(dir.path));
  }
  const temporary_at nowhere(dir.path / "none");
  auto refused = temporary_file();
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what.contains((dir.path / "none").string()));
  CHECK(refused.error().hint == "TMPDIR names the folder for temporary files");
  // Not ENOENT, which would be a missing image.
  CHECK(refused.error().code == EIO);
}

TEST_CASE("a full disk is told with whose room that is, other errors as they are") {
  const temporary_at here("/somewhere");
  CHECK(with_room_hint(sys_fail("write", ENOSPC).error()).hint ==
        "/somewhere needs more room, or TMPDIR names another folder for temporary files");
  CHECK(with_room_hint(sys_fail("read", EACCES).error()).hint.empty());
}

}  // namespace lambent::oci
