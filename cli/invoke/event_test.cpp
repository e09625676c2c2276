#include "cli/invoke/event.hpp"

#include <doctest/doctest.h>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
using namespace lambent::cli;
using aws::lambda::invocation_type;

namespace {

std::string context_error(const std::string& text) {
  auto got = client_context_of({.client_context = text});
  return got ? "taken: " + *got : got.error().what;
}

}  // namespace

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
  CHECK(event_of({.data_ascii = large, .type = invocation_type::event}).error().what ==
        "--data-ascii has 2097154 bytes, and an asynchronous call takes at most 1048576");
  CHECK(event_of({.data_ascii = large, .async = true}).has_value() == false);
  CHECK(event_of({.data_ascii = "\"" + std::string(6UL * 1024 * 1024, 'x') + "\""}).error().what ==
        "--data-ascii has 6291458 bytes, and a synchronous call takes at most 6291456");
}

TEST_CASE("a client context is a JSON object that fits its header") {
  CHECK(client_context_of({}).value().empty());
  CHECK(context_error(R"({"custom":{}})") == R"(taken: {"custom":{}})");
  CHECK(context_error("").starts_with("--client-context is not JSON: "));
  CHECK(context_error("{").starts_with("--client-context is not JSON: "));
  CHECK(context_error(" [1]") == "--client-context is not a JSON object");
  // 2685 bytes are 3580 in base64; one more makes 3584.
  std::string fits = R"({"a":")" + std::string(2685 - 8, 'x') + R"("})";
  CHECK(context_error(fits) == "taken: " + fits);
  CHECK(context_error(fits + " ") ==
        "--client-context has 3584 bytes in base64, and Lambda takes at most 3583");
}

TEST_CASE("stdin is read for one thing only") {
  CHECK(client_context_of({.data_file = "-", .client_context_file = "-"}).error().what ==
        "stdin cannot be both the event and the client context");
}
