#include "aws/sigv4/verifier.hpp"

#include <doctest/doctest.h>

#include "aws/sigv4/suite.hpp"

using namespace lambent::aws;
using namespace lambent::aws::sigv4;
using std::chrono::seconds;

namespace {

std::optional<std::string> only_key(std::string_view access_key_id) {
  if (access_key_id != "AKIDEXAMPLE") return {};
  return std::string(testing::suite_secret);
}

// A request that was signed at the suite's time, as a server sees it.
struct signed_request {
  std::string method = "POST";
  std::string target = "/2015-03-31/functions/f%3Alive/invocations?Qualifier=%24LATEST";
  std::vector<header> headers{{"Host", "lambda.us-east-1.amazonaws.com"},
                              {"Content-Type", "application/json"}};
  std::string body = "{}";

  [[nodiscard]] auto verified(sys_seconds now = testing::suite_time) const {
    return verify({method, target, headers, body}, only_key, now);
  }
  [[nodiscard]] refusal refused(sys_seconds now = testing::suite_time) const {
    auto result = verified(now);
    REQUIRE(!result.has_value());
    CHECK(!result.error().message.empty());
    return result.error().why;
  }
  [[nodiscard]] std::string& header_value(std::string_view name) {
    for (auto& [key, value] : headers)
      if (key == name) return value;
    FAIL("no header ", name);
    return headers.front().second;
  }
};

signing with_keys(std::string_view service) {
  return {.keys = {"AKIDEXAMPLE", testing::suite_secret, {}},
          .region = "us-east-1",
          .service = service,
          .time = testing::suite_time,
          .rules = rules_for(service)};
}

std::string_view path_of(const std::string& target) {
  return std::string_view(target).substr(0, target.find('?'));
}
std::string_view query_of(const std::string& target) {
  return std::string_view(target).substr(target.find('?') + 1);
}

signed_request by_headers() {
  signed_request out;
  testing::suite_case body_only;
  body_only.body = out.body;
  std::string hash = body_only.body_sha256();
  auto added = authorization_headers(
      {out.method, path_of(out.target), query_of(out.target), out.headers, hash},
      with_keys("lambda"));
  out.headers.insert(out.headers.end(), added.begin(), added.end());
  return out;
}

signed_request by_query(std::string_view service) {
  signed_request out;
  out.method = "GET";
  out.body = "";
  out.headers.pop_back();
  std::string hash =
      service == "s3" ? std::string(unsigned_payload) : testing::suite_case{}.body_sha256();
  std::string query =
      presigned_query({out.method, path_of(out.target), query_of(out.target), out.headers, hash},
                      with_keys(service), seconds(60));
  out.target = std::string(path_of(out.target)) + "?" + query;
  return out;
}

}  // namespace

TEST_CASE("what AWS's signing test suite signs is verified, by headers and by query") {
  int tried = 0;
  for (const testing::suite_case& each : testing::suite()) {
    // The verifier knows services, not the suite's switches.
    if (!each.normalise || !each.token_is_signed) continue;
    CAPTURE(each.name);
    ++tried;
    std::vector<header> headers = each.sent_headers();
    std::string hash = each.body_sha256();
    std::string target = each.path + (each.query.empty() ? "" : "?" + each.query);
    wire_request request{each.method, each.path, each.query, headers, hash};
    auto added = authorization_headers(request, each.with());
    headers.insert(headers.end(), added.begin(), added.end());
    auto result = verify({each.method, target, headers, each.body}, only_key, testing::suite_time);
    REQUIRE_MESSAGE(result.has_value(), result.error().message);
    CHECK(result->access_key_id == "AKIDEXAMPLE");
    CHECK(result->session_token == each.token);
    CHECK(result->signed_for.text() == "20150830/us-east-1/service/aws4_request");
    CHECK(result->body_is_signed);
    CHECK(!result->presigned);

    std::string query = presigned_query({each.method, each.path, each.query, each.headers, hash},
                                        each.with(), testing::suite_validity);
    target = each.path + "?" + query;
    result = verify({each.method, target, each.headers, each.body}, only_key, testing::suite_time);
    REQUIRE_MESSAGE(result.has_value(), result.error().message);
    CHECK(result->presigned);
    CHECK(result->session_token == each.token);
  }
  CHECK(tried == 30);
}

TEST_CASE("a signature covers method, path, query, signed headers and body") {
  CHECK(by_headers().verified().has_value());
  signed_request request = by_headers();
  request.method = "GET";
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.target.replace(request.target.find("f%3A"), 1, "g");
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.target += "&a=b";
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.header_value("Content-Type") = "text/plain";
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.body = "{ }";
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.headers.emplace_back("Via", "1.1 proxy");
  CHECK(request.verified().has_value());
  request.headers.emplace_back("Content-Type", "application/json");
  CHECK(request.refused() == refusal::wrong);
}

TEST_CASE("another key, region or signature is refused") {
  signed_request request = by_headers();
  std::string& text = request.header_value("Authorization");
  text.replace(text.find("AKIDEXAMPLE"), 11, "AKIDANOTHER");
  CHECK(request.refused() == refusal::unknown_key);
  request = by_headers();
  std::string& region = request.header_value("Authorization");
  region.replace(region.find("us-east-1"), 9, "us-west-1");
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  char& last = request.header_value("Authorization").back();
  last = last == '0' ? '1' : '0';
  CHECK(request.refused() == refusal::wrong);
  request = by_headers();
  request.header_value("Authorization").pop_back();
  CHECK(request.refused() == refusal::wrong);
}

TEST_CASE("a signature is good for five minutes on both sides of its time") {
  CHECK(by_headers().verified(testing::suite_time + seconds(300)).has_value());
  CHECK(by_headers().verified(testing::suite_time - seconds(300)).has_value());
  CHECK(by_headers().refused(testing::suite_time + seconds(301)) == refusal::expired);
  CHECK(by_headers().refused(testing::suite_time - seconds(301)) == refusal::not_yet);
  CHECK(by_headers().verified(testing::suite_time + seconds(301)).error().message ==
        "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
        "(20150830T124101Z - 5 min.)");
}

TEST_CASE("a presigned URL is good until it expires, and its payload is not signed for S3") {
  for (const char* service : {"lambda", "s3"}) {
    CAPTURE(service);
    signed_request request = by_query(service);
    auto result = request.verified(testing::suite_time + seconds(60));
    REQUIRE_MESSAGE(result.has_value(), result.error().message);
    CHECK(result->presigned);
    CHECK(result->body_is_signed == (std::string_view(service) != "s3"));
    CHECK(request.refused(testing::suite_time + seconds(61)) == refusal::expired);
    request.target.replace(request.target.find("Expires=60"), 10, "Expires=61");
    CHECK(request.refused() == refusal::wrong);
  }
}

TEST_CASE("an unsigned and a broken Authorization are told apart") {
  signed_request request;
  CHECK(request.refused() == refusal::not_signed);
  for (const char* text :
       {"", "Bearer x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b/c/aws4_request",
        "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/other, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 Credential=/20150830/r/s/aws4_request, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 Credential=A/20150830/r/s/aws4_request, SignedHeaders=host"}) {
    CAPTURE(text);
    request.headers = {{"Host", "h"}, {"X-Amz-Date", "20150830T123600Z"}, {"authorization", text}};
    CHECK(request.refused() == refusal::malformed);
  }
  request = by_headers();
  std::string& no_host = request.header_value("Authorization");
  no_host.replace(no_host.find("content-type;host;"), 18, "content-type;");
  CHECK(request.refused() == refusal::malformed);
  request = by_headers();
  request.header_value("X-Amz-Date") = "20150831T003600Z";
  CHECK(request.refused() == refusal::malformed);
  request = by_query("lambda");
  request.target.replace(request.target.find("Expires=60"), 10, "Expires=604801");
  CHECK(request.refused() == refusal::malformed);
}

TEST_CASE("a content hash that is not the body's is refused; a word in its place stands for it") {
  signed_request request;
  request.headers = {{"Host", "b.s3.amazonaws.com"},
                     {"x-amz-content-sha256", testing::suite_case{}.body_sha256()}};
  std::string hash = request.headers[1].second;
  request.target = "/k";
  auto added =
      authorization_headers({request.method, "/k", "", request.headers, hash}, with_keys("s3"));
  request.headers.insert(request.headers.end(), added.begin(), added.end());
  CHECK(request.refused() == refusal::wrong_body);
  request.body = "";
  CHECK(request.verified().has_value());

  request.headers = {{"Host", "b.s3.amazonaws.com"},
                     {"x-amz-content-sha256", std::string(unsigned_payload)}};
  added = authorization_headers({request.method, "/k", "", request.headers, unsigned_payload},
                                with_keys("s3"));
  request.headers.insert(request.headers.end(), added.begin(), added.end());
  request.body = "anything";
  auto result = request.verified();
  REQUIRE(result.has_value());
  CHECK(!result->body_is_signed);
}
