// Operations on log groups, their retention and tags.
#include <algorithm>
#include <array>

#include "engine/logs/operation_table.hpp"

namespace lambent::logs {
namespace {

constexpr std::int64_t page_groups_max = 50;
constexpr std::string_view class_values = "[STANDARD, INFREQUENT_ACCESS, DELIVERY]";
constexpr text_rule class_rule{.chars_min = 0, .values = class_values};

constexpr std::array retention_days{1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                    365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};

std::string retention_values() {
  std::string out = "[";
  for (const int days : retention_days) out += (days > 1 ? ", " : "") + std::to_string(days);
  return out + "]";
}

void write_group(json_writer& out, const caller& who, const group& g, bool briefly) {
  const auto arn = group_arn(who, g.name);
  out.open_element().text("logGroupName", g.name).number("creationTime", g.created_ms);
  if (g.retention_days && !briefly) out.number("retentionInDays", *g.retention_days);
  if (!briefly) out.number("metricFilterCount", 0);
  out.text("arn", arn + ":*");
  if (!briefly) {
    out.number("storedBytes", static_cast<std::int64_t>(g.stored_bytes));
    out.text("logGroupClass", "STANDARD").text("logGroupArn", arn);
  }
  out.close('}');
}

// AWS keeps tag keys that begin so to itself.
answer<> check_tag_keys(const std::map<std::string, std::string>& tags) {
  for (const auto& [key, value] : tags)
    if (key.starts_with("aws:"))
      return invalid_parameter("aws: prefixed tag key names are not allowed for external use.");
  return {};
}

answer<std::string> resource_member(input& in, const caller& who, const store& from) {
  const auto arn = in.required("resourceArn", rules::resource_arn);
  TRY(in.check());
  std::string name(group_of_arn(who, arn));
  if (name.empty())
    return invalid_parameter("The resource " + arn +
                             " is not the ARN of a log group of this account and region.");
  (void)TRY(find_group(from, who, name));
  return name;
}

answer<std::string> add_tags(store& to, const caller& who, const std::string& name,
                             const std::map<std::string, std::string>& added,
                             std::string_view too_many) {
  TRY(check_tag_keys(added));
  auto tags = TRY(find_group(to, who, name))->tags;
  for (const auto& [key, value] : added) tags[key] = value;
  if (tags.size() > tags_max)
    return refuse(too_many, "A log group can have at most " + std::to_string(tags_max) + " tags.");
  TRY(to.set_tags(who.whose(), name, std::move(tags)));
  return std::string(no_members);
}

answer<std::string> remove_tags(store& to, const caller& who, const std::string& name,
                                const std::vector<std::string>& keys) {
  auto tags = TRY(find_group(to, who, name))->tags;
  for (const auto& key : keys) tags.erase(key);
  TRY(to.set_tags(who.whose(), name, std::move(tags)));
  return std::string(no_members);
}

std::string list_tags(const group& g) {
  json_writer out;
  out.open("tags", '{');
  for (const auto& [key, value] : g.tags) out.text(key, value);
  return std::move(out.close('}')).finish();
}

}  // namespace

answer<std::string> describe_log_groups(input& in, const caller& who, store& from) {
  const auto prefix = in.text("logGroupNamePrefix", rules::group_name);
  const auto pattern = in.text("logGroupNamePattern", rules::group_name_part);
  const auto group_class = in.text("logGroupClass", class_rule);
  const auto names = in.texts("logGroupIdentifiers", rules::group_identifier, {.max = 50});
  const auto limit = in.number("limit", {.min = 1, .max = page_groups_max});
  const auto token = in.text("nextToken", rules::token);
  TRY(in.check());
  if (prefix && pattern)
    return invalid_parameter(
        "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
  auto groups = from.groups(who.whose(), prefix.value_or(""));
  std::erase_if(groups, [&](const group* g) {
    const auto named = [&](const std::string& text) {
      return text == g->name || group_of_arn(who, text) == g->name;
    };
    return (token && g->name <= *token) || (group_class && *group_class != "STANDARD") ||
           (pattern && g->name.find(*pattern) == std::string::npos) ||
           (names && std::none_of(names->begin(), names->end(), named));
  });
  const auto shown =
      std::min(groups.size(), static_cast<std::size_t>(limit.value_or(page_groups_max)));
  json_writer out;
  out.open("logGroups", '[');
  for (std::size_t i = 0; i < shown; ++i)
    write_group(out, who, *groups[i], pattern && !pattern->empty());
  out.close(']');
  if (shown < groups.size()) out.text("nextToken", groups[shown - 1]->name);
  return std::move(out).finish();
}

answer<std::string> create_log_group(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  const auto tags = in.tags("tags");
  const auto group_class = in.text("logGroupClass", class_rule);
  const bool is_protected = in.flag("deletionProtectionEnabled");
  const auto key = in.text("kmsKeyId", {.chars_min = 0, .chars_max = 256});
  TRY(in.check());
  // Better refused than promised: nothing here would keep these.
  if (group_class.value_or("STANDARD") != "STANDARD")
    return invalid_parameter("The log group class " + *group_class + " is not available here.");
  if (is_protected)
    return invalid_parameter("Deletion protection of log groups is not available here.");
  if (tags) TRY(check_tag_keys(*tags));
  if (to.find_group(who.whose(), name))
    return refuse("ResourceAlreadyExistsException", "The specified log group already exists");
  TRY(to.create_group(who.whose(), name, who.now_ms));
  if (tags) TRY(to.set_tags(who.whose(), name, *tags));
  return std::string(no_members);
}

answer<std::string> delete_log_group(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  TRY(in.check());
  (void)TRY(find_group(to, who, name));
  TRY(to.delete_group(who.whose(), name));
  return std::string(no_members);
}

answer<std::string> put_retention_policy(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  in.require("retentionInDays");
  const auto days = in.number("retentionInDays", {.min = std::numeric_limits<std::int32_t>::min(),
                                                  .max = std::numeric_limits<std::int32_t>::max()});
  if (days &&
      std::find(retention_days.begin(), retention_days.end(), *days) == retention_days.end())
    in.refuse_value(std::to_string(*days), "retentionInDays", retention_values());
  TRY(in.check());
  (void)TRY(find_group(to, who, name));
  TRY(to.set_retention(who.whose(), name, static_cast<int>(*days)));
  TRY(to.expire(who.now_ms));
  return std::string(no_members);
}

answer<std::string> delete_retention_policy(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  TRY(in.check());
  (void)TRY(find_group(to, who, name));
  TRY(to.set_retention(who.whose(), name, std::nullopt));
  TRY(to.expire(who.now_ms));
  return std::string(no_members);
}

answer<std::string> tag_resource(input& in, const caller& who, store& to) {
  in.require("tags");
  const auto tags = in.tags("tags");
  const auto name = TRY(resource_member(in, who, to));
  return add_tags(to, who, name, *tags, "TooManyTagsException");
}

answer<std::string> untag_resource(input& in, const caller& who, store& to) {
  in.require("tagKeys");
  const auto keys = in.texts("tagKeys", rules::tag_key, {.min = 0, .max = tags_max});
  const auto name = TRY(resource_member(in, who, to));
  return remove_tags(to, who, name, *keys);
}

answer<std::string> list_tags_for_resource(input& in, const caller& who, store& from) {
  const auto name = TRY(resource_member(in, who, from));
  return list_tags(**find_group(from, who, name));
}

answer<std::string> tag_log_group(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  in.require("tags");
  const auto tags = in.tags("tags");
  TRY(in.check());
  return add_tags(to, who, name, *tags, "InvalidParameterException");
}

answer<std::string> untag_log_group(input& in, const caller& who, store& to) {
  const auto name = in.required("logGroupName", rules::group_name);
  in.require("tags");
  const auto keys = in.texts("tags", rules::tag_key);
  TRY(in.check());
  return remove_tags(to, who, name, *keys);
}

answer<std::string> list_tags_log_group(input& in, const caller& who, store& from) {
  const auto name = in.required("logGroupName", rules::group_name);
  TRY(in.check());
  return list_tags(*TRY(find_group(from, who, name)));
}

}  // namespace lambent::logs
