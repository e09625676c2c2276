#include "refusal.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("a refusal names the status, the request and the beginning of what the API said") {
  CHECK(refusal(500, "GET next", "") == "the Runtime API answered 500 to GET next");
  CHECK(refusal(403, "the response", "{}") == "the Runtime API answered 403 to the response: {}");
  CHECK(refusal(403, "it", std::string(1000, 'x')) ==
        "the Runtime API answered 403 to it: " + std::string(300, 'x'));
}
