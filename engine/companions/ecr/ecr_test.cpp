// ECR's operations on a registry that the same tests push to.
#include <boost/json.hpp>
#include <filesystem>
#include <fstream>

#include "base/base64.hpp"
#include "engine/companions/ecr/service.hpp"
#include "engine/registry/limits.hpp"
#include "engine/registry/testing.hpp"

namespace lambent::companions::ecr {

namespace json = boost::json;
using registry::testing::digest_of;

namespace {

class ecr_fixture : public registry::testing::registry_fixture {
public:
  json::value call(const std::string& operation, const json::value& members, int status = 200) {
    service ecr(images());
    auto made = ecr.handle({"POST",
                            "/",
                            {{"X-Amz-Target", "AmazonEC2ContainerRegistry_V20150921." + operation},
                             {"Host", "localhost:4566"}},
                            json::serialize(members)},
                           {"123456789012", "eu-west-1", "id", now_ms});
    CAPTURE(made.body);
    CHECK(made.status == status);
    return json::parse(made.body);
  }
  // The type and the text of an error.
  std::string refused(const std::string& operation, const json::value& members) {
    auto made = call(operation, members, 400);
    return std::string(made.at("__type").as_string()) + ": " +
           std::string(made.at("message").as_string());
  }
};

const json::value app{{"repositoryName", "app"}};

json::value with(json::object more) {
  more["repositoryName"] = "app";
  return more;
}

json::value ids(std::initializer_list<json::value> list) {
  return with({{"imageIds", json::array(list.begin(), list.end())}});
}

// For comparisons: JSON is not compared with std::string.
json::value text(const std::string& of) { return json::value(of); }

}  // namespace

TEST_CASE_FIXTURE(ecr_fixture, "a repository is made, shown, and not made twice") {
  auto made = call("CreateRepository", with({{"imageTagMutability", "IMMUTABLE"}}));
  const auto& shown = made.at("repository");
  CHECK(shown.at("repositoryArn") == "arn:aws:ecr:eu-west-1:123456789012:repository/app");
  CHECK(shown.at("repositoryUri") == "123456789012.dkr.ecr.eu-west-1.amazonaws.com/app");
  CHECK(shown.at("createdAt") == static_cast<double>(now_ms) / 1000);
  CHECK(shown.at("imageTagMutability") == "IMMUTABLE");
  CHECK(shown.at("imageScanningConfiguration") == json::value{{"scanOnPush", false}});
  CHECK(shown.at("encryptionConfiguration") == json::value{{"encryptionType", "AES256"}});
  CHECK(call("DescribeRepositories", json::object()).at("repositories") == json::array({shown}));
  CHECK(refused("CreateRepository", app) ==
        "RepositoryAlreadyExistsException: The repository with name 'app' already exists in the "
        "registry with id '123456789012'");
  CHECK(refused("DescribeRepositories", {{"repositoryNames", json::array({"none"})}}) ==
        "RepositoryNotFoundException: The repository with name 'none' does not exist in the "
        "registry with id '123456789012'");
  CHECK(refused("CreateRepository", {{"repositoryName", "App"}}) ==
        "InvalidParameterException: Invalid parameter at 'repositoryName' failed to satisfy "
        "constraint: 'must satisfy regular expression "
        "'(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*''");
}

TEST_CASE_FIXTURE(ecr_fixture, "repositories come in pages, those that a push has made, too") {
  for (const char* name : {"aa", "bb", "cc"}) push(name, "x");
  auto first = call("DescribeRepositories", {{"maxResults", 2}});
  CHECK(first.at("repositories").as_array().size() == 2);
  auto second =
      call("DescribeRepositories", {{"maxResults", 2}, {"nextToken", first.at("nextToken")}});
  CHECK(second.at("repositories").at(0).at("repositoryName") == "cc");
  CHECK_FALSE(second.as_object().contains("nextToken"));
}

TEST_CASE_FIXTURE(ecr_fixture, "a repository with images goes by force alone") {
  (void)push_image("app", "v1", "layer");
  CHECK(refused("DeleteRepository", app) ==
        "RepositoryNotEmptyException: The repository with name 'app' in registry with id "
        "'123456789012' cannot be deleted because it still contains images");
  CHECK(call("DeleteRepository", with({{"force", true}})).at("repository").at("repositoryName") ==
        "app");
  CHECK(ask("GET", "/v2/app/tags/list").status == 404);
}

TEST_CASE_FIXTURE(ecr_fixture, "a token is for Docker's user AWS and for this engine") {
  auto data = call("GetAuthorizationToken", json::object()).at("authorizationData").at(0);
  CHECK(data.at("proxyEndpoint") == "http://localhost:4566");
  auto token = base64_decode(std::string_view(data.at("authorizationToken").as_string()));
  CHECK(token.value().starts_with("AWS:"));
  CHECK(data.at("expiresAt") == static_cast<double>(now_ms) / 1000 + 12 * 3600);
}

TEST_CASE_FIXTURE(ecr_fixture, "images are listed by all their names, and described") {
  std::string one = push_image("app", "v1", "layer");
  CHECK(put("app", "v2", one).status == 201);
  std::string two = push_image("app", "tmp", "another");
  CHECK(ask("DELETE", "/v2/app/manifests/tmp").status == 202);

  auto size_of = [&](json::object more) {
    return call("ListImages", with(std::move(more))).at("imageIds").as_array().size();
  };
  CHECK(size_of({}) == 3);
  CHECK(size_of({{"filter", {{"tagStatus", "TAGGED"}}}}) == 2);
  auto untagged = call("ListImages", with({{"filter", {{"tagStatus", "UNTAGGED"}}}}));
  CHECK(untagged.at("imageIds") == json::value({{{"imageDigest", digest_of(two)}}}));
  std::size_t seen = 0;
  json::object page{{"maxResults", 1}};
  for (int i = 0; i < 9; ++i) {
    auto some = call("ListImages", with(page));
    seen += some.at("imageIds").as_array().size();
    if (!some.as_object().contains("nextToken")) break;
    page["nextToken"] = some.at("nextToken");
  }
  CHECK(seen == 3);

  auto details = call("DescribeImages", ids({{{"imageTag", "v1"}}})).at("imageDetails").at(0);
  CHECK(details.at("imageDigest") == text(digest_of(one)));
  CHECK(details.at("imageTags") == json::array({"v1", "v2"}));
  CHECK(details.at("imageSizeInBytes") == 7);
  CHECK(call("DescribeImages", app).at("imageDetails").as_array().size() == 2);
  auto first = call("DescribeImages", with({{"maxResults", 1}}));
  CHECK(first.at("imageDetails").as_array().size() == 1);
  auto second =
      call("DescribeImages", with({{"maxResults", 1}, {"nextToken", first.at("nextToken")}}));
  CHECK(second.at("imageDetails").at(0).at("imageDigest") !=
        first.at("imageDetails").at(0).at("imageDigest"));
  CHECK_FALSE(second.as_object().contains("nextToken"));
  CHECK(refused("DescribeImages", ids({{{"imageTag", "none"}}})) ==
        "ImageNotFoundException: The image with imageId {imageDigest:'null', imageTag:'none'} does "
        "not exist within the repository with name 'app' in the registry with id '123456789012'");
}

TEST_CASE_FIXTURE(ecr_fixture,
                  "an image is got as it was pushed; what is not there is a failure each") {
  std::string image = push_image("app", "v1", "layer");
  auto got =
      call("BatchGetImage", ids({{{"imageTag", "v1"}},
                                 json::object(),
                                 {{"imageDigest", "x"}},
                                 {{"imageTag", "none"}},
                                 {{"imageTag", "v1"}, {"imageDigest", digest_of("other")}}}));
  REQUIRE(got.at("images").as_array().size() == 1);
  CHECK(got.at("images").at(0).at("imageManifest") == text(image));
  std::vector<std::string> codes;
  for (const auto& one : got.at("failures").as_array())
    codes.emplace_back(one.at("failureCode").as_string());
  CHECK(codes == std::vector<std::string>{"MissingDigestAndTag", "InvalidImageDigest",
                                          "ImageNotFound", "ImageTagDoesNotMatchDigest"});
}

TEST_CASE_FIXTURE(ecr_fixture, "a tag is deleted alone, the last one with its image") {
  std::string image = push_image("app", "v1", "layer");
  CHECK(put("app", "v2", image).status == 201);
  CHECK(put("app", "multi", registry::testing::index_of(image), oci::media_type::index).status ==
        201);
  auto first = call("BatchDeleteImage", ids({{{"imageTag", "v1"}}}));
  CHECK(first.at("imageIds") ==
        json::value({{{"imageDigest", digest_of(image)}, {"imageTag", "v1"}}}));
  auto held = call("BatchDeleteImage", ids({{{"imageTag", "v2"}}}));
  CHECK(held.at("failures").at(0).at("failureCode") == "ImageReferencedByManifestList");
  CHECK(ask("GET", "/v2/app/manifests/v2").status == 200);
  CHECK(call("BatchDeleteImage", ids({{{"imageTag", "multi"}}})).at("imageIds").as_array().size() ==
        1);
  CHECK(call("BatchDeleteImage", ids({{{"imageTag", "v2"}}})).at("imageIds").as_array().size() ==
        1);
  CHECK(ask("GET", "/v2/app/manifests/" + digest_of(image)).status == 404);
}

TEST_CASE_FIXTURE(ecr_fixture, "layers are uploaded in parts, and an image is put") {
  CHECK(refused("InitiateLayerUpload", app).starts_with("RepositoryNotFoundException"));
  (void)call("CreateRepository", app);
  for (const std::string& layer : {std::string("{}"), std::string("layer")}) {
    auto id = call("InitiateLayerUpload", app).at("uploadId");
    auto part = [&](int first, int last, const std::string& bytes) {
      return with({{"uploadId", id},
                   {"partFirstByte", first},
                   {"partLastByte", last},
                   {"layerPartBlob", base64_encode(bytes)}});
    };
    CHECK(refused("CompleteLayerUpload",
                  with({{"uploadId", id}, {"layerDigests", json::array({digest_of(layer)})}}))
              .starts_with("EmptyUploadException"));
    CHECK(call("UploadLayerPart", part(0, 0, layer.substr(0, 1))).at("lastByteReceived") == 0);
    auto bad = call("UploadLayerPart", part(0, 0, "x"), 400);
    CHECK(bad.at("__type") == "InvalidLayerPartException");
    CHECK(bad.at("lastValidByteReceived") == 0);
    int last = static_cast<int>(layer.size()) - 1;
    (void)call("UploadLayerPart", part(1, last, layer.substr(1)));
    auto made = call("CompleteLayerUpload",
                     with({{"uploadId", id}, {"layerDigests", json::array({digest_of(layer)})}}));
    CHECK(made.at("layerDigest") == text(digest_of(layer)));
    CHECK(refused("UploadLayerPart", part(0, 0, "x")).starts_with("UploadNotFoundException"));
  }
  auto there =
      call("BatchCheckLayerAvailability",
           with({{"layerDigests", json::array({digest_of("layer"), digest_of("x"), "y"})}}));
  CHECK(there.at("layers") == json::value({{{"layerDigest", digest_of("layer")},
                                            {"layerAvailability", "AVAILABLE"},
                                            {"layerSize", 5}}}));
  CHECK(there.at("failures").at(0).at("failureCode") == "MissingLayerDigest");
  CHECK(there.at("failures").at(1).at("failureCode") == "InvalidLayerDigest");
  CHECK(call("GetDownloadUrlForLayer", with({{"layerDigest", digest_of("layer")}}))
            .at("downloadUrl") == text("http://localhost:4566/v2/app/blobs/" + digest_of("layer")));
  CHECK(refused("GetDownloadUrlForLayer", with({{"layerDigest", digest_of("x")}}))
            .starts_with("LayersNotFoundException"));

  std::string image = registry::testing::manifest("{}", "layer");
  auto put_image = with({{"imageManifest", image}, {"imageTag", "v1"}});
  CHECK(call("PutImage", put_image).at("image").at("imageId").at("imageDigest") ==
        text(digest_of(image)));
  CHECK(refused("PutImage", put_image) ==
        "ImageAlreadyExistsException: Image with digest '" + digest_of(image) +
            "' and tag 'v1' already exists in the repository with name 'app' in registry with id "
            "'123456789012'");
  CHECK(refused("PutImage", with({{"imageManifest", registry::testing::manifest("{}", "none")}}))
            .starts_with("LayersNotFoundException"));
  CHECK(refused("PutImage", with({{"imageManifest", "{"}}))
            .starts_with("InvalidParameterException: Invalid parameter at 'ImageManifest'"));
  CHECK(refused("PutImage", with({{"imageManifest", image + " "}, {"imageDigest", digest_of("x")}}))
            .starts_with("ImageDigestDoesNotMatchException"));
  (void)call("PutImageTagMutability", with({{"imageTagMutability", "IMMUTABLE"}}));
  CHECK(refused("PutImage", with({{"imageManifest", image + " "}, {"imageTag", "v1"}})) ==
        "ImageTagAlreadyExistsException: The image tag 'v1' already exists in the 'app' repository "
        "and cannot be overwritten because the repository is immutable.");
}

TEST_CASE_FIXTURE(ecr_fixture, "a layer has a largest size, however many parts it comes in") {
  (void)call("CreateRepository", app);
  const auto id = call("InitiateLayerUpload", app).at("uploadId");
  const auto file = dir.path / "registry/uploads" / std::string(id.as_string());
  const auto add_byte = [&](std::uint64_t at) {
    return with({{"uploadId", id},
                 {"partFirstByte", at},
                 {"partLastByte", at},
                 {"layerPartBlob", base64_encode("x")}});
  };
  // With holes, not with bytes.
  std::filesystem::resize_file(file, registry::limits::blob_max_bytes - 1);
  (void)call("UploadLayerPart", add_byte(registry::limits::blob_max_bytes - 1));
  CHECK(refused("UploadLayerPart", add_byte(registry::limits::blob_max_bytes)) ==
        "LimitExceededException: A layer has at most 54525952000 bytes");
  CHECK(std::filesystem::file_size(file) == registry::limits::blob_max_bytes);
}

TEST_CASE_FIXTURE(ecr_fixture, "a manifest whose bytes are damaged can be put again") {
  const std::string image = push_image("app", "v1", "layer");
  const auto file = dir.path / "registry/blobs" / oci::digest::of(image).hex();
  const auto put_image = with({{"imageManifest", image}, {"imageTag", "v1"}});
  CHECK(refused("PutImage", put_image).starts_with("ImageAlreadyExistsException"));
  SUBCASE("other bytes") { std::ofstream(file) << std::string(image.size(), 'x'); }
  SUBCASE("no file") { std::filesystem::remove(file); }
  CHECK(call("PutImage", put_image).at("image").at("imageId").at("imageTag") == "v1");
  CHECK(call("BatchGetImage", ids({{{"imageTag", "v1"}}})).at("images").at(0).at("imageManifest") ==
        text(image));
  CHECK(refused("PutImage", put_image).starts_with("ImageAlreadyExistsException"));
}

TEST_CASE_FIXTURE(ecr_fixture, "policies and tags are kept and shown") {
  (void)call("CreateRepository", with({{"tags", {{{"Key", "a"}, {"Value", "1"}}}}}));
  CHECK(refused("GetRepositoryPolicy", app) ==
        "RepositoryPolicyNotFoundException: Repository policy does not exist for the repository "
        "with name 'app' in the registry with id '123456789012'");
  const char* policy = R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow"}]})";
  (void)call("SetRepositoryPolicy", with({{"policyText", policy}}));
  CHECK(call("GetRepositoryPolicy", app).at("policyText") == policy);
  CHECK(refused("SetRepositoryPolicy", with({{"policyText", "{}"}}))
            .ends_with("'Invalid repository policy provided'"));
  (void)call("DeleteRepositoryPolicy", app);
  CHECK(refused("DeleteRepositoryPolicy", app).starts_with("RepositoryPolicyNotFoundException"));

  CHECK(refused("GetLifecyclePolicy", app).starts_with("LifecyclePolicyNotFoundException"));
  std::string rules = R"({"rules":[{"rulePriority":1,"selection":{},"action":{"type":"expire"}}]})";
  rules += std::string(100, ' ');
  (void)call("PutLifecyclePolicy", with({{"lifecyclePolicyText", rules}}));
  auto kept = call("GetLifecyclePolicy", app);
  CHECK(kept.at("lifecyclePolicyText") == text(rules));
  CHECK(kept.at("lastEvaluatedAt") == static_cast<double>(now_ms) / 1000);
  CHECK(refused("PutLifecyclePolicy", with({{"lifecyclePolicyText", "{}"}}))
            .starts_with("InvalidParameterException"));

  const char* arn = "arn:aws:ecr:eu-west-1:123456789012:repository/app";
  (void)call("TagResource", {{"resourceArn", arn}, {"tags", {{{"Key", "b"}, {"Value", "2"}}}}});
  (void)call("UntagResource", {{"resourceArn", arn}, {"tagKeys", json::array({"a"})}});
  CHECK(call("ListTagsForResource", {{"resourceArn", arn}}).at("tags") ==
        json::value({{{"Key", "b"}, {"Value", "2"}}}));
  CHECK(refused("ListTagsForResource", {{"resourceArn", "x"}})
            .starts_with("InvalidParameterException"));
}

TEST_CASE_FIXTURE(ecr_fixture, "what is no request, and what is not served, is said so") {
  CHECK(refused("DescribeRepositories", json::array()).starts_with("SerializationException"));
  CHECK(refused("ListImages", {{"repositoryName", 7}}).starts_with("SerializationException"));
  CHECK(refused("ListImages", with({{"maxResults", 0}})).contains("greater than or equal to 1"));
  CHECK(refused("ListImages", with({{"nextToken", "%"}})).contains("nextToken"));
  CHECK(refused("StartImageScan", app).starts_with("UnknownOperationException"));
}

}  // namespace lambent::companions::ecr
