// What the registry takes at most. ECR's:
// https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "oci/limits.hpp"

namespace lambent::registry::limits {

// ECR's.
inline constexpr std::uint64_t blob_max_bytes = 52'000ULL * 1024 * 1024;
inline constexpr std::int64_t repositories_max = 100'000;
inline constexpr std::int64_t manifests_max = 100'000;  // Of a repository.
inline constexpr std::int64_t tags_max = 1'000;         // Of a manifest.
// The distribution specification's, "Pushing Manifests" and "Pulling manifests".
inline constexpr std::size_t manifest_max_bytes = oci::limits::document_max_bytes;
inline constexpr std::size_t repository_max_bytes = oci::limits::repository_max_bytes;

// Ours.
inline constexpr std::size_t links_max = 4'200;        // Blobs and manifests that a manifest names.
inline constexpr std::size_t tags_of_a_push_max = 64;  // `tag` parameters of one PUT.
inline constexpr std::size_t open_uploads_max = 1'000;
inline constexpr std::size_t list_max = 10'000;                        // Names of one page.
inline constexpr std::size_t referrers_max = 1'000;                    // Of one page, and
inline constexpr std::size_t referrers_max_bytes = 4UL * 1024 * 1024;  // about so many bytes.
// Files whose content was found right since the engine started, remembered.
inline constexpr std::size_t verified_max = 100'000;

// An upload that nobody has written to for so long is given up.
inline constexpr std::chrono::hours upload_idle_max{24};
// A blob that no manifest names stays so long after it was last pushed, mounted or asked for: the
// manifest of a push comes last, and a push may take as long as its uploads.
inline constexpr std::chrono::hours unnamed_blob_max = upload_idle_max;
inline constexpr std::chrono::minutes collect_every{15};

// Written, and then told to the disk to begin with: the sync at the end finds little to do.
inline constexpr std::uint64_t write_behind_bytes = 8ULL * 1024 * 1024;

}  // namespace lambent::registry::limits
