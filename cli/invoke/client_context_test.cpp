#include "cli/invoke/client_context.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli;

namespace {

std::string context_error(const std::string& text) {
  auto got = client_context_of({.client_context = text});
  return got ? "taken: " + *got : got.error().what;
}

}  // namespace

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
  CHECK(client_context_of({.event = {.data_file = "-"}, .client_context_file = "-"}).error().what ==
        "stdin cannot be both the event and the client context");
}
