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

TEST_CASE("the client of Node.js without callbacks belongs to the runtimes without them") {
  const aws_client three{"3.3.0", "/p", {}}, four{"4.0.2", "/p", {}};
  CHECK(is_client_of({language::nodejs, "22"}, three));
  CHECK_FALSE(is_client_of({language::nodejs, "22"}, four));
  CHECK(is_client_of({language::nodejs, "24"}, four));
  CHECK_FALSE(is_client_of({language::nodejs, "24"}, three));
  CHECK(is_client_of({language::python, "3.8"}, four));
}
