// S3's limits: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html and
// …/BucketRestrictions.html, unless a line says otherwise.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lambent::companions::s3::limits {

inline constexpr std::uint64_t put_max_bytes = 5ULL << 30;     // One PUT, or one part.
inline constexpr std::uint64_t object_max_bytes = 5ULL << 40;  // In parts.
inline constexpr std::uint64_t part_min_bytes = 5ULL << 20;    // But the last.
inline constexpr std::int64_t parts_max = 10'000;              // Of an upload.
inline constexpr std::size_t key_max_bytes = 1'024;
inline constexpr std::size_t metadata_max_bytes = 2'048;  // Names and values of x-amz-meta-.
inline constexpr std::size_t object_tags_max = 10;
inline constexpr std::size_t bucket_name_min_chars = 3;
inline constexpr std::size_t bucket_name_max_chars = 63;
inline constexpr std::size_t buckets_max = 10'000;  // Of an account.
inline constexpr std::size_t list_max = 1'000;      // Keys of a page, or of a deletion.
// Ours: the documents in requests. A deletion of 1,000 long keys is about 1.2 MB.
inline constexpr std::size_t document_max_bytes = 4 * 1024 * 1024;
// Ours: uploads in parts that are neither completed nor aborted, of a bucket.
inline constexpr std::size_t open_uploads_max = 10'000;
// Ours: what of a file is in memory while it is copied.
inline constexpr std::size_t copy_piece_bytes = 256 * 1024;

}  // namespace lambent::companions::s3::limits
