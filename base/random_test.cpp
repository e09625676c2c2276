#include "base/random.hpp"

#include <doctest/doctest.h>

#include <set>

TEST_CASE("a UUID has the form of version 4 and does not come twice") {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) {
    std::string uuid = lambent::random_uuid();
    REQUIRE(uuid.size() == 36);
    for (std::size_t at = 0; at < uuid.size(); ++at) {
      if (at == 8 || at == 13 || at == 18 || at == 23) {
        CHECK(uuid[at] == '-');
      } else {
        CHECK(std::string("0123456789abcdef").find(uuid[at]) != std::string::npos);
      }
    }
    CHECK(uuid[14] == '4');
    CHECK(std::string("89ab").find(uuid[19]) != std::string::npos);
    CHECK(seen.insert(uuid).second);
  }
}

TEST_CASE("random hex has as many digits as were asked for") {
  CHECK(lambent::random_hex(0).empty());
  CHECK(lambent::random_hex(7).size() == 7);
  CHECK(lambent::random_hex(32).find_first_not_of("0123456789abcdef") == std::string::npos);
}

TEST_CASE("random units are from 0 up to but not 1, and spread over both halves") {
  int low = 0;
  for (int i = 0; i < 1000; ++i) {
    double one = lambent::random_unit();
    CHECK(one >= 0);
    CHECK(one < 1);
    low += one < 0.5 ? 1 : 0;
  }
  CHECK(low > 350);
  CHECK(low < 650);
}

TEST_CASE("random text is of its alphabet and does not repeat") {
  std::string text = lambent::random_text(200, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
  CHECK(text.size() == 200);
  CHECK(text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567") == std::string::npos);
  CHECK(text != lambent::random_text(200, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"));
}
