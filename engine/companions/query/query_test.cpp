#include <doctest/doctest.h>

#include <array>

#include "engine/companions/query/members.hpp"
#include "engine/companions/query/protocol.hpp"

using namespace lambent;
using namespace lambent::companions::query;

namespace {

form read(std::string_view body) { return form(http::parse_query(body)); }

// A service of two operations.
struct echo {
  answer<> say(const call& request, xml_writer& result) {
    result.element("Said", request.input.get("Text"));
    return {};
  }
  answer<> fail_always(const call&, xml_writer& result) {
    result.element("Half", "done");
    return refuse("Because", "it <fails>", 409);
  }
  answer<> nothing(const call&, xml_writer&) { return {}; }
  http::response handle(const http::request& request) {
    static constexpr std::array<operation<echo>, 3> table{
        {{"Say", &echo::say}, {"Fail", &echo::fail_always}, {"Nothing", &echo::nothing, false}}};
    return companions::query::handle<echo>({"urn:echo"}, *this, table, request,
                                           {"123456789012", "us-east-1", "r-1", 0});
  }
};

constexpr std::string_view start = R"(<?xml version="1.0" encoding="UTF-8"?>)";

std::string answered(std::string body) {
  echo service;
  http::response r = service.handle({"POST", "/", {}, std::move(body)});
  CHECK(r.headers.get("Content-Type") == "text/xml");
  CHECK(r.headers.get("x-amzn-RequestId") == "r-1");
  CHECK(r.body.starts_with(start));
  return std::to_string(r.status) + " " + r.body.substr(start.size());
}

}  // namespace

TEST_CASE("lists and pairs are read in order up to the first that is missing") {
  form input = read(
      "A=1&A=2&K.member.1=x&K.member.2=y%20z&K.member.4=no&T.member.1.Key=a&T.member.1.Value=b&"
      "T.member.2.Key=c");
  CHECK(input.get("A") == "1");
  CHECK_FALSE(input.find("B").has_value());
  CHECK(input.texts("K") == std::vector<std::string>{"x", "y z"});
  using pairs = std::vector<std::pair<std::string, std::string>>;
  CHECK(input.pairs("T", "Key", "Value") == pairs{{"a", "b"}, {"c", ""}});
  CHECK(input.texts("None").empty());
}

TEST_CASE("an answer is wrapped as the protocol wraps it") {
  CHECK(answered("Action=Say&Text=a%26b") ==
        R"(200 <SayResponse xmlns="urn:echo"><SayResult><Said>a&amp;b</Said></SayResult>)"
        "<ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></SayResponse>");
  CHECK(answered("Action=Nothing") ==
        R"(200 <NothingResponse xmlns="urn:echo"><ResponseMetadata><RequestId>r-1</RequestId>)"
        "</ResponseMetadata></NothingResponse>");
}

TEST_CASE("a refusal is an error and nothing of what was begun") {
  CHECK(answered("Action=Fail") ==
        R"(409 <ErrorResponse xmlns="urn:echo"><Error><Type>Sender</Type><Code>Because</Code>)"
        "<Message>it &lt;fails&gt;</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");
  CHECK(answered("Action=Other").starts_with("501 "));
  CHECK(answered("Action=Other").contains("The operation Other is not available"));
  CHECK(answered("").contains("<Code>MissingAction</Code>"));
}

TEST_CASE("presigned calls have their parameters in the URL") {
  echo service;
  http::response r = service.handle({"GET", "/?Action=Say&Text=x", {}, ""});
  CHECK(r.body.contains("<Said>x</Said>"));
}

TEST_CASE("requests that are too large are refused") {
  CHECK(answered("Action=Say&Text=" + std::string(request_bytes_max, 'x')).starts_with("413 "));
  std::string many = "Action=Say";
  for (std::size_t i = 0; i < parameters_max; ++i) many += "&a=";
  CHECK(answered(many).contains("<Code>MalformedInput</Code>"));
}

TEST_CASE("all that breaks a constraint is said at once") {
  const std::array table{
      api::member{.name = "Name", .required = true, .min = 1, .max = 3},
      api::member{.name = "Other", .required = true},
      api::member{.name = "Count", .kind = api::member_kind::integer, .min = 1, .max = 9}};
  CHECK(check_members(read("Name=abc&Other=1&Count=9"), table).has_value());
  auto broken = check_members(read("Name=abcd&Count=10"), table);
  REQUIRE_FALSE(broken.has_value());
  CHECK(broken.error().code == "ValidationError");
  CHECK(broken.error().message ==
        "3 validation errors detected: Value 'abcd' at 'name' failed to satisfy constraint: Member "
        "must have length less than or equal to 3; Value null at 'other' failed to satisfy "
        "constraint: Member must not be null; Value '10' at 'count' failed to satisfy constraint: "
        "Member must have value less than or equal to 9");
  CHECK(check_members(read("Name=a&Other=1&Count=x"), table).error().code == "MalformedInput");
}
