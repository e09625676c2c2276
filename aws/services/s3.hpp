// Amazon S3, as far as a deployment package goes.
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
#pragma once

#include <expected>
#include <string>

#include "aws/client.hpp"

namespace lambent::aws::s3 {

struct put_object_input {
  std::string bucket{};
  std::string key{};  // Slashes are part of it.
  std::string body{};
  std::string content_type = "application/octet-stream";
  std::string expected_owner{};  // An account: another's bucket of that name is refused.
};

struct stored_object {
  std::string etag{};        // As S3 says it, in quotes.
  std::string version_id{};  // Empty in a bucket without versions.
};
[[nodiscard]] std::expected<stored_object, call_error> put_object(client& with,
                                                                  put_object_input input);

}  // namespace lambent::aws::s3
