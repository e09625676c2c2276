#include <doctest/doctest.h>
#include <lambent/extension.hpp>

#include <stdexcept>
#include <string>

#include "../runtime_api/fake_api.hpp"

using namespace lambent;

TEST_CASE("what an extension's handler throws is its exit error") {
  fake_api api(
      {{"HTTP/1.1 200 OK\r\nLambda-Extension-Identifier: i\r\nContent-Length: 2\r\n\r\n{}"},
       {answer_of(200, R"({"eventType":"INVOKE"})")},
       {accepted(), true}});
  CHECK(extension("e", {.api = api.address()})
            .on_invoke([] { throw std::out_of_range("too far"); })
            .run() == 1);
  const std::string& told = api.requests()[2];
  CHECK(told.starts_with("POST /2020-01-01/extension/exit/error HTTP/1.1\r\n"));
  CHECK(told.find("\r\nLambda-Extension-Function-Error-Type: Extension.OutOfRange\r\n") !=
        std::string::npos);
  CHECK(told.find(R"({"errorMessage":"too far","errorType":"std::out_of_range","stackTrace":[")") !=
        std::string::npos);
}
