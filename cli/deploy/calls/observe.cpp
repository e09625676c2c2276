#include "cli/deploy/calls/observe.hpp"

#include <algorithm>
#include <charconv>

#include "aws/services/iam.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/lambda_aliases.hpp"
#include "aws/services/lambda_ready.hpp"
#include "aws/services/logs.hpp"
#include "aws/services/sts.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/planning/plan.hpp"

namespace lambent::cli::deploy {
namespace {

using aws::call_error;
using aws::json_object;
using aws::text_at;
using outcome = std::expected<void, call_error>;

// What is not there is no error here.
template <class T>
std::expected<std::optional<T>, call_error> if_there(std::expected<T, call_error>&& answer,
                                                     std::string_view code) {
  if (answer) return std::optional<T>(*std::move(answer));
  if (answer.error().is(code)) return std::optional<T>();
  return std::unexpected(std::move(answer).error());
}

// Why Lambda leaves a part of its answer out: "CODE: MESSAGE", as far as it says. Empty where
// `error` is null: nothing is left out.
std::string refusal_of(const boost::json::value* error) {
  if (error == nullptr || !error->is_object()) return {};
  const std::string code = text_at(error->as_object(), "ErrorCode");
  const std::string message = text_at(error->as_object(), "Message");
  if (code.empty() && message.empty()) return "Lambda does not say why";
  return code + (code.empty() || message.empty() ? "" : ": ") + message;
}

constexpr std::string_view no_resource = "ResourceNotFoundException";
constexpr std::string_view no_role = "NoSuchEntity";

// The newest of all its versions; AWS lists no hashes.
std::expected<observed_layer, call_error> observe_layer(aws::client& with,
                                                        const wanted_layer& wanted) {
  observed_layer out{.region = with.region(), .newest = {}};
  auto versions = TRY(if_there(aws::lambda::list_layer_versions(with, wanted.name), no_resource));
  std::int64_t newest = 0;
  for (const json_object& version : versions.value_or(std::vector<json_object>()))
    newest = std::max(newest, aws::number_at(version, "Version").value_or(0));
  if (newest > 0) {
    auto found =
        TRY(if_there(aws::lambda::get_layer_version(with, wanted.name, newest), no_resource));
    if (found) out.newest = read_layer_version(*found);
  }
  return out;
}

class observer {
public:
  observer(aws::client& with, const wanted_function& wanted) : with_(with), wanted_(wanted) {}

  std::expected<observed_function, call_error> observe() {
    TRY(function());
    TRY(account());
    if (wanted_.publish || !wanted_.alias.empty() || wanted_.versions_kept > 0) TRY(versions());
    if (wanted_.url != url_wish::leave) TRY(url());
    if (wanted_.log_retention_days) TRY(logs());
    TRY(role());
    return std::move(out_);
  }

private:
  [[nodiscard]] bool exists() const { return out_.configuration.has_value(); }

  outcome function() {
    auto found = TRY(if_there(aws::lambda::get_function(with_, {wanted_.name, {}}), no_resource));
    if (!found) return {};
    const boost::json::value* configuration = found->if_contains("Configuration");
    if (configuration != nullptr && configuration->is_object()) {
      out_.configuration = read_configuration(configuration->as_object());
      const auto ready = aws::lambda::readiness_of(configuration->as_object());
      if (ready.what == aws::lambda::readiness::kind::failed)
        out_.failed = ready.why.empty() ? "Lambda does not say why" : ready.why;
      const boost::json::value* environment = configuration->as_object().if_contains("Environment");
      if (environment != nullptr && environment->is_object())
        out_.environment_refused = refusal_of(environment->as_object().if_contains("Error"));
    }
    const boost::json::value* tags = found->if_contains("Tags");
    if (tags != nullptr && tags->is_object()) {
      for (const auto& [key, value] : tags->as_object())
        if (value.is_string()) out_.tags.emplace(key, value.as_string());
    }
    out_.tags_refused = refusal_of(found->if_contains("TagsError"));
    if (auto reserved = aws::number_at(*found, "Concurrency/ReservedConcurrentExecutions"))
      out_.reserved_concurrency = static_cast<int>(*reserved);
    return {};
  }

  // arn:aws:lambda:eu-west-1:123456789012:function:hello has them, and so has a role's; else STS is
  // asked.
  outcome account() {
    std::string arn = exists() ? out_.configuration->arn : wanted_.role.value_or("");
    out_.region = with_.region();
    if (arn.empty()) arn = TRY(aws::sts::get_caller_identity(with_)).arn;
    std::vector<std::string> fields(1);
    for (char c : arn) {
      if (c == ':')
        fields.emplace_back();
      else
        fields.back() += c;
    }
    constexpr std::size_t account_field = 4;
    if (fields.size() > account_field) {
      out_.partition = fields[1];
      out_.account = fields[account_field];
    }
    return {};
  }

  outcome versions() {
    if (!exists()) return {};
    out_.versions = read_versions(TRY(aws::lambda::list_versions_by_function(with_, wanted_.name)));
    for (const json_object& alias : TRY(aws::lambda::list_aliases(with_, wanted_.name))) {
      const std::string version = text_at(alias, "FunctionVersion");
      text_map weights = aws::lambda::weights_of(alias);
      if (text_at(alias, "Name") == wanted_.alias) {
        out_.alias_version = version;
        out_.alias_weights = std::move(weights);
        continue;
      }
      add_aliased(version);
      for (const auto& [further, share] : weights) add_aliased(further);
    }
    return {};
  }

  void add_aliased(const std::string& version) {
    int number = 0;  // 0 for $LATEST.
    (void)std::from_chars(version.data(), version.data() + version.size(), number);
    out_.aliased_versions.push_back(number);
  }

  outcome url() {
    if (!exists()) return {};
    const aws::lambda::function_ref of{wanted_.name, wanted_.alias};
    auto found = TRY(if_there(aws::lambda::get_function_url_config(with_, of), no_resource));
    if (found) {
      out_.url = read_url(*found);
      out_.url_address = text_at(*found, "FunctionUrl");
    }
    auto policy = TRY(if_there(aws::lambda::get_policy(with_, of), no_resource));
    if (policy) out_.url_permissions = read_url_permissions(text_at(*policy, "Policy"));
    return {};
  }

  outcome logs() {
    const std::string name = log_group_of(wanted_, out_);
    for (const auto& group : TRY(aws::logs::describe_log_groups(with_, name))) {
      if (group.name != name) continue;
      out_.log_group_exists = true;
      out_.log_retention_days = group.retention_days;
    }
    return {};
  }

  // Of no interest where the function has another one.
  outcome role() {
    if (!has_made_role(wanted_, out_)) return {};
    const std::string name = made_role_name(wanted_.name, out_.region);
    auto found = TRY(if_there(aws::iam::get_role(with_, name), no_role));
    if (!found) return {};
    auto attached = TRY(aws::iam::list_attached_role_policies(with_, found->name));
    out_.made_role = {.arn = found->arn};
    for (const role_policy& one : role_policies)
      (*out_.made_role).*one.is_attached =
          std::ranges::find(attached, policy_arn(out_, one)) != attached.end();
    return {};
  }

  aws::client& with_;
  const wanted_function& wanted_;
  observed_function out_;
};

}  // namespace

std::expected<observed_function, aws::call_error> observe(aws::client& with,
                                                          const wanted_function& wanted) {
  auto seen = observer(with, wanted).observe();
  if (!seen) return std::unexpected(in_context("see what there is", std::move(seen).error()));
  return seen;
}

std::expected<observed_layer, aws::call_error> observe(aws::client& with,
                                                       const wanted_layer& wanted) {
  auto seen = observe_layer(with, wanted);
  if (!seen) return std::unexpected(in_context("see what there is", std::move(seen).error()));
  return seen;
}

}  // namespace lambent::cli::deploy
