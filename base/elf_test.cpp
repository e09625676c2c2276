#include "base/elf.hpp"

#include <doctest/doctest.h>
#include <elf.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <iterator>

using lambent::read_elf;

namespace {

std::string header_of(std::uint16_t machine, std::uint16_t type = ET_EXEC) {
  Elf64_Ehdr header{};
  std::memcpy(header.e_ident, ELFMAG, SELFMAG);
  header.e_ident[EI_CLASS] = ELFCLASS64;
  header.e_ident[EI_DATA] = ELFDATA2LSB;
  header.e_type = type;
  header.e_machine = machine;
  return {reinterpret_cast<const char*>(&header), sizeof(header)};
}

std::string own_program() {
  std::ifstream file("/proc/self/exe", std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
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
  CHECK(read_elf("").error().what == "it is not an ELF executable");
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
