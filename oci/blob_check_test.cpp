#include "oci/blob_check.hpp"

#include <doctest/doctest.h>

#include <string>

#include "oci/limits.hpp"
#include "oci/testing.hpp"

namespace lambent::oci {
namespace {

descriptor of(std::string_view content) {
  return {.media_type = "", .digest = digest::of(content), .size = content.size()};
}

TEST_CASE("bytes in pieces are the blob when they are all of it") {
  blob_check check(of("hello"));
  CHECK(check.add("hel"));
  CHECK(check.add("lo"));
  CHECK(check.finish());
}

TEST_CASE("too many, too few and other bytes are told apart") {
  blob_check longer(of("hello"));
  CHECK(longer.add("hello"));
  auto over = longer.add("!");
  REQUIRE(!over);
  CHECK(over.error().what.ends_with("is longer than the 5 bytes that its descriptor says"));

  blob_check shorter(of("hello"));
  CHECK(shorter.add("hell"));
  auto truncated = shorter.finish();
  REQUIRE(!truncated);
  CHECK(truncated.error().what.ends_with(
      "is truncated: it has 4 bytes of the 5 that its descriptor says"));

  blob_check other(of("hello"));
  CHECK(other.add("jello"));
  auto changed = other.finish();
  REQUIRE(!changed);
  CHECK(changed.error().what.ends_with("has other content: its digest is " +
                                       digest::of("jello").text()));
}

TEST_CASE("a document is read whole, and not at all when it is too large") {
  testing::memory_source source;
  descriptor small = source.put("text/plain", "{}");
  auto read = read_document(source, small);
  REQUIRE(read);
  CHECK(*read == "{}");

  descriptor large = source.put("text/plain", std::string(limits::document_max_bytes + 1, ' '));
  auto refused = read_document(source, large);
  REQUIRE(!refused);
  CHECK(refused.error().what.find("more than the 4194304 that a document may have") !=
        std::string::npos);
}

}  // namespace
}  // namespace lambent::oci
