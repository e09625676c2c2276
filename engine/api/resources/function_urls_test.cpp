#include "engine/api/testing.hpp"

// What AWS answered is taken from recordings of it.

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;

namespace {

const std::string url_path = "/2021-10-31/functions/f/url";
constexpr std::string_view not_found = "404 ResourceNotFoundException ";
constexpr std::string_view no_resource =
    "404 ResourceNotFoundException The resource you requested does not exist.";
constexpr std::string_view no_function = "404 ResourceNotFoundException Function does not exist";

// A function with the alias live.
struct aliased : service {
  aliased() {
    create("f");
    REQUIRE(send("POST", functions_path + "/f/aliases",
                 R"({"Name":"live","FunctionVersion":"$LATEST"})")
                .status == 201);
  }
};

}  // namespace

TEST_CASE("a function URL is answered as AWS answers, and found by its id") {
  aliased s;
  auto created = s.send("POST", url_path, R"({"AuthType":"NONE"})");
  CHECK(created.status == 201);
  std::string id = model::url_id(arn + "f");
  std::string url = "http://" + id + ".lambda-url.us-east-1.localhost:4566/";
  CHECK(parsed(created) == json::object{{"FunctionUrl", url},
                                        {"FunctionArn", arn + "f"},
                                        {"AuthType", "NONE"},
                                        {"CreationTime", "2026-01-12T10:20:30.123Z"}});
  auto got = s.send("GET", url_path);
  CHECK(got.status == 200);
  CHECK(parsed(got) == json::object{{"FunctionUrl", url},
                                    {"FunctionArn", arn + "f"},
                                    {"AuthType", "NONE"},
                                    {"CreationTime", "2026-01-12T10:20:30.123Z"},
                                    {"LastModifiedTime", "2026-01-12T10:20:30.123Z"},
                                    {"InvokeMode", "BUFFERED"}});
  CHECK(refusal(s.send("POST", url_path, R"({"AuthType":"NONE"})")) ==
        "409 ResourceConflictException Failed to create function url config for [functionArn = " +
            arn + "f]. Error message:  FunctionUrlConfig exists for this Lambda function");
  for (const auto& change : s.plane->take_changes()) s.functions.apply(change);
  REQUIRE(s.functions.find_url(id) != nullptr);
  CHECK(s.functions.find_url(id)->record->latest->name == "f");
  CHECK(s.functions.find_url(id)->qualifier.empty());
}

TEST_CASE("an update of a function URL changes what it names") {
  aliased s;
  auto created = parsed(s.send(
      "POST", url_path,
      R"({"AuthType":"AWS_IAM","InvokeMode":"RESPONSE_STREAM","Cors":{"AllowCredentials":true,)"
      R"("AllowHeaders":["x-a"],"AllowMethods":["GET","POST"],"AllowOrigins":["*"],)"
      R"("ExposeHeaders":[],"MaxAge":86400}})"));
  CHECK(text(created, "InvokeMode") == "RESPONSE_STREAM");
  CHECK(text(created, "Cors") ==
        R"({"AllowCredentials":true,"AllowHeaders":["x-a"],"AllowMethods":["GET","POST"],)"
        R"("AllowOrigins":["*"],"ExposeHeaders":[],"MaxAge":86400})");
  s.now_ms += 1000;
  auto updated = s.send("PUT", url_path, R"({"AuthType":"NONE"})");
  CHECK(updated.status == 200);
  auto body = parsed(updated);
  CHECK(text(body, "AuthType") == "NONE");
  CHECK(text(body, "InvokeMode") == "absent");
  CHECK(text(body, "Cors") == text(created, "Cors"));
  CHECK(text(body, "FunctionUrl") == text(created, "FunctionUrl"));
  CHECK(text(body, "CreationTime") == "2026-01-12T10:20:30.123Z");
  CHECK(text(body, "LastModifiedTime") == "2026-01-12T10:20:31.123Z");
  CHECK(text(parsed(s.send("GET", url_path)), "InvokeMode") == "RESPONSE_STREAM");
  auto last = parsed(s.send("PUT", url_path, R"({"InvokeMode":"BUFFERED","Cors":{}})"));
  CHECK(text(last, "InvokeMode") == "BUFFERED");
  CHECK(text(last, "Cors") == "absent");
}

TEST_CASE("a function and each alias have a URL of their own") {
  aliased s;
  auto own = parsed(s.send("POST", url_path, R"({"AuthType":"NONE"})"));
  auto live = parsed(s.send("POST", url_path + "?Qualifier=live", R"({"AuthType":"NONE"})"));
  CHECK(text(live, "FunctionArn") == arn + "f:live");
  CHECK(text(live, "FunctionUrl") != text(own, "FunctionUrl"));
  auto list = parsed(s.send("GET", url_path + "s"));
  REQUIRE(list["FunctionUrlConfigs"].as_array().size() == 2);
  auto first = parsed(s.send("GET", url_path + "s?MaxItems=1"));
  CHECK(first["FunctionUrlConfigs"].as_array()[0] == list["FunctionUrlConfigs"].as_array()[0]);
  auto second = parsed(s.send("GET", url_path + "s?Marker=" + text(first, "NextMarker")));
  CHECK(second["FunctionUrlConfigs"].as_array()[0] == list["FunctionUrlConfigs"].as_array()[1]);
  CHECK(text(second, "NextMarker") == "absent");

  CHECK(s.send("DELETE", url_path).status == 204);
  CHECK(refusal(s.send("GET", url_path)) == no_resource);
  CHECK(refusal(s.send("DELETE", url_path)) == no_resource);
  s.restart();
  CHECK(s.send("GET", url_path + "?Qualifier=live").status == 200);
  CHECK(s.send("DELETE", functions_path + "/f/aliases/live").status == 204);
  CHECK(refusal(s.send("GET", url_path + "?Qualifier=live")) == no_resource);
  CHECK(s.send("GET", url_path + "s").body == R"({"FunctionUrlConfigs":[]})");
}

TEST_CASE("what a function URL cannot belong to is refused as AWS refuses it") {
  aliased s;
  const std::string none = R"({"AuthType":"NONE"})";
  std::string missing = "/2021-10-31/functions/g/url";
  CHECK(refusal(s.send("POST", missing, none)) == no_function);
  CHECK(refusal(s.send("PUT", missing, none)) == no_function);
  CHECK(refusal(s.send("GET", missing)) == no_resource);
  CHECK(refusal(s.send("DELETE", missing)) == no_resource);
  CHECK(refusal(s.send("GET", missing + "s")) == no_function);
  CHECK(refusal(s.send("POST", url_path + "?Qualifier=v1", none)) == no_function);
  CHECK(refusal(s.send("PUT", url_path + "?Qualifier=v1", none)) == no_function);
  CHECK(refusal(s.send("GET", url_path + "?Qualifier=v1")) == no_resource);
  CHECK(refusal(s.send("PUT", url_path, none)) == no_resource);
  for (std::string qualifier : {"1", "$LATEST"})
    for (std::string method : {"POST", "PUT", "GET", "DELETE"})
      CHECK(refusal(s.send(method, url_path + "?Qualifier=" + qualifier,
                           method.starts_with('P') ? none : "")) ==
            expect(one_error, "Value '" + qualifier +
                                  "' at 'qualifier' failed to satisfy constraint: Member must "
                                  "satisfy regular expression pattern: "
                                  "((?!^\\d+$)^[0-9a-zA-Z-_]+$)"));
  CHECK(refusal(s.send("POST", "/2021-10-31/functions/f:other/url?Qualifier=live", none)) ==
        expect(invalid,
               "The derived qualifier from the function name does not match the specified "
               "qualifier."));
  CHECK(refusal(s.send("POST", url_path, R"({"AuthType":"SOME","Cors":{"MaxAge":86401}})")) ==
        "400 ValidationException 2 validation errors detected: Value 'SOME' at 'authType' failed "
        "to satisfy constraint: Member must satisfy enum value set: [NONE, AWS_IAM]; Value "
        "'86401' at 'cors.maxAge' failed to satisfy constraint: Member must have value less than "
        "or equal to 86400");
  CHECK(refusal(s.send("POST", url_path, "{}")) ==
        expect(one_error,
               "Value null at 'authType' failed to satisfy constraint: Member must not be null"));
}
