#include "cli/deps/sysroot.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli::deps;
namespace fs = std::filesystem;

TEST_CASE("links and pkg-config files of a system are found below another folder") {
  lambent::testing::temp_dir root;
  fs::path lib = root.path / "usr/lib/aarch64-linux-gnu";
  REQUIRE(create_file(root.path / "lib/aarch64-linux-gnu/libz.so.1", "library").has_value());
  fs::create_directories(lib);
  fs::create_symlink("/lib/aarch64-linux-gnu/libz.so.1", lib / "libz.so");
  fs::create_symlink("libz.so", lib / "libz-again.so");
  REQUIRE(
      create_file(lib / "pkgconfig/zlib.pc",
                  "prefix=/usr\nlibdir=/usr/lib/aarch64-linux-gnu\nincludedir=${prefix}/include\n"
                  "other=/usrlocal\nDescription: in /usr = here\n\nLibs: -L${libdir} -lz\n")
          .has_value());
  REQUIRE(make_relocatable(root.path).has_value());
  CHECK(fs::read_symlink(lib / "libz.so") == "../../../lib/aarch64-linux-gnu/libz.so.1");
  CHECK(read_file(lib / "libz-again.so", 100).value() == "library");
  CHECK(read_file(lib / "pkgconfig/zlib.pc", 1000).value() ==
        "prefix=${pcfiledir}/../../..\n"
        "libdir=${pcfiledir}/../../../lib/aarch64-linux-gnu\nincludedir=${prefix}/include\n"
        "other=/usrlocal\nDescription: in /usr = here\n\nLibs: -L${libdir} -lz\n");
}

TEST_CASE("a folder that nothing was put into has no packages, and a damaged record is named") {
  lambent::testing::temp_dir dir;
  CHECK(read_packages(dir.path)->empty());
  REQUIRE(replace_file(dir.path / "packages.json", "{", 0644).has_value());
  CHECK(read_packages(dir.path).error().what ==
        (dir.path / "packages.json").string() + " is damaged");
}
