#include "aws/protocol/json.hpp"

#include <doctest/doctest.h>

using namespace lambent::aws;

TEST_CASE("members are found by their path, or are not there") {
  json_object in = read_json_answer({.body = R"({"A":{"B":"text","N":12,"T":true,"F":1.5},)"
                                             R"("L":[{"x":1},7,{}],"S":["a",null,"b"]})"})
                       .value();
  CHECK(text_at(in, "A/B") == "text");
  CHECK(text_at(in, "A/N").empty());
  CHECK(text_at(in, "A/B/C").empty());
  CHECK(text_at(in, "Z/B").empty());
  CHECK(number_at(in, "A/N") == 12);
  CHECK(!number_at(in, "A/F").has_value());
  CHECK(!number_at(in, "A/B").has_value());
  CHECK(true_at(in, "A/T"));
  CHECK(!true_at(in, "A/N"));
  CHECK(objects_at(in, "L").size() == 2);
  CHECK(objects_at(in, "A").empty());
  CHECK(texts_at(in, "S") == std::vector<std::string>{"a", "b"});
}

TEST_CASE("an answer is an object, or empty, or unreadable") {
  CHECK(read_json_answer({.body = ""}).value().empty());
  auto bad = read_json_answer({.status = 200, .body = "[1]"});
  REQUIRE(!bad.has_value());
  CHECK(bad.error().kind == call_failure::unreadable);
  CHECK(bad.error().error.what == "the answer is not AWS's: it is not a JSON object");
  CHECK(read_json_answer({.body = "<html>"}).error().error.what ==
        "the answer is not AWS's: it is not JSON: syntax error");
}

TEST_CASE("a json 1.1 request names its operation in a header") {
  request made = json_request("logs", "Logs_20140328.FilterLogEvents", {{"a", "b"}}, repeat::safe);
  CHECK(made.method == "POST");
  CHECK(made.path.empty());
  CHECK(made.body == R"({"a":"b"})");
  CHECK(made.headers == std::vector<name_value>{{"Content-Type", "application/x-amz-json-1.1"},
                                                {"X-Amz-Target", "Logs_20140328.FilterLogEvents"}});
}
