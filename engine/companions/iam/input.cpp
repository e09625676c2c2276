#include "engine/companions/iam/input.hpp"

#include <algorithm>
#include <set>

#include "base/ascii.hpp"
#include "base/base64.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/query/members.hpp"

namespace lambent::companions::iam {
namespace {

using query::form;

constexpr std::int64_t chars(std::size_t limit) { return static_cast<std::int64_t>(limit); }

bool name_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_+=,.@-").contains(c);
}

}  // namespace

namespace members {

api::member role_name() {
  return {
      .name = "RoleName", .required = true, .min = 1, .max = chars(limits::role_name_max_chars)};
}
api::member policy_name() {
  return {.name = "PolicyName",
          .required = true,
          .min = 1,
          .max = chars(limits::policy_name_max_chars)};
}
api::member policy_arn() {
  return {.name = "PolicyArn",
          .required = true,
          .min = chars(limits::policy_arn_min_chars),
          .max = chars(limits::policy_arn_max_chars)};
}
api::member document(std::string_view name) {
  return {.name = name, .required = true, .min = 1, .max = chars(limits::document_max_chars)};
}
api::member path() { return {.name = "Path", .min = 1, .max = chars(limits::path_max_chars)}; }
api::member description(std::size_t most) { return {.name = "Description", .max = chars(most)}; }
api::member max_session() {
  return {.name = "MaxSessionDuration",
          .kind = api::member_kind::integer,
          .min = limits::session_min_s,
          .max = limits::session_max_s};
}

}  // namespace members

answer<> check_name(const form& input, std::string_view member) {
  auto name = input.find(member);
  if (!name || std::ranges::all_of(*name, name_char)) return {};
  return bad_name(api::member_path({}, member));
}

answer<std::string> read_path(const form& input) {
  std::string path(input.find("Path").value_or("/"));
  bool printable = std::ranges::all_of(path, [](char c) { return c > 0x20 && c < 0x7f; });
  if (!path.starts_with('/') || !path.ends_with('/') || !printable) return bad_path();
  return path;
}

answer<tag_list> read_tags(const form& input) {
  tag_list tags = input.pairs("Tags", "Key", "Value");
  model::violations found;
  const api::member key{.name = "Tags.key", .min = 1, .max = chars(limits::tag_key_max_chars)};
  const api::member value{.name = "Tags.value", .max = chars(limits::tag_value_max_chars)};
  std::set<std::string> seen;
  bool twice = false;
  for (const auto& [name, text] : tags) {
    api::check_text(key, name, found);
    api::check_text(value, text, found);
    twice = !seen.insert(lower_case(name)).second || twice;
  }
  if (tags.size() > limits::tags_max)
    found.add("", "tags", model::length_at_most(limits::tags_max));
  TRY(query::valid(found));
  if (twice) return duplicate_tags();
  return tags;
}

answer<> check_arn(std::string_view arn) {
  // arn:partition:service:region:account:resource
  if (!arn.starts_with("arn:") || std::ranges::count(arn, ':') < 5) return unparsable_arn();
  return {};
}

answer<page> read_page(const form& input) {
  static const std::array table{api::member{.name = "MaxItems",
                                            .kind = api::member_kind::integer,
                                            .min = 1,
                                            .max = limits::list_page_max}};
  TRY(query::check_members(input, table));
  page wanted{
      {}, static_cast<std::size_t>(query::number_of(input, "MaxItems", limits::list_page_default))};
  if (auto marker = input.find("Marker"); marker && !marker->empty()) {
    auto after = base64_decode(*marker);
    if (!after) return bad_marker(*marker);
    wanted.after = std::move(*after);
  }
  return wanted;
}

void write_page(xml_writer& result, bool truncated, std::string_view last) {
  result.element("IsTruncated", truncated ? "true" : "false");
  if (truncated) result.element("Marker", base64_encode(last));
}

bool cut_to_page(std::vector<std::string>& keys, const page& wanted) {
  auto first = std::ranges::upper_bound(keys, wanted.after);
  keys.erase(keys.begin(), first);
  bool more = keys.size() > wanted.count;
  if (more) keys.resize(wanted.count);
  return more;
}

void write_tags(xml_writer& result, const tag_list& tags) {
  result.open("Tags");
  for (const auto& [key, value] : tags)
    result.open("member").element("Key", key).element("Value", value).close();
  result.close();
}

}  // namespace lambent::companions::iam
