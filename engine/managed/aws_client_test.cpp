#include "engine/managed/aws_client.hpp"

#include <doctest/doctest.h>

using namespace lambent::managed;

TEST_CASE("where AWS's client is installed is read, and anything else is refused") {
  auto found = read_aws_client(
      "4.2.2\n/p/site-packages\nawslambdaric\n/p/site-packages/awslambdaric\n"
      "runtime_client.so\n/p/site-packages/runtime_client.so\n");
  REQUIRE(found.has_value());
  CHECK(*found == aws_client{"4.2.2",
                             "/p/site-packages",
                             {{"awslambdaric", "/p/site-packages/awslambdaric"},
                              {"runtime_client.so", "/p/site-packages/runtime_client.so"}}});
  for (const char* odd :
       {"hello", "1.0\n", "1.0\n/p\n", "1.0\np\na\n/p/a\n", "1.0\n/p\na\np/a\n", "\n/p\na\n/p/a\n",
        "1.0\n/p\n../a\n/p/a\n", "1.0\n/p\n/a\n/p/a\n", "1.0\n/p\na\n"})
    CHECK_FALSE(read_aws_client(odd).has_value());
}

TEST_CASE("an interpreter that prints nothing has no client of AWS's") {
  auto found = read_aws_client("");
  REQUIRE(found.has_value());
  CHECK_FALSE(found->has_value());
}
