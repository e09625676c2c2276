#include "aws/sigv4/dates.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;

namespace {

constexpr sys_seconds vanilla{std::chrono::seconds{1'440'938'160}};  // 2015-08-30 12:36:00.

}  // namespace

TEST_CASE("a moment is written as X-Amz-Date wants it and read back") {
  CHECK(amz_date(vanilla) == "20150830T123600Z");
  CHECK(amz_date(sys_seconds{}) == "19700101T000000Z");
  CHECK(parse_amz_date("20150830T123600Z") == vanilla);
  CHECK(parse_amz_date("20240229T235959Z").has_value());
}

TEST_CASE("what is not a moment is refused") {
  for (const char* text :
       {"", "20150830", "20150830T123600", "20150830T123600Zx", "20150230T123600Z",
        "20150830T243600Z", "20150830T126000Z", "2015083OT123600Z", "-0150830T123600Z"})
    CHECK_MESSAGE(!parse_amz_date(text), text);
  for (const char* text : {"", "Sun, 30 Foo 2015 12:36:00 GMT", "Sun, 30 Aug 2015 12:36:00 CET",
                           "Sunday, 30-Aug-15 12:36:00 GMT", "Sun, 30 Aug 2015 12:36:00 GMT "})
    CHECK_MESSAGE(!parse_http_date(text), text);
  for (const char* text : {"", "2015-08-30", "2015-08-30T12:36:00", "2015-08-30 12:36:00Z",
                           "2015-08-30T12:36:00+0200", "2015-13-30T12:36:00Z"})
    CHECK_MESSAGE(!parse_rfc3339(text), text);
}

TEST_CASE("the Date header and RFC 3339 mean the same moment") {
  CHECK(parse_http_date("Sun, 30 Aug 2015 12:36:00 GMT") == vanilla);
  for (const char* text : {"2015-08-30T12:36:00Z", "2015-08-30T12:36:00.987Z",
                           "2015-08-30T14:36:00+02:00", "2015-08-30T08:06:00-04:30"})
    CHECK_MESSAGE(parse_rfc3339(text) == vanilla, text);
}
