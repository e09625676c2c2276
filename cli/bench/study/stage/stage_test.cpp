#include "cli/bench/study/stage/stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "aws/testing/service_fixture.hpp"
#include "cli/bench/study/stage/requests.hpp"

using namespace lambent;
using namespace lambent::cli::studying;
using aws::testing::heard;
using aws::testing::http_answer;

namespace {

const std::string name = "lambent-study-1";

std::string action_of(const heard& said) {
  constexpr std::string_view before = "Action=";
  if (!said.body.starts_with(before)) return {};
  return said.body.substr(before.size(), said.body.find('&') - before.size());
}

std::string iam_answer(const std::string& action, const std::string& result = {}) {
  return http_answer(200, "<" + action + "Response><" + action + "Result>" + result + "</" +
                              action + "Result></" + action + "Response>");
}

// Has nothing but a role that is about to be made.
std::string empty_cloud(const heard& said) {
  if (const std::string action = action_of(said); !action.empty()) return iam_answer(action);
  return http_answer(404, R"({"__type": "ResourceNotFoundException", "message": "none"})");
}

artefact some_program() {
  return {.function = "pi-cpp", .architecture = "x86_64", .members = {{"bootstrap", "x", 0100755}}};
}

std::size_t asked_for(const std::vector<heard>& requests, std::string_view what) {
  return static_cast<std::size_t>(std::ranges::count_if(requests, [&](const heard& one) {
    return action_of(one) == what || (one.method + " " + one.target).contains(what) ||
           one.header("x-amz-target").contains(what);
  }));
}

}  // namespace

TEST_CASE("a role whose making was broken off is deleted, too") {
  aws::testing::service cloud([](const heard& said) {
    return action_of(said) == "CreateRole" ? std::string() : empty_cloud(said);
  });
  stage on(cloud.with(), {.study = name, .where = site::aws}, [](auto) {});
  CHECK_FALSE(on.create(some_program(), *study::find_config("x86_64")));
  CHECK(on.take_away(cloud.with()).empty());
  CHECK(asked_for(cloud.requests(), "DeleteRole") == 1);
  CHECK(asked_for(cloud.requests(), "DELETE /2015-03-31/functions/") == 0);
}

TEST_CASE("a role that was refused is not there to be deleted") {
  aws::testing::service cloud([](const heard& said) {
    if (action_of(said) != "CreateRole") return empty_cloud(said);
    return http_answer(403,
                       "<ErrorResponse><Error><Code>AccessDenied</Code></Error>"
                       "</ErrorResponse>");
  });
  stage on(cloud.with(), {.study = name, .where = site::aws}, [](auto) {});
  CHECK_FALSE(on.create(some_program(), *study::find_config("x86_64")));
  CHECK(on.take_away(cloud.with()).empty());
  CHECK(asked_for(cloud.requests(), "DeleteRole") == 0);
}

TEST_CASE(
    "of leftovers all is deleted that the study may have made, and what is gone counts as "
    "deleted") {
  aws::testing::service cloud(empty_cloud);
  stage on(cloud.with(), {.study = name, .where = site::aws, .leftovers = true}, [](auto) {});
  CHECK(on.take_away(cloud.with()).empty());
  const std::vector<heard> asked = cloud.requests();
  const std::vector<std::string> all = possible_functions(name);
  CHECK(all.size() == study::functions().size() * study::configs().size());
  CHECK(asked_for(asked, "DELETE /2015-03-31/functions/lambent-study-1-") == all.size());
  CHECK(asked_for(asked, "Logs_20140328.DeleteLogGroup") == all.size());
  CHECK(asked_for(asked, "DeleteRole") == 1);
  CHECK(asked_for(asked, "DeleteRepository") == 1);
}

TEST_CASE("a role of the user's own is never deleted") {
  aws::testing::service cloud(empty_cloud);
  stage on(cloud.with(),
           {.study = name, .where = site::aws, .leftovers = true, .role = "arn:aws:iam::1:role/r"},
           [](auto) {});
  CHECK(on.take_away(cloud.with()).empty());
  CHECK(asked_for(cloud.requests(), "DeleteRole") == 0);
}

TEST_CASE("a place that refuses each deletion is told for each, one that is gone ends it") {
  aws::testing::service refusing([](const heard&) {
    return http_answer(403, R"({"__type": "AccessDeniedException", "message": "no"})");
  });
  const stage_settings all{.study = name, .where = site::aws, .leftovers = true};
  stage on(refusing.with(), all, [](auto) {});
  CHECK(on.take_away(refusing.with()).size() == 2 * possible_functions(name).size() + 2);

  aws::testing::service gone([](const heard&) { return std::string(); });
  stage at(gone.with(), all, [](auto) {});
  const auto left = at.take_away(gone.with());
  REQUIRE(left.size() == 1);
  CHECK(left.front().contains(", and all after it: "));
}
