// Packages that Lambda would refuse to run, told from programs and libraries made for the purpose.
#include "cli/build/audit/audit.hpp"

#include <doctest/doctest.h>
#include <elf.h>
#include <sys/stat.h>

#include <cstring>

#include "base/elf_header.hpp"

using namespace lambent;
using namespace lambent::cli;
using lambent::testing::bytes_of;
using lambent::testing::elf_header;

namespace {

// An ELF file of one PT_LOAD segment that maps the file to address 0, with a dynamic section.
struct elf_maker {
  std::uint16_t machine = EM_X86_64;
  std::uint16_t type = ET_EXEC;
  std::string interpreter{};
  std::vector<std::pair<std::string, std::vector<std::string>>> needs{};
  std::vector<std::string> defines{};
  std::string runpath{};
  std::string rpath{};
  bool executable_stack = false;

  [[nodiscard]] std::string make() const;
};

std::string elf_maker::make() const {
  std::string names(1, '\0');
  auto name = [&names](const std::string& text) {
    auto at = static_cast<std::uint32_t>(names.size());
    names += text + '\0';
    return at;
  };
  std::vector<Elf64_Dyn> dynamic;
  auto entry = [&dynamic](Elf64_Sxword tag, std::uint64_t value) {
    dynamic.push_back({.d_tag = tag, .d_un = {.d_val = value}});
  };
  std::string needed_versions;
  std::size_t last_need_at = 0;
  for (const auto& [library, versions] : needs) {
    entry(DT_NEEDED, name(library));
    if (versions.empty()) continue;
    if (!needed_versions.empty()) {
      auto size = static_cast<std::uint32_t>(needed_versions.size() - last_need_at);
      std::memcpy(&needed_versions[last_need_at + offsetof(Elf64_Verneed, vn_next)], &size,
                  sizeof(size));
    }
    last_need_at = needed_versions.size();
    needed_versions += bytes_of(Elf64_Verneed{.vn_version = 1,
                                              .vn_cnt = static_cast<Elf64_Half>(versions.size()),
                                              .vn_file = name(library),
                                              .vn_aux = sizeof(Elf64_Verneed),
                                              .vn_next = 0});
    for (std::size_t j = 0; j < versions.size(); ++j)
      needed_versions += bytes_of(Elf64_Vernaux{
          .vna_hash = 0,
          .vna_flags = 0,
          .vna_other = 0,
          .vna_name = name(versions[j]),
          .vna_next = j + 1 < versions.size() ? Elf64_Word{sizeof(Elf64_Vernaux)} : 0});
  }
  std::string defined_versions;
  for (std::size_t i = 0; i < defines.size(); ++i) {
    constexpr Elf64_Word size = sizeof(Elf64_Verdef) + sizeof(Elf64_Verdaux);
    defined_versions += bytes_of(Elf64_Verdef{.vd_version = 1,
                                              .vd_flags = 0,
                                              .vd_ndx = 2,
                                              .vd_cnt = 1,
                                              .vd_hash = 0,
                                              .vd_aux = sizeof(Elf64_Verdef),
                                              .vd_next = i + 1 < defines.size() ? size : 0});
    defined_versions += bytes_of(Elf64_Verdaux{.vda_name = name(defines[i]), .vda_next = 0});
  }
  if (!runpath.empty()) entry(DT_RUNPATH, name(runpath));
  if (!rpath.empty()) entry(DT_RPATH, name(rpath));

  constexpr std::uint64_t segments = 4;
  std::uint64_t at = sizeof(Elf64_Ehdr) + segments * sizeof(Elf64_Phdr);
  std::uint64_t interpreter_at = at;
  std::uint64_t names_at = interpreter_at + interpreter.size() + 1;
  std::uint64_t needs_at = names_at + names.size();
  std::uint64_t defines_at = needs_at + needed_versions.size();
  std::uint64_t dynamic_at = defines_at + defined_versions.size();
  entry(DT_STRTAB, names_at);
  if (!needed_versions.empty()) entry(DT_VERNEED, needs_at);
  if (!defines.empty()) entry(DT_VERDEF, defines_at);
  entry(DT_NULL, 0);
  std::uint64_t end = dynamic_at + dynamic.size() * sizeof(Elf64_Dyn);

  Elf64_Ehdr header = elf_header(machine, type);
  header.e_phoff = sizeof(header);
  header.e_phnum = segments;
  std::string out;
  out += bytes_of(header);
  out += bytes_of(Elf64_Phdr{.p_type = PT_LOAD, .p_flags = PF_R, .p_filesz = end});
  out += bytes_of(
      Elf64_Phdr{.p_type = interpreter.empty() ? Elf64_Word{PT_NULL} : Elf64_Word{PT_INTERP},
                 .p_flags = PF_R,
                 .p_offset = interpreter_at});
  out += bytes_of(Elf64_Phdr{
      .p_type = PT_DYNAMIC, .p_flags = PF_R, .p_offset = dynamic_at, .p_filesz = end - dynamic_at});
  out += bytes_of(Elf64_Phdr{.p_type = PT_GNU_STACK,
                             .p_flags = Elf64_Word{PF_R | PF_W} | (executable_stack ? PF_X : 0U)});
  out += interpreter + '\0' + names + needed_versions + defined_versions;
  for (const Elf64_Dyn& each : dynamic) out += bytes_of(each);
  return out;
}

constexpr const char* x86_64_loader = "/lib64/ld-linux-x86-64.so.2";

zip_member file(const std::string& name, const elf_maker& elf) {
  return {.name = name, .content = elf.make(), .mode = S_IFREG | 0755U};
}

elf_maker library() { return {.type = ET_DYN}; }

// The mistakes of a package as "file: what", on provided.al2023 unless another image is named.
std::vector<std::string> mistakes(const std::vector<zip_member>& members,
                                  audit_rules rules = {.architecture = "x86_64"}) {
  if (rules.image == nullptr) rules.image = find_image("provided.al2023").value();
  std::vector<std::string> out;
  for (const finding& each : audit(members, rules)) out.push_back(each.file + ": " + each.what);
  return out;
}

using texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a static program of the right architecture is fine") {
  CHECK(mistakes({file("bootstrap", {})}).empty());
  CHECK(mistakes({file("bootstrap", {.machine = EM_AARCH64})}, {.architecture = "arm64"}).empty());
}

TEST_CASE("a program of another architecture is a mistake, of a library, too") {
  CHECK(mistakes({file("bootstrap", {.machine = EM_AARCH64})}) ==
        texts{"bootstrap: it is for arm64, and the function for x86_64"});
  CHECK(mistakes({file("bootstrap", {.machine = EM_MIPS})}) ==
        texts{"bootstrap: it is for machine 8, and the function for x86_64"});
  elf_maker arm = library();
  arm.machine = EM_AARCH64;
  CHECK(mistakes({file("bootstrap", {}), file("lib/libz.so.1", arm)}) ==
        texts{"lib/libz.so.1: it is for arm64, and the function for x86_64"});
}

TEST_CASE("what is no program at all is a mistake in place of bootstrap alone") {
  CHECK(mistakes({{.name = "bootstrap", .content = "#!/bin/sh\n"}}) ==
        texts{"bootstrap: it is a script, not an ELF executable"});
  CHECK(mistakes({{.name = "bootstrap", .content = ""}}) == texts{"bootstrap: it is empty"});
  elf_maker object{.type = ET_REL};
  CHECK(mistakes({file("bootstrap", object)}) ==
        texts{"bootstrap: it is an ELF file but not an executable"});
  CHECK(mistakes({file("bootstrap", {}),
                  {.name = "run.sh", .content = "#!/bin/sh\n"},
                  file("data.o", object)})
            .empty());
}

TEST_CASE("a C or C++ library younger than the image's is a mistake, with what the image has") {
  elf_maker program{.interpreter = x86_64_loader,
                    .needs = {{"libc.so.6", {"GLIBC_2.2.5", "GLIBC_2.34"}},
                              {"libstdc++.so.6", {"GLIBCXX_3.4.29", "CXXABI_1.3.13"}}}};
  CHECK(mistakes({file("bootstrap", program)}).empty());
  CHECK(mistakes({file("bootstrap", program)},
                 {.image = find_image("provided.al2").value(), .architecture = "x86_64"}) ==
        texts{"bootstrap: it needs GLIBC_2.34, and provided.al2 has GLIBC_2.26: it would not start "
              "there",
              "bootstrap: it needs GLIBCXX_3.4.29, and provided.al2 has GLIBCXX_3.4.24: it would "
              "not start there",
              "bootstrap: it needs CXXABI_1.3.13, and provided.al2 has CXXABI_1.3.11: it would not "
              "start there"});
  program.needs = {{"libc.so.6", {"GLIBC_2.36", "GLIBC_2.38", "GLIBC_PRIVATE"}}};
  CHECK(mistakes({file("bootstrap", program)}) ==
        texts{"bootstrap: it needs GLIBC_2.38, and provided.al2023 has GLIBC_2.34: it would not "
              "start there"});
  program.needs = {{"libc.so.6", {"GLIBC_ABI_DT_RELR"}}};
  CHECK(mistakes({file("bootstrap", program)}) ==
        texts{"bootstrap: it needs GLIBC_2.36, and provided.al2023 has GLIBC_2.34: it would not "
              "start there"});
}

TEST_CASE("the way out of an old C library is named for the architecture") {
  elf_maker program{.machine = EM_AARCH64,
                    .interpreter = "/lib/ld-linux-aarch64.so.1",
                    .needs = {{"libc.so.6", {"GLIBC_2.38"}}}};
  auto found = audit({file("bootstrap", program)},
                     {.image = find_image("provided.al2023").value(), .architecture = "arm64"});
  REQUIRE(found.size() == 1);
  CHECK(found[0].hint ==
        "lambent_function() links statically; link with -static, or build for an older C library: "
        "--target aarch64-linux-gnu.2.34");
}

TEST_CASE("another loader than the image's is a mistake") {
  CHECK(mistakes({file("bootstrap", {.interpreter = "/lib/ld-musl-x86_64.so.1"})}) ==
        texts{"bootstrap: its loader is /lib/ld-musl-x86_64.so.1, musl's, which provided.al2023 "
              "does not have"});
  CHECK(mistakes({file("bootstrap", {.interpreter = "/nix/store/ld-linux-x86-64.so.2"})}) ==
        texts{"bootstrap: its loader is /nix/store/ld-linux-x86-64.so.2, which provided.al2023 "
              "does not have"});
}

TEST_CASE("a shared library must be in the package, in the image or in a layer") {
  elf_maker program{.interpreter = x86_64_loader, .needs = {{"libfoo.so.1", {}}}};
  const texts missing = {
      "bootstrap: it needs the shared library libfoo.so.1, which is neither in the package nor in "
      "provided.al2023"};
  CHECK(mistakes({file("bootstrap", program)}) == missing);
  CHECK(mistakes({file("bootstrap", program), file("libfoo.so.1", library())}).empty());
  CHECK(mistakes({file("bootstrap", program), file("lib/libfoo.so.1", library())}).empty());
  CHECK(mistakes({file("bootstrap", program), file("other/libfoo.so.1", library())}) == missing);
  CHECK(mistakes({file("bootstrap", program)},
                 {.architecture = "x86_64", .layer_libraries = {"libfoo.so.1"}})
            .empty());
  program.runpath = "/usr/lib:$ORIGIN/other";
  CHECK(mistakes({file("bootstrap", program), file("other/libfoo.so.1", library())}).empty());
  program.runpath = "/var/task/other";
  CHECK(mistakes({file("bootstrap", program), file("other/libfoo.so.1", library())}).empty());
  for (const char* elsewhere : {"/var/task/../other", "/opt/other", "other"}) {
    program.runpath = elsewhere;
    CHECK(mistakes({file("bootstrap", program), file("other/libfoo.so.1", library())}) == missing);
  }
}

TEST_CASE("a library is found through the links to it") {
  elf_maker program{.interpreter = x86_64_loader, .needs = {{"libfoo.so.1", {}}}};
  zip_member link{.name = "lib/libfoo.so.1", .content = "libfoo.so.1.2", .mode = S_IFLNK | 0777U};
  CHECK(mistakes({file("bootstrap", program), link, file("lib/libfoo.so.1.2", library())}).empty());
  CHECK(mistakes({file("bootstrap", program), link}).size() == 1);
  link.content = "libfoo.so.1";
  CHECK(mistakes({file("bootstrap", program), link}).size() == 1);
}

TEST_CASE(
    "libraries in the package are judged like the program, and must offer what is asked for") {
  elf_maker program{.interpreter = x86_64_loader, .needs = {{"libfoo.so.1", {"FOO_2"}}}};
  elf_maker foo = library();
  foo.defines = {"FOO_1"};
  foo.needs = {{"libc.so.6", {"GLIBC_2.36"}}};
  CHECK(mistakes({file("bootstrap", program), file("lib/libfoo.so.1", foo)}) ==
        texts{"bootstrap: it needs FOO_2 of libfoo.so.1, which lib/libfoo.so.1 does not have",
              "lib/libfoo.so.1: it needs GLIBC_2.36, and provided.al2023 has GLIBC_2.34: it would "
              "not start there"});
  foo.defines = {"FOO_1", "FOO_2"};
  foo.needs = {};
  CHECK(mistakes({file("bootstrap", program), file("lib/libfoo.so.1", foo)}).empty());
}

TEST_CASE("a C++ library in the package is passed over, since the image's comes first") {
  elf_maker program{.interpreter = x86_64_loader,
                    .needs = {{"libstdc++.so.6", {"GLIBCXX_3.4.32"}}}};
  elf_maker younger = library();
  younger.defines = {"GLIBCXX_3.4.32"};
  std::vector<zip_member> package = {file("bootstrap", program),
                                     file("lib/libstdc++.so.6", younger)};
  CHECK(
      mistakes(package) ==
      texts{"bootstrap: it needs GLIBCXX_3.4.32, and provided.al2023 has GLIBCXX_3.4.29: it would "
            "not start there"});
  // An rpath comes before LD_LIBRARY_PATH.
  program.rpath = "$ORIGIN/lib";
  package[0] = file("bootstrap", program);
  CHECK(mistakes(package).empty());
}

TEST_CASE("an extension's layer has its libraries in lib alone") {
  elf_maker program{.interpreter = x86_64_loader, .needs = {{"libfoo.so.1", {}}}};
  audit_rules rules{.architecture = "x86_64", .program = "extensions/e"};
  CHECK(
      mistakes({file("extensions/e", program), file("lib/libfoo.so.1", library())}, rules).empty());
  CHECK(mistakes({file("extensions/e", program), file("libfoo.so.1", library())}, rules).size() ==
        1);
}

TEST_CASE("a stack that may be executed is a mistake") {
  CHECK(mistakes({file("bootstrap", {.executable_stack = true})}) ==
        texts{"bootstrap: its stack may be executed, an open door for attackers"});
}

TEST_CASE("only Lambda's images for programs of one's own are known") {
  CHECK(find_image("provided.al2023").value()->name == "provided.al2023");
  CHECK(find_image("python3.12").error().what ==
        "'python3.12' is not a runtime for programs of one's own");
}
