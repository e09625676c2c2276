// IAM's limits: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the
// constraints of the API reference.
#pragma once

#include <cstddef>
#include <cstdint>

namespace lambent::companions::iam::limits {

inline constexpr std::size_t role_name_max_chars = 64;
inline constexpr std::size_t policy_name_max_chars = 128;
inline constexpr std::size_t path_max_chars = 512;
inline constexpr std::size_t role_description_max_chars = 1'000;
inline constexpr std::size_t policy_description_max_chars = 1'000;
inline constexpr std::size_t document_max_chars = 131'072;  // As sent.
inline constexpr std::size_t policy_arn_min_chars = 20;
inline constexpr std::size_t policy_arn_max_chars = 2'048;
inline constexpr std::size_t tag_key_max_chars = 128;
inline constexpr std::size_t tag_value_max_chars = 256;

// Of documents, without their white space.
inline constexpr std::size_t trust_policy_max_chars = 2'048;
inline constexpr std::size_t inline_policies_max_chars = 10'240;  // Of one role, together.
inline constexpr std::size_t managed_policy_max_chars = 6'144;

inline constexpr std::size_t roles_max = 1'000;     // Of an account.
inline constexpr std::size_t policies_max = 1'500;  // Of an account.
inline constexpr std::size_t policy_versions_max = 5;
inline constexpr std::size_t attached_policies_max = 10;  // To one role.
inline constexpr std::size_t tags_max = 50;

inline constexpr std::int64_t session_min_s = 3'600;
inline constexpr std::int64_t session_max_s = 43'200;
inline constexpr std::int64_t session_default_s = 3'600;

inline constexpr std::int64_t list_page_default = 100;
inline constexpr std::int64_t list_page_max = 1'000;

}  // namespace lambent::companions::iam::limits
