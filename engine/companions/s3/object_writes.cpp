// Objects written: from a body, and from other objects.
#include "base/percent.hpp"
#include "engine/companions/s3/checksum.hpp"
#include "engine/companions/s3/object_headers.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

// A write on condition of what is there: If-None-Match: * and If-Match: <etag>.
answer<> check_write_conditions(const call& request, const std::optional<object>& there) {
  bool exists = there && !there->delete_marker;
  std::string_view none = request.header("If-None-Match"), match = request.header("If-Match");
  if (!none.empty()) {
    if (none != "*")
      return std::unexpected(
          fault("NotImplemented",
                "A header you provided implies functionality that is not implemented", 501,
                {{"Header", "If-None-Match"},
                 {"additionalMessage",
                  "We don't accept the provided value of If-None-Match header for this API"}}));
    if (exists) return precondition_failed("If-None-Match");
  }
  if (match.empty()) return {};
  if (!exists) return no_such_key(request.key);
  if (match != there->etag && "\"" + std::string(match) + "\"" != there->etag)
    return precondition_failed("If-Match");
  return {};
}

void write_checksums(xml_writer& document, const field_list& fields) {
  for (const auto& row : algorithms())
    document.element_if_given(row.element, field_of(fields, row.header));
  document.element_if_given("ChecksumType", field_of(fields, "x-amz-checksum-type"));
}

}  // namespace

service::reply service::put_object(const call& request, received&& body) {
  bucket in = TRY(find_bucket(request));
  object made;
  made.key = request.key;
  made.fields = TRY(read_fields_of(request));
  made.tags = TRY(read_tagging(request));
  auto there = TRY(catalog_.find(in.name, made.key));
  TRY(check_write_conditions(request, there));
  made.blob = std::move(body.blob);
  made.etag = "\"" + made.blob.md5 + "\"";
  made.modified_ms = request.who.now_ms;
  for (auto& field : body.checksums) made.fields.push_back(std::move(field));
  made.fields.emplace_back("x-amz-checksum-type", "FULL_OBJECT");
  TRY(store_object(in, made));
  http::response answered = empty_response(200);
  answered.headers.add("ETag", made.etag);
  answered.headers.add("x-amz-server-side-encryption", "AES256");
  add_version(answered, made, in.versioning != versioning::never);
  add_checksums(answered, made.fields);
  return answered;
}

answer<object> service::find_source(const call& request, const copy_source& from) {
  (void)TRY(find_bucket(request, from.bucket));
  auto found = TRY(catalog_.find(from.bucket, from.key, from.version));
  if (!found && from.version) return no_such_version(from.key, *from.version);
  if (!found) return no_such_key(from.key);
  if (found->delete_marker && from.version)
    return invalid_request(
        "The source of a copy request may not specifically refer to a delete marker by version "
        "id.");
  if (found->delete_marker) return no_such_key(from.key);
  return std::move(*found);
}

// A copy shares the bytes of its source.
service::reply service::copy_object(const call& request) {
  bucket in = TRY(find_bucket(request));
  copy_source from = TRY(read_copy_source(request.header("x-amz-copy-source")));
  object source = TRY(find_source(request, from));
  bool replaces = request.header("x-amz-metadata-directive") == "REPLACE";
  bool itself = from.bucket == in.name && from.key == request.key && !from.version;
  if (itself && !replaces && request.header("x-amz-storage-class").empty())
    return invalid_request(
        "This copy request is illegal because it is trying to copy an object to itself without "
        "changing the object's metadata, storage class, website redirect location or encryption "
        "attributes.");
  object made;
  made.key = request.key;
  made.blob = source.blob;
  // The sum of all bytes, also where the source came in parts.
  made.etag = "\"" + made.blob.md5 + "\"";
  made.modified_ms = request.who.now_ms;
  made.tags = request.header("x-amz-tagging-directive") == "REPLACE" ? TRY(read_tagging(request))
                                                                     : source.tags;
  made.fields = replaces ? TRY(read_fields_of(request)) : source.fields;
  if (replaces)
    for (const auto& field : source.fields)
      if (field.first.starts_with("x-amz-checksum-")) made.fields.push_back(field);
  TRY(store_object(in, made));
  xml_writer document = begin_xml("CopyObjectResult");
  document.element("LastModified", xml_time(made.modified_ms)).element("ETag", made.etag);
  write_checksums(document, made.fields);
  http::response answered = xml_response(std::move(document));
  answered.headers.add("x-amz-server-side-encryption", "AES256");
  add_version(answered, made, in.versioning != versioning::never);
  if (source.version_id != "null")
    answered.headers.add("x-amz-copy-source-version-id", source.version_id);
  return answered;
}

}  // namespace lambent::companions::s3
