#include "base/sha256.hpp"

#include <doctest/doctest.h>

using lambent::sha256;
using lambent::to_hex;

TEST_CASE("SHA-256 of nothing and of abc are the published digests") {
  CHECK(to_hex(sha256("")) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(to_hex(sha256("abc")) ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("CodeSha256 is the digest in base64") {
  CHECK(lambent::base64_of_sha256("abc") == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
}
