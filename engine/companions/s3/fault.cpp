#include "engine/companions/s3/fault.hpp"

#include "engine/companions/s3/limits.hpp"

namespace lambent::companions::s3 {
namespace {

using details = std::vector<std::pair<std::string, std::string>>;

refusal refuse(int status, std::string code, std::string message, details more = {}) {
  return std::unexpected(fault(std::move(code), std::move(message), status, std::move(more)));
}

std::string text(std::string_view view) { return std::string(view); }

}  // namespace

refusal no_such_bucket(std::string_view bucket) {
  return refuse(404, "NoSuchBucket", "The specified bucket does not exist",
                {{"BucketName", text(bucket)}});
}

refusal no_such_key(std::string_view key) {
  return refuse(404, "NoSuchKey", "The specified key does not exist.", {{"Key", text(key)}});
}

refusal no_such_version(std::string_view key, std::string_view version) {
  return refuse(404, "NoSuchVersion", "The specified version does not exist.",
                {{"Key", text(key)}, {"VersionId", text(version)}});
}

refusal no_such_upload(std::string_view upload) {
  return refuse(404, "NoSuchUpload",
                "The specified upload does not exist. The upload ID may be invalid, or the upload "
                "may have been aborted or completed.",
                {{"UploadId", text(upload)}});
}

refusal access_denied() { return refuse(403, "AccessDenied", "Access Denied"); }

// Seen in answers that users have published.
refusal bucket_exists_elsewhere(std::string_view bucket) {
  return refuse(409, "BucketAlreadyExists",
                "The requested bucket name is not available. The bucket namespace is shared by all "
                "users of the system. Please select a different name and try again.",
                {{"BucketName", text(bucket)}});
}

refusal bucket_exists(std::string_view bucket) {
  return refuse(409, "BucketAlreadyOwnedByYou",
                "Your previous request to create the named bucket succeeded and you already own "
                "it.",
                {{"BucketName", text(bucket)}});
}

refusal bucket_not_empty(std::string_view bucket, bool versioned) {
  std::string message = "The bucket you tried to delete is not empty";
  if (versioned) message += ". You must delete all versions in the bucket.";
  return refuse(409, "BucketNotEmpty", std::move(message), {{"BucketName", text(bucket)}});
}

refusal invalid_bucket_name(std::string_view bucket) {
  return refuse(400, "InvalidBucketName", "The specified bucket is not valid.",
                {{"BucketName", text(bucket)}});
}

// Seen.
refusal key_too_long(std::size_t bytes) {
  return refuse(
      400, "KeyTooLongError", "Your key is too long",
      {{"Size", std::to_string(bytes)}, {"MaxSizeAllowed", std::to_string(limits::key_max_bytes)}});
}

refusal malformed_xml() {
  return refuse(400, "MalformedXML",
                "The XML you provided was not well-formed or did not validate against our "
                "published schema");
}

refusal invalid_argument(std::string message, std::string_view name, std::string_view value) {
  return refuse(400, "InvalidArgument", std::move(message),
                {{"ArgumentName", text(name)}, {"ArgumentValue", text(value)}});
}

refusal invalid_request(std::string message) {
  return refuse(400, "InvalidRequest", std::move(message));
}

refusal precondition_failed(std::string_view condition) {
  return refuse(412, "PreconditionFailed",
                "At least one of the pre-conditions you specified did not hold",
                {{"Condition", text(condition)}});
}

refusal invalid_range(std::string_view range, std::uint64_t size) {
  return refuse(416, "InvalidRange", "The requested range is not satisfiable",
                {{"RangeRequested", text(range)}, {"ActualObjectSize", std::to_string(size)}});
}

refusal method_not_allowed(std::string_view method, std::string_view resource) {
  return refuse(405, "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
                {{"Method", text(method)}, {"ResourceType", text(resource)}});
}

refusal bad_digest(std::string_view algorithm) {
  return refuse(400, "BadDigest",
                "The " + text(algorithm) + " you specified did not match the calculated checksum.");
}

refusal entity_too_large(std::uint64_t size, std::uint64_t most) {
  return refuse(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size",
                {{"ProposedSize", std::to_string(size)}, {"MaxSizeAllowed", std::to_string(most)}});
}

// Seen.
refusal incomplete_body() {
  return refuse(400, "IncompleteBody",
                "You did not provide the number of bytes specified by the Content-Length HTTP "
                "header");
}

// Seen.
refusal metadata_too_large() {
  return refuse(400, "MetadataTooLarge",
                "Your metadata headers exceed the maximum allowed metadata size",
                {{"MaxSizeAllowed", std::to_string(limits::metadata_max_bytes)}});
}

// Ours: AWS knows all of its operations.
refusal not_implemented(std::string_view what) {
  return refuse(501, "NotImplemented",
                "The operation " + text(what) + " is not available in this version of Lambent.");
}

}  // namespace lambent::companions::s3
