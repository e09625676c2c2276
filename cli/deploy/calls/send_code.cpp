#include "cli/deploy/calls/send_code.hpp"

#include "aws/services/s3.hpp"
#include "cli/deploy/package.hpp"

namespace lambent::cli::deploy {
namespace {

std::expected<std::string, aws::call_error> bytes_of(const wanted_code& code) {
  auto bytes = package_bytes(code);
  if (!bytes) return std::unexpected(local_failure(std::move(bytes).error()));
  return *std::move(bytes);
}

}  // namespace

aws::call_error local_failure(error&& what) {
  return {.kind = aws::call_failure::refused, .error = std::move(what)};
}

std::expected<std::string, aws::call_error> code_to_send(const wanted_code& code) {
  if (!code.s3_bucket.empty()) return std::string();
  return bytes_of(code);
}

std::expected<void, aws::call_error> send_to_s3(aws::client& with, const wanted_code& code) {
  std::string body = TRY(bytes_of(code));
  auto sent = aws::s3::put_object(with, {.bucket = code.s3_bucket,
                                         .key = code.s3_key,
                                         .body = std::move(body),
                                         .content_type = "application/zip",
                                         .expected_owner = {}});
  if (!sent) return std::unexpected(std::move(sent).error());
  return {};
}

}  // namespace lambent::cli::deploy
