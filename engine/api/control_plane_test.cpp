#include "engine/api/control_plane.hpp"

#include <doctest/doctest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "engine/api/testing.hpp"

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;
using lambent::testing::make_zip;
using lambent::testing::read_file;

namespace {

std::string create_refusal(const std::string& body) {
  service s;
  return refusal(s.send("POST", functions_path, body));
}

}  // namespace

TEST_CASE("a new function is answered as AWS answers, whole") {
  service s;
  auto response = s.send("POST", functions_path, service::creation("f"));
  CHECK(response.status == 201);
  CHECK(response.headers.get("Content-Type") == "application/json");
  json::object body = parsed(response);
  std::string revision = text(body, "RevisionId");
  CHECK(revision.size() == 36);
  json::value expected = {{"Architectures", {"x86_64"}},
                          {"CodeSha256", base64_of_sha256(sample_zip())},
                          {"CodeSize", sample_zip().size()},
                          {"Description", ""},
                          {"EphemeralStorage", {{"Size", 512}}},
                          {"FunctionArn", arn + "f"},
                          {"FunctionName", "f"},
                          {"Handler", "bootstrap"},
                          {"LastModified", "2026-01-12T10:20:30.123+0000"},
                          {"LoggingConfig", {{"LogFormat", "Text"}, {"LogGroup", "/aws/lambda/f"}}},
                          {"MemorySize", 128},
                          {"PackageType", "Zip"},
                          {"RevisionId", revision},
                          {"Role", role},
                          {"Runtime", "provided.al2023"},
                          {"RuntimeVersionConfig",
                           {{"RuntimeVersionArn", "arn:aws:lambda:us-east-1::runtime:" +
                                                      to_hex(sha256("provided.al2023"))}}},
                          {"SnapStart", {{"ApplyOn", "None"}, {"OptimizationStatus", "Off"}}},
                          {"State", "Pending"},
                          {"StateReason", "The function is being created."},
                          {"StateReasonCode", "Creating"},
                          {"Timeout", 3},
                          {"TracingConfig", {{"Mode", "PassThrough"}}},
                          {"Version", "$LATEST"}};
  // An initializer list of one string makes an array of it, as meant above.
  CHECK(json::value(body) == expected);
}

TEST_CASE("after settling the function is Active and its reasons are gone") {
  service s;
  auto created = parsed(s.send("POST", functions_path, service::creation("f")));
  auto pending = parsed(s.send("GET", functions_path + "/f/configuration"));
  CHECK(text(pending, "State") == "Pending");
  s.settle();
  auto response = s.send("GET", functions_path + "/f");
  CHECK(response.status == 200);
  auto body = parsed(response);
  auto configuration = body["Configuration"].as_object();
  CHECK(body.size() == 2);
  CHECK(text(configuration, "State") == "Active");
  CHECK(text(configuration, "LastUpdateStatus") == "Successful");
  CHECK(text(configuration, "StateReason") == "absent");
  CHECK(text(configuration, "StateReasonCode") == "absent");
  CHECK(text(configuration, "LastUpdateStatusReason") == "absent");
  CHECK(text(configuration, "Environment") == "absent");
  CHECK(text(configuration, "RevisionId") != text(created, "RevisionId"));
  std::string location = text(body["Code"].as_object(), "Location");
  CHECK(location == "http://localhost:4566/_lambent/code/" + to_hex(sha256(sample_zip())) + ".zip");
  CHECK(text(body["Code"].as_object(), "RepositoryType") == "S3");
  auto zip = s.plane->code_location("/_lambent/code/" + to_hex(sha256(sample_zip())) + ".zip?x=1");
  REQUIRE(zip.has_value());
  CHECK(read_file(*zip) == sample_zip());
  CHECK_FALSE(s.plane->code_location("/_lambent/code/../lambent.db.zip").has_value());
  CHECK_FALSE(
      s.plane->code_location("/_lambent/code/" + std::string(64, '0') + ".zip").has_value());
}

TEST_CASE("every member that is given comes back") {
  service s;
  auto body = parsed(s.send(
      "POST", functions_path,
      service::creation("f",
                        R"(,"Description":"d","Timeout":900,"MemorySize":10240,)"
                        R"("Environment":{"Variables":{"KEY":"v"}},"Architectures":["arm64"],)"
                        R"("EphemeralStorage":{"Size":1024},"TracingConfig":{"Mode":"Active"},)"
                        R"("LoggingConfig":{"LogFormat":"JSON","LogGroup":"/own"},)"
                        R"("VpcConfig":{"SubnetIds":["s"]},"Tags":{"t":"1"},)"
                        R"("DeadLetterConfig":{"TargetArn":"arn:aws:sqs:us-east-1:1:q"},)"
                        R"("SnapStart":{"ApplyOn":"PublishedVersions"},"Layers":[])")));
  CHECK(text(body, "Description") == "d");
  CHECK(text(body, "Timeout") == "900");
  CHECK(text(body, "MemorySize") == "10240");
  CHECK(text(body, "Environment") == R"({"Variables":{"KEY":"v"}})");
  CHECK(text(body, "Architectures") == R"(["arm64"])");
  CHECK(text(body, "EphemeralStorage") == R"({"Size":1024})");
  CHECK(text(body, "TracingConfig") == R"({"Mode":"Active"})");
  CHECK(body["LoggingConfig"] == json::value{{"LogFormat", "JSON"},
                                             {"ApplicationLogLevel", "INFO"},
                                             {"SystemLogLevel", "INFO"},
                                             {"LogGroup", "/own"}});
  CHECK(body["VpcConfig"] == json::value{{"SubnetIds", {"s"}},
                                         {"SecurityGroupIds", json::array()},
                                         {"Ipv6AllowedForDualStack", false},
                                         {"VpcId", "vpc-00000000000000000"}});
  CHECK(text(body, "DeadLetterConfig") == R"({"TargetArn":"arn:aws:sqs:us-east-1:1:q"})");
  CHECK(text(body, "Layers") == "absent");
  CHECK(text(body, "Tags") == "absent");
  auto got = parsed(s.send("GET", functions_path + "/f"));
  CHECK(text(got, "Tags") == R"({"t":"1"})");
  s.create("g");
  auto empty = parsed(
      s.send("PUT", functions_path + "/g/configuration", R"({"Environment":{"Variables":{}}})"));
  CHECK(text(empty, "Environment") == R"({"Variables":{}})");
}

TEST_CASE("a VPC is left by naming no subnet, and what is not named stays") {
  service s;
  s.create("f", R"(,"VpcConfig":{"SubnetIds":["a","b"],"SecurityGroupIds":["g"]})");
  auto update = [&](const std::string& vpc) {
    auto body =
        parsed(s.send("PUT", functions_path + "/f/configuration", R"({"VpcConfig":)" + vpc + "}"));
    s.settle();
    return body["VpcConfig"];
  };
  CHECK(update(R"({"Ipv6AllowedForDualStack":true})") ==
        json::value{{"SubnetIds", {"a", "b"}},
                    {"SecurityGroupIds", json::array{"g"}},
                    {"Ipv6AllowedForDualStack", true},
                    {"VpcId", "vpc-00000000000000000"}});
  CHECK(update(R"({"SubnetIds":[],"SecurityGroupIds":[],"Ipv6AllowedForDualStack":false})") ==
        json::value{{"SubnetIds", json::array()},
                    {"SecurityGroupIds", json::array()},
                    {"Ipv6AllowedForDualStack", false},
                    {"VpcId", ""}});
}

TEST_CASE("every member that an update names is changed and read back") {
  service s;
  s.create("f");
  const std::string update =
      R"({"Runtime":"provided.al2","Handler":"other","Role":"arn:aws:iam::123456789012:role/o",)"
      R"("MemorySize":256,"Timeout":9,"Description":"d","Environment":{"Variables":{"KEY":"v"}},)"
      R"("TracingConfig":{"Mode":"Active"},"EphemeralStorage":{"Size":1024},)"
      R"("DeadLetterConfig":{"TargetArn":"arn:aws:sqs:us-east-1:1:q"},)"
      R"("KMSKeyArn":"arn:aws:kms:us-east-1:1:key/k","SnapStart":{"ApplyOn":"PublishedVersions"},)"
      R"("LoggingConfig":{"LogFormat":"JSON","ApplicationLogLevel":"DEBUG","LogGroup":"/own"},)"
      R"("FileSystemConfigs":[{"Arn":"a","LocalMountPath":"/mnt/x"}]})";
  auto answered = parsed(s.send("PUT", functions_path + "/f/configuration", update));
  s.settle();
  auto read = parsed(s.send("GET", functions_path + "/f/configuration"));
  json::object wanted = json::parse(update).as_object();
  for (const auto& body : {answered, read}) {
    for (const auto& [name, value] : wanted) {
      if (name == "LoggingConfig" || name == "SnapStart") continue;
      CHECK_MESSAGE(body.at(name) == value, std::string(name));
    }
    CHECK(text(body, "LoggingConfig") ==
          R"({"LogFormat":"JSON","ApplicationLogLevel":"DEBUG","SystemLogLevel":"INFO",)"
          R"("LogGroup":"/own"})");
    CHECK(text(body, "SnapStart") ==
          R"({"ApplyOn":"PublishedVersions","OptimizationStatus":"Off"})");
  }
}

TEST_CASE("an update is InProgress, then Successful, with a new revision each time") {
  service s;
  s.create("f");
  auto before = parsed(s.send("GET", functions_path + "/f/configuration"));
  s.now_ms += 1000;
  auto response =
      s.send("PUT", functions_path + "/f/code",
             R"({"ZipFile":")" + base64_encode(other_zip()) + R"(","Architectures":["arm64"]})");
  CHECK(response.status == 200);
  auto updated = parsed(response);
  CHECK(text(updated, "State") == "Active");
  CHECK(text(updated, "LastUpdateStatus") == "InProgress");
  CHECK(text(updated, "LastUpdateStatusReason") == "The function is being created.");
  CHECK(text(updated, "LastUpdateStatusReasonCode") == "Creating");
  CHECK(text(updated, "CodeSha256") == base64_of_sha256(other_zip()));
  CHECK(text(updated, "Architectures") == R"(["arm64"])");
  CHECK(text(updated, "LastModified") == "2026-01-12T10:20:31.123+0000");
  CHECK(text(updated, "RevisionId") != text(before, "RevisionId"));
  CHECK(refusal(s.send("PUT", functions_path + "/f/configuration", R"({"Timeout":5})")) ==
        "409 ResourceConflictException The operation cannot be performed at this time. An update "
        "is in progress for resource: " +
            arn + "f");
  s.settle();
  auto after = parsed(s.send("GET", functions_path + "/f/configuration"));
  CHECK(text(after, "LastUpdateStatus") == "Successful");
  CHECK(text(after, "RevisionId") != text(updated, "RevisionId"));

  auto configured =
      parsed(s.send("PUT", functions_path + "/f/configuration",
                    R"({"Timeout":5,"RevisionId":")" + text(after, "RevisionId") + "\"}"));
  CHECK(text(configured, "Timeout") == "5");
  CHECK(text(configured, "LastUpdateStatus") == "InProgress");
  s.settle();
  CHECK(refusal(s.send("PUT", functions_path + "/f/configuration", R"({"RevisionId":"old"})")) ==
        "412 PreconditionFailedException The Revision Id provided does not match the latest "
        "Revision Id. Call the GetFunction/GetAlias API to retrieve the latest Revision Id");
}

TEST_CASE("a dry run of new code changes nothing") {
  service s;
  s.create("f");
  auto dry = parsed(s.send("PUT", functions_path + "/f/code",
                           R"({"DryRun":true,"ZipFile":")" + base64_encode(other_zip()) + "\"}"));
  CHECK(text(dry, "CodeSha256") == base64_of_sha256(other_zip()));
  auto kept = parsed(s.send("GET", functions_path + "/f/configuration"));
  CHECK(text(kept, "CodeSha256") == base64_of_sha256(sample_zip()));
  CHECK(text(kept, "RevisionId") == text(dry, "RevisionId"));
}

TEST_CASE("the configuration's refusals have AWS's words") {
  auto with = [](const std::string& more) { return create_refusal(service::creation("f", more)); };
  CHECK(with(R"(,"MemorySize":127)") ==
        expect(one_error,
               "Value '127' at 'memorySize' failed to satisfy constraint: Member must "
               "have value greater than or equal to 128"));
  CHECK(with(R"(,"MemorySize":10241,"Timeout":901)") ==
        "400 ValidationException 2 validation errors detected: Value '901' at 'timeout' failed to "
        "satisfy constraint: Member must have value less than or equal to 900; Value '10241' at "
        "'memorySize' failed to satisfy constraint: Member must have value less than or equal to "
        "10240");
  CHECK(with(R"(,"Architectures":["X86_64"])") ==
        expect(one_error,
               "Value '[X86_64]' at 'architectures' failed to satisfy constraint: "
               "Member must satisfy constraint: [Member must satisfy enum value set: "
               "[x86_64, arm64], Member must not be null]"));
  CHECK(with(R"(,"Architectures":["x86_64","arm64"])") ==
        expect(one_error,
               "Value '[x86_64, arm64]' at 'architectures' failed to satisfy "
               "constraint: Member must have length less than or equal to 1"));
  CHECK(with(R"(,"Environment":{"Variables":{"A":"secret"}})") ==
        expect(one_error,
               "Value at 'environment.variables' failed to satisfy constraint: Map keys "
               "must satisfy constraint: [Member must satisfy regular expression "
               "pattern: [a-zA-Z]([a-zA-Z0-9_])+]"));
  CHECK(with(R"(,"Environment":{"Variables":{"AWS_REGION":"x"}})") ==
        expect(invalid,
               "Lambda was unable to configure your environment variables because the "
               "environment variables you have provided contains reserved keys that are "
               "currently not supported for modification. Reserved keys used in this "
               "request: AWS_REGION"));
  CHECK(with(R"(,"EphemeralStorage":{})") ==
        expect(one_error,
               "Value null at 'ephemeralStorage.size' failed to satisfy constraint: "
               "Member must not be null"));
  CHECK(with(R"(,"Layers":["nope"])")
            .starts_with(
                expect(one_error,
                       "Value '[nope]' at 'layers' failed to satisfy constraint: Member must "
                       "satisfy constraint: [Member must have length less than or equal to 2048, "
                       "Member must have length greater than or equal to 1, Member must satisfy "
                       "regular expression pattern: ")));
  CHECK(with(R"(,"Layers":["arn:aws:lambda:us-east-1:123456789012:layer:l:1"])") ==
        expect(invalid,
               "Layer version arn:aws:lambda:us-east-1:123456789012:layer:l:1 does not "
               "exist."));
  CHECK(with(R"(,"Layers":["arn:aws:lambda:eu-west-1:123456789012:layer:l:1"])") ==
        expect(invalid,
               "Layers are not in the same region as the function. Layers are expected to "
               "be in region us-east-1."));
}

TEST_CASE("the environment may measure 4096 bytes of JSON and no more") {
  auto variables = [](std::size_t size) {
    return R"({"KEY":")" + std::string(size - 10, 'v') + "\"}";
  };
  service s;
  auto body = [&](std::size_t size) {
    return service::creation("f", R"(,"Environment":{"Variables":)" + variables(size) + "}");
  };
  CHECK(variables(4096).size() == 4096);
  CHECK(refusal(s.send("POST", functions_path, body(4097))) ==
        expect(invalid,
               "Lambda was unable to configure your environment variables because the "
               "environment variables you have provided exceeded the 4KB limit. String "
               "measured: " +
                   variables(4097)));
  CHECK(s.send("POST", functions_path, body(4096)).status == 201);
}

TEST_CASE("runtimes are known, retired or unknown") {
  auto with = [](const std::string& runtime) {
    std::string body = service::creation("f");
    body.replace(body.find("provided.al2023"), 15, runtime);
    return create_refusal(body);
  };
  CHECK(with("go1.x") ==
        expect(invalid,
               "The runtime parameter of go1.x is no longer supported for creating or "
               "updating AWS Lambda functions. We recommend you use a supported runtime "
               "while creating or updating functions."));
  CHECK(with("r1") ==
        expect(invalid,
               "Value r1 at 'runtime' failed to satisfy constraint: Member must satisfy enum value "
               "set: [nodejs20.x, python3.14, provided.al2023, python3.12, python3.13, nodejs24.x, "
               "nodejs22.x, java25, python3.10, python3.11, java21, ruby3.3, ruby3.4, ruby3.2, "
               "python3.8, python3.9, java17, nodejs16.x, dotnet10, dotnet8, java11, dotnet6, "
               "nodejs18.x, provided.al2, java8.al2] or be a valid ARN"));
}

TEST_CASE("names, roles and missing members are refused") {
  std::string name(65, 'n');
  CHECK(create_refusal(service::creation(name)) ==
        expect(invalid, "1 validation error detected: Value '" + name +
                            "' at 'functionName' failed to satisfy constraint: Member must have "
                            "length less than or equal to 64"));
  CHECK(create_refusal("{}") ==
        "400 ValidationException 3 validation errors detected: Value null at 'functionName' failed "
        "to satisfy constraint: Member must not be null; Value null at 'role' failed to satisfy "
        "constraint: Member must not be null; Value null at 'code' failed to satisfy constraint: "
        "Member must not be null");
  std::string body = service::creation("f");
  body.replace(body.find(role), role.size(), "r1");
  CHECK(create_refusal(body) ==
        expect(one_error,
               "Value 'r1' at 'role' failed to satisfy constraint: Member must satisfy "
               "regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/"
               "?[a-zA-Z_0-9+=,.@\\-_/]+"));
  CHECK(create_refusal(R"({"FunctionName":"f","Role":")" + role + R"(","Code":{}})") ==
        expect(invalid,
               "Runtime and Handler are mandatory parameters for functions created with "
               "deployment packages."));
}

TEST_CASE("bodies of another form are refused before anything else") {
  CHECK(create_refusal(service::creation("f", R"(,"Timeout":"3")")) ==
        "400 SerializationException STRING_VALUE can not be converted to an Integer");
  CHECK(create_refusal(service::creation("f", R"(,"Description":3)")) ==
        "400 SerializationException NUMBER_VALUE can not be converted to a String");
  CHECK(create_refusal(service::creation("f", R"(,"Environment":[])")) ==
        "400 SerializationException Start of list found where not expected");
  CHECK(create_refusal("[]") ==
        "400 SerializationException The request body must be a JSON object.");
  CHECK(create_refusal("no json").starts_with(
      "400 SerializationException Could not parse request body into json: "));
  CHECK(create_refusal(R"({"FunctionName":"f","Runtime":"provided.al2023","Handler":"b","Role":")" +
                       role + R"(","Code":{"ZipFile":"%%%"}})") ==
        "400 SerializationException ZipFile is not valid base64.");
}

TEST_CASE("code that was replaced goes when nobody runs it any more, and not before") {
  service s;
  auto code = [&] {
    std::set<std::string> there;
    for (const auto& each : std::filesystem::directory_iterator(s.data.path / "code"))
      there.insert(each.path().filename());
    return there;
  };
  auto hash = [](const std::string& zip) { return to_hex(sha256(zip)); };
  const std::string first = hash(sample_zip()), second = hash(other_zip());
  // As the loop does: what the registry has and what runs holds its version.
  auto adopt = [&] {
    for (const auto& change : s.plane->take_changes()) (void)s.functions.apply(change);
  };
  s.create("f");
  adopt();
  auto runs = s.functions.find(s.account, "us-east-1", "f")->latest;
  REQUIRE(s.send("PUT", functions_path + "/f/code",
                 R"({"ZipFile":")" + base64_encode(other_zip()) + "\"}")
              .status == 200);
  s.settle();
  CHECK(*s.plane->collect());
  adopt();
  CHECK(*s.plane->collect());
  CHECK(code() == std::set{first, first + ".zip", second, second + ".zip"});
  CHECK(std::filesystem::is_regular_file(runs->code_dir + "/bootstrap"));
  runs.reset();
  CHECK_FALSE(*s.plane->collect());
  CHECK(code() == std::set{second, second + ".zip"});

  // What a version has stays, and so does what comes again.
  REQUIRE(s.send("POST", functions_path + "/f/versions", "{}").status == 201);
  REQUIRE(s.send("PUT", functions_path + "/f/code",
                 R"({"ZipFile":")" + base64_encode(sample_zip()) + "\"}")
              .status == 200);
  s.settle();
  adopt();
  CHECK_FALSE(*s.plane->collect());
  CHECK(code() == std::set{first, first + ".zip", second, second + ".zip"});
  REQUIRE(s.send("DELETE", functions_path + "/f").status == 204);
  adopt();
  CHECK_FALSE(*s.plane->collect());
  CHECK(code().empty());
}

TEST_CASE("code that is corrupt, elsewhere or too big is refused") {
  CHECK(create_refusal(service::creation("f", "", "not a zip")) ==
        expect(invalid,
               "Could not unzip uploaded file. Please check your file, then try to upload "
               "again."));
  CHECK(create_refusal(service::creation("f", "", make_zip({{"../x", "y"}}))) ==
        expect(invalid,
               "Could not unzip uploaded file. Please check your file, then try to upload "
               "again."));
  service t;
  CHECK(t.send("POST", functions_path, service::creation("f", "", make_zip({{"../x", "y"}})))
            .headers.get("X-Lambent-Error") == "the entry ../x would leave the archive");
  CHECK(create_refusal(service::creation("f", "", std::string(52'428'801, 'x'))) ==
        "413 RequestEntityTooLargeException Zipped size must be smaller than 52428800 bytes");
  service s;
  CHECK(refusal(s.send("POST", functions_path, std::string(70'167'212, ' '))) ==
        "413 RequestEntityTooLargeException Request must be smaller than 70167211 bytes for the "
        "CreateFunction operation");
  s.create("f");
  CHECK(refusal(s.send("PUT", functions_path + "/f/code", R"({"ImageUri":"i"})")) ==
        expect(invalid,
               "Please don't provide ImageUri when updating a function with packageType Zip."));
  CHECK(
      refusal(s.send("PUT", functions_path + "/f/code", R"({"S3Bucket":"bucket","S3Key":"k"})")) ==
      expect(invalid,
             "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The "
             "specified key does not exist."));
  CHECK(refusal(s.send("PUT", functions_path + "/f/code", "{}")) ==
        expect(invalid, "Please provide a source for function code."));
}

TEST_CASE("a bomb is refused and leaves nothing behind") {
  service s;
  std::string bomb = make_zip({{"zeros", std::string(262'144'001, '\0')}});
  CHECK(refusal(s.send("POST", functions_path, service::creation("f", "", bomb))) ==
        expect(invalid, "Unzipped size must be smaller than 262144000 bytes"));
  CHECK(std::filesystem::is_empty(s.data.path / "code"));
}

TEST_CASE("members and operations that are not built yet are refused by name") {
  service s;
  CHECK(refusal(s.send("POST", functions_path,
                       service::creation("f", R"(,"PublishTo":"LATEST_PUBLISHED")"))) ==
        "501 NotAvailableException The member PublishTo is not available in this version of "
        "Lambent.");
  CHECK(refusal(s.send("GET", "/2020-04-22/code-signing-configs")) ==
        "501 NotAvailableException The operation ListCodeSigningConfigs is not available in this "
        "version of Lambent.");
  CHECK(s.send("GET", functions_path + "/f").status == 404);
}

TEST_CASE("functions exist once and go for good") {
  service s;
  s.create("f");
  CHECK(refusal(s.send("POST", functions_path, service::creation("f"))) ==
        "409 ResourceConflictException Function already exist: f");
  CHECK(refusal(s.send("DELETE", functions_path + "/f?Qualifier=$LATEST")) ==
        expect(invalid, "$LATEST version cannot be deleted without deleting the function."));
  CHECK(refusal(s.send("DELETE", functions_path + "/f?Qualifier=live")) ==
        expect(invalid, "Deletion of aliases is not currently supported."));
  CHECK(s.send("DELETE", functions_path + "/f?Qualifier=12").status == 204);
  CHECK(s.send("GET", functions_path + "/f").status == 200);
  auto gone = s.send("DELETE", functions_path + "/f");
  CHECK(gone.status == 204);
  CHECK(gone.body.empty());
  std::string missing = "404 ResourceNotFoundException Function not found: " + arn + "f";
  CHECK(refusal(s.send("DELETE", functions_path + "/f")) == missing);
  CHECK(refusal(s.send("DELETE", functions_path + "/f?Qualifier=$latest")) == missing);
  CHECK(refusal(s.send("GET", functions_path + "/f")) == missing);
  CHECK(refusal(s.send("GET", functions_path + "/f/configuration?Qualifier=1")) == missing + ":1");
  CHECK(refusal(s.send("PUT", functions_path + "/f/configuration", "{}")) == missing);
}

TEST_CASE("$LATEST in the request is $LATEST in the ARN") {
  service s;
  s.create("f");
  CHECK(text(parsed(s.send("GET", functions_path + "/f/configuration?Qualifier=$LATEST")),
             "FunctionArn") == arn + "f:$LATEST");
  CHECK(text(parsed(s.send("GET", functions_path + "/" + arn + "f/configuration")),
             "FunctionArn") == arn + "f");
  auto versions = parsed(s.send("GET", functions_path + "/f/versions"));
  REQUIRE(versions["Versions"].as_array().size() == 1);
  CHECK(text(versions["Versions"].as_array()[0].as_object(), "FunctionArn") == arn + "f:$LATEST");
}

TEST_CASE("lists come in pages, without states") {
  service s;
  for (const char* name : {"a", "b", "c"}) s.create(name);
  std::string names, marker;
  for (int page = 0; page < 2; ++page) {
    auto body = parsed(s.send("GET", functions_path + "?MaxItems=2&Marker=" + marker));
    for (const auto& one : body["Functions"].as_array()) {
      names += text(one.as_object(), "FunctionName");
      CHECK(text(one.as_object(), "State") == "absent");
      CHECK(text(one.as_object(), "LastUpdateStatus") == "absent");
      CHECK(text(one.as_object(), "RuntimeVersionConfig") == "absent");
    }
    names += "|";
    marker = text(body, "NextMarker");
  }
  CHECK(names == "ab|c|");
  CHECK(marker == "absent");
  auto all = parsed(s.send("GET", functions_path + "?FunctionVersion=ALL"));
  CHECK(text(all["Functions"].as_array()[0].as_object(), "FunctionArn") == arn + "a:$LATEST");
  CHECK(refusal(s.send("GET", functions_path + "?MaxItems=0&FunctionVersion=x")) ==
        "400 ValidationException 2 validation errors detected: Value 'x' at 'functionVersion' "
        "failed to satisfy constraint: Member must satisfy enum value set: [ALL]; Value '0' at "
        "'maxItems' failed to satisfy constraint: Member must have value greater than or equal to "
        "1");
}

TEST_CASE("the reads that Terraform makes have their answers") {
  service s;
  s.create("f");
  CHECK(s.send("GET", "/2019-09-30/functions/f/concurrency").body == "{}");
  CHECK(s.send("GET", "/2020-06-30/functions/f/code-signing-config").body ==
        R"({"FunctionName":"f"})");
  auto settings = parsed(s.send("GET", "/2016-08-19/account-settings"));
  CHECK(settings["AccountUsage"] ==
        json::value{{"TotalCodeSize", sample_zip().size()}, {"FunctionCount", 1}});
  CHECK(settings["AccountLimit"].as_object().size() == 5);
}

TEST_CASE("tags are set, listed and taken away, each time with a new revision") {
  service s;
  s.create("f");
  auto revision = [&] {
    return text(parsed(s.send("GET", functions_path + "/f/configuration")), "RevisionId");
  };
  std::string first = revision();
  std::string path = "/2017-03-31/tags/" + arn + "f";
  CHECK(s.send("GET", path).body == R"({"Tags":{}})");
  CHECK(s.send("POST", path, R"({"Tags":{"a":"1","b":"2"}})").status == 204);
  std::string second = revision();
  CHECK(second != first);
  CHECK(s.send("DELETE", path + "?tagKeys=a&tagKeys=x").status == 204);
  CHECK(revision() != second);
  CHECK(s.send("GET", path).body == R"({"Tags":{"b":"2"}})");
  CHECK(refusal(s.send("DELETE", path)) ==
        expect(one_error,
               "Value null at 'tagKeys' failed to satisfy constraint: Member must not be null"));
  CHECK(refusal(s.send("POST", path, R"({"Tags":{}})")) ==
        expect(invalid, "An error occurred and the request cannot be processed."));
  CHECK(refusal(s.send("GET", path + ":1")) ==
        expect(invalid,
               "Tags on function aliases and versions are not supported. Please specify a "
               "function ARN."));
}

TEST_CASE("the registry follows every change") {
  service s;
  auto follow = [&] {
    for (const auto& change : s.plane->take_changes()) s.functions.apply(change);
  };
  s.create("f");
  follow();
  auto seen = s.functions.find("123456789012", "us-east-1", "f");
  REQUIRE(seen != nullptr);
  CHECK(seen->latest->state == model::function_state::active);
  CHECK(std::filesystem::exists(std::filesystem::path(seen->latest->code_dir) / "bootstrap"));
  CHECK(s.functions.find("123456789012", "eu-west-1", "f") == nullptr);
  (void)s.send("DELETE", functions_path + "/f");
  follow();
  CHECK(s.functions.find("123456789012", "us-east-1", "f") == nullptr);
  CHECK(s.functions.size() == 0);
  CHECK(s.plane->take_changes().empty());
}

TEST_CASE("opening again finds the functions, finishes the unfinished and drops unused code") {
  service s;
  s.create("kept");
  s.create("gone");
  (void)s.send("PUT", functions_path + "/gone/code",
               R"({"ZipFile":")" + base64_encode(other_zip()) + "\"}");
  (void)s.send("DELETE", functions_path + "/gone");
  REQUIRE(s.send("POST", functions_path, service::creation("pending")).status == 201);
  s.plane.reset();
  s.plane = s.open();
  for (const auto& change : s.plane->take_changes()) s.functions.apply(change);
  CHECK(s.functions.size() == 2);
  auto pending = s.functions.find("123456789012", "us-east-1", "pending");
  REQUIRE(pending != nullptr);
  CHECK(pending->latest->state == model::function_state::active);
  CHECK(std::filesystem::exists(std::filesystem::path(pending->latest->code_dir) / "bootstrap"));
  CHECK_FALSE(std::filesystem::exists(s.data.path / "code" / to_hex(sha256(other_zip()))));
}

TEST_CASE("a kill in the middle loses nothing that was acknowledged") {
  service s;
  s.plane.reset();
  // Made before: a killed child does not remove what making them leaves in the temporary directory.
  std::vector<std::string> bodies;
  for (int i = 0; i < 128; ++i) {
    std::string name = "f" + std::to_string(i);
    bodies.push_back(
        service::creation(name, "", make_zip({{"bootstrap", std::to_string(i), 0100755}})));
  }
  int acknowledged[2];
  REQUIRE(::pipe(acknowledged) == 0);
  pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    ::close(acknowledged[0]);
    s.plane = s.open();
    for (unsigned char i = 0; i < bodies.size(); ++i) {
      auto made = s.send("POST", functions_path, bodies[i]);
      if (made.status != 201) ::_exit(2);
      if (::write(acknowledged[1], &i, 1) != 1) ::_exit(3);
      if (i % 2 == 0 && !s.plane->settle()) ::_exit(4);
    }
    ::pause();
  }
  ::close(acknowledged[1]);
  unsigned char last = 0;
  for (int seen = 0; seen < 20; ++seen) REQUIRE(::read(acknowledged[0], &last, 1) == 1);
  ::kill(child, SIGKILL);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
  while (::read(acknowledged[0], &last, 1) == 1) {
  }
  ::close(acknowledged[0]);

  s.plane = s.open();
  for (const auto& change : s.plane->take_changes()) s.functions.apply(change);
  for (int i = 0; i <= last; ++i) {
    auto found = s.functions.find("123456789012", "us-east-1", "f" + std::to_string(i));
    REQUIRE(found != nullptr);
    CHECK(found->latest->state == model::function_state::active);
    CHECK(read_file(std::filesystem::path(found->latest->code_dir) / "bootstrap") ==
          std::to_string(i));
  }
}
