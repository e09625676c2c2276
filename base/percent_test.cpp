#include "base/percent.hpp"

#include <doctest/doctest.h>

using namespace lambent;

TEST_CASE("percent encoding leaves RFC 3986's unreserved characters and those it is told to keep") {
  CHECK(percent_encode("AZaz09-._~") == "AZaz09-._~");
  CHECK(percent_encode("a/b c:%+\xe1\x88\xb4") == "a%2Fb%20c%3A%25%2B%E1%88%B4");
  CHECK(percent_encode("arn:aws:lambda/x y$LATEST") == "arn%3Aaws%3Alambda%2Fx%20y%24LATEST");
  CHECK(percent_encode("a/b:c", "/") == "a/b%3Ac");
  CHECK(percent_encode({"\0", 1}, "/") == "%00");
}

TEST_CASE("percent decoding leaves what is not an escape") {
  CHECK(percent_decode("arn%3Aaws%3a") == "arn:aws:");
  CHECK(percent_decode("100%") == "100%");
  CHECK(percent_decode("%4") == "%4");
  CHECK(percent_decode("%zz%41") == "%zzA");
  CHECK(percent_decode("a+b") == "a+b");
}
