#include "xray_cause.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace lambent;

TEST_CASE("X-Ray is told the chain, outermost first, in ASCII that fits into one header line") {
  failure why{"orders::failed",
              "cannot place \"ä\"\n",
              {"orders::place() (bootstrap+0x4010)", "bootstrap+0x4020"}};
  why.causes.push_back({"std::runtime_error", "no \U0001F600"});
  CHECK(xray_cause(why, "/var/task") ==
        R"({"working_directory":"/var/task","exceptions":[)"
        R"({"type":"orders::failed","message":"cannot place \"\u00e4\"\n","stack":[)"
        R"=({"path":"bootstrap+0x4010","line":0,"label":"orders::place()"},)="
        R"({"path":"bootstrap+0x4020","line":0,"label":""}]},)"
        R"({"type":"std::runtime_error","message":"no \ud83d\ude00","stack":[]}],"paths":[]})");
}

TEST_CASE("X-Ray's header is left out rather than cut where it would be too long") {
  failure why{"Type", std::string(100'000, 'a')};
  const std::string one = xray_cause(why, "/");
  CHECK(one.size() > 2000);
  CHECK(one.size() < 2300);
  CHECK(one.ends_with("],\"paths\":[]}"));
  why.stack_trace.assign(100, std::string(400, 'f'));
  CHECK(xray_cause(why, "/").size() < xray_cause_bytes_max);
  why.causes.assign(8, why);
  CHECK(xray_cause(why, "/").empty());
}

TEST_CASE(
    "X-Ray's header names this process's directory, and a failure without a type is Unknown") {
  CHECK(xray_cause({"", "m"}).starts_with("{\"working_directory\":\"/"));
  CHECK(xray_cause({"", "m"}).find(R"("type":"Unknown","message":"m")") != std::string::npos);
}
