#include "cli/invoke/example_events.hpp"

#include <doctest/doctest.h>

using namespace lambent;
using namespace lambent::cli;

namespace {

std::string hint_for(const std::string& name) {
  auto found = example_event(name);
  REQUIRE_FALSE(found.has_value());
  CHECK(found.error().what == "there is no example event '" + name + "'");
  return found.error().hint;
}

}  // namespace

TEST_CASE("an example event is found by its name") {
  CHECK(example_event("hello").value() == "{\n  \"name\": \"Ada\"\n}\n");
  CHECK(example_event("sqs-event").value() == example_event("sqs").value());
}

TEST_CASE("a wrong name gets those that begin so, or the nearest one") {
  CHECK(hint_for("s3-obj") ==
        "there are s3-object-created, s3-object-deleted, "
        "s3-object-lambda-get-object, s3-object-lambda-list-objects-v2");
  CHECK(hint_for("kinesi") == "there are kinesis, kinesis-time-window");
  CHECK(hint_for("kinsis") == "did you mean 'kinesis'?");
  CHECK(hint_for("nothing like it") == "`lambent invoke --list-examples` lists them");
}

TEST_CASE("examples are listed for people and for programs") {
  CHECK(list_of_examples(output_format::text).find("\nsqs  ") != std::string::npos);
  CHECK(list_of_examples(output_format::json)
            .find(R"({"name":"s3-put","description":"Amazon S3: an object was created",)"
                  R"("aliases":["s3","s3-with-decoded"]})") != std::string::npos);
}
