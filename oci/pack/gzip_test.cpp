#include "oci/pack/gzip.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <string>

namespace lambent::oci {
namespace {

std::string packed(std::string_view content, std::size_t portion = 1UL << 20) {
  std::string out;
  gzip_packer packer([&out](std::string_view piece) -> result<> {
    out += piece;
    return {};
  });
  for (; !content.empty(); content.remove_prefix(std::min(portion, content.size())))
    REQUIRE(packer.add(content.substr(0, portion)));
  REQUIRE(packer.finish());
  return out;
}

result<std::string> unpacked(std::string_view bytes, std::size_t portion = 1UL << 20,
                             std::uint64_t bytes_max = 1UL << 30) {
  std::string out;
  gzip_unpacker unpacker(
      [&out](std::string_view piece) -> result<> {
        out += piece;
        return {};
      },
      bytes_max);
  for (; !bytes.empty(); bytes.remove_prefix(std::min(portion, bytes.size())))
    TRY(unpacker.add(bytes.substr(0, portion)));
  TRY(unpacker.finish());
  return out;
}

std::string mixed(std::size_t bytes) {
  std::string out;
  for (unsigned state = 1; out.size() < bytes; state = state * 1103515245 + 12345)
    out.append((state >> 16) % 7, static_cast<char>(state >> 24));
  return out;
}

TEST_CASE("what is packed comes out again, in whatever portions") {
  std::string content = mixed(3'000'000);
  std::string whole = packed(content);
  CHECK(whole.size() < content.size());
  CHECK(packed(content, 4096) == whole);
  CHECK(*unpacked(whole) == content);
  CHECK(*unpacked(whole, 1000) == content);
  CHECK(*unpacked(packed("")) == "");
}

TEST_CASE("packed bytes name no file and no time") {
  std::string bytes = packed("x");
  CHECK(is_gzip(bytes));
  CHECK(bytes[3] == 0);                               // No flags: no name, no comment.
  CHECK(bytes.substr(4, 4) == std::string(4, '\0'));  // MTIME.
  CHECK(!is_zstd(bytes));
}

TEST_CASE("several members are one content") {
  CHECK(*unpacked(packed("one ") + packed("two")) == "one two");
}

TEST_CASE("broken, truncated and oversized data is refused") {
  std::string whole = packed(mixed(100'000));
  std::string broken = whole;
  broken[whole.size() / 2] ^= 0x55;
  CHECK(!unpacked(broken));
  auto truncated = unpacked(whole.substr(0, whole.size() - 1));
  REQUIRE(!truncated);
  CHECK(truncated.error().what == "gzip: the data ends too early");
  CHECK(!unpacked(""));
  CHECK(!unpacked(whole + "garbage"));
  std::string bomb = packed(std::string(10'000'000, '\0'));
  auto refused = unpacked(bomb, 1UL << 20, 1'000'000);
  REQUIRE(!refused);
  CHECK(refused.error().what == "gzip: it unpacks to more than the 1000000 bytes that are taken");
}

}  // namespace
}  // namespace lambent::oci
