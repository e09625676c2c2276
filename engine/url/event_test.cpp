#include "engine/url/event.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::url;

namespace {

event_context context(std::string_view target) {
  event_context c;
  c.target = target;
  c.api_id = "abc";
  c.owner_account = "123456789012";
  c.request_id = "r-1";
  c.trace_id = "Root=1-2-3";
  c.source_ip = "192.0.2.1";
  c.now_ms = 1'583'348'638'390;
  return c;
}

// The event without what is the same in every one.
std::string part(const std::string& event, std::string_view from, std::string_view to) {
  const std::size_t begin = event.find(from);
  REQUIRE(begin != std::string::npos);
  return event.substr(begin, event.find(to, begin) - begin);
}

}  // namespace

TEST_CASE("the least request is the whole event") {
  http::request r{
      "GET", "/lambda-url/f", {{"Host", "abc.lambda-url.us-east-1.localhost:4566"}}, {}};
  CHECK(make_event(r, context("/")) ==
        R"({"version":"2.0","routeKey":"$default","rawPath":"/","rawQueryString":"",)"
        R"("headers":{"host":"abc.lambda-url.us-east-1.localhost:4566",)"
        R"("x-forwarded-for":"192.0.2.1","x-forwarded-port":"4566","x-forwarded-proto":"http",)"
        R"("x-amzn-trace-id":"Root=1-2-3"},)"
        R"("requestContext":{"accountId":"anonymous","apiId":"abc",)"
        R"("domainName":"abc.lambda-url.us-east-1.localhost","domainPrefix":"abc",)"
        R"("http":{"method":"GET","path":"/","protocol":"HTTP/1.1","sourceIp":"192.0.2.1",)"
        R"("userAgent":""},"requestId":"r-1","routeKey":"$default","stage":"$default",)"
        R"("time":"04/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},)"
        R"("isBase64Encoded":false})");
}

TEST_CASE("a full request is the whole event") {
  http::request r{"POST",
                  "",
                  {{"Host", "localhost:9000"},
                   {"User-Agent", "curl"},
                   {"Accept", "a/b"},
                   {"ACCEPT", "c/d"},
                   {"Cookie", "a=1; b=2"},
                   {"Connection", "keep-alive"},
                   {"Content-Type", "application/json; charset=utf-8"},
                   {"X-Forwarded-For", "198.51.100.7"},
                   {"Content-Length", "7"}},
                  R"({"ä":1})"};
  event_context c = context("/orders/a%2Fb?x=1&y=a%20b&x=2&empty");
  c.route_key = "POST /orders/{id}";
  c.path_parameters = {{"id", "a/b"}};
  c.signer = iam_caller{"AKID", "111122223333"};
  CHECK(make_event(r, c) ==
        R"({"version":"2.0","routeKey":"POST /orders/{id}","rawPath":"/orders/a%2Fb",)"
        R"("rawQueryString":"x=1&y=a%20b&x=2&empty","cookies":["a=1","b=2"],)"
        R"("headers":{"host":"localhost:9000","user-agent":"curl","accept":"a/b,c/d",)"
        R"("content-type":"application/json; charset=utf-8",)"
        R"("x-forwarded-for":"198.51.100.7,192.0.2.1","content-length":"7",)"
        R"("x-forwarded-port":"9000","x-forwarded-proto":"http","x-amzn-trace-id":"Root=1-2-3"},)"
        R"("queryStringParameters":{"x":"1,2","y":"a b","empty":""},)"
        R"("requestContext":{"accountId":"123456789012","apiId":"abc",)"
        R"("authorizer":{"iam":{"accessKey":"AKID","accountId":"111122223333",)"
        R"("callerId":"111122223333","cognitoIdentity":null,"principalOrgId":null,)"
        R"("userArn":"arn:aws:iam::111122223333:root","userId":"111122223333"}},)"
        R"("domainName":"localhost","domainPrefix":"abc",)"
        R"("http":{"method":"POST","path":"/orders/a%2Fb","protocol":"HTTP/1.1",)"
        R"("sourceIp":"192.0.2.1","userAgent":"curl"},"requestId":"r-1",)"
        R"("routeKey":"POST /orders/{id}","stage":"$default",)"
        R"("time":"04/Mar/2020:19:03:58 +0000","timeEpoch":1583348638390},)"
        R"("pathParameters":{"id":"a/b"},"body":"{\"ä\":1}","isBase64Encoded":false})");
}

TEST_CASE("a body is text where its type says so and it is UTF-8, and base64 otherwise") {
  auto body_of = [](http::headers headers, std::string body) {
    http::request r{"POST", "", std::move(headers), std::move(body)};
    return part(make_event(r, context("/")), R"("body")", "}");
  };
  CHECK(body_of({{"Content-Type", "text/plain"}}, "ä") == R"("body":"ä","isBase64Encoded":false)");
  CHECK(body_of({{"Content-Type", "text/plain"}}, "\xE4") ==
        R"("body":"5A==","isBase64Encoded":true)");
  CHECK(body_of({}, "abc") == R"("body":"YWJj","isBase64Encoded":true)");
  CHECK(body_of({{"Content-Type", "application/x-www-form-urlencoded"}}, "a=b") ==
        R"("body":"YT1i","isBase64Encoded":true)");
  CHECK(body_of({{"Content-Type", "text/plain"}, {"Content-Encoding", "gzip"}}, "abc") ==
        R"("body":"YWJj","isBase64Encoded":true)");
  CHECK(is_text_type("application/xml"));
  CHECK(is_text_type("application/javascript"));
  CHECK(is_text_type("Application/JSON ; charset=utf-8"));
  CHECK(is_text_type("application/problem+json"));
  CHECK(is_text_type("image/svg+xml"));
  CHECK_FALSE(is_text_type("image/png"));
  CHECK_FALSE(is_text_type("application/octet-stream"));
}

TEST_CASE("a host in brackets keeps them, and one without a port has 80") {
  http::request r{"GET", "", {{"Host", "[::1]"}}, {}};
  CHECK(make_event(r, context("/")).find(R"("domainName":"[::1]")") != std::string::npos);
  CHECK(make_event(r, context("/")).find(R"("x-forwarded-port":"80")") != std::string::npos);
}
