// Buckets, objects and uploads as S3 knows them. Values only.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace lambent::companions::s3 {

// Names in lower case.
using field_list = std::vector<std::pair<std::string, std::string>>;

enum class versioning : std::uint8_t { never, enabled, suspended };

struct bucket {
  std::string name;
  std::string account;
  std::string region;
  std::int64_t created_ms = 0;
  s3::versioning versioning = s3::versioning::never;
};

// The bytes of an object or a part, kept once however many have them.
struct blob {
  std::string name;  // Of its file: the SHA-256 of the bytes in hexadecimal; empty: none.
  std::string md5;   // Hexadecimal.
  std::uint64_t size = 0;
};

struct object {
  std::string key;
  std::string version_id;  // "null" without versioning.
  bool delete_marker = false;
  s3::blob blob;
  std::string etag;  // With its quotes.
  std::int64_t modified_ms = 0;
  // The headers that came with it and go out again: content-type, x-amz-meta-…, checksums.
  field_list fields;
  std::string tags;                       // "a=1&b=2", percent-encoded.
  std::vector<std::uint64_t> part_sizes;  // Where it was uploaded in parts.
};

struct upload {
  std::string id;
  std::string bucket;
  std::string key;
  std::int64_t started_ms = 0;
  field_list fields;
  std::string tags;
};

struct part {
  std::int64_t number = 0;
  s3::blob blob;
  std::int64_t modified_ms = 0;
  field_list checksums;
};

[[nodiscard]] inline std::string_view field_of(const field_list& fields, std::string_view name) {
  for (const auto& [key, value] : fields)
    if (key == name) return value;
  return {};
}

}  // namespace lambent::companions::s3
