#include "base/elf.hpp"
#include "base/elf_header.hpp"

#include <dlfcn.h>
#include <doctest/doctest.h>
#include <elf.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <iterator>

using lambent::elf_version_needs;
using lambent::read_elf;
using lambent::testing::bytes_of;
using lambent::testing::elf_header;

namespace {

std::string header_of(std::uint16_t machine, std::uint16_t type = ET_EXEC) {
  return bytes_of(elf_header(machine, type));
}

std::string with_segment(std::uint16_t machine, Elf64_Phdr segment, const std::string& content) {
  Elf64_Ehdr header = elf_header(machine);
  header.e_phoff = sizeof(header);
  header.e_phnum = 1;
  segment.p_offset = sizeof(header) + sizeof(segment);
  segment.p_filesz = content.size();
  return bytes_of(header) + bytes_of(segment) + content;
}

std::string words(std::initializer_list<std::uint32_t> values) {
  std::string out;
  for (std::uint32_t value : values)
    out.append(reinterpret_cast<const char*>(&value), sizeof(value));
  return out;
}

std::string file_at(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string own_program() { return file_at("/proc/self/exe"); }

bool contains(const std::vector<std::string>& all, std::string_view one) {
  return std::ranges::find(all, one) != all.end();
}

}  // namespace

TEST_CASE("this dynamic test program names its interpreter, libraries and C library") {
  auto info = read_elf(own_program());
  REQUIRE(info.has_value());
  CHECK(info->bits == 64);
  CHECK(info->dynamic);
  CHECK(std::ranges::find(info->needed, "libc.so.6") != info->needed.end());
  CHECK(info->glibc_needed.starts_with("2."));
}

TEST_CASE("a shared library names the versions it offers, and has no interpreter") {
  Dl_info found{};
  REQUIRE(::dladdr(reinterpret_cast<const void*>(&std::terminate), &found) != 0);
  auto info = read_elf(file_at(found.dli_fname));
  REQUIRE(info.has_value());
  CHECK_FALSE(info->dynamic);
  CHECK(contains(info->versions_defined, "GLIBCXX_3.4.29"));
  CHECK_FALSE(contains(info->versions_defined, "libstdc++.so.6"));
  CHECK_FALSE(info->executable_stack);
}

TEST_CASE("the versions asked for stand under the library they are asked of") {
  auto info = read_elf(own_program());
  REQUIRE(info.has_value());
  CHECK(info->interpreter.find("/ld-linux") != std::string::npos);
  auto libc = std::ranges::find(info->version_needs, "libc.so.6", &elf_version_needs::library);
  REQUIRE(libc != info->version_needs.end());
  CHECK(contains(libc->versions, "GLIBC_" + info->glibc_needed));
  auto cxx = std::ranges::find(info->version_needs, "libstdc++.so.6", &elf_version_needs::library);
  REQUIRE(cxx != info->version_needs.end());
  CHECK(std::ranges::any_of(cxx->versions, [](const std::string& version) {
    return version.starts_with("GLIBCXX_3.4");
  }));
}

TEST_CASE("the instruction set level is read from the program's property note") {
  // The property GNU_PROPERTY_X86_ISA_1_NEEDED: baseline, v2 and v3.
  std::string note = words({4, 16, NT_GNU_PROPERTY_TYPE_0}) + std::string("GNU\0", 4) +
                     words({0xc0008002, 4, 0x7, 0});
  Elf64_Phdr segment{.p_type = PT_NOTE, .p_flags = PF_R, .p_align = 8};
  CHECK(read_elf(with_segment(EM_X86_64, segment, note))->x86_64_level == 3);
  CHECK(read_elf(with_segment(EM_AARCH64, segment, note))->x86_64_level == 0);
  CHECK(read_elf(with_segment(EM_X86_64, segment, note.substr(0, 20)))->x86_64_level == 0);
  CHECK(read_elf(header_of(EM_X86_64))->x86_64_level == 0);
}

TEST_CASE("a stack that may be executed is seen") {
  Elf64_Phdr segment{.p_type = PT_GNU_STACK, .p_flags = PF_R | PF_W | PF_X};
  CHECK(read_elf(with_segment(EM_X86_64, segment, ""))->executable_stack);
  segment.p_flags = PF_R | PF_W;
  CHECK_FALSE(read_elf(with_segment(EM_X86_64, segment, ""))->executable_stack);
}

TEST_CASE("machines get the names that AWS uses") {
  CHECK(read_elf(header_of(EM_X86_64))->architecture == "x86_64");
  CHECK(read_elf(header_of(EM_AARCH64))->architecture == "arm64");
  CHECK(read_elf(header_of(EM_MIPS))->architecture == "machine 8");
}

TEST_CASE("a program without an interpreter is static") {
  auto info = read_elf(header_of(EM_X86_64));
  REQUIRE(info.has_value());
  CHECK_FALSE(info->dynamic);
  CHECK(info->needed.empty());
}

TEST_CASE("what is not an executable is refused with the reason") {
  CHECK(read_elf("").error().what == "it is empty");
  CHECK(read_elf("hello\n").error().what == "it is not an ELF executable");
  CHECK(read_elf("\xcf\xfa\xed\xfe....").error().what ==
        "it is a program for macOS, not an ELF executable");
  CHECK(read_elf("MZ...").error().what == "it is a program for Windows, not an ELF executable");
  CHECK(read_elf("!<arch>\n").error().what == "it is a static library, not an ELF executable");
  CHECK(read_elf("#!/bin/sh\n").error().what == "it is a script, not an ELF executable");
  CHECK(read_elf("\x7f"
                 "ELF")
            .error()
            .what == "the ELF header is cut short");
  CHECK(read_elf(header_of(EM_X86_64).substr(0, 40)).error().what == "the ELF header is cut short");
  CHECK(read_elf(header_of(EM_X86_64, ET_REL)).error().what ==
        "it is an ELF file but not an executable");
}

TEST_CASE("a file cut at any place is read or refused, never overrun") {
  std::string whole = own_program();
  for (std::size_t size : {64UL, 65UL, 120UL, 1000UL, 4096UL, 20000UL, whole.size() / 2})
    (void)read_elf(std::string_view(whole).substr(0, size));
  auto cut = read_elf(std::string_view(whole).substr(0, 100));
  CHECK(cut.error().what == "the ELF program headers are cut short");
}

TEST_CASE("versions compare by number, not by letter") {
  CHECK(lambent::version_is_higher("2.36", "2.4"));
  CHECK(lambent::version_is_higher("2.2.5", "2.2"));
  CHECK_FALSE(lambent::version_is_higher("2.34", "2.34"));
  CHECK_FALSE(lambent::version_is_higher("2.3.4", "2.34"));
}
