#include "base/zip_reader.hpp"

#include <doctest/doctest.h>

#include <cerrno>

#include "base/zip_writer.hpp"

using namespace lambent;

TEST_CASE("an entry is read whole, if it is not larger than it may be") {
  const std::string content(200'000, 'x');
  auto bytes = make_zip({{.name = "large", .content = content, .mode = 0100644},
                         {.name = "empty", .content = "", .mode = 0100644}});
  REQUIRE(bytes);
  auto zip = zip_reader::open(*bytes);
  REQUIRE(zip);
  REQUIRE(zip->entry_count() == 2);
  for (std::uint64_t index = 0; index < 2; ++index) {
    const bool large = zip->entry(index)->name == "large";
    CHECK(zip->read_entry(index, content.size()) == (large ? content : ""));
    if (!large) continue;
    auto refused = zip->read_entry(index, content.size() - 1);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == EFBIG);
    CHECK(refused.error().what == "it is larger than 199999 bytes");
  }
}
