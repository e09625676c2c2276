#include "oci/media_type.hpp"

#include <doctest/doctest.h>

namespace lambent::oci::media_type {

TEST_CASE("layers are told by OCI's names and by Docker's, and how they are packed") {
  CHECK(packing_of("application/vnd.oci.image.layer.v1.tar") == packing::none);
  CHECK(packing_of("application/vnd.docker.image.rootfs.diff.tar") == packing::none);
  CHECK(packing_of("application/vnd.docker.image.rootfs.diff.tar.gzip") == packing::gzip);
  CHECK(packing_of("application/vnd.oci.image.layer.v1.tar+zstd") == packing::zstd);
  CHECK(packing_of("application/vnd.docker.image.rootfs.diff.tar.zstd") == packing::zstd);
  CHECK(packing_of("application/vnd.docker.image.rootfs.diff.tar.xz") == packing::not_a_layer);
  CHECK(packing_of("") == packing::not_a_layer);
}

TEST_CASE("a media type is read without its parameters and without the blanks around it") {
  CHECK(without_parameters("application/json") == "application/json");
  CHECK(without_parameters("application/json; charset=utf-8") == "application/json");
  CHECK(without_parameters(" \tapplication/json\t ;charset=utf-8;q=1") == "application/json");
  for (const char* none : {"", " ", ";", " ; charset=utf-8"})
    CHECK_MESSAGE(without_parameters(none).empty(), none);
}

}  // namespace lambent::oci::media_type
