// What IAM says when it refuses, in one place. Texts marked "recorded" are from AWS's answers,
// "seen" from answers that users have published; the rest is ours and may differ from AWS's.
#pragma once

#include <string>
#include <string_view>

#include "engine/companions/query/protocol.hpp"

namespace lambent::companions::iam {

using query::answer;
using query::fault;
using refusal = std::unexpected<fault>;

[[nodiscard]] refusal role_not_found(std::string_view name);
[[nodiscard]] refusal role_exists(std::string_view name);
[[nodiscard]] refusal role_policy_not_found(std::string_view name);
[[nodiscard]] refusal policy_not_found(std::string_view arn);
[[nodiscard]] refusal policy_exists(std::string_view name);
[[nodiscard]] refusal policy_not_attachable(std::string_view arn);
[[nodiscard]] refusal version_not_found(std::string_view arn, std::string_view version);
[[nodiscard]] refusal document_unknown(std::string_view arn);
[[nodiscard]] refusal unparsable_arn();
[[nodiscard]] refusal delete_conflict(std::string_view why);
[[nodiscard]] refusal over_quota(std::string_view quota, std::size_t most);
[[nodiscard]] refusal inline_policies_too_large(std::string_view role);
[[nodiscard]] refusal too_many_versions();
[[nodiscard]] refusal malformed(std::string_view why);
[[nodiscard]] refusal bad_name(std::string_view member);
[[nodiscard]] refusal bad_path();
[[nodiscard]] refusal bad_marker(std::string_view marker);
[[nodiscard]] refusal duplicate_tags();

}  // namespace lambent::companions::iam
