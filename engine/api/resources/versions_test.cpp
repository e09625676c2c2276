#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it (create, publish, update, publish).

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string versions_path = functions_path + "/f/versions";

http::response configure(service& s, const std::string& body) {
  auto answered = s.send("PUT", functions_path + "/f/configuration", body);
  s.settle();
  return answered;
}

http::response upload(service& s, const std::string& zip, std::string_view more = {}) {
  return s.send("PUT", functions_path + "/f/code",
                R"({"ZipFile":")" + base64_encode(zip) + "\"" + std::string(more) + "}");
}

json::object configuration(service& s, const std::string& qualifier) {
  auto answered = s.send("GET", functions_path + "/f?Qualifier=" + qualifier);
  REQUIRE(answered.status == 200);
  return parsed(answered)["Configuration"].as_object();
}

// "1 2 $LATEST", of one page.
std::string listed(const http::response& answered, std::string_view member = "Versions") {
  std::string all;
  auto body = parsed(answered);
  for (const auto& one : body[member].as_array())
    all += (all.empty() ? "" : " ") + text(one.as_object(), "Version");
  return all;
}

}  // namespace

TEST_CASE("a published version is $LATEST with a number, a description and a revision of its own") {
  service s;
  s.create("f", R"(,"Description":"of latest","Tags":{"t":"1"})");
  auto latest = configuration(s, "$LATEST");
  auto answered = s.send("POST", versions_path, R"({"Description":"the first"})");
  CHECK(answered.status == 201);
  auto published = parsed(answered);
  CHECK(text(published, "Version") == "1");
  CHECK(text(published, "FunctionArn") == arn + "f:1");
  CHECK(text(published, "Description") == "the first");
  CHECK(text(published, "State") == "Active");
  CHECK(text(published, "LastUpdateStatus") == "Successful");
  CHECK(text(published, "CodeSha256") == text(latest, "CodeSha256"));
  CHECK(text(published, "LastModified") == text(latest, "LastModified"));
  CHECK(text(published, "RevisionId") != text(latest, "RevisionId"));

  // Publishing changes the revision of $LATEST, and nothing else of it.
  auto after = configuration(s, "$LATEST");
  CHECK(text(after, "Description") == "of latest");
  CHECK(text(after, "RevisionId") != text(latest, "RevisionId"));
  CHECK(text(after, "RevisionId") != text(published, "RevisionId"));
  CHECK(configuration(s, "1") == published);
  CHECK(parsed(s.send("GET", functions_path + "/f/configuration?Qualifier=1")) == published);
  CHECK(parsed(s.send("GET", functions_path + "/f:1/configuration")) == published);
  CHECK(text(parsed(s.send("GET", functions_path + "/f:1")), "Tags") == R"({"t":"1"})");
}

TEST_CASE("a version stays as it was published when $LATEST moves on") {
  service s;
  s.create("f");
  auto first = parsed(s.send("POST", versions_path, "{}"));
  configure(s, R"({"Timeout":9,"Environment":{"Variables":{"KEY":"v"}}})");
  upload(s, other_zip());
  s.settle();
  auto second = parsed(s.send("POST", versions_path, "{}"));
  CHECK(configuration(s, "1") == first);
  CHECK(text(second, "Version") == "2");
  CHECK(text(second, "Timeout") == "9");
  CHECK(text(second, "CodeSha256") == base64_of_sha256(other_zip()));
  CHECK(text(first, "CodeSha256") == base64_of_sha256(sample_zip()));
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST 1 2");
  CHECK(refusal(s.send("GET", functions_path + "/f?Qualifier=3")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "f:3");
}

TEST_CASE("a version cannot be changed by its name or its alias's") {
  service s;
  s.create("f", R"(,"Publish":true)");
  REQUIRE(s.send("POST", functions_path + "/f/aliases", R"({"Name":"live","FunctionVersion":"1"})")
              .status == 201);
  for (std::string qualifier : {"1", "live"}) {
    std::string missing =
        "404 ResourceNotFoundException Function not found: " + arn + "f:" + qualifier;
    std::string path = functions_path + "/f:" + qualifier;
    CHECK(refusal(s.send("PUT", path + "/configuration", R"({"Timeout":9})")) == missing);
    CHECK(refusal(s.send("PUT", path + "/code",
                         R"({"ZipFile":")" + base64_encode(other_zip()) + "\"}")) == missing);
    CHECK(refusal(s.send("POST", path + "/versions", "{}")) == missing);
  }
  CHECK(s.send("PUT", functions_path + "/f:$LATEST/configuration", R"({"Timeout":9})").status ==
        200);
}

TEST_CASE("publishing what has not changed gives the last version again, as it is") {
  service s;
  s.create("f");
  auto first = parsed(s.send("POST", versions_path, R"({"Description":"kept"})"));
  auto latest = configuration(s, "$LATEST");
  auto again = s.send("POST", versions_path, R"({"Description":"ignored"})");
  CHECK(again.status == 201);
  CHECK(parsed(again) == first);
  CHECK(configuration(s, "$LATEST") == latest);
  // The same code and configuration once more are no change either; a description is one.
  configure(s, R"({"Timeout":3})");
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Version") == "1");
  configure(s, R"({"Description":"new"})");
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Version") == "2");
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Description") == "new");
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST 1 2");
}

TEST_CASE("a publication that expects another code or revision is refused") {
  service s;
  s.create("f");
  CHECK(refusal(s.send("POST", versions_path, R"({"CodeSha256":"other"})")) ==
        expect(invalid, "CodeSHA256 (other) is different from current CodeSHA256 in $LATEST (" +
                            base64_of_sha256(sample_zip()) +
                            "). Please try again with the CodeSHA256 in $LATEST."));
  CHECK(refusal(s.send("POST", versions_path, R"({"RevisionId":"other"})")) ==
        "412 PreconditionFailedException The Revision Id provided does not match the latest "
        "Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST");
  auto latest = configuration(s, "$LATEST");
  CHECK(s.send("POST", versions_path,
               R"({"CodeSha256":")" + text(latest, "CodeSha256") + R"(","RevisionId":")" +
                   text(latest, "RevisionId") + "\"}")
            .status == 201);
  CHECK(refusal(s.send("POST", functions_path + "/g/versions", "{}")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "g");
  CHECK(
      refusal(s.send("POST", versions_path, R"({"Description":")" + std::string(257, 'd') + "\"}"))
          .starts_with("400 ValidationException 1 validation error detected: Value 'ddd"));
  upload(s, other_zip());
  CHECK(refusal(s.send("POST", versions_path, "{}")) ==
        "409 ResourceConflictException The operation cannot be performed at this time. An update "
        "is in progress for resource: " +
            arn + "f");
}

TEST_CASE("a function that is created with Publish has version 1 beside $LATEST") {
  service s;
  auto created =
      parsed(s.send("POST", functions_path, service::creation("f", R"(,"Publish":true)")));
  CHECK(text(created, "FunctionArn") == arn + "f");
  CHECK(text(created, "Version") == "1");
  CHECK(text(created, "State") == "Pending");
  s.settle();
  auto version = configuration(s, "1");
  CHECK(text(version, "FunctionArn") == arn + "f:1");
  CHECK(text(version, "State") == "Active");
  CHECK(text(version, "LastUpdateStatus") == "Successful");
  CHECK(text(version, "RevisionId") != text(created, "RevisionId"));
  auto latest = configuration(s, "$LATEST");
  CHECK(text(latest, "Version") == "$LATEST");
  CHECK(text(latest, "RevisionId") != text(version, "RevisionId"));
  CHECK(parsed(s.send("POST", versions_path, R"({"Description":"x"})")) == version);
}

TEST_CASE("new code with Publish is answered as the version that it becomes") {
  service s;
  s.create("f");
  auto answered = parsed(upload(s, other_zip(), R"(,"Publish":true)"));
  CHECK(text(answered, "Version") == "1");
  CHECK(text(answered, "FunctionArn") == arn + "f:1");
  CHECK(text(answered, "State") == "Pending");
  CHECK(text(answered, "StateReason") == "The function is being created.");
  CHECK(text(answered, "StateReasonCode") == "Creating");
  CHECK(text(answered, "LastUpdateStatus") == "absent");
  CHECK(text(answered, "LastUpdateStatusReason") == "absent");
  CHECK(configuration(s, "1") == answered);
  auto latest = configuration(s, "$LATEST");
  CHECK(text(latest, "State") == "Active");
  CHECK(text(latest, "LastUpdateStatus") == "InProgress");
  CHECK(text(latest, "CodeSha256") == text(answered, "CodeSha256"));
  CHECK(text(latest, "RevisionId") != text(answered, "RevisionId"));
  s.settle();
  CHECK(text(configuration(s, "1"), "State") == "Active");
  // The same code again publishes nothing.
  CHECK(text(parsed(upload(s, other_zip(), R"(,"Publish":true)")), "Version") == "1");
  s.settle();
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST 1");
  auto dry = parsed(upload(s, sample_zip(), R"(,"Publish":true,"DryRun":true)"));
  CHECK(text(dry, "Version") == "$LATEST");
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST 1");
}

TEST_CASE("version numbers are never given twice, whatever is deleted in between") {
  service s;
  s.create("f", R"(,"Publish":true)");
  CHECK(s.send("DELETE", functions_path + "/f?Qualifier=1").status == 204);
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST");
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Version") == "2");
  CHECK(s.send("DELETE", functions_path + "/f:2").status == 204);
  CHECK(s.send("DELETE", functions_path + "/f:2").status == 204);
  s.restart();
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Version") == "3");
  CHECK(s.send("DELETE", functions_path + "/f").status == 204);
  CHECK(s.send("GET", functions_path + "/f?Qualifier=3").status == 404);
  s.create("f");
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST");
  CHECK(text(parsed(s.send("POST", versions_path, "{}")), "Version") == "4");
}

TEST_CASE("versions are there after a restart, with their code") {
  service s;
  s.create("f", R"(,"Publish":true)");
  auto first = configuration(s, "1");
  REQUIRE(upload(s, other_zip(), R"(,"Publish":true)").status == 200);
  s.restart();
  CHECK(configuration(s, "1") == first);
  CHECK(text(configuration(s, "2"), "State") == "Active");
  CHECK(listed(s.send("GET", versions_path)) == "$LATEST 1 2");
  for (const auto& zip : {sample_zip(), other_zip()})
    CHECK(std::filesystem::exists(s.data.path / "code" / to_hex(sha256(zip)) / "bootstrap"));
}

TEST_CASE("versions are listed by number and in pages, of one function or of all") {
  service s;
  s.create("e");
  s.create("f-b");
  s.create("f");
  for (int i = 1; i <= 11; ++i) {
    configure(s, R"({"Description":")" + std::to_string(i) + "\"}");
    REQUIRE(s.send("POST", versions_path, "{}").status == 201);
  }
  std::string seen, marker;
  for (int i = 0; i < 3; ++i) {
    auto answered = s.send("GET", versions_path + "?MaxItems=5&Marker=" + marker);
    seen += listed(answered) + "|";
    marker = text(parsed(answered), "NextMarker");
  }
  CHECK(seen == "$LATEST 1 2 3 4|5 6 7 8 9|10 11|");
  CHECK(marker == "absent");
  auto first = s.send("GET", versions_path + "?MaxItems=1");
  auto one = parsed(first)["Versions"].as_array()[0].as_object();
  CHECK(text(one, "FunctionArn") == arn + "f:$LATEST");
  CHECK(text(one, "State") == "absent");
  CHECK(text(one, "RuntimeVersionConfig") == "absent");

  seen.clear();
  marker.clear();
  while (marker != "absent") {
    auto answered =
        s.send("GET", functions_path + "?FunctionVersion=ALL&MaxItems=6&Marker=" + marker);
    seen += listed(answered, "Functions") + "|";
    marker = text(parsed(answered), "NextMarker");
  }
  CHECK(seen == "$LATEST $LATEST 1 2 3 4|5 6 7 8 9 10|11 $LATEST|");
  CHECK(listed(s.send("GET", functions_path), "Functions") == "$LATEST $LATEST $LATEST");
  CHECK(refusal(s.send("GET", functions_path + "/g/versions")) ==
        "404 ResourceNotFoundException Function not found: " + arn + "g");
}
