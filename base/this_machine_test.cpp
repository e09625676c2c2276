#include "base/this_machine.hpp"

#include <doctest/doctest.h>

using lambent::is_this_machine;

TEST_CASE("this machine is known by its names and addresses, not by what looks like them") {
  for (const char* host : {"localhost", "bucket.localhost", "127.0.0.1", "127.3.2.1", "::1"})
    CHECK_MESSAGE(is_this_machine(host), host);
  for (const char* host :
       {"127.evil.test", "localhost.evil.test", "10.0.0.1", "128.0.0.1", "::2", "0.0.0.0", ""})
    CHECK_MESSAGE(!is_this_machine(host), host);
}
