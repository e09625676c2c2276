#include <algorithm>

#include "engine/api/testing.hpp"
#include "engine/store/layer_tree.hpp"

using namespace lambent;
using namespace lambent::api;
using namespace lambent::api::testing;
namespace fs = std::filesystem;

namespace {

const std::string layers_path = "/2018-10-31/layers";
const std::string layer_arn = "arn:aws:lambda:us-east-1:123456789012:layer:";

std::string zip_of(const std::vector<lambent::testing::zip_item>& items) {
  return lambent::testing::make_zip(items);
}

struct with_layers : service {
  http::response publish(const std::string& name, const std::string& zip,
                         std::string_view more = {}) {
    return send(
        "POST", layers_path + "/" + name + "/versions",
        R"({"Content":{"ZipFile":")" + base64_encode(zip) + "\"}" + std::string(more) + "}");
  }
  // One file of that name and content.
  void publish_file(const std::string& name, const std::string& file, const std::string& content) {
    REQUIRE(publish(name, zip_of({{file, content}})).status == 201);
  }
  http::response create_with(const std::string& name, const std::string& layers) {
    return send("POST", functions_path, creation(name, ",\"Layers\":[" + layers + "]"));
  }
  std::string opt_dir(const std::string& name) {
    registry seen;
    for (auto& change : plane->take_changes()) seen.apply(change);
    auto record = seen.find("123456789012", "us-east-1", name);
    REQUIRE(record != nullptr);
    return record->latest->opt_dir;
  }
};

std::size_t count_in(const fs::path& dir) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(dir), fs::directory_iterator()));
}

std::string in_quotes(const std::string& text) { return "\"" + text + "\""; }

std::vector<std::string> texts(const json::object& in, std::string_view list,
                               std::string_view member) {
  std::vector<std::string> all;
  for (const auto& one : in.at(list).as_array()) all.push_back(text(one.as_object(), member));
  return all;
}

using names = std::vector<std::string>;

}  // namespace

TEST_CASE("a layer version is published and read back as AWS shows it") {
  with_layers s;
  std::string zip = zip_of({{"lib/a", "1"}});
  auto made = parsed(s.publish("l", zip,
                               R"(,"Description":"d","LicenseInfo":"MIT",)"
                               R"("CompatibleRuntimes":["provided.al2023","nodejs14.x"],)"
                               R"("CompatibleArchitectures":["x86_64"])"));
  std::string location = text(made.at("Content").as_object(), "Location");
  CHECK(location.starts_with("http://localhost:4566/_lambent/code/"));
  json::value expected = {
      {"LayerArn", layer_arn + "l"},
      {"LayerVersionArn", layer_arn + "l:1"},
      {"Version", 1},
      {"Description", "d"},
      {"CreatedDate", "2026-01-12T10:20:30.123+0000"},
      {"LicenseInfo", "MIT"},
      {"CompatibleRuntimes", {"provided.al2023", "nodejs14.x"}},
      {"CompatibleArchitectures", json::array{"x86_64"}},
      {"Content",
       {{"Location", location}, {"CodeSha256", base64_of_sha256(zip)}, {"CodeSize", zip.size()}}}};
  CHECK(json::value(made) == expected);
  CHECK(parsed(s.send("GET", layers_path + "/l/versions/1")) == made);
  CHECK(parsed(s.send("GET", layers_path + "?find=LayerVersion&Arn=" + layer_arn + "l:1")) == made);
  CHECK(s.plane->code_location(location.substr(location.find("/_lambent"))).has_value());
  s.restart();
  CHECK(parsed(s.send("GET", layers_path + "/l/versions/1")) == made);
}

TEST_CASE("what was not given is left out") {
  with_layers s;
  auto made = parsed(s.publish("l", sample_zip()));
  for (std::string_view name : {"CompatibleRuntimes", "CompatibleArchitectures", "LicenseInfo"})
    CHECK_FALSE(made.contains(name));
  CHECK(text(made, "Description").empty());
}

TEST_CASE("numbers are never given twice, and the newest version comes first") {
  with_layers s;
  for (int i = 1; i <= 3; ++i) s.publish_file("l", "a", std::to_string(i));
  CHECK(texts(parsed(s.send("GET", layers_path + "/l/versions")), "LayerVersions", "Version") ==
        names{"3", "2", "1"});
  auto page = parsed(s.send("GET", layers_path + "/l/versions?MaxItems=2"));
  CHECK(texts(page, "LayerVersions", "Version") == names{"3", "2"});
  CHECK(texts(parsed(s.send("GET", layers_path + "/l/versions?Marker=" + text(page, "NextMarker"))),
              "LayerVersions", "Version") == names{"1"});
  CHECK(s.send("DELETE", layers_path + "/l/versions/3").status == 204);
  CHECK(s.send("DELETE", layers_path + "/l/versions/3").status == 204);
  s.restart();
  CHECK(text(parsed(s.publish("l", sample_zip())), "Version") == "4");
  CHECK(
      parsed(s.send("GET", layers_path + "/none/versions")).at("LayerVersions").as_array().empty());
}

TEST_CASE("layers are listed by their newest version that matches") {
  with_layers s;
  s.publish("b", sample_zip(), R"(,"CompatibleRuntimes":["provided.al2"])");
  s.publish("b", sample_zip(), R"(,"CompatibleRuntimes":["provided.al2023"])");
  s.publish("a", sample_zip());
  auto all = parsed(s.send("GET", layers_path));
  CHECK(texts(all, "Layers", "LayerName") == names{"a", "b"});
  auto old = parsed(s.send("GET", layers_path + "?CompatibleRuntime=provided.al2"));
  CHECK(texts(old, "Layers", "LayerArn") == names{layer_arn + "b"});
  CHECK(text(old.at("Layers").as_array()[0].as_object().at("LatestMatchingVersion").as_object(),
             "Version") == "1");
  CHECK(refusal(s.send("GET", layers_path + "?CompatibleArchitecture=mips")) ==
        expect(one_error,
               "Value 'mips' at 'compatibleArchitecture' failed to satisfy constraint: Member must "
               "satisfy enum value set: [x86_64, arm64]"));
  CHECK(refusal(s.send("GET", layers_path + "?CompatibleRuntime=x"))
            .contains("Member must satisfy enum value set: [ruby3.5, ruby2.6, dotnetcore1.0, "));
}

TEST_CASE("layer versions that are not there are answered as AWS answers") {
  with_layers s;
  s.publish_file("l", "a", "1");
  const std::string nothing =
      "404 ResourceNotFoundException The resource you requested does not exist.";
  CHECK(refusal(s.send("GET", layers_path + "/none/versions/1")) == nothing);
  CHECK(refusal(s.send("GET", layers_path + "/l/versions/2")) == nothing);
  for (std::string_view method : {"GET", "DELETE"})
    for (std::string_view number : {"0", "-1"})
      CHECK(refusal(s.send(method, layers_path + "/l/versions/" + std::string(number))) ==
            expect(invalid, "Layer Version Cannot be less than 1"));
  CHECK(refusal(s.send("GET", layers_path + "?find=LayerVersion&Arn=" + layer_arn + "l:2")) ==
        nothing);
  CHECK(refusal(s.send("GET", layers_path + "?find=LayerVersion&Arn=" + layer_arn + "l"))
            .starts_with(expect(one_error, "Value '" + layer_arn +
                                               "l' at 'arn' failed to satisfy constraint: Member "
                                               "must satisfy regular expression pattern: ")));
}

TEST_CASE("what cannot be a layer is refused") {
  with_layers s;
  CHECK(refusal(s.publish("l", "no zip")) ==
        expect(invalid,
               "Could not unzip uploaded file. Please check your file, then try to upload again."));
  CHECK(refusal(s.publish(
                    "l", sample_zip(),
                    R"(,"CompatibleRuntimes":["a","nodejs20.x"],"CompatibleArchitectures":["b"])"))
            .starts_with("400 ValidationException 2 validation errors detected: "));
  CHECK(refusal(s.publish("l", sample_zip(), R"(,"CompatibleRuntimes":["a",null])"))
            .starts_with("400 ValidationException 1 validation error detected: "));
  CHECK(refusal(s.publish("l", sample_zip(), R"(,"CompatibleRuntimes":["a","nodejs20.x"])"))
            .starts_with(expect(one_error,
                                "Value '[a, nodejs20.x]' at 'compatibleRuntimes' failed to satisfy "
                                "constraint: Member must satisfy enum value set: [nodejs20.x, ")));
  CHECK(refusal(s.publish("not!a!name", sample_zip()))
            .contains("at 'layerName' failed to satisfy constraint: Member must satisfy regular "
                      "expression pattern: "));
}

TEST_CASE("a tree of layers that no function has any more goes, and the layers stay") {
  with_layers s;
  s.publish_file("a", "x", "1");
  s.publish_file("b", "y", "2");
  REQUIRE(s.create_with("f", in_quotes(layer_arn + "a:1") + "," + in_quotes(layer_arn + "b:1"))
              .status == 201);
  s.settle();
  const fs::path tree = s.opt_dir("f");
  const std::size_t code = count_in(s.data.path / "code");
  REQUIRE(fs::exists(tree / "x"));
  CHECK_FALSE(*s.plane->collect());
  REQUIRE(fs::exists(tree / "x"));
  REQUIRE(s.send("PUT", functions_path + "/f/configuration", R"({"Layers":[]})").status == 200);
  s.settle();
  (void)s.plane->take_changes();
  CHECK_FALSE(*s.plane->collect());
  CHECK_FALSE(fs::exists(tree));
  CHECK(count_in(s.data.path / "code") == code);
}

TEST_CASE("a deleted layer goes from the disk once no function has it") {
  with_layers s;
  s.publish_file("a", "x", "1");
  s.publish_file("b", "y", "2");
  REQUIRE(s.create_with("f", in_quotes(layer_arn + "a:1")).status == 201);
  s.settle();
  const fs::path tree = s.opt_dir("f");
  const std::size_t code = count_in(s.data.path / "code");
  CHECK_FALSE(s.plane->has_unused());
  for (const char* layer : {"a", "b"})
    REQUIRE(s.send("DELETE", layers_path + ("/" + std::string(layer) + "/versions/1")).status ==
            204);
  CHECK(s.plane->has_unused());
  CHECK_FALSE(*s.plane->collect());
  CHECK_FALSE(s.plane->has_unused());
  CHECK(count_in(s.data.path / "code") < code);
  CHECK(fs::exists(tree / "x"));
}

TEST_CASE("a layer's zip may be in S3") {
  with_layers s;
  s.around.objects["bucket/key"] = zip_of({{"a", "from S3"}});
  auto made = s.send("POST", layers_path + "/l/versions",
                     R"({"Content":{"S3Bucket":"bucket","S3Key":"key"}})");
  CHECK(text(parsed(made).at("Content").as_object(), "CodeSha256") ==
        base64_of_sha256(s.around.objects["bucket/key"]));
  CHECK(refusal(s.send("POST", layers_path + "/l/versions",
                       R"({"Content":{"S3Bucket":"bucket","S3Key":"none"}})")) ==
        expect(invalid,
               "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The "
               "specified key does not exist."));
}

TEST_CASE("a function's code may be in S3") {
  service s;
  s.around.objects["bucket/dir/key"] = sample_zip();
  auto creation = [](const std::string& code) {
    return R"({"FunctionName":"f","Runtime":"provided.al2023","Handler":"h","Role":")" + role +
           R"(","Code":)" + code + "}";
  };
  auto made =
      s.send("POST", functions_path, creation(R"({"S3Bucket":"bucket","S3Key":"dir/key"})"));
  CHECK(made.status == 201);
  CHECK(text(parsed(made), "CodeSha256") == base64_of_sha256(sample_zip()));
  s.settle();
  s.around.objects["bucket/dir/keyv2"] = other_zip();
  auto updated = s.send("PUT", functions_path + "/f/code",
                        R"({"S3Bucket":"bucket","S3Key":"dir/key","S3ObjectVersion":"v2"})");
  CHECK(text(parsed(updated), "CodeSha256") == base64_of_sha256(other_zip()));
  s.settle();
  CHECK(
      refusal(s.send("PUT", functions_path + "/f/code", R"({"S3Bucket":"bucket","S3Key":"x"})")) ==
      expect(invalid,
             "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The "
             "specified key does not exist."));
}

TEST_CASE("a role that is known and does not trust Lambda is refused; others are taken") {
  service s;
  s.around.distrusting.insert(role);
  const std::string refused =
      expect(invalid, "The role defined for the function cannot be assumed by Lambda.");
  CHECK(refusal(s.send("POST", functions_path, service::creation("f"))) == refused);
  s.around.distrusting.clear();
  s.create("f");
  s.around.distrusting.insert("arn:aws:iam::123456789012:role/other");
  CHECK(refusal(s.send("PUT", functions_path + "/f/configuration",
                       R"({"Role":"arn:aws:iam::123456789012:role/other"})")) == refused);
  CHECK(s.send("PUT", functions_path + "/f/configuration", R"({"Timeout":5})").status == 200);
}

TEST_CASE("a function shows its layers, in their order, and sees them as one tree") {
  with_layers s;
  s.publish("one", zip_of({{"lib/shared", "one"}, {"lib/only-one", "1"}, {"was/dir", "x"}}));
  s.publish("two", zip_of({{"lib/shared", "two"}, {"was", "a file"}, {"bin/tool", "t", 0100755}}));
  auto made =
      s.create_with("f", in_quotes(layer_arn + "one:1") + "," + in_quotes(layer_arn + "two:1"));
  REQUIRE_MESSAGE(made.status == 201, made.body);
  auto shown = parsed(made).at("Layers").as_array();
  CHECK(text(shown[0].as_object(), "Arn") == layer_arn + "one:1");
  CHECK(text(shown[1].as_object(), "Arn") == layer_arn + "two:1");
  CHECK(shown[0].as_object().at("CodeSize").to_number<int>() > 0);

  fs::path opt = s.opt_dir("f");
  CHECK(lambent::testing::read_file(opt / "lib/shared") == "two");
  CHECK(lambent::testing::read_file(opt / "lib/only-one") == "1");
  CHECK(lambent::testing::read_file(opt / "was") == "a file");
  CHECK((fs::status(opt / "bin/tool").permissions() & fs::perms::owner_exec) != fs::perms::none);

  s.settle();
  CHECK(s.send("PUT", functions_path + "/f/configuration",
               "{\"Layers\":[" + in_quotes(layer_arn + "one:1") + "]}")
            .status == 200);
  CHECK(lambent::testing::read_file(fs::path(s.opt_dir("f")) / "lib/shared") == "one");
  s.settle();
  CHECK_FALSE(parsed(s.send("PUT", functions_path + "/f/configuration", R"({"Layers":[]})"))
                  .contains("Layers"));
  CHECK(s.opt_dir("f").empty());
}

TEST_CASE("a function keeps a layer whose version is deleted, over a restart") {
  with_layers s;
  s.publish_file("one", "a", "1");
  s.publish_file("two", "b", "2");
  REQUIRE(s.create_with("f", in_quotes(layer_arn + "one:1") + "," + in_quotes(layer_arn + "two:1"))
              .status == 201);
  s.settle();
  for (std::string name : {"one", "two"})
    s.send("DELETE", layers_path + "/" + name + "/versions/1");
  s.publish_file("unused", "c", "3");
  s.send("DELETE", layers_path + "/unused/versions/1");
  (void)s.plane->take_changes();
  s.restart();
  fs::path opt = s.opt_dir("f");
  CHECK(lambent::testing::read_file(opt / "a") == "1");
  CHECK(lambent::testing::read_file(opt / "b") == "2");
  CHECK(parsed(s.send("GET", functions_path + "/f/configuration")).at("Layers").as_array().size() ==
        2);
  // Code, two layers and one merged tree; nothing of the layer that nobody has.
  auto trees = [&](std::string_view in) {
    return std::ranges::count_if(fs::directory_iterator(s.data.path / in),
                                 [](const auto& one) { return one.is_directory(); });
  };
  CHECK(trees("code") == 3);
  CHECK(trees("opt") == 1);
}

TEST_CASE("layers that a function cannot have are refused in AWS's words") {
  with_layers s;
  s.publish_file("l", "a", "1");
  s.publish_file("l", "a", "2");
  auto refused = [&](const std::string& layers) { return refusal(s.create_with("f", layers)); };
  std::string one = layer_arn + "l:1", two = layer_arn + "l:2";
  CHECK(refused(in_quotes(layer_arn + "none:1")) ==
        expect(invalid, "Layer version " + layer_arn + "none:1 does not exist."));
  CHECK(refused(in_quotes(layer_arn + "l:9")) ==
        expect(invalid, "Layer version " + layer_arn + "l:9 does not exist."));
  CHECK(refused(in_quotes(one) + "," + in_quotes(two)) ==
        expect(invalid,
               "Two different versions of the same layer are not allowed to be referenced in the "
               "same function. " +
                   one + " and " + two + " are versions of the same layer."));
  CHECK(refused(in_quotes("arn:aws:lambda:eu-west-1:123456789012:layer:l:1")) ==
        expect(invalid,
               "Layers are not in the same region as the function. Layers are expected to be in "
               "region us-east-1."));
  std::string six = in_quotes(one);
  for (int i = 0; i < 5; ++i) six += "," + in_quotes(one);
  CHECK(refused(six) == expect(invalid, "Cannot reference more than 5 layers."));
}

TEST_CASE("code and layers together have a limit") {
  with_layers s;
  // Zeros, so that the zips are small.
  std::string half(131'072'000, '\0');
  s.publish_file("one", "a", half);
  s.publish_file("two", "b", half + "x");
  CHECK(refusal(s.create_with(
            "f", in_quotes(layer_arn + "one:1") + "," + in_quotes(layer_arn + "two:1"))) ==
        expect(invalid, "Layers consume more than the available size of 262144000 bytes"));
  auto big = [&](const std::string& zip) {
    return s.send(
        "POST", functions_path,
        service::creation("f", ",\"Layers\":[" + in_quotes(layer_arn + "one:1") + "]", zip));
  };
  CHECK(refusal(big(zip_of({{"c", half + "y"}}))) ==
        expect(invalid,
               "Function code combined with layers exceeds the maximum allowed size of 262144000 "
               "bytes. The actual size is 262144001 bytes."));
  CHECK(big(sample_zip()).status == 201);
}

TEST_CASE("a layer's policy is kept, and lets other accounts use it") {
  with_layers s;
  s.publish_file("l", "a", "1");
  const std::string policy = layers_path + "/l/versions/1/policy";
  auto statement = [](std::string_view sid, std::string_view principal) {
    return R"({"StatementId":")" + std::string(sid) +
           R"(","Action":"lambda:GetLayerVersion","Principal":")" + std::string(principal) + "\"}";
  };
  CHECK(refusal(s.send("GET", policy)) ==
        "404 ResourceNotFoundException No policy is associated with the given resource.");
  s.account = "210987654321";
  CHECK(refusal(s.create_with("f", in_quotes(layer_arn + "l:1"))) ==
        "403 AccessDeniedException User: arn:aws:iam::210987654321:root is not authorized to "
        "perform: lambda:GetLayerVersion on resource: " +
            layer_arn +
            "l:1 because no resource-based policy allows the lambda:GetLayerVersion action");
  CHECK(s.send("GET", layers_path + "?find=LayerVersion&Arn=" + layer_arn + "l:1").status == 403);

  s.account = "123456789012";
  auto added = s.send("POST", policy, statement("s1", "210987654321"));
  CHECK(added.status == 201);
  CHECK(text(parsed(added), "Statement") ==
        R"({"Sid":"s1","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::210987654321:root"},)"
        R"("Action":"lambda:GetLayerVersion","Resource":")" +
            layer_arn + R"(l:1"})");
  std::string revision = text(parsed(added), "RevisionId");
  CHECK(text(parsed(s.send("GET", policy)), "RevisionId") == revision);
  s.account = "210987654321";
  CHECK(s.create_with("f", in_quotes(layer_arn + "l:1")).status == 201);

  s.account = "123456789012";
  CHECK(refusal(s.send("POST", policy, statement("s1", "*"))) ==
        "409 ResourceConflictException The statement id (s1) provided already exists. Please "
        "provide a new statement id, or remove the existing statement.");
  CHECK(refusal(s.send("POST", policy + "?RevisionId=no", statement("s2", "*"))) ==
        "412 PreconditionFailedException The Revision Id provided does not match the latest "
        "Revision Id. Call the GetLayerPolicy API to retrieve the latest Revision Id");
  CHECK(refusal(s.send("POST", policy, R"({"StatementId":"s","Action":"*","Principal":"*"})")) ==
        expect(one_error,
               "Value '*' at 'action' failed to satisfy constraint: Member must satisfy regular "
               "expression pattern: lambda:GetLayerVersion"));
  CHECK(refusal(s.send("POST", layers_path + "/l/versions/2/policy", statement("s", "*"))) ==
        "404 ResourceNotFoundException Layer version " + layer_arn + "l:2 does not exist.");
  CHECK(refusal(s.send("DELETE", policy + "/none")) ==
        "404 ResourceNotFoundException Statement none is not found in resource policy.");
  CHECK(refusal(s.send("DELETE", policy + "/s1?RevisionId=no")).starts_with("412 "));
  CHECK(s.send("DELETE", policy + "/s1?RevisionId=" + revision).status == 204);
  CHECK(s.send("GET", policy).status == 404);
}
