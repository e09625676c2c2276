// Tags of roles and policies.
#include <algorithm>

#include "engine/companions/iam/input.hpp"
#include "engine/companions/iam/limits.hpp"
#include "engine/companions/iam/service.hpp"

namespace lambent::companions::iam {
namespace {

// New values for keys that are there, the rest behind them.
answer<> add(tag_list& tags, tag_list&& more) {
  for (auto& [key, value] : more) {
    auto found = std::ranges::find(tags, key, [](const auto& tag) { return tag.first; });
    if (found == tags.end()) {
      tags.emplace_back(std::move(key), std::move(value));
    } else {
      found->second = std::move(value);
    }
  }
  if (tags.size() > limits::tags_max) return over_quota("TagsPerEntity", limits::tags_max);
  return {};
}

void remove(tag_list& tags, const query::form& input) {
  for (const auto& key : input.texts("TagKeys"))
    std::erase_if(tags, [&](const auto& tag) { return tag.first == key; });
}

answer<> write_page_of(xml_writer& result, const query::form& input, tag_list tags) {
  page wanted = TRY(read_page(input));
  std::ranges::sort(tags);
  std::erase_if(
      tags, [&](const auto& tag) { return tag.first <= wanted.after && !wanted.after.empty(); });
  bool truncated = tags.size() > wanted.count;
  if (truncated) tags.resize(wanted.count);
  write_tags(result, tags);
  write_page(result, truncated, tags.empty() ? "" : std::string_view(tags.back().first));
  return {};
}

}  // namespace

answer<> service::tag_role(const call& request, xml_writer&) {
  tag_list more = TRY(read_tags(request.input));
  role of = TRY(find_role(request));
  tag_list tags = TRY(store_.tags(of));
  TRY(add(tags, std::move(more)));
  TRY(store_.put_tags(of, tags));
  return {};
}

answer<> service::untag_role(const call& request, xml_writer&) {
  role of = TRY(find_role(request));
  tag_list tags = TRY(store_.tags(of));
  remove(tags, request.input);
  TRY(store_.put_tags(of, tags));
  return {};
}

answer<> service::list_role_tags(const call& request, xml_writer& result) {
  role of = TRY(find_role(request));
  return write_page_of(result, request.input, TRY(store_.tags(of)));
}

answer<> service::tag_policy(const call& request, xml_writer&) {
  tag_list more = TRY(read_tags(request.input));
  policy of = TRY(find_policy(request));
  tag_list tags = TRY(store_.tags(of));
  TRY(add(tags, std::move(more)));
  TRY(store_.put_tags(of, tags));
  return {};
}

answer<> service::untag_policy(const call& request, xml_writer&) {
  policy of = TRY(find_policy(request));
  tag_list tags = TRY(store_.tags(of));
  remove(tags, request.input);
  TRY(store_.put_tags(of, tags));
  return {};
}

answer<> service::list_policy_tags(const call& request, xml_writer& result) {
  policy of = TRY(find_policy(request));
  return write_page_of(result, request.input, TRY(store_.tags(of)));
}

}  // namespace lambent::companions::iam
