#include "cli/watch/build/code_in_use.hpp"

#include <doctest/doctest.h>

using namespace lambent::cli::watch;
using namespace std::chrono_literals;

namespace {

const time_point start{1h};
using folders = std::set<std::filesystem::path>;

}  // namespace

TEST_CASE(
    "code that was replaced stays while an invocation may run on it, however often it changes") {
  code_in_use code;
  code.put("f", {"1", "opt"}, start, 3s);
  CHECK(code.folders(start) == folders{"1", "opt"});
  code.put("f", {"2", "opt"}, start + 1s, 3s);
  code.put("f", {"3", "opt"}, start + 2s, 3s);
  CHECK(code.folders(start + 2s) == folders{"1", "2", "3", "opt"});
  CHECK(code.folders(start + 10s) == folders{"1", "2", "3", "opt"});
  CHECK(code.folders(start + 1min) == folders{"3", "opt"});
}

TEST_CASE("a function that was not built anew keeps its code, and one that is gone does not") {
  code_in_use code;
  code.put("f", {"1"}, start, 3s);
  code.put("g", {"2"}, start, 900s);
  CHECK(code.folders(start + 24h) == folders{"1", "2"});
  code.remove("g", start + 24h);
  code.remove("nobody", start + 24h);
  CHECK(code.folders(start + 24h + 900s) == folders{"1", "2"});
  CHECK(code.folders(start + 24h + 1000s) == folders{"1"});
}

TEST_CASE("code that comes back, or that another function has, is not given up with its turn") {
  code_in_use code;
  code.put("f", {"1"}, start, 3s);
  code.put("g", {"1"}, start, 3s);
  code.put("f", {"2"}, start + 1s, 3s);
  CHECK(code.folders(start + 1min) == folders{"1", "2"});
  code.put("f", {"1"}, start + 2min, 3s);
  CHECK(code.folders(start + 3min) == folders{"1"});
}

TEST_CASE("of what was replaced a bounded number is kept, the latest") {
  code_in_use code;
  for (int i = 0; i < 1000; ++i) code.put("f", {std::to_string(i)}, start, 900s);
  const folders kept = code.folders(start);
  CHECK(kept.size() == code_in_use::replaced_max + 1);
  CHECK(kept.contains("999"));
  CHECK(kept.contains("998"));
  CHECK_FALSE(kept.contains("0"));
}
