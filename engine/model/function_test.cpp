#include "engine/model/function.hpp"

#include <doctest/doctest.h>

using namespace lambent::model;

TEST_CASE("a runtime's version ARN is stable and ends in 64 hex digits") {
  function f;
  f.region = "us-east-1";
  f.runtime = "provided.al2023";
  std::string arn = runtime_version_arn(f);
  CHECK(arn == runtime_version_arn(f));
  CHECK(arn.starts_with("arn:aws:lambda:us-east-1::runtime:"));
  CHECK(arn.size() == std::string("arn:aws:lambda:us-east-1::runtime:").size() + 64);
  f.runtime = "provided.al2";
  CHECK(arn != runtime_version_arn(f));
}
