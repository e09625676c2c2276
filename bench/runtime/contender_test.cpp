// The list of peers, and what a deployed folder weighs.
#include "bench/runtime/contender.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::bench;

TEST_CASE("the list of peers says how to start each, or why it is missing") {
  const testing::temp_dir folder;
  const std::string list = folder.path / "peers.tsv";
  std::ofstream(list) << "node\tNode 20\trun\tpreload\t/deployed\t/usr/bin/node\tindex.mjs\n"
                         "go\tGo\tmissing\tgo is not installed\n";
  const auto peers = read_peers(list);
  REQUIRE(peers);
  REQUIRE(peers->size() == 2);
  CHECK(peers->at(0).label == "Node 20");
  CHECK(peers->at(0).missing.empty());
  CHECK(peers->at(0).argv == std::vector<std::string>{"/usr/bin/node", "index.mjs"});
  CHECK(peers->at(0).allocations == allocation_counting::preloaded);
  CHECK(peers->at(0).program_bytes() == 0);
  CHECK(peers->at(1).missing == "go is not installed");
}

TEST_CASE("a list of peers that is not there, or not one, is an error") {
  const testing::temp_dir folder;
  const std::string list = folder.path / "peers.tsv";
  CHECK_FALSE(read_peers(list).has_value());
  std::ofstream(list) << "go\tGo\trun\tnone\n";
  CHECK_FALSE(read_peers(list).has_value());
}

TEST_CASE("a deployed program is weighed alone and zipped") {
  const contender echo = own_contenders()[1];
  const auto zip = echo.zip_bytes();
  REQUIRE(zip);
  CHECK(*zip > 0);
  CHECK(*zip < echo.program_bytes());
}
