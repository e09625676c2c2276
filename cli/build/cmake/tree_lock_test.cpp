#include "cli/build/cmake/tree_lock.hpp"

#include <doctest/doctest.h>

#include <future>
#include <utility>

#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;

TEST_CASE("a build folder is one command's at a time, and the next one's when that has ended") {
  testing::temp_dir dir;
  std::filesystem::path folder = dir.path / "build" / "debug";
  auto first = lock_tree(folder, [] { return false; });
  REQUIRE(first);
  auto refused = lock_tree(folder, [] { return false; });
  REQUIRE_FALSE(refused);
  CHECK(refused.error().what == "another command builds in " + folder.string());

  std::promise<void> waits;
  auto next = std::async(std::launch::async, [&] {
    return lock_tree(folder,
                     [&, told = false]() mutable {
                       if (!std::exchange(told, true)) waits.set_value();
                       return true;
                     })
        .has_value();
  });
  waits.get_future().wait();
  first->reset();
  CHECK(next.get());
}
