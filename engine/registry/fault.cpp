#include "engine/registry/fault.hpp"

#include "base/json_string.hpp"

namespace lambent::registry {

refusal name_invalid(std::string_view name) {
  return refusal(fault(400, "NAME_INVALID",
                       "invalid repository name: lower-case letters, digits and separators, in "
                       "parts divided by slashes, at most 255 characters",
                       std::string(name)));
}

refusal name_unknown(std::string_view name) {
  return refusal(
      fault(404, "NAME_UNKNOWN", "repository name not known to registry", std::string(name)));
}

refusal digest_invalid(std::string message, std::string_view digest) {
  return refusal(fault(400, "DIGEST_INVALID", std::move(message), std::string(digest)));
}

refusal blob_unknown(std::string_view digest) {
  return refusal(fault(404, "BLOB_UNKNOWN", "blob unknown to registry", std::string(digest)));
}

refusal manifest_unknown(std::string_view reference) {
  return refusal(
      fault(404, "MANIFEST_UNKNOWN", "manifest unknown to registry", std::string(reference)));
}

refusal manifest_invalid(std::string message) {
  return refusal(fault(400, "MANIFEST_INVALID", std::move(message)));
}

refusal upload_unknown(std::string_view id) {
  return refusal(fault(404, "BLOB_UPLOAD_UNKNOWN",
                       "blob upload unknown to registry: it has ended, or nobody began it; begin "
                       "another one",
                       std::string(id)));
}

refusal upload_invalid(int status, std::string message) {
  return refusal(fault(status, "BLOB_UPLOAD_INVALID", std::move(message)));
}

refusal size_invalid(int status, std::string message) {
  return refusal(fault(status, "SIZE_INVALID", std::move(message)));
}

refusal unsupported(int status, std::string message) {
  return refusal(fault(status, "UNSUPPORTED", std::move(message)));
}

refusal denied(std::string message) { return refusal(fault(403, "DENIED", std::move(message))); }

refusal too_many(std::string message) {
  fault why(429, "TOOMANYREQUESTS", std::move(message));
  why.headers.add("Retry-After", "60");
  return refusal(std::move(why));
}

std::string immutable_tag_text(std::string_view repository, std::string_view tag) {
  return "The image tag '" + std::string(tag) + "' already exists in the '" +
         std::string(repository) +
         "' repository and cannot be overwritten because the repository is immutable.";
}

http::response to_response(const fault& why) {
  http::response made;
  made.status = why.status;
  made.headers = why.headers;
  made.headers.add("Content-Type", "application/json");
  made.body = R"({"errors":[{"code":)" + json_string(why.code) + R"(,"message":)" +
              json_string(why.message) + R"(,"detail":)" + json_string(why.detail) + "}]}";
  return made;
}

}  // namespace lambent::registry
