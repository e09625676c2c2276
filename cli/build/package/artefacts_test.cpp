// What is packaged, where it goes and what is refused, without a compiler.
#include "cli/build/package/artefacts.hpp"

#include <doctest/doctest.h>
#include <elf.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "base/elf_header.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/build/package/includes.hpp"

using namespace lambent;
using namespace lambent::cli;
namespace fs = std::filesystem;

namespace {

std::string static_program(std::uint16_t machine) {
  return lambent::testing::bytes_of(lambent::testing::elf_header(machine)) +
         std::string(10'000, 'x');
}

built_program function(const std::string& name, std::vector<std::string> files = {"bootstrap"}) {
  return {.name = name, .target = name, .architecture = "x86_64", .files = std::move(files)};
}

packaging into(const fs::path& dir) {
  return {
      .built = dir / "tree", .out = dir / "out", .image = find_image("provided.al2023").value()};
}

void put(const fs::path& path, const std::string& content, unsigned mode = 0755) {
  REQUIRE(replace_file(path, content, mode).has_value());
}

artefact packed(const built_program& program, const packaging& how) {
  auto package = prepare_package(program, how);
  REQUIRE(package.has_value());
  REQUIRE(package->mistakes.empty());
  auto made = write_artefact(*package, how);
  REQUIRE(made.has_value());
  return *std::move(made);
}

}  // namespace

TEST_CASE("a program that has lost its right to be executed gets it back") {
  lambent::testing::temp_dir dir;
  put(dir.path / "tree/hello/bootstrap", static_program(EM_X86_64));
  const packaging how = into(dir.path);
  const fs::path placed = dir.path / "out/hello/bootstrap";
  for (fs::perms perms : {fs::perms::owner_all, fs::perms::owner_read | fs::perms::owner_write}) {
    (void)packed(function("hello"), how);
    REQUIRE((fs::status(placed).permissions() & fs::perms::owner_exec) != fs::perms::none);
    fs::permissions(placed, perms);
  }
  (void)packed(function("hello"), how);
  CHECK((fs::status(placed).permissions() & fs::perms::owner_exec) != fs::perms::none);
}

TEST_CASE("the same program gives the same zip in any folder, zone and umask") {
  lambent::testing::temp_dir first;
  lambent::testing::temp_dir second;
  std::vector<std::string> zips;
  for (const auto& [dir, zone, mask] :
       {std::tuple(first.path, "UTC", 022U), std::tuple(second.path, "Asia/Tokyo", 077U)}) {
    ::setenv("TZ", zone, 1);
    mode_t before = ::umask(mask);
    put(dir / "tree/f/bootstrap", static_program(EM_X86_64));
    REQUIRE(create_file(dir / "tree/f/d/a", "asset").has_value());
    REQUIRE(create_file(dir / "assets/b", "other").has_value());
    packaging how = into(dir);
    how.includes = read_includes({"assets"}, dir).value();
    artefact made = packed(function("f", {"bootstrap", "d/a"}), how);
    ::umask(before);
    zips.push_back(read_file(dir / "out/f.zip", 1'000'000).value());
    CHECK(made.zip_bytes == zips.back().size());
    CHECK(made.members == std::vector<std::string>{"assets/b", "bootstrap", "d/a"});
  }
  ::unsetenv("TZ");
  CHECK(zips[0] == zips[1]);
}

TEST_CASE("functions and extensions have their places, in the folder and in the zip") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  put(how.built / "f/bootstrap", static_program(EM_X86_64));
  put(how.built / "extensions/e", static_program(EM_X86_64));
  built_program extension{.name = "e",
                          .kind = program_kind::extension,
                          .target = "e",
                          .architecture = "x86_64",
                          .files = {}};

  artefact made = packed(extension, how);
  CHECK(made.binary == how.out / "extensions/e");
  CHECK(made.zip == how.out / "extensions/e.zip");
  CHECK(made.members == std::vector<std::string>{"extensions/e"});
  how.internal = true;
  CHECK(packed(extension, how).members == std::vector<std::string>{"e"});

  CHECK(packed(function("f"), how).binary == how.out / "f/bootstrap");
  how.flatten = "f";
  how.zip = false;
  made = packed(function("f"), how);
  CHECK(made.binary == how.out / "bootstrap");
  CHECK(made.zip.empty());
  CHECK(fs::exists(how.out / "bootstrap"));
}

TEST_CASE("a program that has not changed is not written again") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  put(how.built / "f/bootstrap", static_program(EM_X86_64));
  fs::path written = packed(function("f"), how).binary;
  auto then = fs::last_write_time(written) - std::chrono::hours(1);
  fs::last_write_time(written, then);
  packed(function("f"), how);
  CHECK(fs::last_write_time(written) == then);
  put(how.built / "f/bootstrap", static_program(EM_X86_64) + "!");
  packed(function("f"), how);
  CHECK(fs::last_write_time(written) != then);
}

TEST_CASE("a CMake tree of the user's own in build/ finds its program out of date") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  how.out = dir.path / "build/lambda";
  put(dir.path / "build/CMakeCache.txt", "", 0644);
  put(how.built / "f/bootstrap", static_program(EM_X86_64));
  CHECK(fs::last_write_time(packed(function("f"), how).binary) <
        fs::last_write_time(dir.path / "build/CMakeCache.txt") - std::chrono::years(20));
}

TEST_CASE("files that are not the function's, or there twice, are refused") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  put(how.built / "f/bootstrap", static_program(EM_X86_64));
  CHECK(prepare_package(function("f", {"../f/bootstrap"}), how).error().what ==
        "'../f/bootstrap' is not inside the function's folder");
  how.includes = {{.name = "bootstrap", .content = "mine"}};
  CHECK(prepare_package(function("f"), how).error().what ==
        "'bootstrap' is included, and the build makes a file of that name");
}

TEST_CASE("a package larger than Lambda takes is a mistake, one for S3 only a warning") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  put(how.built / "f/bootstrap", static_program(EM_X86_64));
  how.includes = {{.name = "large", .content = std::string(unzipped_bytes_max, 'x')}};
  auto package = prepare_package(function("f"), how);
  REQUIRE(package.has_value());
  REQUIRE(package->mistakes.size() == 1);
  CHECK(package->mistakes[0].what ==
        "the package has 251 MB unzipped, and AWS Lambda takes 250 MB");

  std::string noise(direct_upload_bytes_max + 1, '\0');
  std::ifstream("/dev/urandom", std::ios::binary)
      .read(noise.data(), static_cast<std::streamsize>(noise.size()));
  how.includes = {{.name = "noise", .content = noise}};
  artefact made = packed(function("f"), how);
  REQUIRE(made.warnings.size() == 1);
  CHECK(made.warnings[0].what == "it has 51 MB, and AWS Lambda takes 50 MB directly");
  CHECK(made.warnings[0].hint == "upload it through Amazon S3");
}

TEST_CASE("functions.json keeps what other builds left there, and forgets what is gone") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  for (const char* name : {"a", "b", "c"})
    put(how.built / name / "bootstrap", static_program(EM_X86_64));
  std::vector<artefact> all = {packed(function("a"), how), packed(function("b"), how),
                               packed(function("c"), how)};
  REQUIRE(write_manifest(all, how.out, "Release").has_value());
  fs::remove(how.out / "c/bootstrap");
  artefact arm = packed(function("b"), how);
  arm.architecture = "arm64";
  arm.code_sha256 = "abc=";
  REQUIRE(write_manifest({arm}, how.out, "Debug").has_value());
  CHECK(read_file(how.out / "functions.json", 10'000).value() ==
        "[\n"
        R"(  {"name":"a","kind":"function","architecture":"x86_64","buildType":"Release",)"
        R"("binary":"a/bootstrap","zip":"a.zip","codeSha256":")" +
            all[0].code_sha256 +
            R"(","files":["bootstrap"]},)"
            "\n"
            R"(  {"name":"b","kind":"function","architecture":"arm64","buildType":"Debug",)"
            R"("binary":"b/bootstrap","zip":"b.zip","codeSha256":"abc=","files":["bootstrap"]})"
            "\n]\n");
  auto read = read_functions_json(how.out);
  REQUIRE(read.has_value());
  CHECK(read->at(1).architecture == "arm64");
}

TEST_CASE("functions.json forgets the function whose flat bootstrap was written over") {
  lambent::testing::temp_dir dir;
  packaging how = into(dir.path);
  for (const char* name : {"a", "b"}) {
    put(how.built / name / "bootstrap", static_program(EM_X86_64) + name);
    how.flatten = name;
    REQUIRE(write_manifest({packed(function(name), how)}, how.out, "Release").has_value());
  }
  auto read = read_functions_json(how.out);
  REQUIRE(read.has_value());
  REQUIRE(read->size() == 1);
  CHECK(read->front().name == "b");
  CHECK(place_of(read->front()) == "bootstrap");
}

TEST_CASE("results read as a table and as JSON") {
  std::vector<artefact> list = {{.name = "hello",
                                 .architecture = "x86_64",
                                 .binary = "/p/hello/bootstrap",
                                 .binary_bytes = 1'249'999,
                                 .members = {"bootstrap"},
                                 .unzipped_bytes = 1'249'999,
                                 .zip = "/p/hello.zip",
                                 .zip_bytes = 51'499,
                                 .code_sha256 = "abc=",
                                 .warnings = {{.file = "hello.zip", .what = "it is large"}}}};
  CHECK(as_table(list) ==
        "NAME   ARCH    BINARY  ZIP    CODE SHA256\n"
        "hello  x86_64  1.2 MB  51 kB  abc=\n");
  CHECK(as_json(list) ==
        R"({"functions":[{"name":"hello","kind":"function","architecture":"x86_64",)"
        R"("binary":"/p/hello/bootstrap","binaryBytes":1249999,"files":["bootstrap"],)"
        R"("unzippedBytes":1249999,"zip":"/p/hello.zip","zipBytes":51499,"codeSha256":"abc=",)"
        R"("warnings":["hello.zip: it is large"]}]})"
        "\n");
  CHECK(as_json({}) == "{\"functions\":[]}\n");
}
