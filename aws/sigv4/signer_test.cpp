#include "aws/sigv4/signer.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "aws/sigv4/suite.hpp"

using namespace lambent::aws;
using namespace lambent::aws::sigv4;

namespace {

std::string value_of(const std::vector<header>& headers, std::string_view name) {
  for (const auto& [key, value] : headers)
    if (key == name) return value;
  return {};
}

}  // namespace

TEST_CASE("AWS's signing test suite is there whole") { CHECK(testing::suite().size() == 38); }

TEST_CASE("every case of AWS's signing test suite is signed by headers as AWS signs it") {
  for (const testing::suite_case& each : testing::suite()) {
    CAPTURE(each.name);
    std::vector<header> sent = each.sent_headers();
    std::string hash = each.body_sha256();
    wire_request request{each.method, each.path, each.query, sent, hash};
    std::vector<header> added = authorization_headers(request, each.with());

    CHECK(value_of(added, "X-Amz-Date") == "20150830T123600Z");
    CHECK(value_of(added, "X-Amz-Security-Token") == each.token);
    std::string authorization = value_of(added, "Authorization");
    CHECK(authorization.ends_with(", Signature=" + each.header_signature));

    sent.push_back(added[0]);
    if (!each.token.empty() && each.token_is_signed)
      sent.emplace_back("X-Amz-Security-Token", each.token);
    request.headers = sent;
    CHECK(canonical_request(request, each.with().rules) == each.header_canonical);
    CHECK(authorization.starts_with(
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        "SignedHeaders=" +
        signed_header_names(sent) + ", "));
  }
}

TEST_CASE("every case of AWS's signing test suite is presigned as AWS presigns it") {
  for (const testing::suite_case& each : testing::suite()) {
    CAPTURE(each.name);
    std::string hash = each.body_sha256();
    wire_request request{each.method, each.path, each.query, each.headers, hash};
    std::string query = presigned_query(request, each.with(), testing::suite_validity);
    std::string end = "&X-Amz-Signature=" + each.query_signature;
    REQUIRE(query.ends_with(end));

    query.resize(query.size() - end.size());
    std::string left_out = each.token_is_signed ? "" : "X-Amz-Security-Token";
    std::string canonical = canonical_query(query, left_out);
    request.query = canonical;
    CHECK(canonical_request(request, each.with().rules) == each.query_canonical);
  }
}

TEST_CASE("paths of S3 are signed as they are, all others normalised and encoded again") {
  path_rules lambda = rules_for("lambda");
  path_rules s3 = rules_for("s3");
  CHECK(canonical_path("", lambda) == "/");
  CHECK(canonical_path("", s3) == "/");
  CHECK(canonical_path("/2017-03-31/tags/arn%3Aaws%3Alambda", lambda) ==
        "/2017-03-31/tags/arn%253Aaws%253Alambda");
  CHECK(canonical_path("/bucket//a/../b%20c", lambda) == "/bucket/b%2520c");
  CHECK(canonical_path("/bucket//a/../b%20c", s3) == "/bucket//a/../b%20c");
  CHECK(canonical_path("/bucket/a=b:c%3d", s3) == "/bucket/a%3Db%3Ac%3D");
}

TEST_CASE("a query is sorted by encoded name and value whatever its sender's way of writing") {
  CHECK(canonical_query("") == "");
  CHECK(canonical_query("b=2&a=1") == "a=1&b=2");
  CHECK(canonical_query("tagKeys=b&tagKeys=a") == "tagKeys=a&tagKeys=b");
  CHECK(canonical_query("uploads") == "uploads=");
  CHECK(canonical_query("MaxItems=10&Marker=a:b") == "Marker=a%3Ab&MaxItems=10");
  CHECK(canonical_query("a=%3a&a=%2B+") == "a=%2B%2B&a=%3A");
  CHECK(canonical_query("a=b=c&&") == "a=b%3Dc");
  // By code point of the encoded form: '%' stands before letters and digits.
  CHECK(canonical_query("a=1&%E1%88%B4=2&A=3") == "%E1%88%B4=2&A=3&a=1");
}

TEST_CASE("headers with a common prefix sort by name, not by line") {
  std::vector<header> headers{{"x-amz-copy-source-range", "1"}, {"x-amz-copy-source", "2"}};
  CHECK(signed_header_names(headers) == "x-amz-copy-source;x-amz-copy-source-range");
  CHECK(canonical_request({"PUT", "/", "", headers, "-"}, {}) ==
        "PUT\n/\n\nx-amz-copy-source:2\nx-amz-copy-source-range:1\n\n"
        "x-amz-copy-source;x-amz-copy-source-range\n-");
}
