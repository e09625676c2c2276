#include <doctest/doctest.h>

#include <string>

#include "error_report.hpp"

using namespace lambent;

TEST_CASE("the error header has the only form that Lambda keeps") {
  CHECK(header_error_type("std::runtime_error") == "Function.RuntimeError");
  CHECK(header_error_type("BadRequest") == "Function.BadRequest");
  CHECK(header_error_type("Runtime.UnmarshalError") == "Runtime.UnmarshalError");
  CHECK(header_error_type("Function.ResponseSizeTooLarge") == "Function.ResponseSizeTooLarge");
  CHECK(header_error_type("a::b<c::d, e>::not_found<f::g>") == "Function.NotFound");
  CHECK(header_error_type("main::{lambda()#1}::operator()() const::bad") == "Function.Bad");
  CHECK(header_error_type("oops\r\nInjected") == "Function.OopsInjected");
  CHECK(header_error_type("E") == "Function.EError");
  CHECK(header_error_type("404") == "Function.Unknown");
  CHECK(header_error_type("") == "Function.Unknown");
}

TEST_CASE("an extension's error header has the form of its own") {
  CHECK(extension_error_type("std::runtime_error") == "Extension.RuntimeError");
  CHECK(extension_error_type("Extension.NoConfig") == "Extension.NoConfig");
  CHECK(extension_error_type("Function.NoConfig") == "Extension.NoConfig");
  CHECK(extension_error_type("Extension.no config") == "Extension.NoConfig");
  CHECK(extension_error_type("") == "Extension.Unknown");
}

TEST_CASE("an error body has Lambda's three members and stays below 1 MiB") {
  CHECK(error_body({"BadRequest", "say \"please\""}) ==
        R"({"errorMessage":"say \"please\"","errorType":"BadRequest","stackTrace":[]})");
  CHECK(error_body({std::string(3 << 20, '\x02'), std::string(3 << 20, '\x02')}).size() < 1 << 20);
}
