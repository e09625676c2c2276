#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it.

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

std::string put_path(const std::string& name) {
  return "/2017-10-31/functions/" + name + "/concurrency";
}
std::string get_path(const std::string& name) {
  return "/2019-09-30/functions/" + name + "/concurrency";
}
std::string reserving(int count) {
  return R"({"ReservedConcurrentExecutions":)" + std::to_string(count) + "}";
}

constexpr std::string_view too_little_left =
    "400 InvalidParameterValueException Specified ReservedConcurrentExecutions for function "
    "decreases account's UnreservedConcurrentExecution below its minimum value of [100].";

}  // namespace

TEST_CASE("reserved concurrency is put, read and taken away, and survives") {
  service s;
  s.create("f", R"(,"Publish":true)");
  CHECK(s.send("GET", get_path("f")).body == "{}");
  auto put = s.send("PUT", put_path("f"), reserving(0));
  CHECK(put.status == 200);
  CHECK(put.body == reserving(0));
  CHECK(s.send("PUT", put_path("f"), reserving(7)).body == reserving(7));
  CHECK(s.send("GET", get_path("f")).body == reserving(7));
  s.restart();
  CHECK(s.send("GET", get_path("f")).body == reserving(7));
  CHECK(text(parsed(s.send("GET", functions_path + "/f")), "Concurrency") == reserving(7));
  CHECK(text(parsed(s.send("GET", functions_path + "/f:1")), "Concurrency") == "absent");
  auto gone = s.send("DELETE", put_path("f"));
  CHECK(gone.status == 204);
  CHECK(gone.body.empty());
  CHECK(s.send("GET", get_path("f")).body == "{}");
  CHECK(s.send("DELETE", put_path("f")).status == 204);
  CHECK(text(parsed(s.send("GET", functions_path + "/f")), "Concurrency") == "absent");
}

TEST_CASE("reservations leave a hundred of the account's thousand to the others") {
  service s;
  for (std::string name : {"f", "g"}) s.create(name);
  auto unreserved = [&] {
    auto settings = parsed(s.send("GET", "/2016-08-19/account-settings"));
    return text(settings["AccountLimit"].as_object(), "UnreservedConcurrentExecutions");
  };
  CHECK(unreserved() == "1000");
  auto refused = s.send("PUT", put_path("f"), reserving(901));
  CHECK(refusal(refused) == too_little_left);
  CHECK(text(parsed(refused), "Type") == "absent");
  CHECK(s.send("PUT", put_path("f"), reserving(600)).status == 200);
  CHECK(refusal(s.send("PUT", put_path("g"), reserving(301))) == too_little_left);
  CHECK(s.send("PUT", put_path("g"), reserving(300)).status == 200);
  CHECK(unreserved() == "100");
  // What a function has reserved already does not count against it.
  CHECK(s.send("PUT", put_path("f"), reserving(600)).status == 200);
  CHECK(s.send("DELETE", functions_path + "/f").status == 204);
  CHECK(unreserved() == "700");
}

TEST_CASE("only whole functions reserve concurrency") {
  service s;
  s.create("f");
  constexpr std::string_view functions_only =
      "400 InvalidParameterValueException This operation is permitted on Lambda functions only. "
      "Aliases and versions do not support this operation. Please specify either a function name "
      "or an unqualified function ARN.";
  CHECK(refusal(s.send("PUT", put_path(arn + "f:$LATEST"), reserving(1))) == functions_only);
  CHECK(refusal(s.send("DELETE", put_path("f:1"))) == functions_only);
  CHECK(refusal(s.send("PUT", put_path("g"), reserving(1))) ==
        "404 ResourceNotFoundException Function not found: " + arn + "g:$LATEST");
  CHECK(refusal(s.send("GET", get_path("g"))) ==
        "404 ResourceNotFoundException Function not found: " + arn + "g");
  CHECK(refusal(s.send("PUT", put_path("f"), reserving(-1))) ==
        expect(one_error,
               "Value '-1' at 'reservedConcurrentExecutions' failed to satisfy constraint: Member "
               "must have value greater than or equal to 0"));
  CHECK(refusal(s.send("PUT", put_path("f"), "{}")) ==
        expect(one_error,
               "Value null at 'reservedConcurrentExecutions' failed to satisfy constraint: Member "
               "must not be null"));
}
