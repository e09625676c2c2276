#include "engine/url/answer.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::url;

namespace {

std::string told(const result<http::response>& answer) {
  if (!answer) return answer.error().what;
  std::string text = std::to_string(answer->status);
  for (std::size_t i = 0; i < answer->headers.size(); ++i)
    text +=
        " " + std::string(answer->headers[i].first) + ":" + std::string(answer->headers[i].second);
  return text + " [" + answer->body + "]";
}

std::string answered(std::string_view payload) { return told(read_answer(payload)); }

const std::string nuls(8, '\0');

}  // namespace

// These are recordings of AWS: the payload and what its function URL answered.
TEST_CASE("without a statusCode the payload is the body") {
  CHECK(answered(R"({"hello": "world"})") ==
        R"(200 Content-Type:application/json [{"hello":"world"}])");
  CHECK(answered(R"(["hello", 3, true])") ==
        R"(200 Content-Type:application/json [["hello",3,true]])");
  CHECK(answered(R"("hello")") == "200 Content-Type:application/json [hello]");
  CHECK(answered("3") == "200 Content-Type:application/json [3]");
  CHECK(answered("3.1") == "200 Content-Type:application/json [3.1]");
  CHECK(answered("true") == "200 Content-Type:application/json [true]");
  CHECK(answered(R"({"statusCode": 200, "body": "body123"})") ==
        "200 Content-Type:application/json [body123]");
  CHECK(answered(R"({"statusCode": 200, "body": "{\"hello\": \"world\"}"})") ==
        R"(200 Content-Type:application/json [{"hello": "world"}])");
}

TEST_CASE("spaces go from between the values and stay in texts") {
  CHECK(answered("{ \"a b\" :\n\t\" \\\" c\\\\\" , \"d\" : null }") ==
        R"(200 Content-Type:application/json [{"a b":" \" c\\","d":null}])");
  CHECK(answered("null") == "200 Content-Type:application/json [null]");
}

TEST_CASE("an answer has status, headers, cookies and a body that may be base64") {
  CHECK(answered(R"({"statusCode":201,"headers":{"X-A":"1","x-b":2,"x-c":true,"x-d":null},)"
                 R"("cookies":["a=1; Path=/","b=2"],"body":"YWJj","isBase64Encoded":true})") ==
        "201 X-A:1 x-b:2 x-c:true Set-Cookie:a=1; Path=/ Set-Cookie:b=2 "
        "Content-Type:application/json [abc]");
  CHECK(answered(R"({"statusCode":"404","headers":{"content-type":"text/html"},"body":null})") ==
        "404 content-type:text/html []");
  CHECK(answered(R"({"statusCode":200.0,"headers":{"x-a":0.5,"x-b":-2.0e0}})") ==
        "200 x-a:0.5 x-b:-2 Content-Type:application/json []");
  CHECK(answered(R"({"statusCode":204})") == "204 Content-Type:application/json []");
}

TEST_CASE("headers that the service writes itself are sent under another name") {
  CHECK(answered(R"({"statusCode":200,"headers":{"Content-Length":"7","date":"now",)"
                 R"("WWW-Authenticate":"Basic","Content-Type":"a/b"}})") ==
        "200 x-amzn-Remapped-Content-Length:7 x-amzn-Remapped-date:now "
        "x-amzn-Remapped-WWW-Authenticate:Basic Content-Type:a/b []");
}

TEST_CASE("an answer that cannot be one says what is wrong with it") {
  CHECK(answered("hello").starts_with("the response is not JSON: "));
  CHECK(answered("").starts_with("the response is not JSON: "));
  CHECK(answered(R"({"statusCode":99})") == "statusCode is 99, and has to be 200 to 599");
  CHECK(answered(R"({"statusCode":200.5})") == "statusCode is 200.5, and has to be 200 to 599");
  CHECK(answered(R"({"statusCode":-1e300})") == "statusCode is -1e+300, and has to be 200 to 599");
  CHECK(answered(R"({"statusCode":"2x"})") == R"(statusCode is "2x", and has to be 200 to 599)");
  CHECK(answered(R"({"statusCode":true})") == "statusCode is a boolean, and has to be a number");
  CHECK(answered(R"({"statusCode":200,"body":{"a":1}})") ==
        "body is an object, and has to be a string: JSON goes there as text");
  CHECK(answered(R"({"statusCode":200,"body":"!","isBase64Encoded":true})") ==
        "isBase64Encoded is true, and body is not base64");
  CHECK(answered(R"({"statusCode":200,"headers":["a"]})") ==
        "headers is an array, and has to be an object");
  CHECK(answered(R"({"statusCode":200,"headers":{"a":["b"]}})") ==
        "the header a is an array, and has to be a string");
  CHECK(answered(R"({"statusCode":200,"headers":{"a b":"c"}})") ==
        R"("a b" cannot be the name of a header)");
  CHECK(answered(R"({"statusCode":200,"cookies":"a=1"})") ==
        "cookies is a string, and has to be an array");
  CHECK(answered(R"({"statusCode":200,"cookies":[1]})") ==
        "a cookie is a number, and has to be a string");
  CHECK(answered(std::string(2'000, '[')).starts_with("the response is not JSON: "));
}

TEST_CASE("a collected stream begins with its prelude") {
  CHECK(answered(R"({"statusCode":201,"headers":{"x":"y"},"cookies":["a=1"]})" + nuls + "body" +
                 nuls) ==
        "201 x:y Set-Cookie:a=1 Content-Type:application/octet-stream [body" + nuls + "]");
  CHECK(answered("{}" + nuls) == "200 Content-Type:application/octet-stream []");
  CHECK(answered("[]" + nuls) == "the stream's prelude is an array, and has to be an object");
  CHECK(answered("{" + nuls).starts_with("read the stream's prelude: the response is not JSON: "));
}

TEST_CASE("a prelude ends at eight NUL bytes, however the stream is cut") {
  const std::string prelude = R"({"statusCode":200,"headers":{"a":"b"}})";
  const std::string stream = prelude + nuls + std::string(3, '\0') + "body";
  for (std::size_t step = 1; step <= stream.size(); ++step) {
    CAPTURE(step);
    prelude_reader reader;
    std::optional<std::string_view> rest;
    std::size_t at = 0;
    for (; at < stream.size() && !rest; at += step)
      rest = reader.feed(std::string_view(stream).substr(at, step));
    REQUIRE(rest);
    CHECK(reader.json() == prelude);
    std::string body(*rest);
    if (at < stream.size()) body += stream.substr(at);
    CHECK(body == std::string(3, '\0') + "body");
  }
}

TEST_CASE("a prelude that does not end is too long, and what is body is not kept") {
  prelude_reader reader;
  CHECK_FALSE(reader.feed(std::string(prelude_reader::bytes_max, ' ')));
  CHECK_FALSE(reader.too_long());
  CHECK_FALSE(reader.feed("x"));
  CHECK(reader.too_long());
  prelude_reader other;
  auto rest = other.feed("{}" + nuls + std::string(1'000'000, 'x'));
  REQUIRE(rest);
  CHECK(rest->size() == 1'000'000);
}
