#include "base/zip_writer.hpp"

#include <doctest/doctest.h>
#include <zip.h>

#include <cstdlib>
#include <memory>

namespace {

using lambent::make_zip;
using lambent::zip_compression;
using lambent::zip_member;

struct read_back {
  std::string name;
  std::string content;
  std::uint32_t mode;
};

// What an independent reader, libzip, finds in the archive.
std::vector<read_back> read_all(const std::string& bytes) {
  zip_error_t problem;
  zip_error_init(&problem);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &problem);
  REQUIRE(source != nullptr);
  std::unique_ptr<zip_t, void (*)(zip_t*)> archive(
      zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &problem), zip_discard);
  REQUIRE(archive != nullptr);
  std::vector<read_back> out;
  for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
    auto index = static_cast<zip_uint64_t>(i);
    zip_stat_t stat;
    REQUIRE(zip_stat_index(archive.get(), index, 0, &stat) == 0);
    zip_uint8_t system = 0;
    zip_uint32_t attributes = 0;
    REQUIRE(zip_file_get_external_attributes(archive.get(), index, 0, &system, &attributes) == 0);
    CHECK(system == ZIP_OPSYS_UNIX);
    CHECK(zip_file_extra_fields_count(archive.get(), index, ZIP_FL_CENTRAL) == 0);
    std::string content(stat.size, '\0');
    zip_file_t* file = zip_fopen_index(archive.get(), index, 0);
    REQUIRE(file != nullptr);
    CHECK(zip_fread(file, content.data(), content.size()) ==
          static_cast<zip_int64_t>(content.size()));
    CHECK(zip_fclose(file) == 0);  // Reports a wrong CRC.
    out.push_back({stat.name, content, attributes >> 16U});
  }
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (char c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}

}  // namespace

TEST_CASE("an independent reader finds names, contents and modes, sorted by name") {
  std::string large(300'000, 'x');
  auto zip = make_zip({{.name = "lib/data", .content = large},
                       {.name = "bootstrap",
                        .content = "\x7f"
                                   "ELF",
                        .mode = 0100755},
                       {.name = "empty", .content = ""},
                       {.name = "lib/", .content = "", .mode = 040755}});
  REQUIRE(zip.has_value());
  CHECK(zip->size() < 2000);
  auto entries = read_all(*zip);
  REQUIRE(entries.size() == 4);
  CHECK(entries[0].name == "bootstrap");
  CHECK(entries[0].content ==
        "\x7f"
        "ELF");
  CHECK(entries[0].mode == 0100755);
  CHECK(entries[1].name == "empty");
  CHECK(entries[1].mode == 0100644);
  CHECK(entries[2].name == "lib/");
  CHECK(entries[2].mode == 040755);
  CHECK(entries[3].name == "lib/data");
  CHECK(entries[3].content == large);
}

TEST_CASE("the bytes do not depend on the order of the input or on the time zone") {
  std::string text(5000, 'a');
  std::string bytes;
  for (const char* zone : {"UTC", "Pacific/Kiritimati", "America/Los_Angeles"}) {
    REQUIRE(::setenv("TZ", zone, 1) == 0);
    auto forth = make_zip({{.name = "a", .content = text}, {.name = "b", .content = "2"}});
    auto back = make_zip({{.name = "b", .content = "2"}, {.name = "a", .content = text}});
    REQUIRE(forth.has_value());
    CHECK(*forth == *back);
    if (!bytes.empty()) CHECK(*forth == bytes);
    bytes = *forth;
  }
  ::unsetenv("TZ");
}

TEST_CASE("a stored archive is these bytes, whatever the version of zlib") {
  auto zip = make_zip({{.name = "a", .content = "hi", .mode = 0100755}}, zip_compression::store);
  REQUIRE(zip.has_value());
  CHECK(
      hex(*zip) ==
      "504b030414000000000000002100ac2a93d8020000000200000001000000616869"
      "504b0102140314000000000000002100ac2a93d80200000002000000010000000000000000000000ed8100000000"
      "61"
      "504b050600000000010001002f000000210000000000");
}

TEST_CASE("an entry that would not shrink is stored") {
  auto zip = make_zip({{.name = "a", .content = "hi"}});
  auto stored = make_zip({{.name = "a", .content = "hi"}}, zip_compression::store);
  CHECK(zip.value() == stored.value());
}

TEST_CASE("a name that is empty, repeated or overlong is refused") {
  CHECK(make_zip({{.name = "", .content = ""}}).error().what == "make a zip: an entry has no name");
  CHECK(make_zip({{.name = "a", .content = ""}, {.name = "a", .content = "x"}}).error().what ==
        "make a zip: 'a' occurs twice");
  CHECK(make_zip({{.name = std::string(65536, 'n'), .content = ""}}).error().what ==
        "make a zip: an entry's name is longer than 65535 bytes");
}

TEST_CASE("names outside ASCII are marked as UTF-8") {
  auto zip = make_zip({{.name = "gr\u00fc\u00dfe", .content = "x"}});
  REQUIRE(zip.has_value());
  CHECK(read_all(*zip)[0].name == "gr\u00fc\u00dfe");
}
