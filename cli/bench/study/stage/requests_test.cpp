#include "cli/bench/study/stage/requests.hpp"

#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "cli/serve/engine_options.hpp"
#include "study/report/catalogue.hpp"

using namespace lambent::cli::studying;

TEST_CASE("a build says what runs a script: this machine's node and client, or its image's base") {
  const artefact script{.function = "pi-js",
                        .runtime = "nodejs20.x",
                        .build = "as it is",
                        .run_by = "node v20.1.0 with AWS's aws-lambda-ric 3.2.1"};
  CHECK(build_of(script, false, {}) ==
        "as it is; run by node v20.1.0 with AWS's aws-lambda-ric 3.2.1");
  CHECK(build_of(script, true, {}) == "as it is; on the image public.ecr.aws/lambda/nodejs:20");
  CHECK(build_of(script, true, "oci:base") == "as it is; on the image oci:base");
  const artefact program{.function = "pi-cpp", .build = "g++ -O3"};
  CHECK(build_of(program, true, "oci:base") == "g++ -O3");
  CHECK(build_of(program, false, {}) == "g++ -O3");
}

TEST_CASE("what a study makes is named after the time it was begun") {
  const std::string study = study_name("2026-11-26T10:45:12Z");
  CHECK(study == "lambent-study-20261126104512");
  CHECK(function_name(study, "pi-cpp", "image-arm64") ==
        "lambent-study-20261126104512-pi-cpp-image-arm64");
  constexpr std::size_t lambda_max = 64;
  for (const auto& function : lambent::study::functions())
    for (const auto& config : lambent::study::configs())
      CHECK(function_name(study, function.id, config.id).size() <= lambda_max);
}

TEST_CASE("a function is created from a zip with its runtime, or from an image without one") {
  const auto zip = boost::json::parse(create_request({.name = "pi",
                                                      .role = "arn:aws:iam::1:role/r",
                                                      .architecture = "arm64",
                                                      .runtime = "nodejs22.x",
                                                      .handler = "index.handler",
                                                      .zip = "abc"}))
                       .as_object();
  CHECK(zip.at("Runtime") == "nodejs22.x");
  CHECK(zip.at("Code").at("ZipFile") == "YWJj");
  CHECK(zip.at("MemorySize") == 128);
  CHECK(zip.at("Architectures") == boost::json::array{"arm64"});
  CHECK_FALSE(zip.contains("PackageType"));
  const auto image =
      boost::json::parse(create_request({.name = "pi", .image_uri = "host/pi:1"})).as_object();
  CHECK(image.at("PackageType") == "Image");
  CHECK(image.at("Code").at("ImageUri") == "host/pi:1");
  CHECK_FALSE(image.contains("Runtime"));
  CHECK_FALSE(image.contains("Handler"));
}

TEST_CASE("images go to the registry that belongs to the place") {
  CHECK(registry_at("http://127.0.0.1:4566") == "127.0.0.1:4566");
  CHECK(registry_at("https://emulator.test/path") == "emulator.test");
  CHECK(registry_of("123456789012", "eu-west-1") == "123456789012.dkr.ecr.eu-west-1.amazonaws.com");
  CHECK(registry_of("123456789012", "cn-north-1") ==
        "123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn");
  CHECK(aws_base_of("nodejs18.x") == "public.ecr.aws/lambda/nodejs:18");
}

TEST_CASE("an engine of the study's own is started with the options that were given") {
  using namespace lambent::cli;
  CHECK(flags_of({}) == std::vector<std::string>{"--isolation", "full", "--network", "host-like",
                                                 "--cpu", "share", "--interface-client", "auto"});
  CHECK(flags_of({.isolation = isolation_mode::process,
                  .network = network_mode::none,
                  .cpu = cpu_mode::full,
                  .interface_client = lambent::managed::client_choice::bundled}) ==
        std::vector<std::string>{"--isolation", "process", "--network", "none", "--cpu", "full",
                                 "--interface-client", "bundled"});
}
