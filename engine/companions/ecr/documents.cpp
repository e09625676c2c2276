// What is kept of a repository and changes nothing here: policies and tags.
#include <boost/json.hpp>

#include "engine/companions/ecr/limits.hpp"
#include "engine/companions/ecr/operations.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

// Whether a text is a JSON object that has a list, or an object, of this name.
bool has_list(std::string_view text, std::string_view name) {
  json::error_code failed;
  json::value read = json::parse(json::string_view(text.data(), text.size()), failed);
  if (failed || !read.is_object()) return false;
  const json::value* found =
      read.get_object().if_contains(json::string_view(name.data(), name.size()));
  return found != nullptr &&
         (found->is_object() || (found->is_array() && !found->get_array().empty()));
}

json::object policy_of(const target& of, const std::string& text) {
  json::object made = members_of(of);
  made["policyText"] = text;
  return made;
}

// With the time at which it was put, before its text: nothing evaluates it later.
json::object lifecycle_of(const target& of, std::string_view kept) {
  auto space = kept.find(' ');
  json::object made = members_of(of);
  made["lifecyclePolicyText"] = std::string(kept.substr(space + 1));
  made["lastEvaluatedAt"] = seconds(std::stoll(std::string(kept.substr(0, space))));
  return made;
}

answer<target> find_resource(call& from) {
  std::string arn = from.in.needed("resourceArn");
  TRY(from.in.check());
  constexpr std::string_view head = "arn:aws:ecr:", kind = ":repository/";
  auto name = arn.find(kind);
  if (!arn.starts_with(head) || name == std::string::npos)
    return refusal(fault("InvalidParameterException",
                         "Invalid parameter at 'resourceArn' failed to satisfy constraint: "
                         "'Invalid ARN'"));
  auto account = arn.rfind(':', name - 1);
  return find_named(from, arn.substr(name + kind.size()),
                    arn.substr(account + 1, name - account - 1));
}

using tag_map = std::map<std::string, std::string>;

answer<tag_map> read_tags(call& from, const target& of) {
  auto kept = TRY(from.knows().setting(of.repository.name, settings::tags));
  if (!kept) return tag_map();
  return json::value_to<tag_map>(json::parse(*kept));
}

answer<json::object> keep_tags(call& from, const target& of, const tag_map& tags) {
  TRY(from.knows().put_setting(of.repository.name, settings::tags,
                               json::serialize(json::value_from(tags))));
  return json::object();
}

}  // namespace

answer<json::object> get_repository_policy(call& from) {
  target in = TRY(find_target(from));
  auto kept = TRY(from.knows().setting(in.repository.name, settings::policy));
  if (!kept) return policy_not_found(in.where());
  return policy_of(in, *kept);
}

answer<json::object> set_repository_policy(call& from) {
  std::string text = from.in.needed_within("policyText", 0, limits::policy_max_bytes);
  target in = TRY(find_target(from));
  if (!has_list(text, "Statement"))
    return invalid_parameter("PolicyText", "Invalid repository policy provided");
  TRY(from.knows().put_setting(in.repository.name, settings::policy, text));
  return policy_of(in, text);
}

answer<json::object> delete_repository_policy(call& from) {
  target in = TRY(find_target(from));
  auto kept = TRY(from.knows().setting(in.repository.name, settings::policy));
  if (!kept) return policy_not_found(in.where());
  TRY(from.knows().remove_setting(in.repository.name, settings::policy));
  return policy_of(in, *kept);
}

answer<json::object> get_lifecycle_policy(call& from) {
  target in = TRY(find_target(from));
  auto kept = TRY(from.knows().setting(in.repository.name, settings::lifecycle));
  if (!kept) return lifecycle_policy_not_found(in.where());
  return lifecycle_of(in, *kept);
}

answer<json::object> put_lifecycle_policy(call& from) {
  std::string text =
      from.in.needed_within("lifecyclePolicyText", limits::lifecycle_policy_min_bytes,
                            limits::lifecycle_policy_max_bytes);
  target in = TRY(find_target(from));
  if (!has_list(text, "rules"))
    return invalid_parameter("LifecyclePolicyText",
                             "Lifecycle policy validation failure: it has no rules");
  TRY(from.knows().put_setting(in.repository.name, settings::lifecycle,
                               std::to_string(from.who.now_ms) + ' ' + text));
  json::object made = members_of(in);
  made["lifecyclePolicyText"] = text;
  return made;
}

answer<json::object> delete_lifecycle_policy(call& from) {
  target in = TRY(find_target(from));
  auto kept = TRY(from.knows().setting(in.repository.name, settings::lifecycle));
  if (!kept) return lifecycle_policy_not_found(in.where());
  TRY(from.knows().remove_setting(in.repository.name, settings::lifecycle));
  return lifecycle_of(in, *kept);
}

answer<json::object> tag_resource(call& from) {
  auto added = from.in.tags("tags");
  target in = TRY(find_resource(from));
  tag_map tags = TRY(read_tags(from, in));
  for (auto& [key, value] : added) tags.insert_or_assign(key, value);
  if (tags.size() > limits::tags_max)
    return refusal(fault("TooManyTagsException", "A repository has at most 50 tags"));  // Ours.
  return keep_tags(from, in, tags);
}

answer<json::object> untag_resource(call& from) {
  auto keys = from.in.texts("tagKeys", limits::tags_max);
  target in = TRY(find_resource(from));
  tag_map tags = TRY(read_tags(from, in));
  for (const std::string& key : keys) tags.erase(key);
  return keep_tags(from, in, tags);
}

answer<json::object> list_tags_for_resource(call& from) {
  target in = TRY(find_resource(from));
  json::array list;
  for (const auto& [key, value] : TRY(read_tags(from, in)))
    list.push_back({{"Key", key}, {"Value", value}});
  return json::object{{"tags", std::move(list)}};
}

}  // namespace lambent::companions::ecr
