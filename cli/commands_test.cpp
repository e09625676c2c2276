// The commands' decisions, without a terminal, a network or a compiler.
#include <doctest/doctest.h>
#include <elf.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>

#include "base/temp_dir.hpp"
#include "cli/artefacts.hpp"
#include "cli/files.hpp"
#include "cli/invoke.hpp"
#include "cli/new.hpp"

using namespace lambent::cli;
namespace fs = std::filesystem;

namespace {

std::string static_program(std::uint16_t machine) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = ET_EXEC;
  header.e_machine = machine;
  return std::string(reinterpret_cast<const char*>(&header), sizeof(header)) +
         std::string(10'000, 'x');
}

lambent::result<artefact> package(const fs::path& dir, const std::string& bootstrap,
                                  const built_function& function) {
  REQUIRE(replace_file(dir / function.name / "bootstrap", bootstrap, 0755).has_value());
  return make_artefact(function, {.built = dir, .out = dir});
}

}  // namespace

TEST_CASE("the same program gives the same zip in any folder, zone and umask") {
  lambent::testing::temp_dir first;
  lambent::testing::temp_dir second;
  built_function function{.name = "f", .architecture = "x86_64", .files = {"bootstrap", "d/a"}};
  std::vector<std::string> zips;
  for (const auto& [dir, zone, mask] :
       {std::tuple(first.path, "UTC", 022U), std::tuple(second.path, "Asia/Tokyo", 077U)}) {
    ::setenv("TZ", zone, 1);
    mode_t before = ::umask(mask);
    REQUIRE(create_file(dir / "f/d/a", "asset").has_value());
    auto made = package(dir, static_program(EM_X86_64), function);
    ::umask(before);
    REQUIRE(made.has_value());
    CHECK(made->warnings.empty());
    zips.push_back(read_file(dir / "f.zip", 1'000'000).value());
    CHECK(made->zip_bytes == zips.back().size());
  }
  ::unsetenv("TZ");
  CHECK(zips[0] == zips[1]);
}

TEST_CASE("what Lambda cannot run is refused with the reason") {
  lambent::testing::temp_dir dir;
  built_function function{.name = "f", .architecture = "arm64", .files = {"bootstrap"}};
  std::string what = "check " + (dir.path / "f/bootstrap").string() + ": ";
  CHECK(package(dir.path, static_program(EM_X86_64), function).error().what ==
        what + "it is for x86_64, but functions.json says arm64");
  CHECK(package(dir.path, static_program(EM_MIPS), function).error().what ==
        what + "it is for machine 8, 64 bits");
  CHECK(package(dir.path, "#!/bin/sh\n", function).error().what ==
        what + "it is a script, not an ELF executable");
  function.files = {"../f/bootstrap"};
  CHECK(package(dir.path, "", function).error().what ==
        "'../f/bootstrap' is not inside the function's folder");
}

TEST_CASE("a dynamic program is packaged with a warning that names the C library") {
  lambent::testing::temp_dir dir;
  std::string self = read_file("/proc/self/exe", 1UL << 30U).value();
  auto made = package(dir.path, self, {.name = "f", .architecture = {}, .files = {"bootstrap"}});
  REQUIRE(made.has_value());
  REQUIRE(made->warnings.size() >= 1);
  CHECK(made->warnings[0].starts_with("it is linked dynamically"));
  CHECK(made->warnings[0].find("provided.al2023 has GLIBC_2.34") != std::string::npos);
}

TEST_CASE("results read as a table and as JSON") {
  std::vector<artefact> list = {{.name = "hello",
                                 .architecture = "x86_64",
                                 .binary = "/p/hello/bootstrap",
                                 .binary_bytes = 1'249'999,
                                 .zip = "/p/hello.zip",
                                 .zip_bytes = 51'499,
                                 .code_sha256 = "abc="}};
  CHECK(as_table(list) ==
        "NAME   ARCH    BINARY  ZIP    CODE SHA256\n"
        "hello  x86_64  1.2 MB  51 kB  abc=\n");
  CHECK(as_json(list) ==
        R"({"functions":[{"name":"hello","architecture":"x86_64","binary":"/p/hello/bootstrap",)"
        R"("binaryBytes":1249999,"zip":"/p/hello.zip","zipBytes":51499,"codeSha256":"abc=",)"
        R"("warnings":[]}]})"
        "\n");
  CHECK(as_json({}) == "{\"functions\":[]}\n");
}

TEST_CASE("project names follow Lambda's rule and leave CMake its own") {
  for (const char* good : {"hello", "a", "my-function_2", "9lives"})
    CHECK(check_project_name(good).has_value());
  for (const std::string& bad : {std::string(), std::string("a b"), std::string("a/b"),
                                 std::string("../a"), std::string("-a"), std::string("a.b"),
                                 std::string("gr\u00fc\u00dfe"), std::string(65, 'a')})
    CHECK(check_project_name(bad).error().what == "'" + bad + "' is not a function name");
  CHECK(check_project_name("test").error().what == "'test' means something else to CMake");
}

TEST_CASE("placeholders are filled, other braces stay") {
  CHECK(fill_in("{{name}} {name} {{other}} ${name} {{name}}", "f") ==
        "f {name} {{other}} ${name} f");
}

TEST_CASE("an invoke request names function, qualifier, scope and log tail") {
  ::setenv("AWS_ACCESS_KEY_ID", "123456789012", 1);
  http_request request = invoke_request({.name = "f:live",
                                         .data_ascii = {},
                                         .data_file = {},
                                         .endpoint_url = "http://h:1/",
                                         .region = "eu-west-1",
                                         .qualifier = "$LATEST",
                                         .tail = true},
                                        "{}");
  ::unsetenv("AWS_ACCESS_KEY_ID");
  CHECK(request.url == "http://h:1/2015-03-31/functions/f%3Alive/invocations?Qualifier=%24LATEST");
  CHECK(request.body == "{}");
  REQUIRE(request.headers.size() == 5);
  std::string date = request.headers[0].second.substr(0, 8);
  CHECK(request.headers[1].first == "Authorization");
  CHECK(request.headers[1].second ==
        "AWS4-HMAC-SHA256 Credential=123456789012/" + date +
            "/eu-west-1/lambda/aws4_request, SignedHeaders=host;x-amz-date, Signature=" +
            std::string(64, '0'));
  CHECK(request.headers[4] == std::pair<std::string, std::string>("X-Amz-Log-Type", "Tail"));
}

TEST_CASE("the endpoint comes from the flag, then the environment, then the default") {
  for (const char* name : {"LAMBENT_ENDPOINT_URL", "AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL"})
    ::unsetenv(name);
  CHECK(endpoint_for("") == "http://127.0.0.1:4566");
  ::setenv("AWS_ENDPOINT_URL", "http://c/", 1);
  CHECK(endpoint_for("") == "http://c");
  ::setenv("AWS_ENDPOINT_URL_LAMBDA", "http://b", 1);
  CHECK(endpoint_for("") == "http://b");
  ::setenv("LAMBENT_ENDPOINT_URL", "http://a", 1);
  CHECK(endpoint_for("") == "http://a");
  CHECK(endpoint_for("http://flag//") == "http://flag");
}

TEST_CASE("AWS's error answers become one line") {
  CHECK(describe_aws_error(
            {.status = 404,
             .headers = {{"x-amzn-errortype", "ResourceNotFoundException:http://internal/"}},
             .body = R"({"Type":"User","Message":"Function not found: f"})"}) ==
        "ResourceNotFoundException: Function not found: f");
  CHECK(describe_aws_error(
            {.status = 400, .headers = {}, .body = R"({"__type":"X","message":"m"})"}) == "X: m");
  CHECK(describe_aws_error({.status = 502, .headers = {}, .body = "<html>"}) == "HTTP status 502");
}
