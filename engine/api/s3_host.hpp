// S3's host names: "s3.localhost", "bucket.s3.localhost", "bucket.s3.eu-west-1.amazonaws.com" and,
// for clients whose endpoint is localhost, "bucket.localhost".
// https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
#pragma once

#include <string_view>

namespace lambent::api {

struct s3_host {
  bool names_s3 = false;    // There is a label "s3": nobody but S3 is meant.
  std::string_view bucket;  // Empty: the bucket is in the path.
};

// `host` as in the header, with or without a port. The result refers into it.
[[nodiscard]] s3_host read_s3_host(std::string_view host);

}  // namespace lambent::api
