// The members of IAM's requests: their constraints, and the rules that IAM words by itself.
#pragma once

#include <string>
#include <string_view>

#include "engine/api/constraints.hpp"
#include "engine/companions/iam/faults.hpp"
#include "engine/companions/iam/model.hpp"

namespace lambent::companions::iam {

namespace members {
[[nodiscard]] api::member role_name();
[[nodiscard]] api::member policy_name();
[[nodiscard]] api::member policy_arn();
[[nodiscard]] api::member document(std::string_view name);  // "PolicyDocument"
[[nodiscard]] api::member path();
[[nodiscard]] api::member description(std::size_t most);
[[nodiscard]] api::member max_session();
}  // namespace members

// [\w+=,.@-]+, as IAM words its breach; an absent member is right.
[[nodiscard]] answer<> check_name(const query::form& input, std::string_view member);
// The Path of a request, "/" when there is none.
[[nodiscard]] answer<std::string> read_path(const query::form& input);
// The Tags of a request, checked.
[[nodiscard]] answer<tag_list> read_tags(const query::form& input);
// PolicyArn, or another member, as far as IAM parses it before it looks the policy up.
[[nodiscard]] answer<> check_arn(std::string_view arn);

// Marker and MaxItems of a list in the order of its keys.
struct page {
  std::string after;  // The last key of the page before.
  std::size_t count = 0;
};
[[nodiscard]] answer<page> read_page(const query::form& input);
// IsTruncated, and Marker when there is more; `last` is the last key that was shown.
void write_page(xml_writer& result, bool truncated, std::string_view last);

// One page of keys in order; true when more follow.
[[nodiscard]] bool cut_to_page(std::vector<std::string>& keys, const page& wanted);

void write_tags(xml_writer& result, const tag_list& tags);

}  // namespace lambent::companions::iam
