#include "cli/bench/study/stage/stage.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
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

std::string json_refusal(int status, const std::string& type, const std::string& message) {
  return http_answer(
      status, R"({"__type": ")" + type + R"(", "Type": "User", "message": ")" + message + R"("})");
}

// AWS, of which each answer can be replaced: it makes roles, functions and repositories.
std::string whole_cloud(const heard& said) {
  const std::string action = action_of(said);
  if (action == "CreateRole")
    return iam_answer(
        action, "<Role><RoleName>r</RoleName><Arn>arn:aws:iam::123456789012:role/r</Arn></Role>");
  if (action == "GetCallerIdentity")
    return iam_answer(action, "<Account>123456789012</Account><Arn>a</Arn><UserId>u</UserId>");
  if (!action.empty()) return iam_answer(action);
  if (said.target.contains("/2015-03-31/functions"))
    return http_answer(said.method == "DELETE" ? 204 : 200,
                       said.method == "DELETE" ? "" : R"({"FunctionName": "f", "State": "Active",
                         "LastUpdateStatus": "Successful"})");
  return http_answer(200, "{}");
}

bool creates_function(const heard& said) {
  return said.method == "POST" && said.target.ends_with("/functions");
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
  for (const std::string& own : {std::string("r"), name}) {
    aws::testing::service cloud(empty_cloud);
    stage on(cloud.with(),
             {.study = name,
              .where = site::aws,
              .leftovers = true,
              .role = "arn:aws:iam::1:role/" + own},
             [](auto) {});
    CHECK(on.take_away(cloud.with()).empty());
    for (const heard& one : cloud.requests())
      if (action_of(one) == "DeleteRole") CHECK_FALSE(one.body.contains("RoleName=" + own));
  }
}

TEST_CASE("the role that a killed study made is deleted, also where the user names one since") {
  const stage_settings since{
      .study = name, .where = site::aws, .leftovers = true, .role = "arn:aws:iam::1:role/r"};
  aws::testing::service cloud(empty_cloud);
  stage on(cloud.with(), since, [](auto) {});
  CHECK(on.take_away(cloud.with()).empty());
  const std::vector<heard> asked = cloud.requests();
  CHECK(std::ranges::count_if(asked, [](const heard& one) {
          return action_of(one) == "DeleteRole" && one.body.contains("RoleName=lambent-study-1");
        }) == 1);

  // Who may not look at roles names one because of that.
  aws::testing::service refusing([](const heard& said) {
    if (action_of(said).empty()) return empty_cloud(said);
    return http_answer(403,
                       "<ErrorResponse><Error><Code>AccessDenied</Code></Error></ErrorResponse>");
  });
  stage at(refusing.with(), since, [](auto) {});
  CHECK(at.take_away(refusing.with()).empty());
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

TEST_CASE("a function is created with the role that was made for the study, which may log") {
  aws::testing::service cloud(whole_cloud);
  stage on(cloud.with(), {.study = name, .where = site::aws}, [](auto) {});
  const auto bytes = on.create(some_program(), *study::find_config("x86_64"));
  REQUIRE(bytes);
  CHECK(*bytes > 0);
  const std::vector<heard> asked = cloud.requests();
  CHECK(asked_for(asked, "CreateRole") == 1);
  CHECK(asked_for(asked, "AttachRolePolicy") == 1);
  const auto create = std::ranges::find_if(asked, creates_function);
  REQUIRE(create != asked.end());
  CHECK(create->body.contains(R"("Role":"arn:aws:iam::123456789012:role/r")"));
  CHECK(create->body.contains(R"("FunctionName":"lambent-study-1-pi-cpp-x86_64")"));

  // A second function takes the same role.
  REQUIRE(on.create(some_program(), *study::find_config("x86_64")));
  CHECK(asked_for(cloud.requests(), "CreateRole") == 1);
}

TEST_CASE("a function is created once Lambda knows the new role, and not for ever") {
  for (const bool at_last : {true, false}) {
    std::size_t refused = 0;
    aws::testing::service cloud([&](const heard& said) {
      if (!creates_function(said) || (at_last && refused == 3)) return whole_cloud(said);
      ++refused;
      return json_refusal(400, "InvalidParameterValueException",
                          "The role defined for the function cannot be assumed by Lambda.");
    });
    std::chrono::milliseconds slept{};
    stage on(cloud.with(), {.study = name, .where = site::aws},
             [&](std::chrono::milliseconds time) { slept += time; });
    const auto made = on.create(some_program(), *study::find_config("x86_64"));
    CHECK(made.has_value() == at_last);
    if (at_last) {
      CHECK(refused == 3);
      CHECK(slept > std::chrono::milliseconds(0));
      continue;
    }
    CHECK(made.error().is("InvalidParameterValueException"));
    CHECK(slept <= std::chrono::minutes(2));
    CHECK(refused > 3);
  }
}

TEST_CASE("a role of the user's own that Lambda may not assume is refused at once") {
  std::size_t refused = 0;
  aws::testing::service cloud([&](const heard& said) {
    if (!creates_function(said)) return whole_cloud(said);
    ++refused;
    return json_refusal(400, "InvalidParameterValueException",
                        "The role defined for the function cannot be assumed by Lambda.");
  });
  stage on(cloud.with(),
           {.study = name, .where = site::aws, .role = "arn:aws:iam::123456789012:role/own"},
           [](auto) {});
  CHECK_FALSE(on.create(some_program(), *study::find_config("x86_64")));
  CHECK(refused == 1);
}

TEST_CASE("a function that a killed study left is replaced, and never another time") {
  bool there = true;
  aws::testing::service cloud([&](const heard& said) {
    if (said.method == "DELETE") there = false;
    if (creates_function(said) && there)
      return json_refusal(409, "ResourceConflictException", "Function already exist");
    return whole_cloud(said);
  });
  stage on(cloud.with(), {.study = name, .where = site::aws}, [](auto) {});
  CHECK(on.create(some_program(), *study::find_config("x86_64")));
  CHECK(asked_for(cloud.requests(), "DELETE /2015-03-31/functions/lambent-study-1-pi-cpp-x86_64") ==
        1);

  aws::testing::service stubborn([](const heard& said) {
    if (creates_function(said))
      return json_refusal(409, "ResourceConflictException", "Function already exist");
    return whole_cloud(said);
  });
  stage at(stubborn.with(), {.study = name, .where = site::aws}, [](auto) {});
  const auto refused = at.create(some_program(), *study::find_config("x86_64"));
  REQUIRE_FALSE(refused);
  CHECK(refused.error().is("ResourceConflictException"));
  CHECK(std::ranges::count_if(stubborn.requests(), creates_function) == 2);
}

TEST_CASE("an image on AWS is for a repository of the caller's account, made once and deleted") {
  aws::testing::service cloud([](const heard& said) {
    if (said.header("x-amz-target").ends_with(".CreateRepository"))
      return json_refusal(400, "RepositoryAlreadyExistsException", "there");
    return whole_cloud(said);
  });
  stage on(cloud.with(), {.study = name, .where = site::aws, .role = "arn:aws:iam::1:role/r"},
           [](auto) {});
  // The push would go to AWS's own registry, which no test reaches: without a program no image is
  // made of it.
  artefact odd = some_program();
  odd.members.clear();
  const auto made = on.create(odd, *study::find_config("image-x86_64"));
  REQUIRE_FALSE(made);
  CHECK_FALSE(made.error().error.what.contains("push to"));
  CHECK(asked_for(cloud.requests(), "GetCallerIdentity") == 1);
  CHECK(asked_for(cloud.requests(), ".CreateRepository") == 1);
  CHECK(on.take_away(cloud.with()).empty());
  CHECK(asked_for(cloud.requests(), ".DeleteRepository") == 1);
}

TEST_CASE("a repository that was refused leaves its function out and is not deleted") {
  aws::testing::service cloud([](const heard& said) {
    if (said.header("x-amz-target").ends_with(".CreateRepository"))
      return json_refusal(400, "AccessDeniedException", "no");
    return whole_cloud(said);
  });
  stage on(cloud.with(), {.study = name, .where = site::aws, .role = "arn:aws:iam::1:role/r"},
           [](auto) {});
  const auto made = on.create(some_program(), *study::find_config("image-x86_64"));
  REQUIRE_FALSE(made);
  CHECK(made.error().error.what.contains("make a repository"));
  CHECK_FALSE(ends_study(made.error()));
  CHECK(on.take_away(cloud.with()).empty());
  CHECK(asked_for(cloud.requests(), ".DeleteRepository") == 0);
}
