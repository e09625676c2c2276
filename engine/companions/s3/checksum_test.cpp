#include "engine/companions/s3/checksum.hpp"

#include <doctest/doctest.h>

#include "engine/companions/s3/aws_chunked.hpp"
#include "engine/companions/s3/listing.hpp"

using namespace lambent::companions::s3;

TEST_CASE("checksums are the published ones, however the bytes are cut") {
  // The check values of the CRC catalogue, and of RFC 1321 and FIPS 180.
  struct row {
    algorithm what;
    std::string_view sum;
  };
  const std::string_view digits = "123456789";
  for (const row& one : {row{algorithm::crc32, "cbf43926"}, row{algorithm::crc32c, "e3069283"},
                         row{algorithm::crc64nvme, "ae8b14860a799888"},
                         row{algorithm::md5, "25f9e794323b453885f5181f1b624d0b"},
                         row{algorithm::sha1, "f7c3bc1d808e04732adf679965ccc34ca7ae3441"},
                         row{algorithm::sha256,
                             "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225"}}) {
    CHECK(to_hex(sum_of(one.what, digits)) == one.sum);
    for (std::size_t cut = 0; cut <= digits.size(); ++cut) {
      running_sum sum(one.what);
      sum.add(digits.substr(0, cut));
      sum.add(digits.substr(cut));
      CHECK(to_hex(sum.finish()) == one.sum);
    }
  }
}

TEST_CASE("algorithms are named without regard to case") {
  CHECK(algorithm_named("crc64nvme") == algorithm::crc64nvme);
  CHECK(algorithm_named("SHA1") == algorithm::sha1);
  CHECK_FALSE(algorithm_named("md5").has_value());
}

TEST_CASE("chunks are decoded wherever the body is cut") {
  const std::string body =
      "5;chunk-signature=ab\r\nhello\r\n1\r\n!\r\n0\r\nx-amz-checksum-crc32: "
      "AAAAAA==\r\nb:2\r\n\r\n";
  for (std::size_t step = 1; step <= body.size(); ++step) {
    chunk_decoder decoder;
    std::string out;
    for (std::size_t at = 0; at < body.size(); at += step)
      REQUIRE(decoder.feed(std::string_view(body).substr(at, step), out));
    CHECK(out == "hello!");
    CHECK(decoder.finished());
    CHECK(decoder.trailers().get("x-amz-checksum-crc32") == "AAAAAA==");
    CHECK(decoder.trailers().get("b") == "2");
  }
}

TEST_CASE("what is not in chunks is refused") {
  auto fed = [](std::string_view body) {
    chunk_decoder decoder;
    std::string out;
    return decoder.feed(body, out) ? (decoder.finished() ? "whole" : "more") : "refused";
  };
  CHECK(fed("") == std::string("more"));
  CHECK(fed("5\r\nhel") == std::string("more"));
  CHECK(fed("0\r\n\r\n") == std::string("whole"));
  CHECK(fed("0\r\n\r\n\r\n") == std::string("whole"));
  CHECK(fed("hello\r\n") == std::string("refused"));
  CHECK(fed("\r\n") == std::string("refused"));
  CHECK(fed("2\r\nabc\r\n") == std::string("refused"));
  CHECK(fed("ffffffffffffffffff\r\n") == std::string("refused"));
  CHECK(fed("0\r\nno colon\r\n") == std::string("refused"));
  CHECK(fed(std::string(2'000, '1')) == std::string("refused"));
  std::string endless = "0\r\n";
  for (int i = 0; i < 100; ++i) endless += "a:" + std::string(200, 'x') + "\r\n";
  CHECK(fed(endless) == std::string("refused"));
}

TEST_CASE("a page begins behind what the page before ended with") {
  CHECK(first_key({"p/", "", "", 1}) == "p/");
  CHECK(first_key({"p/", "", "p/a", 1}) == std::string("p/a\0", 4));
  CHECK(first_key({"p/", "", "a", 1}) == "p/");
  CHECK(first_key({"", "/", "d/", 1}) == "d0");
  CHECK(first_key({"d/", "/", "d/", 1}) == std::string("d/\0", 3));
  CHECK(behind_prefix("a\xff\xff") == "b");
  CHECK(behind_prefix("\xff").empty());
}
