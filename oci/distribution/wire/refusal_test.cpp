#include "oci/distribution/wire/refusal.hpp"

#include <doctest/doctest.h>

#include "oci/distribution/limits.hpp"

using namespace lambent::oci::distribution;

TEST_CASE("a refusal is told by the registry's codes, messages and details") {
  auto why = refusal({.status = 404, .body = R"({"errors":[
    {"code":"MANIFEST_UNKNOWN","message":"manifest unknown","detail":{"Tag":"v1"}},
    {"code":"DENIED"}]})"});
  CHECK(why.what ==
        "the registry answered 404: MANIFEST_UNKNOWN: manifest unknown ({\"Tag\":\"v1\"}); DENIED");
  CHECK(why.code == registry_has_not);
  CHECK(refusal({.status = 403, .body = "no"}).code == registry_refuses);
  CHECK(refusal({.status = 401}).what == "the registry answered 401");
  CHECK(refusal({.status = 401}).code == registry_refuses);
  CHECK(!refusal({.status = 429}).hint.empty());
}

TEST_CASE("bodies that are not the specification's are told as far as they are text") {
  CHECK(refusal({.status = 500, .body = "out of\r\n\x1b[31m disk\n"}).what ==
        "the registry answered 500: out of [31m disk");
  CHECK(refusal({.status = 502, .body = "<html><h1>Bad</h1></html>"}).what ==
        "the registry answered 502");
  CHECK(refusal({.status = 401, .body = R"({"details":"incorrect username or password"})"}).what ==
        "the registry answered 401: incorrect username or password");
  const auto long_one = refusal({.status = 500, .body = std::string(10'000, 'x')});
  CHECK(long_one.what.size() < limits::refusal_text_max_bytes + 100);
  CHECK(long_one.what.ends_with(" ..."));
}

TEST_CASE("errors of any shape are read or passed over") {
  for (const char* body : {"", "[]", "{", R"({"errors":1})", R"({"errors":[1,null]})", "null"})
    CHECK_MESSAGE(parse_errors(body).empty(), body);
  std::string many = R"({"errors":[)";
  for (int i = 0; i < 100; ++i) many += R"({"code":"A"},)";
  CHECK(parse_errors(many + "{}]}").size() == limits::errors_max);
  CHECK(says({.status = 404, .body = R"({"errors":[{"code":"A"},{"code":"B"}]})"}, "B"));
  CHECK(!says({.status = 404, .body = ""}, "B"));
}
