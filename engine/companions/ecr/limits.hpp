// ECR's limits, of its API's model unless a line says otherwise:
// https://docs.aws.amazon.com/AmazonECR/latest/APIReference/Welcome.html
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace lambent::companions::ecr::limits {

inline constexpr std::size_t repository_name_min_chars = 2;
inline constexpr std::size_t repository_name_max_chars = 256;
inline constexpr std::size_t page_max = 1'000;  // maxResults
inline constexpr std::size_t page_default = 100;
inline constexpr std::size_t batch_max = 100;  // Images, digests or names of one request.
inline constexpr std::uint64_t layer_part_max_bytes = 20'971'520;
inline constexpr std::uint64_t layer_part_bytes = 10ULL * 1024 * 1024;     // What clients are told.
inline constexpr std::uint64_t layer_part_min_bytes = 5ULL * 1024 * 1024;  // But the last.
inline constexpr std::size_t policy_max_bytes = 10'240;
inline constexpr std::size_t lifecycle_policy_min_bytes = 100;
inline constexpr std::size_t lifecycle_policy_max_bytes = 30'720;
inline constexpr std::size_t tags_max = 50;
inline constexpr std::size_t tag_key_max_chars = 128;
inline constexpr std::size_t tag_value_max_chars = 256;
inline constexpr std::chrono::hours token_life{12};
// Ours: the largest layer part in base64, and what is around it.
inline constexpr std::size_t request_max_bytes = layer_part_max_bytes * 4 / 3 + 64UL * 1024;

}  // namespace lambent::companions::ecr::limits
