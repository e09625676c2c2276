#include "cli/deps/apt.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::deps;

TEST_CASE("what apt would install is read from its simulation") {
  auto packages = parse_simulation(
      "Reading package lists...\n"
      "The following NEW packages will be installed:\n"
      "  libgmp-dev libgmp10\n"
      "Inst libgmp10 (2:6.2.1+dfsg1-1.1 Debian:12.5/stable [arm64])\n"
      "Inst debconf [1.5] (1.5.82 Debian:12.5/stable [all]) []\n"
      "Inst libgmp-dev:arm64 (2:6.2.1+dfsg1-1.1 Debian:12.5/stable [arm64])\n"
      "Inst libx (1.0 Debian:12.5/stable [arm64]) [libgmp10:arm64 ]\n"
      "Conf libgmp10 (2:6.2.1+dfsg1-1.1 Debian:12.5/stable [arm64])\n"
      "Inst broken\nInst (]\n");
  REQUIRE(packages.size() == 4);
  CHECK(packages[0].name == "libgmp10");
  CHECK(packages[0].version == "2:6.2.1+dfsg1-1.1");
  CHECK(packages[0].architecture == "arm64");
  CHECK(packages[1].name == "debconf");
  CHECK(packages[1].architecture == "all");
  CHECK(packages[2].name == "libgmp-dev");
  CHECK(packages[3].name == "libx");
  CHECK(packages[3].architecture == "arm64");
}

TEST_CASE("an archive is found under the name that apt gives it") {
  CHECK(file_of({"libgmp-dev", "2:6.2.1+dfsg1-1.1", "arm64"}) ==
        "libgmp-dev_2%3a6.2.1+dfsg1-1.1_arm64.deb");
  CHECK(file_of({"zlib1g-dev", "1:1.2.13.dfsg-1", "arm64"}) ==
        "zlib1g-dev_1%3a1.2.13.dfsg-1_arm64.deb");
}
