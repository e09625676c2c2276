#include "study/protocol/reply.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::study;

namespace {

std::string why(std::string_view reply) {
  auto checked = check_reply(reply, "31415");
  return checked ? "" : checked.error().what;
}

}  // namespace

TEST_CASE("both published forms of a reply are read") {
  CHECK(digits_in(R"({"req_id":"r","digits":[3,1,4,1,5]})").value() == "31415");
  CHECK(digits_in(R"({"digits":5,"pi":"31415"})").value() == "31415");
  CHECK(why(R"({"req_id":"r","digits":[3,1,4,1,5]})").empty());
  CHECK(why(R"({"digits":5,"pi":"31415"})").empty());
}

TEST_CASE("a wrong digit is named with its place, and so is a wrong number of them") {
  CHECK(why(R"({"digits":[3,1,5,1,5]})") == "the digit at place 3 is 5, not 4");
  CHECK(why(R"({"digits":5,"pi":"31416"})") == "the digit at place 5 is 6, not 5");
  CHECK(why(R"({"digits":[3,1,4,1]})") == "the reply has 4 digits, not 5");
  CHECK(why(R"({"digits":[3,1,4,1,5,9]})") == "the reply has 6 digits, not 5");
  CHECK(why(R"({"digits":[3,10]})") == "the digit at place 2 is 10");
  CHECK(why(R"({"digits":[3,"1"]})") == "the digit at place 2 is \"1\"");
}

TEST_CASE("what is no reply of the study is shown") {
  CHECK(why("") == "the reply has no digits of pi: ");
  CHECK(why(R"({"errorMessage":"out of memory"})") ==
        R"(the reply has no digits of pi: {"errorMessage":"out of memory"})");
  CHECK(why("[3,1]") == "the reply has no digits of pi: [3,1]");
  CHECK(why(R"({"digits":5})") == R"(the reply has no digits of pi: {"digits":5})");
}
