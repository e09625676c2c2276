// Repositories, and the token by which Docker logs in.
#include <boost/json.hpp>

#include "base/base64.hpp"
#include "base/random.hpp"
#include "engine/companions/ecr/limits.hpp"
#include "engine/companions/ecr/operations.hpp"
#include "engine/registry/limits.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

constexpr std::string_view immutable = "IMMUTABLE", mutable_ = "MUTABLE";

answer<json::object> describe(call& from, const target& of) {
  const std::string& name = of.repository.name;
  json::object made = members_of(of);
  made["repositoryArn"] =
      "arn:aws:ecr:" + from.who.region + ":" + of.registry + ":repository/" + name;
  made["repositoryUri"] = of.registry + ".dkr.ecr." + from.who.region + ".amazonaws.com/" + name;
  made["createdAt"] = seconds(of.repository.created_ms);
  made["imageTagMutability"] = of.repository.immutable_tags ? immutable : mutable_;
  made["imageScanningConfiguration"] = {
      {"scanOnPush", TRY(from.knows().setting(name, settings::scan_on_push)).has_value()}};
  auto encryption = TRY(from.knows().setting(name, settings::encryption));
  made["encryptionConfiguration"] =
      encryption ? json::parse(*encryption) : json::value{{"encryptionType", "AES256"}};
  return made;
}

answer<> set_scan_on_push(call& from, const std::string& repository, bool on) {
  if (on) {
    TRY(from.knows().put_setting(repository, settings::scan_on_push, "true"));
  } else {
    TRY(from.knows().remove_setting(repository, settings::scan_on_push));
  }
  return {};
}

// The modes with exclusions are AWS's, too, and not here.
std::string read_mutability(input& in) {
  return in.one_of("imageTagMutability", {mutable_, immutable});
}

}  // namespace

answer<json::object> create_repository(call& from) {
  std::string registry = registry_of(from), name = from.in.repository_name();
  bool keeps_tags = read_mutability(from.in) == immutable;
  auto tags = from.in.tags("tags");
  input scanning = from.in.object("imageScanningConfiguration");
  bool scan = scanning.flag("scanOnPush");
  input encryption = from.in.object("encryptionConfiguration");
  std::string how = encryption.one_of("encryptionType", {"AES256", "KMS", "KMS_DSSE"});
  std::string key = encryption.text("kmsKey");
  for (const input* one :
       {&std::as_const(from.in), &std::as_const(scanning), &std::as_const(encryption)})
    TRY(one->check());
  if (tags.size() > limits::tags_max)
    return refusal(fault("TooManyTagsException", "A repository has at most 50 tags"));  // Ours.
  target made{{name, from.who.now_ms, keeps_tags}, registry};
  if (TRY(from.knows().repository_count()) >= registry::limits::repositories_max)
    return refusal(
        fault("LimitExceededException",
              "The maximum number of repositories of the registry is reached"));  // Ours.
  if (!TRY(from.knows().create_repository(made.repository))) return repository_exists(made.where());
  if (!tags.empty())
    TRY(from.knows().put_setting(name, settings::tags, json::serialize(json::value_from(tags))));
  TRY(set_scan_on_push(from, name, scan));
  if (!how.empty()) {
    json::object kept{{"encryptionType", how}};
    if (!key.empty()) kept["kmsKey"] = key;
    TRY(from.knows().put_setting(name, settings::encryption, json::serialize(kept)));
  }
  return json::object{{"repository", TRY(describe(from, made))}};
}

answer<json::object> delete_repository(call& from) {
  bool force = from.in.flag("force");
  target found = TRY(find_target(from));
  if (!force && TRY(from.knows().manifest_count(found.repository.name)) > 0)
    return repository_not_empty(found.where());
  json::object shown = TRY(describe(from, found));
  TRY(from.images.remove_repository(found.repository.name));
  return json::object{{"repository", std::move(shown)}};
}

answer<json::object> describe_repositories(call& from) {
  std::string registry = registry_of(from);
  auto names = from.in.texts("repositoryNames", limits::batch_max);
  paging page = read_paging(from.in);
  TRY(from.in.check());
  json::object made;
  json::array list;
  if (!names.empty()) {
    for (const std::string& name : names) {
      target found = TRY(find_named(from, name, registry));
      list.push_back(TRY(describe(from, found)));
    }
  } else {
    auto found = TRY(from.knows().repositories({page.after, page.count + 1}));
    bool more = found.size() > page.count;
    if (more) found.pop_back();
    if (more) add_next_token(made, found.back().name);
    for (auto& one : found) list.push_back(TRY(describe(from, {std::move(one), registry})));
  }
  made["repositories"] = std::move(list);
  return made;
}

answer<json::object> put_image_tag_mutability(call& from) {
  std::string wanted = read_mutability(from.in);
  if (wanted.empty()) from.in.refuse("imageTagMutability", "must not be null");
  target found = TRY(find_target(from));
  TRY(from.knows().set_immutable_tags(found.repository.name, wanted == immutable));
  json::object made = members_of(found);
  made["imageTagMutability"] = wanted;
  return made;
}

answer<json::object> put_image_scanning_configuration(call& from) {
  input scanning = from.in.object("imageScanningConfiguration");
  bool on = scanning.flag("scanOnPush");
  TRY(scanning.check());
  target found = TRY(find_target(from));
  TRY(set_scan_on_push(from, found.repository.name, on));
  json::object made = members_of(found);
  made["imageScanningConfiguration"] = {{"scanOnPush", on}};
  return made;
}

answer<json::object> get_authorization_token(call& from) {
  constexpr std::size_t ids_max = 10;
  (void)from.in.texts("registryIds", ids_max);
  TRY(from.in.check());
  using std::chrono::milliseconds;
  json::object data{
      {"authorizationToken", base64_encode("AWS:" + random_hex(64))},
      {"expiresAt", seconds(from.who.now_ms + milliseconds(limits::token_life).count())},
      {"proxyEndpoint", from.endpoint}};
  return json::object{{"authorizationData", json::array({std::move(data)})}};
}

}  // namespace lambent::companions::ecr
