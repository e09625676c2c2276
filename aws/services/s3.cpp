#include "aws/services/s3.hpp"

namespace lambent::aws::s3 {

std::expected<stored_object, call_error> put_object(client& with, put_object_input input) {
  request what{.service = "s3",
               .method = "PUT",
               .path = {std::move(input.bucket), std::move(input.key)},
               .headers = {{"Content-Type", std::move(input.content_type)}},
               .body = std::move(input.body)};
  if (!input.expected_owner.empty())
    what.headers.emplace_back("x-amz-expected-bucket-owner", std::move(input.expected_owner));
  response answer = TRY(with.call(what));
  return stored_object{.etag = std::string(answer.header("etag")),
                       .version_id = std::string(answer.header("x-amz-version-id"))};
}

}  // namespace lambent::aws::s3
