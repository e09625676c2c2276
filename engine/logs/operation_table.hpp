// The operations by resource, and what they share: finding a group by its name or ARN. Internal to
// engine/logs; operations.cpp dispatches.
#pragma once

#include "engine/logs/input.hpp"
#include "engine/logs/operations.hpp"

namespace lambent::logs {

using runner = answer<std::string>(input&, const caller&, store&);  // The body of the answer.

runner describe_log_groups, create_log_group, delete_log_group;
runner put_retention_policy, delete_retention_policy;
runner tag_resource, untag_resource, list_tags_for_resource;
runner tag_log_group, untag_log_group, list_tags_log_group;
runner describe_log_streams, create_log_stream, delete_log_stream;
runner get_log_events, filter_log_events, put_log_events;

inline constexpr std::string_view no_members;  // The body of answers without any.

// "arn:aws:logs:<region>:<account>:log-group:<name>".
[[nodiscard]] std::string group_arn(const caller& who, std::string_view group);
// The group's name in its ARN, whether or not that ends in ":*"; empty for any other text, and for
// ARNs of other accounts and regions.
[[nodiscard]] std::string_view group_of_arn(const caller& who, std::string_view arn);

// Reads logGroupName or logGroupIdentifier, one of which must be there.
[[nodiscard]] std::string group_member(input& in, const caller& who);
[[nodiscard]] answer<const group*> find_group(const store& from, const caller& who,
                                              std::string_view name);
[[nodiscard]] answer<const stream*> find_stream(const store& from, const caller& who,
                                                std::string_view group, std::string_view name);

}  // namespace lambent::logs
