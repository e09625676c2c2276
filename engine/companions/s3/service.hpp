// S3's operations on buckets and objects, over a catalog and a blob store. Blocking; one thread.
// API:
// https://docs.aws.amazon.com/AmazonS3/latest/API/API_Operations_Amazon_Simple_Storage_Service.html
#pragma once

#include "engine/companions/s3/blob_store.hpp"
#include "engine/companions/s3/call.hpp"
#include "engine/companions/s3/catalog.hpp"
#include "engine/companions/s3/fault.hpp"

namespace lambent::companions::s3 {

// A body that has been received and kept; see upload.hpp.
struct received {
  s3::blob blob;
  // What the request named to be checked, or else what S3 computes by itself, in base64.
  field_list checksums;
};

class service {
public:
  service(catalog& knows, blob_store& keeps) : catalog_(knows), blobs_(keeps) {}

  // Every request but those whose body becomes an object.
  [[nodiscard]] http::response handle(const http::request& request, const model::caller& who);
  // Those; the blob is in the store already, and goes when the request is refused.
  [[nodiscard]] http::response handle(const http::request& head, const model::caller& who,
                                      answer<received>&& body);
  // The checksum that an upload in parts was begun with; nothing when the request is no part of
  // one, or of none that exists.
  [[nodiscard]] std::optional<algorithm> checksum_of_upload(const call& request);

private:
  using reply = answer<http::response>;
  struct route;
  [[nodiscard]] static std::span<const route> routes();
  [[nodiscard]] static const route* route_of(const call& request);
  [[nodiscard]] reply dispatch(const call& request);

  // buckets.cpp
  reply list_buckets(const call& request);
  reply create_bucket(const call& request);
  reply head_bucket(const call& request);
  reply delete_bucket(const call& request);
  reply get_location(const call& request);
  reply get_versioning(const call& request);
  reply put_versioning(const call& request);

  // bucket_documents.cpp
  reply get_document(const call& request);
  reply put_document(const call& request);
  reply delete_document(const call& request);
  reply get_acl(const call& request);
  reply put_acl(const call& request);

  // objects.cpp
  reply get_object(const call& request);
  reply get_attributes(const call& request);
  reply delete_object(const call& request);
  reply delete_objects(const call& request);

  // object_writes.cpp
  reply put_object(const call& request, received&& body);
  reply copy_object(const call& request);

  // object_tags.cpp
  reply get_tags(const call& request);
  reply put_tags(const call& request);
  reply delete_tags(const call& request);

  // lists.cpp
  reply list_objects(const call& request);
  reply list_objects_v2(const call& request);
  reply list_versions(const call& request);
  reply list_uploads(const call& request);
  reply list_parts(const call& request);

  // multipart.cpp
  reply create_upload(const call& request);
  reply upload_part(const call& request, received&& body);
  reply copy_part(const call& request);
  reply complete_upload(const call& request);
  reply abort_upload(const call& request);

  // The request's bucket, which exists and is the caller's.
  [[nodiscard]] answer<bucket> find_bucket(const call& request);
  [[nodiscard]] answer<bucket> find_bucket(const call& request, std::string_view name);
  // The object, or its version; markers are refused as S3 does.
  [[nodiscard]] answer<object> find_object(const call& request);
  [[nodiscard]] answer<object> find_source(const call& request, const copy_source& from);
  [[nodiscard]] answer<upload> find_upload(const call& request);
  // Puts it on top of its key, and drops the blob that nothing has any more.
  [[nodiscard]] answer<> store_object(const bucket& in, object& made);
  [[nodiscard]] answer<> drop_unused(const blob& left);
  // One key of a deletion: a marker, a version, or the object itself.
  struct deleted {
    std::string version;  // Of what was deleted or of the marker; empty without versioning.
    bool marker = false;
  };
  [[nodiscard]] answer<deleted> delete_one(const bucket& in, const call& request,
                                           std::string_view key,
                                           std::optional<std::string_view> version);

  catalog& catalog_;
  blob_store& blobs_;
};

// The access to an object that Lambda has when it fetches code; any thread.
struct fetch {
  std::string account, region, bucket, key;
  std::optional<std::string> version;
};
[[nodiscard]] answer<http::file_slice> fetch_object(catalog& knows, const blob_store& keeps,
                                                    const fetch& what);

}  // namespace lambent::companions::s3
