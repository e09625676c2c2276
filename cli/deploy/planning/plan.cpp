#include "cli/deploy/planning/plan.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "base/sha256.hpp"
#include "cli/deploy/planning/check.hpp"
#include "cli/deploy/planning/merged.hpp"

namespace lambent::cli::deploy {
namespace {

struct step_text {
  step_kind kind;
  std::string_view text;
  operation_name operation;
};

constexpr std::array step_texts = {
    step_text{step_kind::create_role, "make the execution role", {"iam", "CreateRole"}},
    step_text{step_kind::allow_logs, "let the role write logs", {"iam", "AttachRolePolicy"}},
    step_text{step_kind::allow_vpc, "let the role join the VPC", {"iam", "AttachRolePolicy"}},
    step_text{step_kind::allow_tracing, "let the role send traces", {"iam", "AttachRolePolicy"}},
    step_text{step_kind::put_code, "put the code into S3", {"s3", "PutObject"}},
    step_text{step_kind::create_function, "create the function", {"lambda", "CreateFunction"}},
    step_text{step_kind::update_configuration,
              "update the configuration",
              {"lambda", "UpdateFunctionConfiguration"}},
    step_text{step_kind::update_code, "update the code", {"lambda", "UpdateFunctionCode"}},
    step_text{step_kind::tag, "set tags", {"lambda", "TagResource"}},
    step_text{step_kind::untag, "remove tags", {"lambda", "UntagResource"}},
    step_text{step_kind::reserve_concurrency,
              "reserve concurrency",
              {"lambda", "PutFunctionConcurrency"}},
    step_text{step_kind::release_concurrency,
              "release the reserved concurrency",
              {"lambda", "DeleteFunctionConcurrency"}},
    step_text{step_kind::publish_version, "publish a version", {"lambda", "PublishVersion"}},
    step_text{step_kind::create_alias, "create the alias", {"lambda", "CreateAlias"}},
    step_text{step_kind::update_alias, "move the alias", {"lambda", "UpdateAlias"}},
    step_text{step_kind::allow_url, "let everyone call the URL", {"lambda", "AddPermission"}},
    step_text{step_kind::allow_url_invoke,
              "let the URL's callers invoke the function",
              {"lambda", "AddPermission"}},
    step_text{
        step_kind::create_url, "create the function URL", {"lambda", "CreateFunctionUrlConfig"}},
    step_text{
        step_kind::update_url, "update the function URL", {"lambda", "UpdateFunctionUrlConfig"}},
    step_text{
        step_kind::delete_url, "delete the function URL", {"lambda", "DeleteFunctionUrlConfig"}},
    step_text{step_kind::forbid_url,
              "let no longer everyone call the URL",
              {"lambda", "RemovePermission"}},
    step_text{step_kind::forbid_url_invoke,
              "let the URL's callers no longer invoke the function",
              {"lambda", "RemovePermission"}},
    step_text{step_kind::create_log_group, "create the log group", {"logs", "CreateLogGroup"}},
    step_text{
        step_kind::set_log_retention, "set how long logs are kept", {"logs", "PutRetentionPolicy"}},
    step_text{
        step_kind::drop_log_retention, "keep logs for ever", {"logs", "DeleteRetentionPolicy"}},
    step_text{step_kind::delete_version, "delete an old version", {"lambda", "DeleteFunction"}},
    step_text{step_kind::publish_layer, "publish the layer", {"lambda", "PublishLayerVersion"}},
};

const step_text& text_of(step_kind kind) {
  return *std::ranges::find(step_texts, kind, &step_text::kind);
}

step put_code_step(const wanted_code& code) {
  return {.kind = step_kind::put_code,
          .differences = {{"Object", "", "s3://" + code.s3_bucket + "/" + code.s3_key}}};
}

class planner {
public:
  planner(const wanted_function& wanted, const observed_function& observed)
      : wanted_(wanted), observed_(observed) {}

  result<plan> make() {
    TRY(check(wanted_, observed_));
    role();
    function();
    tags();
    concurrency();
    version_and_alias();
    url();
    logs();
    old_versions();
    return plan{wanted_.name, std::move(steps_)};
  }

private:
  [[nodiscard]] bool exists() const { return observed_.configuration.has_value(); }

  void add(step_kind kind, std::vector<difference> differences = {}, std::string subject = {}) {
    steps_.push_back({kind, std::move(differences), std::move(subject)});
  }

  // The made role is completed whenever the function has it, so that a deployment that was
  // interrupted between the calls is mended. It comes before what needs it: Lambda refuses a VPC
  // and tracing that the role does not allow.
  void role() {
    if (!has_made_role(wanted_, observed_)) return;
    if (!observed_.made_role)
      add(step_kind::create_role,
          {{"RoleName", "", made_role_name(wanted_.name, observed_.region)}});
    for (const role_policy& one : role_policies) {
      const bool attached = observed_.made_role && (*observed_.made_role).*one.is_attached;
      if (attached || !needs(one.step)) continue;
      const std::string_view name = one.name.substr(one.name.rfind('/') + 1);
      add(one.step, {{"PolicyName", "", std::string(name)}});
    }
  }

  // The function as it will be needs that of its role.
  [[nodiscard]] bool needs(step_kind permission) const {
    const observed_configuration there = observed_.configuration.value_or(observed_configuration());
    if (permission == step_kind::allow_vpc)
      return !vpc_after(wanted_, there.vpc).subnet_ids.empty();
    if (permission == step_kind::allow_tracing)
      return wanted_.tracing_mode.value_or(there.tracing_mode) == "Active";
    return true;
  }

  void code_to_s3() {
    if (!wanted_.code.s3_bucket.empty()) steps_.push_back(put_code_step(wanted_.code));
  }

  void function() {
    if (!exists()) {
      code_to_s3();
      std::string role = wanted_.role.value_or(made_role_arn(wanted_, observed_));
      add(step_kind::create_function, new_configuration(wanted_, role));
      function_changes_ = true;
      return;
    }
    const observed_configuration& there = *observed_.configuration;
    auto configuration =
        configuration_differences(wanted_, there, wanted_.role.value_or(there.role));
    if (!configuration.empty()) {
      add(step_kind::update_configuration, std::move(configuration));
      function_changes_ = true;
    }
    std::vector<difference> code;
    if (there.architecture != wanted_.code.architecture)
      code.push_back({"Architectures", there.architecture, wanted_.code.architecture});
    if (there.code_sha256 != wanted_.code.sha256)
      code.push_back({"CodeSha256", there.code_sha256, wanted_.code.sha256});
    if (code.empty()) return;
    code_to_s3();
    add(step_kind::update_code, std::move(code));
    function_changes_ = true;
  }

  // A new function has them from its creation. Those of AWS itself (CloudFormation's, for one)
  // nobody else may set or remove.
  void tags() {
    if (!exists()) return;
    text_map there = observed_.tags;
    std::erase_if(there, [](const auto& one) { return one.first.starts_with("aws:"); });
    text_map after = merged(there, wanted_.tags, wanted_.prune_tags);
    std::vector<difference> set;
    std::vector<difference> gone;
    std::string keys;
    for (difference& one : map_differences("Tags", there, after)) {
      if (!one.to.empty() || after.contains(one.member.substr(sizeof "Tags"))) {
        set.push_back(std::move(one));
        continue;
      }
      keys += (keys.empty() ? "" : ",") + one.member.substr(sizeof "Tags");
      gone.push_back(std::move(one));
    }
    if (!set.empty()) add(step_kind::tag, std::move(set));
    if (!gone.empty()) add(step_kind::untag, std::move(gone), std::move(keys));
  }

  void concurrency() {
    if (!wanted_.reserved_concurrency) return;
    const std::optional<int>& there = observed_.reserved_concurrency;
    std::string before = there ? std::to_string(*there) : "";
    if (*wanted_.reserved_concurrency < 0) {
      if (there)
        add(step_kind::release_concurrency, {{"ReservedConcurrentExecutions", before, ""}});
    } else if (there != wanted_.reserved_concurrency) {
      add(step_kind::reserve_concurrency, {{"ReservedConcurrentExecutions", before,
                                            std::to_string(*wanted_.reserved_concurrency)}});
    }
  }

  void version_and_alias() {
    if (!wanted_.publish && wanted_.alias.empty()) return;
    const auto& versions = observed_.versions;
    const bool published =
        !function_changes_ && !versions.empty() && versions.back().same_as_latest;
    if (!published) add(step_kind::publish_version);
    if (wanted_.alias.empty()) return;
    move_alias(published ? std::to_string(versions.back().number) : "the new version");
  }

  // All of the alias's calls go there: what it sent to further versions goes, too.
  void move_alias(const std::string& version) {
    const std::string member = "Aliases." + wanted_.alias;
    if (!observed_.alias_version) return add(step_kind::create_alias, {{member, "", version}});
    std::vector<difference> differences;
    if (*observed_.alias_version != version)
      differences.push_back({member, *observed_.alias_version, version});
    for (const auto& [further, share] : observed_.alias_weights)
      differences.push_back({member + ".AdditionalVersionWeights." + further, share, ""});
    if (!differences.empty()) add(step_kind::update_alias, std::move(differences));
  }

  void allow_url_for_everyone() {
    if (observed_.url_permissions.url.empty())
      add(step_kind::allow_url, {{"Policy.Principal", "", "*"}});
    if (observed_.url_permissions.function.empty())
      add(step_kind::allow_url_invoke, {{"Policy.Principal", "", "*"}});
  }

  void forbid_url_for_everyone() {
    const auto& [url, function] = observed_.url_permissions;
    if (!url.empty()) add(step_kind::forbid_url, {{"Policy.Principal", "*", ""}}, url);
    if (!function.empty())
      add(step_kind::forbid_url_invoke, {{"Policy.Principal", "*", ""}}, function);
  }

  // Permissions come before the URL: there is no moment in which it is there and refuses those who
  // may call it.
  void url() {
    if (wanted_.url == url_wish::leave) return;
    if (wanted_.url == url_wish::remove) {
      if (observed_.url) add(step_kind::delete_url, {{"FunctionUrl", observed_.url_address, ""}});
      return forbid_url_for_everyone();
    }
    const url_settings after = url_after(wanted_, observed_);
    // Permissions belong to the auth type; where that is not said they are somebody's own.
    if (wanted_.url_auth || !keeps_url(wanted_, observed_))
      after.auth_type == "NONE" ? allow_url_for_everyone() : forbid_url_for_everyone();
    if (!observed_.url)
      return add(step_kind::create_url,
                 url_differences({.auth_type = {}, .invoke_mode = {}}, after));
    auto differences = url_differences(*observed_.url, after);
    if (!differences.empty()) add(step_kind::update_url, std::move(differences));
  }

  void logs() {
    if (!wanted_.log_retention_days) return;
    const std::string group = log_group_of(wanted_, observed_);
    if (!observed_.log_group_exists)
      add(step_kind::create_log_group, {{"logGroupName", "", group}});
    if (observed_.log_retention_days != *wanted_.log_retention_days)
      add(*wanted_.log_retention_days == 0 ? step_kind::drop_log_retention
                                           : step_kind::set_log_retention,
          {{"LogGroups." + group + ".retentionInDays", retention_text(observed_.log_retention_days),
            retention_text(*wanted_.log_retention_days)}});
  }

  // Aliased versions stay, whatever their age. The version that this plan publishes counts.
  void old_versions() {
    if (wanted_.versions_kept <= 0) return;
    const bool publishes = std::ranges::any_of(
        steps_, [](const step& s) { return s.kind == step_kind::publish_version; });
    auto kept = static_cast<std::size_t>(wanted_.versions_kept) - (publishes ? 1 : 0);
    if (observed_.versions.size() <= kept) return;
    for (std::size_t i = 0; i < observed_.versions.size() - kept; ++i) {
      const int number = observed_.versions[i].number;
      if (std::ranges::find(observed_.aliased_versions, number) != observed_.aliased_versions.end())
        continue;
      std::string text = std::to_string(number);
      add(step_kind::delete_version, {{"Version", text, ""}}, text);
    }
  }

  const wanted_function& wanted_;
  const observed_function& observed_;
  std::vector<step> steps_;
  bool function_changes_ = false;
};

}  // namespace

std::string made_role_name(std::string_view function, std::string_view region) {
  constexpr std::size_t role_name_chars_max = 64;
  constexpr std::size_t hash_chars = 8;
  std::string name = "lambent-" + std::string(function) + "-" + std::string(region);
  if (name.size() <= role_name_chars_max) return name;
  std::string hash = to_hex(sha256(name)).substr(0, hash_chars);
  return name.substr(0, role_name_chars_max - hash_chars - 1) + "-" + hash;
}

std::string made_role_arn(const wanted_function& wanted, const observed_function& observed) {
  if (observed.made_role) return observed.made_role->arn;
  return "arn:" + observed.partition + ":iam::" + observed.account + ":role/" +
         made_role_name(wanted.name, observed.region);
}

std::string policy_arn(const observed_function& observed, const role_policy& of) {
  return "arn:" + observed.partition + ":iam::aws:policy/" + std::string(of.name);
}

bool has_made_role(const wanted_function& wanted, const observed_function& observed) {
  if (wanted.role) return false;
  return !observed.configuration || observed.configuration->role == made_role_arn(wanted, observed);
}

bool wants_tags(const wanted_function& wanted) { return !wanted.tags.empty() || wanted.prune_tags; }

bool wants_environment(const wanted_function& wanted) {
  return !wanted.environment.empty() || wanted.prune_environment;
}

std::string own_log_group(std::string_view function) {
  return "/aws/lambda/" + std::string(function);
}

bool is_own_log_group(std::string_view group, std::string_view function) {
  return group.empty() || group == own_log_group(function);
}

std::string log_group_of(const wanted_function& wanted, const observed_function& observed) {
  if (wanted.log_group) return *wanted.log_group;
  if (observed.configuration && !observed.configuration->log_group.empty())
    return observed.configuration->log_group;
  return own_log_group(wanted.name);
}

result<plan> make_plan(const wanted_function& wanted, const observed_function& observed) {
  return planner(wanted, observed).make();
}

result<plan> make_plan(const wanted_layer& wanted, const observed_layer& observed) {
  plan out{.name = wanted.name, .steps = {}};
  std::vector<difference> differences =
      layer_differences(wanted, observed.newest.value_or(observed_layer_version()));
  if (differences.empty()) return out;
  if (!wanted.code.s3_bucket.empty()) out.steps.push_back(put_code_step(wanted.code));
  out.steps.push_back({.kind = step_kind::publish_layer, .differences = std::move(differences)});
  return out;
}

std::string_view describe(step_kind kind) { return text_of(kind).text; }

operation_name operation_of(step_kind kind) { return text_of(kind).operation; }

}  // namespace lambent::cli::deploy
