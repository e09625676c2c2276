// The lists: of objects in both versions of the operation, of versions, of uploads and of parts.
#include <algorithm>
#include <charconv>

#include "base/base64.hpp"
#include "base/percent.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/listing.hpp"
#include "engine/companions/s3/respond.hpp"
#include "engine/companions/s3/service.hpp"

namespace lambent::companions::s3 {
namespace {

std::string text_of(const call& request, std::string_view name) {
  return std::string(request.parameter(name).value_or(""));
}

answer<std::size_t> read_count(const call& request, std::string_view name) {
  auto text = request.parameter(name);
  if (!text || text->empty()) return limits::list_max;
  std::int64_t count = 0;
  auto [end, bad] = std::from_chars(text->data(), text->data() + text->size(), count);
  // Seen in answers that users have published.
  if (bad != std::errc() || end != text->data() + text->size() || count < 0)
    return invalid_argument(
        "Provided " + std::string(name) + " not an integer or within integer range", name, *text);
  return std::min(limits::list_max, static_cast<std::size_t>(count));
}

// Keys as they are, or percent-encoded for those that XML has no characters for.
class key_encoding {
public:
  static answer<key_encoding> read(const call& request) {
    std::string text = text_of(request, "encoding-type");
    if (!text.empty() && text != "url")
      return invalid_argument("Invalid Encoding Method specified in Request", "encoding-type",
                              text);
    return key_encoding(!text.empty());
  }
  [[nodiscard]] std::string operator()(std::string_view key) const {
    return encoded_ ? percent_encode(key, "/") : std::string(key);
  }
  void write(xml_writer& document) const {
    if (encoded_) document.element("EncodingType", "url");
  }

private:
  explicit key_encoding(bool encoded) : encoded_(encoded) {}
  bool encoded_;
};

answer<listing_request> read_listing(const call& request, std::string_view count_name) {
  listing_request wanted;
  wanted.prefix = text_of(request, "prefix");
  wanted.delimiter = text_of(request, "delimiter");
  wanted.most = TRY(read_count(request, count_name));
  return wanted;
}

void write_common_prefixes(xml_writer& document, const std::vector<std::string>& prefixes,
                           const key_encoding& encode) {
  for (const auto& prefix : prefixes)
    document.open("CommonPrefixes").element("Prefix", encode(prefix)).close();
}

std::string_view storage_class(const object& of) {
  std::string_view named = field_of(of.fields, "x-amz-storage-class");
  return named.empty() ? "STANDARD" : named;
}

struct page {
  std::vector<object> objects;
  std::vector<std::string> prefixes;
  std::string last;  // Key or common prefix.
  bool truncated = false;
};

// Fills a page; `more` gives the keys from one on. Of keys that are rolled up only the first is
// looked at.
template <class More>
answer<page> cut(const listing_request& wanted, More&& more) {
  page made;
  if (wanted.most == 0) return made;
  std::string from = first_key(wanted);
  while (true) {
    std::size_t room = wanted.most - made.objects.size() - made.prefixes.size();
    auto next = more(stretch{from, wanted.prefix, room + 1});
    if (!next) return std::unexpected(fault(std::move(next.error())));
    bool skipped = false;
    for (object& one : *next) {
      if (made.objects.size() + made.prefixes.size() == wanted.most) {
        made.truncated = true;
        return made;
      }
      std::string prefix = common_prefix(one.key, wanted);
      made.last = prefix.empty() ? one.key : prefix;
      if (prefix.empty()) {
        made.objects.push_back(std::move(one));
        continue;
      }
      made.prefixes.push_back(prefix);
      from = behind_prefix(prefix);
      skipped = true;
      break;
    }
    if (!skipped || from.empty()) return made;
  }
}

void write_entry(xml_writer& document, const object& one, const key_encoding& encode) {
  document.open("Contents").element("Key", encode(one.key));
  document.element("LastModified", xml_time(one.modified_ms)).element("ETag", one.etag);
  document.element("Size", std::to_string(one.blob.size));
  document.element("StorageClass", storage_class(one));
}

std::string flag(bool value) { return value ? "true" : "false"; }

// The page's objects and prefixes close the document of either list.
http::response objects_response(xml_writer&& document, const bucket& in, const page& shown,
                                const key_encoding& encode, bool with_owner) {
  for (const object& one : shown.objects) {
    write_entry(document, one, encode);
    if (with_owner) write_owner(document, "Owner", in.account);
    document.close();
  }
  write_common_prefixes(document, shown.prefixes, encode);
  http::response made = xml_response(std::move(document));
  made.headers.add("x-amz-bucket-region", in.region);
  return made;
}

}  // namespace

service::reply service::list_objects(const call& request) {
  bucket in = TRY(find_bucket(request));
  auto encode = TRY(key_encoding::read(request));
  listing_request wanted = TRY(read_listing(request, "max-keys"));
  wanted.after = text_of(request, "marker");
  page shown = TRY(cut(wanted, [&](const stretch& s) { return catalog_.list(in.name, s); }));

  xml_writer document = begin_xml("ListBucketResult");
  document.element("Name", in.name).element("Prefix", encode(wanted.prefix));
  document.element("Marker", encode(wanted.after));
  document.element("MaxKeys", std::to_string(wanted.most));
  document.element_if_given("Delimiter", encode(wanted.delimiter));
  document.element("IsTruncated", flag(shown.truncated));
  encode.write(document);
  // Without a delimiter the last key serves as the marker.
  if (shown.truncated && !wanted.delimiter.empty())
    document.element("NextMarker", encode(shown.last));
  return objects_response(std::move(document), in, shown, encode, true);
}

service::reply service::list_objects_v2(const call& request) {
  bucket in = TRY(find_bucket(request));
  auto encode = TRY(key_encoding::read(request));
  listing_request wanted = TRY(read_listing(request, "max-keys"));
  auto token = request.parameter("continuation-token");
  auto wrong_token = [] {
    return std::unexpected(fault("InvalidArgument", "The continuation token provided is incorrect",
                                 400, {{"ArgumentName", "continuation-token"}}));
  };
  if (token) {
    auto after = base64_decode(*token);
    if (!after || after->empty()) return wrong_token();
    wanted.after = std::move(*after);
  } else {
    wanted.after = text_of(request, "start-after");
  }
  page shown = TRY(cut(wanted, [&](const stretch& s) { return catalog_.list(in.name, s); }));

  xml_writer document = begin_xml("ListBucketResult");
  document.element("Name", in.name).element("Prefix", encode(wanted.prefix));
  if (token) document.element("ContinuationToken", *token);
  if (shown.truncated) document.element("NextContinuationToken", base64_encode(shown.last));
  if (auto after = request.parameter("start-after"))
    document.element_if_given("StartAfter", encode(*after));
  document.element("KeyCount", std::to_string(shown.objects.size() + shown.prefixes.size()));
  document.element("MaxKeys", std::to_string(wanted.most));
  document.element_if_given("Delimiter", encode(wanted.delimiter));
  document.element("IsTruncated", flag(shown.truncated));
  encode.write(document);
  bool with_owner = request.parameter("fetch-owner") == "true";
  return objects_response(std::move(document), in, shown, encode, with_owner);
}

service::reply service::list_versions(const call& request) {
  bucket in = TRY(find_bucket(request));
  auto encode = TRY(key_encoding::read(request));
  listing_request wanted = TRY(read_listing(request, "max-keys"));
  wanted.after = text_of(request, "key-marker");
  std::string after_version = text_of(request, "version-id-marker");
  if (!after_version.empty() && wanted.after.empty())
    return invalid_argument("A version-id marker cannot be specified without a key marker.",
                            "version-id-marker", after_version);
  // With a version the page begins inside its key, else behind it.
  bool inside = !after_version.empty();
  page shown = TRY(cut(wanted, [&](const stretch& s) {
    stretch from = s;
    if (std::exchange(inside, false)) from.from = wanted.after;
    return catalog_.versions(in.name, from, from.from == wanted.after ? after_version : "");
  }));

  xml_writer document = begin_xml("ListVersionsResult");
  document.element("Name", in.name).element("Prefix", encode(wanted.prefix));
  document.element("KeyMarker", encode(wanted.after));
  document.element("VersionIdMarker", after_version);
  document.element("MaxKeys", std::to_string(wanted.most));
  document.element_if_given("Delimiter", encode(wanted.delimiter));
  document.element("IsTruncated", flag(shown.truncated));
  encode.write(document);
  if (shown.truncated) {
    document.element("NextKeyMarker", encode(shown.last));
    bool at_version = !shown.objects.empty() && shown.objects.back().key == shown.last;
    if (at_version) document.element("NextVersionIdMarker", shown.objects.back().version_id);
  }
  std::string key_before = after_version.empty() ? std::string() : wanted.after;
  for (const object& one : shown.objects) {
    document.open(one.delete_marker ? "DeleteMarker" : "Version").element("Key", encode(one.key));
    document.element("VersionId", one.version_id);
    document.element("IsLatest", flag(one.key != std::exchange(key_before, one.key)));
    document.element("LastModified", xml_time(one.modified_ms));
    if (!one.delete_marker)
      document.element("ETag", one.etag)
          .element("Size", std::to_string(one.blob.size))
          .element("StorageClass", storage_class(one));
    write_owner(document, "Owner", in.account);
    document.close();
  }
  write_common_prefixes(document, shown.prefixes, encode);
  return xml_response(std::move(document));
}

service::reply service::list_uploads(const call& request) {
  bucket in = TRY(find_bucket(request));
  auto encode = TRY(key_encoding::read(request));
  listing_request wanted = TRY(read_listing(request, "max-uploads"));
  wanted.after = text_of(request, "key-marker");
  std::string after_id = text_of(request, "upload-id-marker");

  std::vector<upload> shown;
  std::vector<std::string> prefixes;
  bool truncated = false;
  // An id marker counts inside its key, in the order of the list.
  bool behind = after_id.empty() || wanted.after.empty();
  for (upload& one : TRY(catalog_.uploads(in.name, wanted.prefix))) {
    bool at_marker = one.key == wanted.after;
    if (!behind && at_marker && one.id == after_id) {
      behind = true;
      continue;
    }
    if (!wanted.after.empty() && (one.key < wanted.after || (at_marker && after_id.empty())))
      continue;
    if (at_marker && !behind) continue;
    std::string prefix = common_prefix(one.key, wanted);
    if (!prefix.empty() &&
        (prefix == wanted.after || (!prefixes.empty() && prefixes.back() == prefix)))
      continue;
    if (shown.size() + prefixes.size() == wanted.most) {
      truncated = true;
      break;
    }
    if (prefix.empty()) {
      shown.push_back(std::move(one));
    } else {
      prefixes.push_back(std::move(prefix));
    }
  }

  xml_writer document = begin_xml("ListMultipartUploadsResult");
  document.element("Bucket", in.name).element("KeyMarker", encode(wanted.after));
  document.element("UploadIdMarker", after_id);
  bool by_upload = !shown.empty() && (prefixes.empty() || shown.back().key > prefixes.back());
  document.element("NextKeyMarker", by_upload           ? encode(shown.back().key)
                                    : !prefixes.empty() ? encode(prefixes.back())
                                                        : "");
  document.element("NextUploadIdMarker", by_upload ? shown.back().id : "");
  document.element_if_given("Delimiter", encode(wanted.delimiter));
  document.element_if_given("Prefix", encode(wanted.prefix));
  document.element("MaxUploads", std::to_string(wanted.most));
  document.element("IsTruncated", flag(truncated));
  encode.write(document);
  for (const upload& one : shown) {
    document.open("Upload").element("Key", encode(one.key)).element("UploadId", one.id);
    write_owner(document, "Initiator", in.account);
    write_owner(document, "Owner", in.account);
    document.element("StorageClass", "STANDARD");
    document.element("Initiated", xml_time(one.started_ms)).close();
  }
  write_common_prefixes(document, prefixes, encode);
  return xml_response(std::move(document));
}

service::reply service::list_parts(const call& request) {
  bucket in = TRY(find_bucket(request));
  upload open = TRY(find_upload(request));
  std::size_t most = TRY(read_count(request, "max-parts"));
  std::int64_t after = 0;
  std::string marker = text_of(request, "part-number-marker");
  (void)std::from_chars(marker.data(), marker.data() + marker.size(), after);
  auto parts = TRY(catalog_.parts(open.id));
  std::erase_if(parts, [&](const part& one) { return one.number <= after; });
  bool truncated = parts.size() > most;
  if (truncated) parts.resize(most);

  xml_writer document = begin_xml("ListPartsResult");
  document.element("Bucket", in.name).element("Key", open.key).element("UploadId", open.id);
  write_owner(document, "Initiator", in.account);
  write_owner(document, "Owner", in.account);
  document.element("StorageClass", "STANDARD");
  document.element("PartNumberMarker", std::to_string(after));
  document.element("NextPartNumberMarker",
                   std::to_string(parts.empty() ? after : parts.back().number));
  document.element("MaxParts", std::to_string(most)).element("IsTruncated", flag(truncated));
  for (const part& one : parts) {
    document.open("Part").element("PartNumber", std::to_string(one.number));
    document.element("LastModified", xml_time(one.modified_ms));
    document.element("ETag", "\"" + one.blob.md5 + "\"");
    document.element("Size", std::to_string(one.blob.size)).close();
  }
  return xml_response(std::move(document));
}

}  // namespace lambent::companions::s3
