#include "cli/invoke/event.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;
using aws::lambda::invocation_type;

TEST_CASE("an event is JSON wherever it comes from, and an empty file is none") {
  testing::temp_dir at;
  std::string file = (at.path / "event.json").string();
  REQUIRE(create_file(file, "{\"a\":\n}"));
  CHECK(event_of({.data_ascii = "[1]"}).value() == "[1]");
  CHECK(
      event_of({.data_ascii = "nul"}).error().what.starts_with("--data-ascii is not JSON: line 1"));
  CHECK(event_of({.data_ascii = ""}).error().what.starts_with("--data-ascii is not JSON: "));
  CHECK(event_of({.data_file = file}).error().what.starts_with(file + " is not JSON: line 2"));
  REQUIRE(replace_file(file, "", 0600));
  CHECK(event_of({.data_file = file}).value().empty());
}

TEST_CASE("an event is no larger than Lambda takes it") {
  std::string large = "\"" + std::string(2UL * 1024 * 1024, 'x') + "\"";
  CHECK(event_of({.data_ascii = large}).has_value());
  CHECK(event_of({.data_ascii = large}, invocation_type::event).error().what ==
        "--data-ascii has 2097154 bytes, and an asynchronous call takes at most 1048576");
  CHECK(event_of({.data_ascii = "\"" + std::string(6UL * 1024 * 1024, 'x') + "\""}).error().what ==
        "--data-ascii has 6291458 bytes, and a synchronous call takes at most 6291456");
}
