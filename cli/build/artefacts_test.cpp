// What is packaged and what is refused, without a compiler.
#include "cli/build/artefacts.hpp"

#include <doctest/doctest.h>
#include <elf.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <cstring>
#include <filesystem>

#include "base/files.hpp"
#include "base/temp_dir.hpp"

using namespace lambent;
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
