#include "cli/deploy/calls/answers.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

using namespace lambent::cli::deploy;

namespace {

lambent::aws::json_object object(std::string_view text) {
  return boost::json::parse({text.data(), text.size()}).as_object();
}

}  // namespace

TEST_CASE("a configuration is read whole") {
  const observed_configuration read = read_configuration(object(R"({
    "FunctionArn":"arn:f","Role":"arn:r","Runtime":"provided.al2023","Handler":"bootstrap",
    "Description":"d","Architectures":["arm64"],"CodeSha256":"abc=","PackageType":"Zip",
    "MemorySize":256,"Timeout":9,"EphemeralStorage":{"Size":1024},
    "Layers":[{"Arn":"l:1","CodeSize":1},{"Arn":"l:2"}],"TracingConfig":{"Mode":"Active"},
    "LoggingConfig":{"LogFormat":"JSON","ApplicationLogLevel":"INFO","SystemLogLevel":"WARN",
                     "LogGroup":"/g"},
    "VpcConfig":{"SubnetIds":["s"],"SecurityGroupIds":["g"],"Ipv6AllowedForDualStack":true,
                 "VpcId":"v"},
    "Environment":{"Variables":{"A":"1"}},"KMSKeyArn":"arn:k",
    "DeadLetterConfig":{"TargetArn":"arn:q"},
    "FileSystemConfigs":[{"Arn":"arn:a","LocalMountPath":"/mnt/a"}]})"));
  CHECK(read == observed_configuration{.arn = "arn:f",
                                       .role = "arn:r",
                                       .runtime = "provided.al2023",
                                       .handler = "bootstrap",
                                       .description = "d",
                                       .architecture = "arm64",
                                       .code_sha256 = "abc=",
                                       .package_type = "Zip",
                                       .memory_mb = 256,
                                       .timeout_s = 9,
                                       .ephemeral_storage_mb = 1024,
                                       .layers = {"l:1", "l:2"},
                                       .tracing_mode = "Active",
                                       .log_format = "JSON",
                                       .application_log_level = "INFO",
                                       .system_log_level = "WARN",
                                       .log_group = "/g",
                                       .vpc = {{"s"}, {"g"}, true},
                                       .environment = {{"A", "1"}},
                                       .kms_key_arn = "arn:k",
                                       .dead_letter_target = "arn:q",
                                       .file_systems = {{"/mnt/a", "arn:a"}}});
}

TEST_CASE("versions are compared with the latest code and configuration") {
  auto versions = read_versions({
      object(R"({"Version":"10","CodeSha256":"b","MemorySize":128,"Description":"ten"})"),
      object(R"({"Version":"$LATEST","CodeSha256":"b","MemorySize":128})"),
      object(R"({"Version":"9","CodeSha256":"b","MemorySize":256})"),
  });
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].number == 9);
  CHECK_FALSE(versions[0].same_as_latest);
  CHECK(versions[1].number == 10);
  CHECK(versions[1].same_as_latest);
}

TEST_CASE("a version is another one where only what no deployment sets has changed") {
  for (const char* changed :
       {R"({"Version":"$LATEST","DeadLetterConfig":{"TargetArn":"arn:q"}})",
        R"({"Version":"$LATEST","KMSKeyArn":"arn:k"})",
        R"({"Version":"$LATEST","FileSystemConfigs":[{"Arn":"a","LocalMountPath":"/mnt/a"}]})"}) {
    CAPTURE(changed);
    auto versions = read_versions({object(changed), object(R"({"Version":"1"})")});
    REQUIRE(versions.size() == 1);
    CHECK_FALSE(versions[0].same_as_latest);
  }
  // Nothing is nothing, however it is written.
  auto versions = read_versions(
      {object(R"({"Version":"$LATEST","DeadLetterConfig":null,"FileSystemConfigs":[]})"),
       object(R"({"Version":"1","KMSKeyArn":""})")});
  CHECK(versions.at(0).same_as_latest);
}

TEST_CASE("a policy's statements for a public URL are told from others") {
  auto found = read_url_permissions(R"({"Version":"2012-10-17","Statement":[
    {"Sid":"a","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl",
     "Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"NONE"}}},
    {"Sid":"b","Effect":"Allow","Principal":{"AWS":"*"},"Action":["lambda:InvokeFunction"],
     "Condition":{"Bool":{"lambda:InvokedViaFunctionUrl":"true"}}}]})");
  CHECK(found.url == "a");
  CHECK(found.function == "b");
  found = read_url_permissions(R"({"Statement":[
    {"Sid":"a","Effect":"Allow","Principal":{"Service":"s3.amazonaws.com"},
     "Action":"lambda:InvokeFunction"},
    {"Sid":"b","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:root"},
     "Action":"lambda:InvokeFunctionUrl",
     "Condition":{"StringEquals":{"lambda:FunctionUrlAuthType":"AWS_IAM"}}}]})");
  CHECK(found.url.empty());
  CHECK(found.function.empty());
  CHECK(read_url_permissions("no json").url.empty());
  // A name can be given once, whatever else the statement says.
  found = read_url_permissions(R"({"Statement":[
    {"Sid":"lambent-url","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunctionUrl"},
    {"Sid":"lambent-url-invoke","Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction"}]})");
  CHECK(found.url == "lambent-url");
  CHECK(found.function == "lambent-url-invoke");
}
