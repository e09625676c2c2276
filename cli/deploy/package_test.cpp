// Which bytes are deployed, and which are refused before AWS is asked.
#include "cli/deploy/package.hpp"

#include <doctest/doctest.h>
#include <elf.h>

#include "base/elf_header.hpp"
#include "base/files.hpp"
#include "base/temp_dir.hpp"
#include "cli/build/package/artefacts.hpp"

using namespace lambent;
using namespace lambent::cli;
using namespace lambent::cli::deploy;
namespace fs = std::filesystem;

namespace {

// A static program; `stack` are the flags of its segment PT_GNU_STACK.
std::string program(std::uint32_t stack = PF_R | PF_W, char filling = 'x') {
  Elf64_Ehdr header = lambent::testing::elf_header(EM_X86_64);
  header.e_phoff = sizeof(Elf64_Ehdr);
  header.e_phentsize = sizeof(Elf64_Phdr);
  header.e_phnum = 1;
  Elf64_Phdr segment{};
  segment.p_type = PT_GNU_STACK;
  segment.p_flags = stack;
  return lambent::testing::bytes_of(header) + lambent::testing::bytes_of(segment) +
         std::string(1000, filling);
}

struct workplace {
  lambent::testing::temp_dir dir;
  packaging how{.built = dir.path / "tree", .out = dir.path / "out"};

  void put(const fs::path& path, const std::string& content) const {
    REQUIRE(replace_file(path, content, 0755).has_value());
  }

  // As `lambent build` leaves it.
  void build(const std::string& content, const std::string& build_type = "Release") const {
    put(how.built / "f/bootstrap", content);
    auto package = prepare_package(
        {.name = "f", .target = "f", .architecture = "x86_64", .files = {"bootstrap"}}, how);
    REQUIRE(package.has_value());
    auto made = write_artefact(*package, how);
    REQUIRE(made.has_value());
    REQUIRE(write_manifest({*made}, how.out, build_type).has_value());
  }

  [[nodiscard]] package_request request() const {
    package_request out{.lambda_dir = how.out, .image = find_image("provided.al2023").value()};
    if (auto all = deployable_programs(how.out, program_kind::function); all && !all->empty())
      out.program = all->front();
    return out;
  }
};

}  // namespace

TEST_CASE("a flattened program is packed from where it lies") {
  workplace at;
  at.how.flatten = "f";
  at.how.zip = false;
  at.build(program());
  auto code = read_package(at.request());
  REQUIRE_MESSAGE(code.has_value(), code.error().what);
  CHECK(code->zip == at.how.out / "bootstrap");
  CHECK(code->architecture == "x86_64");
}

TEST_CASE("a zip that is older than the flattened program is not deployed") {
  workplace at;
  at.build(program());
  at.how.flatten = "f";
  at.how.zip = false;
  at.build(program(PF_R | PF_W, 'y'));
  auto code = read_package(at.request());
  REQUIRE_FALSE(code.has_value());
  CHECK(code.error().what == (at.how.out / "f.zip").string() + " has another program than " +
                                 (at.how.out / "bootstrap").string());
}

TEST_CASE("what is built for a sanitizer stays on this machine") {
  workplace at;
  at.how.zip = false;
  at.build(program(), "RelWithDebInfo-address");
  auto code = read_package(at.request());
  REQUIRE_FALSE(code.has_value());
  CHECK(code.error().what == "f was built with --sanitize address, for this machine alone");
  CHECK(code.error().hint == "`lambent build f --release` builds it for AWS Lambda");
  at.build(program(), "Release-undefined");
  CHECK(read_package(at.request()).has_value());
}

TEST_CASE("every package is audited, wherever it comes from") {
  workplace at;
  const std::string bad = program(PF_R | PF_W | PF_X);
  at.put(at.dir.path / "mine", bad);
  package_request request = at.request();
  request.program.name = "f";
  request.given = at.dir.path / "mine";
  auto code = read_package(request);
  REQUIRE_FALSE(code.has_value());
  CHECK(code.error().what == "audit " + request.given.string() +
                                 ": it would not run on AWS Lambda: bootstrap: its stack may be "
                                 "executed, an open door for attackers");
  CHECK_FALSE(code.error().hint.empty());
  at.build(bad);
  CHECK_FALSE(read_package(at.request()).has_value());
  at.how.zip = false;
  fs::remove(at.how.out / "f.zip");
  at.build(bad);
  CHECK_FALSE(read_package(at.request()).has_value());
}
