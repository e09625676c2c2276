// What the reader makes of tars that honest tools write, and of those that nobody should.
#include "oci/archive/tar_reader.hpp"

#include <doctest/doctest.h>

#include "oci/limits.hpp"
#include "oci/unpack/testing.hpp"

namespace {

using namespace lambent;
using namespace lambent::oci;
using oci::testing::tar_text;

struct seen {
  tar_item entry;
  std::string content;
  bool ended = false;
};

struct recorder : tar_visitor {
  std::vector<seen> entries;
  result<> begin(const tar_item& entry) override {
    entries.push_back({entry, {}, false});
    return {};
  }
  result<> content(std::string_view bytes) override {
    entries.back().content += bytes;
    return {};
  }
  result<> end() override {
    entries.back().ended = true;
    return {};
  }
};

result<std::vector<seen>> read(std::string_view tar, std::size_t piece = 1 << 20) {
  recorder heard;
  tar_reader reader(heard);
  for (; !tar.empty(); tar.remove_prefix(std::min(piece, tar.size())))
    TRY(reader.feed(tar.substr(0, piece)));
  TRY(reader.finish());
  return std::move(heard.entries);
}

std::string refusal(std::string_view tar) {
  auto got = read(tar);
  REQUIRE_FALSE(got);
  CHECK(got.error().code == 0);
  return got.error().what;
}

bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a tar is read the same in pieces of any size") {
  std::string big(5000, 'x');
  auto tar = tar_text()
                 .folder("d/", 0750)
                 .file("d/f", "hello", 0640)
                 .pax("path", std::string(300, 'p'))
                 .file("short", big)
                 .symlink("s", "/etc/passwd")
                 .hard_link("h", "d/f")
                 .file("empty", "")
                 .text();
  for (std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{511}, std::size_t{512},
                            std::size_t{513}, std::size_t{1} << 20}) {
    auto got = read(tar, piece);
    REQUIRE(got);
    REQUIRE(got->size() == 6);
    CHECK((*got)[0].entry.kind == item_kind::directory);
    CHECK((*got)[0].entry.mode == 0750);
    CHECK((*got)[1].content == "hello");
    CHECK((*got)[1].entry.modified.tv_sec == 1'700'000'000);
    CHECK((*got)[2].entry.name == std::string(300, 'p'));
    CHECK((*got)[2].content == big);
    CHECK((*got)[3].entry.link_target == "/etc/passwd");
    CHECK((*got)[4].entry.kind == item_kind::hard_link);
    CHECK((*got)[5].ended);
  }
}

TEST_CASE("pax records say size, time, links and extended attributes of the next entry alone") {
  auto tar = tar_text()
                 .pax("mtime", "-1.25")
                 .pax("SCHILY.xattr.user.note", std::string_view("a\0b", 3))
                 .pax("linkpath", "far/away")
                 .symlink("s", "near")
                 .file("f", "x")
                 .text();
  auto got = read(tar);
  REQUIRE(got);
  const auto& link = (*got)[0].entry;
  CHECK(link.link_target == "far/away");
  CHECK(link.modified.tv_sec == -2);
  CHECK(link.modified.tv_nsec == 750'000'000);
  REQUIRE(link.xattrs.size() == 1);
  CHECK(link.xattrs[0].second == std::string_view("a\0b", 3));
  CHECK((*got)[1].entry.xattrs.empty());
  CHECK((*got)[1].entry.modified.tv_sec == 1'700'000'000);
}

TEST_CASE("GNU's long names and POSIX's prefixes are names") {
  std::string name = std::string(200, 'n') + "/f";
  auto tar = tar_text();
  tar.header({.name = "././@LongLink", .type = 'L', .size = name.size() + 1});
  tar.data(std::string_view(name.c_str(), name.size() + 1)).file("cut", "1");
  std::string block(tar_text().header({.name = "file"}).unfinished());
  block.replace(345, 6, "prefix");
  auto got = read(tar.raw(tar_text::with_sum(block)).text());
  REQUIRE(got);
  CHECK((*got)[0].entry.name == name);
  CHECK((*got)[1].entry.name == "prefix/file");
}

TEST_CASE("numbers too big for octal digits are read, and impossible ones refused") {
  std::string block(tar_text().header({.name = "f", .type = '5'}).unfinished());
  block.replace(136, 12, std::string("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe"));
  auto got = read(tar_text().raw(tar_text::with_sum(block)).text());
  REQUIRE(got);
  CHECK((*got)[0].entry.modified.tv_sec == -2);

  std::string size(tar_text().header({.name = "f"}).unfinished());
  size.replace(124, 12, std::string("\x80\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01\x01"));
  CHECK(has(refusal(tar_text::with_sum(size)), "a size that is no number"));
  size.replace(124, 12, "0000000000-1");
  CHECK(has(refusal(tar_text::with_sum(size)), "a size that is no number"));
}

TEST_CASE("what is no tar, or only the beginning of one, is refused") {
  CHECK(has(refusal(std::string(512, 'x')), "this is no tar"));
  auto whole = tar_text().file("f", std::string(1000, 'x')).unfinished();
  for (std::size_t size : {std::size_t{100}, std::size_t{512}, std::size_t{900}, std::size_t{1511}})
    CHECK(has(refusal(whole.substr(0, size)), "cut off"));
  CHECK(read(whole));                  // Without zero blocks: so do some writers end.
  CHECK(read(whole.substr(0, 1512)));  // Others without the padding before them.
  CHECK(has(refusal(tar_text().pax("path", "a").unfinished().substr(0, 530)), "cut off"));
  CHECK(read(std::string(1024, '\0')));
  CHECK(has(refusal(std::string(512, '\0') + whole), "a zero block stands between"));
  CHECK(has(refusal(tar_text().pax("path", "a").text()), "a record that belongs to an entry"));
}

TEST_CASE("damaged records are refused") {
  auto record = [](std::string_view text) {
    tar_text tar;
    tar.header({.name = "x", .type = 'x', .size = text.size()}).data(text);
    return refusal(tar.file("f", "").text());
  };
  CHECK(has(record("99 path=a\n"), "damaged"));
  CHECK(has(record("9 path=ab"), "damaged"));
  CHECK(has(record("4 a\n\n"), "no name"));
  CHECK(has(record("99999999999999999999999 path=a\n"), "damaged"));
  CHECK(has(record(std::string_view("11 path=a\0\n", 11)), "NUL"));
  CHECK(has(record("10 size=-\n"), "no number"));
  CHECK(has(record("11 mtime=x\n"), "no number"));
}

TEST_CASE("records take a bounded amount of memory") {
  tar_text big;
  big.header({.name = "x", .type = 'L', .size = limits::record_max_bytes + 1});
  CHECK(has(refusal(big.unfinished()), "a record of the tar has"));
  tar_text many;
  for (std::size_t i = 0; i <= limits::records_max; ++i) many.pax("comment", "x");
  CHECK(has(refusal(many.unfinished()), "records of the tar stand before one entry"));
  auto heavy = tar_text().pax("SCHILY.xattr.user.a", std::string(limits::xattrs_max_bytes, 'x'));
  CHECK(has(refusal(heavy.unfinished()), "bytes of extended attributes"));
}

TEST_CASE("sparse files and unknown kinds of entries are refused by name") {
  CHECK(has(refusal(tar_text().header({.name = "holes", .type = 'S'}).text()),
            "holes is a sparse file"));
  CHECK(has(refusal(tar_text().pax("GNU.sparse.major", "1").file("f", "").text()), "sparse"));
  CHECK(
      has(refusal(tar_text().header({.name = "part", .type = 'M'}).text()), "part is of the kind"));
}

TEST_CASE("only files have content, whatever a header says") {
  auto tar = tar_text();
  tar.header({.name = "d", .type = '5', .size = 4096}).file("f", "x");
  auto got = read(tar.text());
  REQUIRE(got);
  REQUIRE(got->size() == 2);
  CHECK((*got)[1].entry.name == "f");
}

TEST_CASE("content can be left out by who knows where the next header is") {
  auto tar = tar_text().file("a", std::string(1000, 'x')).file("b", "").file("c", "y").text();
  recorder heard;
  tar_reader reader(heard);
  std::vector<std::size_t> headers;
  for (std::size_t at = 0; at < tar.size() && !reader.ended();) {
    headers.push_back(at);
    REQUIRE(reader.feed(std::string_view(tar).substr(at, 512)));
    at += 512 + *reader.skip_content();
  }
  CHECK(reader.ended());
  CHECK(headers == std::vector<std::size_t>{0, 1536, 2048, 3072, 3584});
  REQUIRE(heard.entries.size() == 3);
  CHECK(heard.entries[0].entry.size == 1000);
  CHECK(heard.entries[0].content.empty());
  CHECK(heard.entries[0].ended);
}

TEST_CASE("a visitor's error ends the reading") {
  struct refusing : recorder {
    result<> begin(const tar_item&) override { return sys_fail("write", ENOSPC); }
  } visitor;
  tar_reader reader(visitor);
  auto fed = reader.feed(tar_text().file("f", "").text());
  REQUIRE_FALSE(fed);
  CHECK(fed.error().code == ENOSPC);
}
