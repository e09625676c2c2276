#include "engine/api/foreign.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::api;

namespace {

constexpr std::string_view xml_start = R"(<?xml version="1.0" encoding="UTF-8"?>)";

http::request form() {
  return {"POST", "/", {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}}, ""};
}

}  // namespace

TEST_CASE("a service of the query protocol is refused in its XML") {
  auto r = service_not_available(form(), "sts", "r-1");
  CHECK(r.status == 501);
  CHECK(r.headers.get("Content-Type") == "text/xml");
  CHECK(r.headers.get("x-amzn-RequestId") == "r-1");
  CHECK(r.body == std::string(xml_start) +
                      "<ErrorResponse><Error><Type>Sender</Type><Code>NotAvailableException</Code>"
                      "<Message>The service sts is not available in this version of Lambent."
                      "</Message></Error><RequestId>r-1</RequestId></ErrorResponse>");
}

TEST_CASE("EC2 is refused in the XML that is its own") {
  CHECK(service_not_available(form(), "ec2", "r")
            .body.starts_with(std::string(xml_start) +
                              "<Response><Errors><Error><Code>NotAvailableException</Code>"));
}

TEST_CASE("a service that speaks JSON is refused in JSON") {
  auto r =
      service_not_available({"POST", "/", {{"X-Amz-Target", "DynamoDB.X"}}, "{}"}, "dynamodb", "r");
  CHECK(r.status == 501);
  CHECK(r.headers.get("x-amzn-ErrorType") == "NotAvailableException");
  CHECK(r.body == R"({"__type":"NotAvailableException","message":"The service dynamodb is not )"
                  R"(available in this version of Lambent."})");
}

TEST_CASE("a service's name is quoted, whatever it holds") {
  CHECK(service_not_available(form(), "<a>&", "r").body.find("service &lt;a&gt;&amp; is") !=
        std::string::npos);
  CHECK(service_not_available({}, "\"\\", "r").body.find(R"(service \"\\ is)") !=
        std::string::npos);
}
