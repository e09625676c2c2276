#include "engine/companions/s3/service.hpp"

#include <algorithm>
#include <array>

#include "engine/companions/s3/bucket_documents.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/respond.hpp"

namespace lambent::companions::s3 {
namespace {

enum class scope : std::uint8_t { account, bucket, object };

scope scope_of(const call& request) {
  if (request.bucket.empty()) return scope::account;
  return request.key.empty() ? scope::bucket : scope::object;
}

// Query parameters that make an operation of their own which is not served.
constexpr std::array<std::string_view, 15> other_operations{
    "analytics",     "intelligent-tiering",
    "inventory",     "metadataConfiguration",
    "metadataTable", "metrics",
    "legal-hold",    "retention",
    "torrent",       "restore",
    "select",        "policyStatus",
    "session",       "renameObject",
    "append"};

}  // namespace

struct service::route {
  scope at;
  std::string_view method;
  std::string_view parameter;  // That must be there; a row that names one comes before the rest.
  service::reply (service::*run)(const call&);
};

std::span<const service::route> service::routes() {
  using enum scope;
  static constexpr std::array<route, 29> table{{
      {account, "GET", "", &service::list_buckets},
      {bucket, "GET", "location", &service::get_location},
      {bucket, "GET", "versioning", &service::get_versioning},
      {bucket, "PUT", "versioning", &service::put_versioning},
      {bucket, "GET", "acl", &service::get_acl},
      {bucket, "PUT", "acl", &service::put_acl},
      {bucket, "GET", "versions", &service::list_versions},
      {bucket, "GET", "uploads", &service::list_uploads},
      {bucket, "GET", "list-type", &service::list_objects_v2},
      {bucket, "POST", "delete", &service::delete_objects},
      {bucket, "GET", "", &service::list_objects},
      {bucket, "PUT", "", &service::create_bucket},
      {bucket, "HEAD", "", &service::head_bucket},
      {bucket, "DELETE", "", &service::delete_bucket},
      {object, "GET", "tagging", &service::get_tags},
      {object, "PUT", "tagging", &service::put_tags},
      {object, "DELETE", "tagging", &service::delete_tags},
      {object, "GET", "acl", &service::get_acl},
      {object, "PUT", "acl", &service::put_acl},
      {object, "GET", "attributes", &service::get_attributes},
      {object, "POST", "uploads", &service::create_upload},
      {object, "PUT", "uploadId", &service::copy_part},
      {object, "GET", "uploadId", &service::list_parts},
      {object, "POST", "uploadId", &service::complete_upload},
      {object, "DELETE", "uploadId", &service::abort_upload},
      {object, "GET", "", &service::get_object},
      {object, "HEAD", "", &service::get_object},
      {object, "PUT", "", &service::copy_object},
      {object, "DELETE", "", &service::delete_object},
  }};
  return table;
}

const service::route* service::route_of(const call& request) {
  for (const auto& row : routes()) {
    if (row.at != scope_of(request) || row.method != request.request.method) continue;
    if (row.parameter.empty() || request.parameter(row.parameter)) return &row;
  }
  return nullptr;
}

service::reply service::dispatch(const call& request) {
  if (request.key.size() > limits::key_max_bytes) return key_too_long(request.key.size());
  for (const auto& [name, value] : request.query)
    if (std::ranges::find(other_operations, name) != other_operations.end())
      return not_implemented(request.request.method + " ?" + name);
  if (scope_of(request) == scope::bucket && document_of(request) != nullptr) {
    const std::string& method = request.request.method;
    if (method == "GET") return get_document(request);
    if (method == "PUT") return put_document(request);
    if (method == "DELETE") return delete_document(request);
  }
  const route* found = route_of(request);
  if (found == nullptr) {
    constexpr std::array<std::string_view, 3> resources{"SERVICE", "BUCKET", "OBJECT"};
    return method_not_allowed(request.request.method,
                              resources[static_cast<std::size_t>(scope_of(request))]);
  }
  return (this->*found->run)(request);
}

http::response service::handle(const http::request& request, const model::caller& who) {
  call read = read_call(request, who);
  auto answered = dispatch(read);
  if (!answered) return to_response(answered.error(), read);
  sign(*answered);
  return std::move(*answered);
}

http::response service::handle(const http::request& head, const model::caller& who,
                               answer<received>&& body) {
  call read = read_call(head, who);
  if (!body) return to_response(body.error(), read);
  blob kept = body->blob;
  auto answered = read.key.size() > limits::key_max_bytes ? reply(key_too_long(read.key.size()))
                  : read.parameter("uploadId")            ? upload_part(read, std::move(*body))
                                                          : put_object(read, std::move(*body));
  if (answered) {
    sign(*answered);
    return std::move(*answered);
  }
  // What could not be dropped is collected at the next start.
  (void)drop_unused(kept);
  return to_response(answered.error(), read);
}

answer<bucket> service::find_bucket(const call& request) {
  return find_bucket(request, request.bucket);
}

answer<bucket> service::find_bucket(const call& request, std::string_view name) {
  auto found = TRY(catalog_.find_bucket(name));
  if (!found) return no_such_bucket(name);
  if (found->account != request.who.account) return access_denied();
  std::string_view expected = request.header("x-amz-expected-bucket-owner");
  if (!expected.empty() && expected != found->account) return access_denied();
  return std::move(*found);
}

answer<> service::drop_unused(const blob& left) {
  if (left.name.empty() || TRY(catalog_.uses(left.name))) return {};
  blobs_.remove(left.name);
  return {};
}

answer<> service::store_object(const bucket& in, object& made) {
  made.version_id = in.versioning == versioning::enabled ? new_version_id() : "null";
  // Only a version "null" is replaced; others stay below.
  auto replaced = made.version_id == "null" ? TRY(catalog_.find(in.name, made.key, "null"))
                                            : std::optional<object>();
  TRY(catalog_.put(in.name, made));
  if (replaced) TRY(drop_unused(replaced->blob));
  return {};
}

answer<http::file_slice> fetch_object(catalog& knows, const blob_store& keeps, const fetch& what) {
  auto in = TRY(knows.find_bucket(what.bucket));
  if (!in) return no_such_bucket(what.bucket);
  if (in->account != what.account) return access_denied();
  // Seen in answers that users have published.
  if (in->region != what.region)
    return std::unexpected(fault("PermanentRedirect",
                                 "The bucket is in this region: " + in->region +
                                     ". Please use this region to retry the request",
                                 301));
  auto found = TRY(knows.find(what.bucket, what.key, what.version));
  if (!found && what.version) return no_such_version(what.key, *what.version);
  if (!found || found->delete_marker) return no_such_key(what.key);
  return TRY(keeps.read(found->blob));
}

}  // namespace lambent::companions::s3
