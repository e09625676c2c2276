#include "engine/url/authorization.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::url;

namespace {

const std::string hash(64, 'a');
const std::string good =
    "AWS4-HMAC-SHA256 Credential=AKID/20260101/us-east-1/lambda/aws4_request, "
    "SignedHeaders=host;x-amz-date, Signature=" +
    hash;

std::string signer(const std::string& authorization, std::string_view date = "20260101T120000Z") {
  http::request r{"GET", "/", {{"Authorization", authorization}, {"X-Amz-Date", date}}, {}};
  return signer_of(r).value_or("nobody");
}

std::string with(std::string_view part, std::string_view instead) {
  std::string text = good;
  text.replace(text.find(part), part.size(), instead);
  return text;
}

}  // namespace

TEST_CASE("a request signed for lambda is its access key's") {
  CHECK(signer(good) == "AKID");
  CHECK(signer(with(", SignedHeaders", ",SignedHeaders")) == "AKID");
  http::request presigned{"GET",
                          "/x?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKID%2F20260101%2F"
                          "us-east-1%2Flambda%2Faws4_request&X-Amz-Date=20260101T120000Z&"
                          "X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=" +
                              hash,
                          {},
                          {}};
  CHECK(signer_of(presigned) == "AKID");
}

TEST_CASE("what is not a complete signature for lambda is nobody's") {
  CHECK(signer("") == "nobody");
  CHECK(signer("Bearer token") == "nobody");
  CHECK(signer(with("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA2567")) == "nobody");
  CHECK(signer(with("/lambda/", "/s3/")) == "nobody");
  CHECK(signer(with("AKID/", "/")) == "nobody");
  CHECK(signer(with("/us-east-1", "")) == "nobody");
  CHECK(signer(with("aws4_request", "aws4_request/more")) == "nobody");
  CHECK(signer(with("host;", "ghost;")) == "nobody");
  CHECK(signer(with(hash, hash.substr(1))) == "nobody");
  CHECK(signer(with(hash, std::string(64, 'g'))) == "nobody");
  CHECK(signer(with("20260101/", "20260102/")) == "nobody");
  CHECK(signer(good, "today") == "nobody");
  CHECK(signer(good, "") == "nobody");
  http::request half{"GET", "/?X-Amz-Algorithm=AWS4-HMAC-SHA256", {}, {}};
  CHECK_FALSE(signer_of(half));
}
