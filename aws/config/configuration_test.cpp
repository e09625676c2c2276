#include "aws/config/configuration.hpp"

#include <doctest/doctest.h>

#include <fstream>

#include "aws/config/endpoint.hpp"
#include "base/temp_dir.hpp"

using namespace lambent::aws;

namespace {

constexpr const char* local = "http://127.0.0.1:4566";

// An environment whose config file is this.
class files {
public:
  explicit files(std::string_view config = {}) { std::ofstream(path()) << config; }
  [[nodiscard]] std::string path() const { return (dir_.path / "config").string(); }
  [[nodiscard]] environment with(
      std::initializer_list<std::pair<const std::string, std::string>> more = {}) const {
    environment out(more);
    out.set("HOME", dir_.path.string());
    out.set("AWS_CONFIG_FILE", path());
    return out;
  }

private:
  lambent::testing::temp_dir dir_;
};

std::string region(const client_options& options, environment from) {
  auto resolved = configuration::resolve(options, std::move(from));
  return resolved ? resolved->region() : resolved.error().error.what;
}

std::string url(std::string_view service, const client_options& options, environment from) {
  from.set("AWS_REGION", "eu-west-1");
  auto resolved = configuration::resolve(options, std::move(from));
  if (!resolved) return resolved.error().error.what;
  auto found = resolved->endpoint_of(service);
  return found ? found->url + " " + found->named_by : found.error().error.what;
}

}  // namespace

TEST_CASE("the region is the option's, then the environment's, then the profile's") {
  files with("[default]\nregion = cn-north-1\n[profile p]\nregion = us-gov-west-1\n[profile q]\n");
  environment both = with.with({{"AWS_REGION", "eu-west-1"}, {"AWS_DEFAULT_REGION", "eu-west-2"}});
  CHECK(region({.region = "eu-west-3"}, both) == "eu-west-3");
  CHECK(region({}, both) == "eu-west-1");
  CHECK(region({}, with.with({{"AWS_DEFAULT_REGION", "eu-west-2"}})) == "eu-west-2");
  CHECK(region({}, with.with()) == "cn-north-1");
  CHECK(region({.profile = "p"}, with.with()) == "us-gov-west-1");
  CHECK(region({}, with.with({{"AWS_PROFILE", "p"}})) == "us-gov-west-1");
}

TEST_CASE("without a region only an endpoint on this machine will do") {
  files none;
  CHECK(region({.endpoint_url = local}, none.with()) == "us-east-1");
  CHECK(region({.local_endpoint_url = local}, none.with()) == "us-east-1");
  CHECK(region({}, none.with({{"AWS_ENDPOINT_URL", "http://localhost:1"}})) == "us-east-1");
  CHECK(region({.endpoint_url = "https://example.test"}, none.with()) == "no AWS region is set");
  CHECK(region({.endpoint_url = "h"}, none.with()).starts_with("the endpoint 'h' is not an http"));
  auto resolved = configuration::resolve({}, none.with());
  REQUIRE(!resolved.has_value());
  CHECK(resolved.error().kind == call_failure::configuration);
  CHECK(resolved.error().error.what == "no AWS region is set");
  CHECK(resolved.error().error.hint ==
        "give --region, set AWS_REGION, or write `region = …` into profile default");
}

TEST_CASE("a region that could change the host is refused") {
  files none;
  for (const char* text : {"eu-west-1.evil.test/", "EU-WEST-1", "-", "a b", "x@y"})
    CHECK(region({.region = text}, none.with()) ==
          "'" + std::string(text) + "' is not an AWS region");
  CHECK(configuration::resolve({.region = "A"}, none.with()).error().kind == call_failure::usage);
  CHECK(configuration::resolve({}, none.with({{"AWS_REGION", "A"}})).error().kind ==
        call_failure::configuration);
}

TEST_CASE("a region that is none is told with what says so, and with its first line alone") {
  files with("[default]\nregion = A\n  aws_secret_access_key = hidden\n");
  auto refused = [&](const environment& from) {
    auto resolved = configuration::resolve({}, from);
    return resolved ? std::string()
                    : resolved.error().error.what + " | " + resolved.error().error.hint;
  };
  CHECK(refused(with.with({{"AWS_REGION", "A"}})) ==
        "'A' is not an AWS region | AWS_REGION says so");
  CHECK(refused(with.with({{"AWS_DEFAULT_REGION", "A"}})) ==
        "'A' is not an AWS region | AWS_DEFAULT_REGION says so");
  CHECK(refused(with.with()) == "'A…' is not an AWS region | the profile says so");
}

TEST_CASE("the endpoint is the option's, then the environment's, then the profile's, then AWS's") {
  files with(
      "[default]\nendpoint_url = http://profile\nservices = s\n"
      "[services s]\nlambda =\n  endpoint_url = http://section/\n"
      "cloudwatch_logs =\n  endpoint_url = http://section-logs\n");
  environment all = with.with({{"AWS_ENDPOINT_URL_LAMBDA", "http://lambda//"},
                               {"AWS_ENDPOINT_URL_CLOUDWATCH_LOGS", "http://logs"},
                               {"AWS_ENDPOINT_URL", "http://all"}});
  CHECK(url("lambda", {.endpoint_url = "http://option/base/"}, all) ==
        "http://option/base --endpoint-url");
  CHECK(url("lambda", {}, all) == "http://lambda AWS_ENDPOINT_URL_LAMBDA");
  CHECK(url("logs", {}, all) == "http://logs AWS_ENDPOINT_URL_CLOUDWATCH_LOGS");
  CHECK(url("iam", {}, all) == "http://all AWS_ENDPOINT_URL");
  CHECK(url("lambda", {}, with.with()) == "http://section profile default");
  CHECK(url("logs", {}, with.with()) == "http://section-logs profile default");
  CHECK(url("iam", {}, with.with()) == "http://profile profile default");
  environment ignoring = all;
  ignoring.set("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true");
  CHECK(url("lambda", {}, ignoring) == "https://lambda.eu-west-1.amazonaws.com ");
  CHECK(url("lambda", {.endpoint_url = "http://option"}, ignoring) ==
        "http://option --endpoint-url");
}

TEST_CASE("what is sent to a named endpoint is signed for the service's region") {
  files none;
  auto signed_for = [&](std::string_view service, const std::string& endpoint_url) {
    auto resolved =
        configuration::resolve({.region = "eu-west-1", .endpoint_url = endpoint_url}, none.with());
    return resolved.value().endpoint_of(service).value().signing_region;
  };
  CHECK(signed_for("lambda", "https://proxy.test") == "eu-west-1");
  CHECK(signed_for("iam", "https://proxy.test") == "us-east-1");
  CHECK(signed_for("iam", local) == "eu-west-1");
}

TEST_CASE("commands that default to the engine look at LAMBENT_ENDPOINT_URL first") {
  files none;
  environment ours = none.with(
      {{"LAMBENT_ENDPOINT_URL", "http://ours"}, {"AWS_ENDPOINT_URL_LAMBDA", "http://theirs"}});
  client_options to_engine{.local_endpoint_url = local};
  CHECK(url("lambda", to_engine, ours) == "http://ours LAMBENT_ENDPOINT_URL");
  CHECK(url("lambda", {}, ours) == "http://theirs AWS_ENDPOINT_URL_LAMBDA");
  CHECK(url("lambda", to_engine, none.with({{"AWS_ENDPOINT_URL", "http://x"}})) ==
        "http://x AWS_ENDPOINT_URL");
  CHECK(url("lambda", to_engine, none.with()) == std::string(local) + " the default");
}

TEST_CASE("an endpoint that is none, and one that we do not know, say who named it") {
  files none("[profile lost]\nservices = gone\n");
  environment in = none.with({{"AWS_ENDPOINT_URL", "file:///etc/passwd"}, {"AWS_REGION", "a"}});
  auto resolved = configuration::resolve({}, in);
  REQUIRE(!resolved.has_value());
  CHECK(resolved.error().error.what ==
        "the endpoint 'file:///etc/passwd' is not an http or https URL: the scheme is file");
  CHECK(resolved.error().error.hint ==
        "AWS_ENDPOINT_URL says so; an example: http://127.0.0.1:4566");
  CHECK(url("lambda", {}, none.with({{"AWS_USE_FIPS_ENDPOINT", "true"}})) ==
        "AWS_USE_FIPS_ENDPOINT is set, and lambent does not know those endpoints");
  CHECK(url("lambda", {.profile = "lost"}, none.with()) ==
        "profile lost refers to [services gone], which is not there");
}

TEST_CASE("a profile that is asked for must be there") {
  files with("[profile work]\n");
  auto resolved = configuration::resolve({.profile = "wrok", .region = "a"}, with.with());
  REQUIRE(!resolved.has_value());
  CHECK(resolved.error().error.what == "there is no profile 'wrok', which --profile names");
  CHECK(resolved.error().error.hint == "profiles in AWS's config files: work");
  environment gone = with.with({{"AWS_PROFILE", "gone"}});
  CHECK(region({}, gone) == "there is no profile 'gone', which AWS_PROFILE names");
  CHECK(region({.local_endpoint_url = local}, gone) == "us-east-1");
}

TEST_CASE("the number of attempts is the option's, the environment's, the profile's, or three") {
  files with("[default]\nregion = a\nmax_attempts = 7\n[profile p]\nregion = a\n");
  auto attempts = [&](const client_options& options, const environment& from) {
    return configuration::resolve(options, from).value().attempts_max();
  };
  CHECK(attempts({.attempts_max = 2}, with.with({{"AWS_MAX_ATTEMPTS", "5"}})) == 2);
  CHECK(attempts({}, with.with({{"AWS_MAX_ATTEMPTS", "5"}})) == 5);
  CHECK(attempts({}, with.with()) == 7);
  CHECK(attempts({.profile = "p"}, with.with()) == 3);
  for (const char* text : {"0", "-1", "101", "3x", "many"})
    CHECK(configuration::resolve({}, with.with({{"AWS_MAX_ATTEMPTS", text}})).error().error.what ==
          "the number of attempts is '" + std::string(text) + "'");
}

TEST_CASE("AWS's own hosts and signing regions are those that botocore has") {
  struct row {
    const char *region, *partition, *suffix, *iam, *iam_region;
  };
  for (const row& each : {
           row{"us-east-1", "aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1"},
           row{"eu-west-1", "aws", "amazonaws.com", "iam.amazonaws.com", "us-east-1"},
           row{"cn-northwest-1", "aws-cn", "amazonaws.com.cn", "iam.cn-north-1.amazonaws.com.cn",
               "cn-north-1"},
           row{"us-gov-east-1", "aws-us-gov", "amazonaws.com", "iam.us-gov.amazonaws.com",
               "us-gov-west-1"},
           row{"us-iso-west-1", "aws-iso", "c2s.ic.gov", "iam.us-iso-east-1.c2s.ic.gov",
               "us-iso-east-1"},
           row{"us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov", "iam.us-isob-east-1.sc2s.sgov.gov",
               "us-isob-east-1"},
           row{"eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk", "iam.eu-isoe-west-1.cloud.adc-e.uk",
               "eu-isoe-west-1"},
           row{"us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov",
               "iam.us-isof-south-1.csp.hci.ic.gov", "us-isof-south-1"},
           row{"eusc-de-east-1", "aws-eusc", "amazonaws.eu", "iam.eusc-de-east-1.amazonaws.eu",
               "eusc-de-east-1"},
       }) {
    CAPTURE(each.region);
    CHECK(partition_of(each.region).name == each.partition);
    for (const char* service : {"lambda", "sts", "logs", "s3"}) {
      service_location at = default_location(service, each.region);
      CHECK(at.url == "https://" + std::string(service) + "." + each.region + "." + each.suffix);
      CHECK(at.signing_region == each.region);
    }
    CHECK(default_location("iam", each.region).url == "https://" + std::string(each.iam));
    CHECK(default_location("iam", each.region).signing_region == each.iam_region);
  }
}

TEST_CASE("buckets that can be part of a host name are told from those that cannot") {
  for (const char* name : {"abc", "my-bucket-1", "0a0"}) CHECK_MESSAGE(is_host_label(name), name);
  for (const char* name : {"", "ab", "a.b.c", "UPPER", "-abc", "abc-", "a_b", "a/b"})
    CHECK_MESSAGE(!is_host_label(name), name);
}
