#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it.

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string aliases_path = functions_path + "/f/aliases";
constexpr std::string_view not_found = "404 ResourceNotFoundException ";

// A function with the versions 1 and 2.
struct versioned : service {
  versioned() {
    create("f", R"(,"Publish":true)");
    send("PUT", functions_path + "/f/configuration", R"({"Timeout":9})");
    settle();
    REQUIRE(send("POST", functions_path + "/f/versions", "{}").status == 201);
  }
  http::response add(const std::string& name, const std::string& version,
                     const std::string& more = {}) {
    return send("POST", aliases_path,
                R"({"Name":")" + name + R"(","FunctionVersion":")" + version + "\"" + more + "}");
  }
  http::response change(const std::string& name, const std::string& body) {
    return send("PUT", aliases_path + "/" + name, body);
  }
};

std::string weights(const std::string& of) {
  return R"(,"RoutingConfig":{"AdditionalVersionWeights":)" + of + "}";
}

std::string names(const http::response& answered) {
  std::string all;
  auto body = parsed(answered);
  for (const auto& one : body["Aliases"].as_array())
    all += (all.empty() ? "" : " ") + text(one.as_object(), "Name");
  return all;
}

}  // namespace

TEST_CASE("a new alias is answered as AWS answers, whole") {
  versioned s;
  auto answered = s.add("live", "1", R"(,"Description":"d")" + weights(R"({"2":0.2})"));
  CHECK(answered.status == 201);
  std::string revision = text(parsed(answered), "RevisionId");
  CHECK(revision.size() == 36);
  CHECK(answered.body == R"({"AliasArn":")" + arn +
                             R"(f:live","Name":"live","FunctionVersion":"1","Description":"d",)"
                             R"("RoutingConfig":{"AdditionalVersionWeights":{"2":0.2}},)"
                             R"("RevisionId":")" +
                             revision + "\"}");
  CHECK(s.send("GET", aliases_path + "/live").body == answered.body);
  auto plain = parsed(s.add("plain", "$LATEST"));
  CHECK(text(plain, "Description") == "");
  CHECK(text(plain, "RoutingConfig") == "absent");
  CHECK(text(parsed(s.add("2024-01-02", "1", weights("{}"))), "RoutingConfig") == "absent");
}

TEST_CASE("a function read through an alias is the version's, with the alias in the ARN") {
  versioned s;
  s.add("live", "1", weights(R"({"2":0.2})"));
  auto version = parsed(s.send("GET", functions_path + "/f/configuration?Qualifier=1"));
  auto through = parsed(s.send("GET", functions_path + "/f/configuration?Qualifier=live"));
  CHECK(text(through, "FunctionArn") == arn + "f:live");
  CHECK(text(through, "Version") == "1");
  CHECK(text(through, "RevisionId") == text(version, "RevisionId"));
  CHECK(parsed(s.send("GET", functions_path + "/" + arn + "f:live/configuration")) == through);
  CHECK(refusal(s.send("GET", functions_path + "/f?Qualifier=dead")) ==
        expect(not_found, "Function not found: " + arn + "f:dead"));
}

TEST_CASE("an update changes what it names, and the revision always") {
  versioned s;
  auto first = parsed(s.add("live", "1", R"(,"Description":"d")" + weights(R"({"2":0.2})")));
  auto revision = [](const json::object& of) { return text(of, "RevisionId"); };
  auto same = parsed(s.change("live", "{}"));
  CHECK(revision(same) != revision(first));
  CHECK(text(same, "Description") == "d");
  CHECK(text(same, "RoutingConfig") == text(first, "RoutingConfig"));
  CHECK(refusal(s.change("live", R"({"RevisionId":"old"})")) ==
        "412 PreconditionFailedException The Revision Id provided does not match the latest "
        "Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
  CHECK(refusal(s.change("live", R"({"FunctionVersion":"2"})")) ==
        expect(invalid,
               "Invalid function version 2. Function version 2 is already included in routing "
               "configuration."));
  auto moved =
      parsed(s.change("live", R"({"FunctionVersion":"2","RoutingConfig":{},"RevisionId":")" +
                                  revision(same) + "\"}"));
  CHECK(text(moved, "FunctionVersion") == "2");
  CHECK(text(moved, "RoutingConfig") == "absent");
  CHECK(text(parsed(s.change("live", R"({"Description":"")" + weights(R"({"1":1})") + "}")),
             "RoutingConfig") == R"({"AdditionalVersionWeights":{"1":1E0}})");
  CHECK(refusal(s.change("dead", "{}")) == expect(not_found, "Alias not found: " + arn + "f:dead"));
}

TEST_CASE("moving an alias does not touch the function's or the version's revision") {
  versioned s;
  auto revisions = [&] {
    std::string all;
    for (std::string_view qualifier : {"$LATEST", "1"})
      all += text(parsed(s.send("GET", functions_path +
                                           "/f/configuration?Qualifier=" + std::string(qualifier))),
                  "RevisionId");
    return all;
  };
  std::string before = revisions();
  s.add("live", "1");
  s.change("live", R"({"FunctionVersion":"2"})");
  CHECK(revisions() == before);
}

TEST_CASE("routing has AWS's rules and words") {
  versioned s;
  CHECK(refusal(s.add("a", "1", weights(R"({"1":0.8,"2":0.2})"))) ==
        expect(invalid, "Number of items in AdditionalVersionWeights cannot be greater than 1"));
  CHECK(refusal(s.add("a", "1", weights(R"({"2":2})"))) ==
        expect(one_error,
               "Value '{2=2.0}' at 'routingConfig.additionalVersionWeights' failed to satisfy "
               "constraint: Map value must satisfy constraint: [Member must have value less than "
               "or equal to 1.0, Member must have value greater than or equal to 0.0, Member must "
               "not be null]"));
  CHECK(refusal(s.add("a", "1", weights(R"({"2":-1})")))
            .starts_with(expect(one_error, "Value '{2=-1.0}' at 'routingConfig.additional")));
  CHECK(refusal(s.add("a", "1", weights(R"({"$LATEST":0.5})"))) ==
        expect(one_error,
               "Value '{$LATEST=0.5}' at 'routingConfig.additionalVersionWeights' failed to "
               "satisfy constraint: Map keys must satisfy constraint: [Member must have length "
               "less than or equal to 1024, Member must have length greater than or equal to 1, "
               "Member must satisfy regular expression pattern: [0-9]+]"));
  CHECK(refusal(s.add("a", "1", weights(R"({"1":0.5})"))) ==
        expect(invalid,
               "Invalid function version 1. Function version 1 is already included in routing "
               "configuration."));
  CHECK(refusal(s.add("a", "10", weights(R"({"2":0.5})"))) ==
        expect(not_found, "Function not found: " + arn + "f:10"));
  CHECK(refusal(s.add("a", "1", weights(R"({"10":0.5})"))) ==
        expect(not_found, "Function not found: " + arn + "f:10"));
  auto latest = s.add("a", "$LATEST", weights(R"({"1":0.5})"));
  CHECK(refusal(latest) ==
        expect(invalid, "$LATEST is not supported for an alias pointing to more than 1 version"));
  CHECK(text(parsed(latest), "Type") == "absent");
  CHECK(refusal(s.add("a", "1", weights(R"({"2":"x"})"))) ==
        "400 SerializationException STRING_VALUE can not be converted to a Double");
}

TEST_CASE("names and functions that do not fit are refused") {
  versioned s;
  CHECK(refusal(s.add("2024", "1")) ==
        expect(one_error,
               "Value '2024' at 'name' failed to satisfy constraint: Member must satisfy regular "
               "expression pattern: (?!^[0-9]+$)([a-zA-Z0-9-_]+)"));
  CHECK(refusal(s.send("POST", aliases_path, "{}")) ==
        "400 ValidationException 2 validation errors detected: Value null at 'name' failed to "
        "satisfy constraint: Member must not be null; Value null at 'functionVersion' failed to "
        "satisfy constraint: Member must not be null");
  s.add("live", "1");
  CHECK(refusal(s.add("live", "2")) ==
        "409 ResourceConflictException Alias already exists: " + arn + "f:live");
  CHECK(refusal(s.send("POST", functions_path + "/g/aliases",
                       R"({"Name":"a","FunctionVersion":"1"})")) ==
        expect(not_found, "Function not found: " + arn + "g:1"));
  CHECK(refusal(s.send("GET", aliases_path + "/dead")) ==
        expect(not_found, "Cannot find alias arn: " + arn + "f:dead"));
  CHECK(refusal(s.send("GET", functions_path + "/g/aliases/dead")) ==
        expect(not_found, "Cannot find alias arn: " + arn + "g:dead"));
}

TEST_CASE("aliases are listed by name, by version and in pages") {
  versioned s;
  for (std::string name : {"d", "b", "a", "c"}) s.add(name, name == "c" ? "2" : "1");
  CHECK(names(s.send("GET", aliases_path)) == "a b c d");
  CHECK(names(s.send("GET", aliases_path + "?FunctionVersion=1")) == "a b d");
  auto first = s.send("GET", aliases_path + "?FunctionVersion=1&MaxItems=2");
  CHECK(names(first) == "a b");
  std::string marker = text(parsed(first), "NextMarker");
  auto second = s.send("GET", aliases_path + "?FunctionVersion=1&MaxItems=2&Marker=" + marker);
  CHECK(names(second) == "d");
  CHECK(text(parsed(second), "NextMarker") == "absent");
  CHECK(refusal(s.send("GET", aliases_path + "?FunctionVersion=live"))
            .starts_with(expect(one_error, "Value 'live' at 'functionVersion' failed")));
}

TEST_CASE("a deleted alias is gone, and deleting one that does not exist succeeds") {
  versioned s;
  s.add("live", "1", weights(R"({"2":0.1})"));
  for (std::string version : {"1", "2"})
    CHECK(refusal(s.send("DELETE", functions_path + "/f?Qualifier=" + version)) ==
          "409 ResourceConflictException Unable to delete version because the following aliases "
          "reference it: [live]");
  auto gone = s.send("DELETE", aliases_path + "/live");
  CHECK(gone.status == 204);
  CHECK(gone.body.empty());
  CHECK(s.send("DELETE", aliases_path + "/live").status == 204);
  CHECK(s.send("GET", aliases_path + "/live").status == 404);
  CHECK(s.send("DELETE", functions_path + "/f?Qualifier=1").status == 204);
}

TEST_CASE("aliases are there after a restart") {
  versioned s;
  auto made = s.add("live", "1", weights(R"({"2":0.25})"));
  s.restart();
  CHECK(s.send("GET", aliases_path + "/live").body == made.body);
}
