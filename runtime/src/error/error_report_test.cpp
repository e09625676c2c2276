#include <doctest/doctest.h>

#include <string>
#include <vector>

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

TEST_CASE("an error body has Lambda's three members") {
  CHECK(error_body({"BadRequest", "say \"please\""}) ==
        R"({"errorMessage":"say \"please\"","errorType":"BadRequest","stackTrace":[]})");
  CHECK(error_body({"E", "m", {"f() (bootstrap+0x10)", "main"}}) ==
        R"=({"errorMessage":"m","errorType":"E","stackTrace":["f() (bootstrap+0x10)","main"]})=");
}

TEST_CASE("what led to a failure is its cause, whose cause is the next one") {
  failure why{"Outer", "o"};
  why.causes.push_back({"Middle", "m", {"f"}});
  why.causes.push_back({"Inner", ""});
  CHECK(error_body(why) == R"({"errorMessage":"o","errorType":"Outer","stackTrace":[],)"
                           R"("cause":{"errorMessage":"m","errorType":"Middle","stackTrace":["f"],)"
                           R"("cause":{"errorMessage":"","errorType":"Inner","stackTrace":[]}}})");
  CHECK(error_text(why) == "Outer: o, caused by Middle: m, caused by Inner");
  // A cause that was given its own cause says the same as a list of both.
  failure tree{"Outer", "o"};
  tree.causes.push_back(why.causes[0]);
  tree.causes[0].causes.push_back(why.causes[1]);
  CHECK(error_body(tree) == error_body(why));
}

TEST_CASE("an error body for a narrow place leaves out stacks and causes") {
  failure why{"Outer", "long enough", {"f"}};
  why.causes.push_back({"Inner", ""});
  CHECK(error_body(why, {.message_bytes_max = 12, .frames_max = 0, .causes_max = 0}).size() < 70);
  CHECK(error_body(why, {.frames_max = 0, .causes_max = 0}) ==
        R"({"errorMessage":"long enough","errorType":"Outer","stackTrace":[]})");
}

TEST_CASE("causes beyond the eighth are left out, however they are arranged") {
  failure list{"E", ""};
  list.causes.assign(20, {"C", ""});
  CHECK(chain_of(list).size() == causes_max + 1);
  failure tree{"E", ""};
  for (int i = 0; i < 20; ++i) {
    failure outer{"C", ""};
    outer.causes.push_back(tree);
    tree = outer;
  }
  CHECK(chain_of(tree).size() == causes_max + 1);
  CHECK(error_body(tree).ends_with("}}}}}}}}}"));
}

TEST_CASE("the log's text of a failure is a line, and the stack one for each call") {
  const failure why{"", "m", {"f()", std::string(3000, 'f')}};
  CHECK(error_text(why) == "Unknown: m");
  CHECK(stack_text(why) == "\n  at f()\n  at " + std::string(stack_line_bytes_max, 'f'));
}

TEST_CASE("an error body stays below 1 MiB whatever is in it") {
  const std::string large(3 << 20, '\x02');
  CHECK(error_body({large, large}).size() < 1 << 20);
  failure why{large, large, std::vector<std::string>(100, std::string(4096, '\x02'))};
  why.causes.assign(causes_max, {large, large, why.stack_trace});
  CHECK(error_body(why).size() < 1 << 20);
}
