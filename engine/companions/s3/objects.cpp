// Objects read and deleted.
#include <array>
#include <charconv>

#include "engine/companions/s3/checksum.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/object_headers.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

// The part that ?partNumber= names.
answer<byte_range> range_of_part(const object& of, std::string_view number) {
  std::size_t wanted = 0;
  auto [end, bad] = std::from_chars(number.data(), number.data() + number.size(), wanted);
  std::vector<std::uint64_t> sizes = of.part_sizes;
  if (sizes.empty()) sizes.push_back(of.blob.size);
  if (bad != std::errc() || end != number.data() + number.size() || wanted == 0)
    return invalid_argument("Part number must be an integer between 1 and 10000, inclusive",
                            "partNumber", number);
  if (wanted > sizes.size())
    return std::unexpected(fault("InvalidPartNumber", "The requested partnumber is not satisfiable",
                                 416,
                                 {{"PartNumberRequested", std::string(number)},
                                  {"ActualPartCount", std::to_string(sizes.size())}}));
  std::uint64_t first = 0;
  for (std::size_t i = 0; i + 1 < wanted; ++i) first += sizes[i];
  return byte_range{first, sizes[wanted - 1]};
}

// ?response-content-type= and its kin stand in for the object's own headers.
void apply_overrides(const call& request, field_list& fields) {
  constexpr std::array<std::string_view, 6> names{"content-type",     "content-language",
                                                  "expires",          "cache-control",
                                                  "content-encoding", "content-disposition"};
  for (std::string_view name : names) {
    auto value = request.parameter("response-" + std::string(name));
    if (!value) continue;
    std::erase_if(fields, [&](const auto& field) { return field.first == name; });
    fields.emplace_back(name, *value);
  }
}

}  // namespace

answer<object> service::find_object(const call& request) {
  auto version = request.parameter("versionId");
  auto found = TRY(catalog_.find(request.bucket, request.key, version));
  if (!found && version) return no_such_version(request.key, *version);
  if (!found) return no_such_key(request.key);
  if (!found->delete_marker) return std::move(*found);
  auto refused = version ? method_not_allowed(request.request.method, "DeleteMarker")
                         : no_such_key(request.key);
  return refused;
}

service::reply service::get_object(const call& request) {
  bucket in = TRY(find_bucket(request));
  object found = TRY(find_object(request));
  TRY(check_conditions(request, found));
  apply_overrides(request, found.fields);

  std::optional<byte_range> part;
  auto number = request.parameter("partNumber");
  std::string_view asked = request.header("Range");
  if (number) {
    if (!asked.empty())
      return invalid_request("Cannot specify both Range header and partNumber query parameter");
    part = TRY(range_of_part(found, *number));
  } else {
    part = TRY(read_range(asked, found.blob.size));
  }

  http::response made;
  bool whole = !part || part->size == found.blob.size;
  add_object_headers(
      made, {.what = found,
             .versioned = in.versioning != versioning::never,
             .with_checksums = whole && request.header("x-amz-checksum-mode") == "ENABLED"});
  made.file = TRY(blobs_.read(found.blob));
  if (number && !found.part_sizes.empty())
    made.headers.add("x-amz-mp-parts-count", std::to_string(found.part_sizes.size()));
  if (!part) return made;
  made.status = 206;
  made.file->offset = part->first;
  made.file->size = part->size;
  if (part->size > 0) made.headers.add("Content-Range", part->content_range(found.blob.size));
  return made;
}

service::reply service::get_attributes(const call& request) {
  bucket in = TRY(find_bucket(request));
  object found = TRY(find_object(request));
  std::string_view wanted = request.header("x-amz-object-attributes");
  http::response made;
  xml_writer document = begin_xml("GetObjectAttributesResponse");
  if (wanted.contains("ETag"))
    document.element("ETag", std::string_view(found.etag).substr(1, found.etag.size() - 2));
  if (wanted.contains("Checksum")) {
    document.open("Checksum");
    for (const auto& row : algorithms())
      document.element_if_given(row.element, field_of(found.fields, row.header));
    document.element_if_given("ChecksumType", field_of(found.fields, "x-amz-checksum-type"));
    document.close();
  }
  if (wanted.contains("ObjectParts") && !found.part_sizes.empty())
    document.open("ObjectParts")
        .element("PartsCount", std::to_string(found.part_sizes.size()))
        .close();
  if (wanted.contains("StorageClass")) {
    std::string_view storage = field_of(found.fields, "x-amz-storage-class");
    document.element("StorageClass", storage.empty() ? "STANDARD" : storage);
  }
  if (wanted.contains("ObjectSize"))
    document.element("ObjectSize", std::to_string(found.blob.size));
  made = xml_response(std::move(document));
  made.headers.add("Last-Modified", http_time(found.modified_ms));
  add_version(made, found, in.versioning != versioning::never);
  return made;
}

answer<service::deleted> service::delete_one(const bucket& in, const call& request,
                                             std::string_view key,
                                             std::optional<std::string_view> version) {
  if (version || in.versioning == versioning::never) {
    auto gone = TRY(catalog_.find(in.name, key, version.value_or("null")));
    if (!gone) return deleted{std::string(version.value_or("")), false};
    (void)TRY(catalog_.remove(in.name, key, gone->version_id));
    TRY(drop_unused(gone->blob));
    return deleted{std::string(version.value_or("")), gone->delete_marker};
  }
  object marker;
  marker.key = key;
  marker.delete_marker = true;
  marker.modified_ms = request.who.now_ms;
  TRY(store_object(in, marker));
  return deleted{marker.version_id, true};
}

service::reply service::delete_object(const call& request) {
  bucket in = TRY(find_bucket(request));
  deleted done = TRY(delete_one(in, request, request.key, request.parameter("versionId")));
  http::response made = empty_response(204);
  if (!done.version.empty()) made.headers.add("x-amz-version-id", done.version);
  if (done.marker) made.headers.add("x-amz-delete-marker", "true");
  return made;
}

service::reply service::delete_objects(const call& request) {
  bucket in = TRY(find_bucket(request));
  xml_element wanted = TRY(read_document(request, "Delete"));
  if (wanted.children.size() > limits::list_max + 1) return malformed_xml();
  bool quiet = wanted.at("Quiet") == "true";
  xml_writer document = begin_xml("DeleteResult");
  for (const xml_element& one : wanted.children) {
    if (one.name != "Object") continue;
    std::string_view key = one.at("Key");
    std::optional<std::string_view> version;
    if (const xml_element* named = one.child("VersionId")) version = named->text;
    deleted done = TRY(delete_one(in, request, key, version));
    if (quiet) continue;
    document.open("Deleted").element("Key", key);
    if (version) document.element("VersionId", *version);
    if (done.marker)
      document.element("DeleteMarker", "true").element("DeleteMarkerVersionId", done.version);
    document.close();
  }
  return xml_response(std::move(document));
}

}  // namespace lambent::companions::s3
