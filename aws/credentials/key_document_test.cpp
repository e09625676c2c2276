#include "aws/credentials/key_document.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;

TEST_CASE("a document has keys, a token under either name, and a time") {
  auto keys = read_key_document(
      R"({"Version":1,"AccessKeyId":"A","SecretAccessKey":"S","SessionToken":"T",)"
      R"("Expiration":"2015-08-30T12:36:00Z","More":{}})");
  REQUIRE(keys.has_value());
  CHECK(keys->access_key_id == "A");
  CHECK(keys->secret_access_key == "S");
  CHECK(keys->session_token == "T");
  CHECK(keys->expires == sys_seconds(std::chrono::seconds(1'440'938'160)));
  keys = read_key_document(R"({"AccessKeyId":"A","SecretAccessKey":"S","Token":"U"})");
  REQUIRE(keys.has_value());
  CHECK(keys->session_token == "U");
  CHECK(!keys->expires.has_value());
}

TEST_CASE("what is no such document says why") {
  struct row {
    const char *text, *what;
  };
  for (const row& each : {
           row{"", "it is not JSON: incomplete JSON"},
           row{"[]", "it is not a JSON object"},
           row{"{}", "it has no AccessKeyId and SecretAccessKey"},
           row{R"({"Version":2,"AccessKeyId":"A","SecretAccessKey":"S"})",
               "its Version is 2, not 1"},
           row{R"({"AccessKeyId":"A","SecretAccessKey":7})",
               "it has no AccessKeyId and SecretAccessKey"},
           row{R"({"AccessKeyId":"A","SecretAccessKey":"S","Expiration":"soon"})",
               "its Expiration 'soon' is no time"},
           row{R"({"Code":"AssumeRoleUnauthorizedAccess","Message":"EC2 cannot assume the role"})",
               "AssumeRoleUnauthorizedAccess: EC2 cannot assume the role"},
       })
    CHECK(read_key_document(each.text).error().what == each.what);
}
