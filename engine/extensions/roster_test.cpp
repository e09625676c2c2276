#include "engine/extensions/roster.hpp"

#include <doctest/doctest.h>

using namespace lambent::extensions;

namespace {

constexpr events both{.invoke = true, .shutdown = true};

// Two external extensions, the second of which does not care for invocations.
roster two_ready() {
  roster r;
  r.begin({"one", "two"});
  REQUIRE(r.take_registration("one", both, "id-1"));
  REQUIRE(r.take_registration("two", {.shutdown = true}, "id-2"));
  REQUIRE(r.take_next("id-1"));
  REQUIRE(r.take_next("id-2"));
  r.close_registration();
  return r;
}

}  // namespace

TEST_CASE("without extensions nobody is waited for") {
  roster r;
  r.begin({});
  CHECK(r.empty());
  CHECK(r.registered());
  CHECK(r.settled());
  CHECK(r.invoke().empty());
  CHECK(r.settled());
}

TEST_CASE("the runtime starts when all external extensions have registered") {
  roster r;
  r.begin({"one", "two"});
  CHECK_FALSE(r.registered());
  CHECK(r.take_registration("one", both, "id-1"));
  CHECK_FALSE(r.registered());
  CHECK(r.take_registration("two", {}, "id-2"));
  CHECK(r.registered());
  CHECK_FALSE(r.settled());
}

TEST_CASE("the init phase waits for everybody, an invocation for those who take it") {
  roster r;
  r.begin({"one", "two"});
  REQUIRE(r.take_registration("one", both, "id-1"));
  REQUIRE(r.take_registration("two", {.shutdown = true}, "id-2"));
  REQUIRE(r.take_next("id-1"));
  CHECK_FALSE(r.settled());
  REQUIRE(r.take_next("id-2"));
  CHECK(r.settled());

  CHECK(r.invoke() == std::vector<std::string>{"id-1"});
  CHECK_FALSE(r.settled());
  REQUIRE(r.take_next("id-1"));
  CHECK(r.settled());
}

TEST_CASE("an extension registers once, and an internal one before the runtime is ready") {
  roster r = two_ready();
  auto twice = r.take_registration("one", both, "id-3");
  REQUIRE_FALSE(twice);
  CHECK(twice.error().status == 403);
  CHECK(twice.error().type == "Extension.InvalidExtensionState");
  CHECK(r.take_registration("inside", {}, "id-3").error().type == "Extension.RegistrationClosed");
  r.begin({"one"});
  CHECK(r.take_registration("inside", {.invoke = true}, "id-3"));
  CHECK(r.take_registration("inside", {}, "id-4").error().message ==
        "Extension with this name already registered");
  CHECK(r.take_registration("", {}, "id-4").error().type == "Extension.InvalidExtensionName");
  CHECK(r.take_registration(std::string(256, 'n'), {}, "id-4").error().type ==
        "Extension.InvalidExtensionName");
  CHECK(r.expects("one"));
  CHECK_FALSE(r.expects("inside"));
}

TEST_CASE("an internal extension takes part in invocations and hears of no end") {
  roster r;
  r.begin({});
  CHECK(r.take_registration("inside", both, "id-1").error().type == "Extension.InvalidEventType");
  REQUIRE(r.take_registration("inside", {.invoke = true}, "id-1"));
  CHECK_FALSE(r.settled());
  REQUIRE(r.take_next("id-1"));
  CHECK(r.settled());
  CHECK(r.invoke() == std::vector<std::string>{"id-1"});
}

TEST_CASE("ten extensions are the most, and the eleventh cannot be started") {
  roster r;
  std::vector<std::string> names;
  for (int i = 0; i < 11; ++i) names.push_back("e" + std::to_string(i));
  r.begin(names);
  CHECK(r.all().back().now == standing::launch_error);
  CHECK_FALSE(r.all().back().runs);
  CHECK(r.first_error() == "Extension.LaunchError");
  names.pop_back();
  r.begin(names);
  CHECK(r.first_error().empty());
  CHECK(r.take_registration("inside", {}, "id").error().type == "Extension.TooManyExtensions");
}

TEST_CASE("requests of an unknown identifier, or out of turn, are refused") {
  roster r;
  r.begin({"one"});
  CHECK(r.take_next("nobody").error().type == "Extension.UnknownExtensionIdentifier");
  CHECK(r.take_next("").error().type == "Extension.UnknownExtensionIdentifier");
  CHECK(r.take_exit_error("nobody", "t").error().type == "Extension.UnknownExtensionIdentifier");
  REQUIRE(r.take_registration("one", both, "id-1"));
  REQUIRE(r.take_next("id-1"));
  CHECK(r.take_next("id-1"));  // Its connection was lost.
  auto late = r.take_init_error("id-1", "t");
  REQUIRE_FALSE(late);
  CHECK(late.error().message.starts_with(
      "State transition from Ready to InitError failed for extension one."));
}

TEST_CASE("what an extension says of its failure is kept, the first one for the invocation") {
  roster r;
  r.begin({"one", "two"});
  REQUIRE(r.take_registration("one", both, "id-1"));
  REQUIRE(r.take_registration("two", both, "id-2"));
  REQUIRE(r.take_init_error("id-1", "Extension.NoConfig"));
  REQUIRE(r.take_exit_error("id-2", "Extension.Other"));
  CHECK(r.take_init_error("id-1", "again"));
  CHECK(r.all()[0].now == standing::init_error);
  CHECK(r.all()[0].error_type == "Extension.NoConfig");
  CHECK(r.all()[1].now == standing::exit_error);
  CHECK(r.first_error() == "Extension.InitError");
  CHECK_FALSE(r.take_next("id-1"));
}

TEST_CASE("one that cannot be started keeps the runtime from starting") {
  roster r;
  r.begin({"one"});
  r.launch_failed(1, "PermissionDenied");
  CHECK(r.first_error() == "Extension.LaunchError");
  CHECK_FALSE(r.registered());
  CHECK(r.all()[0].error_type == "PermissionDenied");
  CHECK_FALSE(r.all()[0].runs);
}

TEST_CASE("a new init forgets the extensions of the one before") {
  roster r = two_ready();
  r.begin({"one", "two"});
  CHECK(r.registration_open());
  CHECK(r.find("id-1") == nullptr);
  CHECK(r.take_registration("one", both, "id-7"));
  CHECK(r.find("id-7")->program == 1);
}
