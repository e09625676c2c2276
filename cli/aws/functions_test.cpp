#include "cli/aws/functions.hpp"

#include <doctest/doctest.h>

#include "cli/command_line/arguments.hpp"

using namespace lambent::cli;

TEST_CASE("a function's name is found in whatever refers to it") {
  CHECK(bare_function_name("hello") == "hello");
  CHECK(bare_function_name("hello:live") == "hello");
  CHECK(bare_function_name("123456789012:function:hello") == "hello");
  CHECK(bare_function_name("arn:aws:lambda:us-east-1:123456789012:function:hello:3") == "hello");
}

TEST_CASE("where there is no such function, the near names are told, or those there are") {
  using names = std::vector<std::string>;
  CHECK(hint_for_missing("helo", names{"hello", "other"}) == "did you mean 'hello'?");
  CHECK(hint_for_missing("helo:live", names{"hello", "other"}) == "did you mean 'hello'?");
  CHECK(hint_for_missing("hello:5", names{"hello"}) ==
        "`lambent list hello` shows its versions and aliases");
  CHECK(hint_for_missing("zzz", names{"hello"}) == "there is hello");
  CHECK(hint_for_missing("zzz", names{"hello", "other"}) == "there are hello, other");
  CHECK(hint_for_missing("zzz", names(10, "hello")) ==
        "there are hello, hello, hello, hello, hello, hello, hello, hello and 2 more; "
        "`lambent list` has all");
  CHECK(hint_for_missing("zzz", names{}).starts_with("there is no function yet; "));
}
