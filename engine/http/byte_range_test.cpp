#include "engine/http/byte_range.hpp"

#include <doctest/doctest.h>

namespace lambent::http {

TEST_CASE("a range is cut to what there is; what is not understood asks for all") {
  CHECK(read_range("bytes=0-0", 10).part == byte_range{0, 1});
  CHECK(read_range("bytes=2-", 10).part == byte_range{2, 8});
  CHECK(read_range("bytes=2-99", 10).part == byte_range{2, 8});
  CHECK(read_range("bytes=-3", 10).part == byte_range{7, 3});
  CHECK(read_range("bytes=-99", 10).part == byte_range{0, 10});
  CHECK(read_range("bytes=0-18446744073709551615", 10).part == byte_range{0, 10});
  for (const char* all : {"", "bytes", "bytes=", "bytes=-", "bytes=3-2", "bytes=a-b", "rows=0-1",
                          "bytes=0-1,3-4", "bytes=0-18446744073709551616"}) {
    CAPTURE(all);
    auto read = read_range(all, 10);
    CHECK_FALSE(read.part);
    CHECK_FALSE(read.unsatisfiable);
  }
  for (const char* none : {"bytes=10-", "bytes=10-11", "bytes=-0"}) {
    CAPTURE(none);
    CHECK(read_range(none, 10).unsatisfiable);
  }
  CHECK(read_range("bytes=-1", 0).unsatisfiable);
  CHECK(read_range("bytes=0-", 0).unsatisfiable);
}

TEST_CASE("a range says in its answer which bytes of how many these are") {
  CHECK(byte_range{2, 8}.content_range(10) == "bytes 2-9/10");
}

}  // namespace lambent::http
