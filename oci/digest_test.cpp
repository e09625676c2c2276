#include "oci/digest.hpp"

#include <doctest/doctest.h>

#include <string>

namespace lambent::oci {
namespace {

// FIPS 180-2, appendix B.1.
const std::string of_abc =
    "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

std::string error_of(std::string_view text) {
  auto parsed = digest::parse(text);
  return parsed ? "" : parsed.error().what;
}

TEST_CASE("a digest is the content's SHA-256, however it comes") {
  CHECK(digest::of("abc").text() == of_abc);
  hasher pieces;
  pieces.add("a");
  pieces.add("");
  pieces.add("bc");
  CHECK(pieces.finish().text() == of_abc);
  pieces.add("abc");  // New after finish().
  CHECK(pieces.finish() == digest::of("abc"));
  hasher moved = std::move(pieces);
  moved.add("abc");
  CHECK(moved.finish().hex() == of_abc.substr(7));
}

TEST_CASE("a digest read from its text is the same one") {
  auto parsed = digest::parse(of_abc);
  REQUIRE(parsed);
  CHECK(*parsed == digest::of("abc"));
  CHECK(parsed->text() == of_abc);
  CHECK(*parsed != digest());
}

TEST_CASE("what is no digest is refused with what is wrong") {
  CHECK(error_of("") == "digest '' has no algorithm; sha256: and 64 digits are expected");
  CHECK(error_of("sha512:ab") ==
        "digest 'sha512:ab': the algorithm sha512 is not supported, only sha256");
  CHECK(error_of("sha256:ab") == "digest 'sha256:ab' has 2 digits, not 64");
  CHECK(error_of(of_abc + "0").ends_with("has 65 digits, not 64"));
  std::string upper = of_abc;
  upper[8] = 'A';
  CHECK(error_of(upper).ends_with("has other characters than 0-9 and a-f"));
  CHECK(error_of(of_abc.substr(7)).find("no algorithm") != std::string::npos);
}

}  // namespace
}  // namespace lambent::oci
