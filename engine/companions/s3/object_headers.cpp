#include "engine/companions/s3/object_headers.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "base/ascii.hpp"
#include "engine/companions/s3/checksum.hpp"
#include "engine/companions/s3/limits.hpp"
#include "engine/companions/s3/respond.hpp"

namespace lambent::companions::s3 {
namespace {

constexpr std::string_view metadata_prefix = "x-amz-meta-";

constexpr std::array<std::string_view, 8> kept_headers{
    "content-type",     "cache-control", "content-disposition", "content-encoding",
    "content-language", "expires",       "x-amz-storage-class", "x-amz-website-redirect-location"};

// Without aws-chunked, which is of the way and not of the object.
std::string kept_encoding(std::string_view value) {
  std::string kept;
  while (!value.empty()) {
    std::string_view one = value.substr(0, value.find(','));
    value.remove_prefix(std::min(one.size() + 1, value.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (!one.empty() && one != "aws-chunked") kept += (kept.empty() ? "" : ",") + std::string(one);
  }
  return kept;
}

bool is_checksum(std::string_view field) { return field.starts_with("x-amz-checksum-"); }

bool etag_matches(std::string_view list, std::string_view etag) {
  if (list == "*") return true;
  std::string_view bare = etag.substr(1, etag.size() - 2);
  while (!list.empty()) {
    std::string_view one = list.substr(0, list.find(','));
    list.remove_prefix(std::min(one.size() + 1, list.size()));
    while (one.starts_with(' ')) one.remove_prefix(1);
    while (one.ends_with(' ')) one.remove_suffix(1);
    if (one == etag || one == bare) return true;
  }
  return false;
}

}  // namespace

answer<field_list> read_fields_of(const call& request) {
  field_list fields;
  std::size_t metadata_bytes = 0;
  const http::headers& given = request.request.headers;
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto [name, value] = given[i];
    std::string key = lower_case(name);
    if (key.starts_with(metadata_prefix)) {
      metadata_bytes += key.size() - metadata_prefix.size() + value.size();
      fields.emplace_back(std::move(key), value);
    } else if (key == "content-encoding") {
      if (std::string kept = kept_encoding(value); !kept.empty())
        fields.emplace_back(std::move(key), std::move(kept));
    } else if (std::ranges::find(kept_headers, key) != kept_headers.end()) {
      fields.emplace_back(std::move(key), value);
    }
  }
  if (metadata_bytes > limits::metadata_max_bytes) return metadata_too_large();
  if (field_of(fields, "content-type").empty())
    fields.emplace_back("content-type", "binary/octet-stream");
  return fields;
}

answer<std::string> read_tagging(const call& request) {
  std::string_view text = request.header("x-amz-tagging");
  std::set<std::string> seen;
  auto pairs = http::parse_query(text);
  for (const auto& [key, value] : pairs)
    if (!seen.insert(key).second)
      return invalid_argument(
          "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query "
          "parameters without tag name duplicates.",
          "x-amz-tagging", text);
  // Seen in answers that users have published.
  if (pairs.size() > limits::object_tags_max)
    return std::unexpected(fault("BadRequest", "Object tags cannot be greater than 10", 400));
  return std::string(text);
}

void add_checksums(http::response& to, const field_list& fields) {
  for (const auto& [name, value] : fields)
    if (is_checksum(name)) to.headers.add(name, value);
}

void add_version(http::response& to, const object& made, bool versioned) {
  if (versioned) to.headers.add("x-amz-version-id", made.version_id);
}

void add_object_headers(http::response& to, const shown_object& shown) {
  const object& o = shown.what;
  to.headers.add("Accept-Ranges", "bytes");
  to.headers.add("ETag", o.etag);
  to.headers.add("Last-Modified", http_time(o.modified_ms));
  to.headers.add("x-amz-server-side-encryption", "AES256");
  add_version(to, o, shown.versioned);
  for (const auto& [name, value] : o.fields) {
    if (is_checksum(name)) continue;
    // The standard class is never named.
    if (name == "x-amz-storage-class" && value == "STANDARD") continue;
    to.headers.add(name, value);
  }
  if (shown.with_checksums) add_checksums(to, o.fields);
  if (!o.tags.empty())
    to.headers.add("x-amz-tagging-count", std::to_string(http::parse_query(o.tags).size()));
}

answer<> check_conditions(const call& request, const object& found) {
  std::string_view match = request.header("If-Match"), none = request.header("If-None-Match");
  std::int64_t modified_s = found.modified_ms / 1000;
  if (!match.empty()) {
    if (!etag_matches(match, found.etag)) return precondition_failed("If-Match");
  } else if (auto since = read_http_time(request.header("If-Unmodified-Since"));
             since && modified_s > *since) {
    return precondition_failed("If-Unmodified-Since");
  }
  auto not_modified = [] { return std::unexpected(fault("NotModified", "Not Modified", 304)); };
  if (!none.empty()) {
    if (etag_matches(none, found.etag)) return not_modified();
  } else if (auto since = read_http_time(request.header("If-Modified-Since"));
             since && modified_s <= *since) {
    return not_modified();
  }
  return {};
}

answer<std::optional<byte_range>> read_range(std::string_view header, std::uint64_t size) {
  auto wanted = http::read_range(header, size);
  if (wanted.unsatisfiable) return invalid_range(header, size);
  return wanted.part;
}

}  // namespace lambent::companions::s3
