#include "cli/deploy/calls/apply.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <functional>

#include "aws/services/iam.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/lambda_ready.hpp"
#include "aws/services/logs.hpp"
#include "cli/deploy/calls/answers.hpp"
#include "cli/deploy/calls/gone.hpp"
#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/calls/send_code.hpp"
#include "cli/deploy/planning/merged.hpp"

namespace lambent::cli::deploy {
namespace {

namespace json = boost::json;
namespace lambda = aws::lambda;
using aws::call_error;
using aws::json_answer;
using aws::json_object;
using aws::text_at;
using outcome = std::expected<void, call_error>;

constexpr std::string_view again = "mend what it says and deploy again: that goes on from there";

outcome without_answer(json_answer&& answer) {
  if (!answer) return std::unexpected(std::move(answer).error());
  return {};
}

class applier {
public:
  applier(aws::client& with, const wanted_function& wanted, const observed_function& observed,
          const apply_hooks& hooks)
      : with_(with), wanted_(wanted), observed_(observed), hooks_(hooks) {
    if (observed.configuration) out_.arn = observed.configuration->arn;
    out_.version = "$LATEST";
    // That of a plan without a publication; another tells its own.
    if (!observed.versions.empty() && (wanted.publish || !wanted.alias.empty()))
      out_.version = std::to_string(observed.versions.back().number);
    out_.url = wanted.url == url_wish::remove ? "" : observed.url_address;
    role_arn_ = wanted.role.value_or(made_role_arn(wanted, observed));
  }

  std::expected<deployed, call_error> apply(const plan& what) {
    for (const step& one : what.steps) {
      if (one.kind == step_kind::delete_version && is_kept(one.subject)) continue;
      const std::string doing(describe(one.kind));
      if (hooks_.step) hooks_.step(doing);
      auto done = carry_out(one);
      if (!done) return std::unexpected(in_context(doing, std::move(done).error()));
    }
    if (!wanted_.alias.empty()) out_.alias_arn = out_.arn + ":" + wanted_.alias;
    return std::move(out_);
  }

private:
  outcome carry_out(const step& one) {
    using enum step_kind;
    switch (one.kind) {
      case create_role:
        return make_role();
      case allow_logs:
      case allow_vpc:
      case allow_tracing:
        return attach_policy(one.kind);
      case put_code:
        return send_to_s3(with_, wanted_.code);
      case create_function:
        return make_function();
      case update_configuration:
        return change_configuration(one);
      case update_code:
        return change_code();
      case tag:
        return lambda::tag_resource(with_, out_.arn, tags_request(one));
      case untag:
        return lambda::untag_resource(with_, out_.arn, split(one.subject));
      case reserve_concurrency:
        return without_answer(
            lambda::put_function_concurrency(with_, wanted_.name, *wanted_.reserved_concurrency));
      case release_concurrency:
        return lambda::delete_function_concurrency(with_, wanted_.name);
      case publish_version:
        return publish();
      case create_alias:
        return without_answer(
            lambda::create_alias(with_, wanted_.name,
                                 json::serialize(json_object{{"Name", wanted_.alias},
                                                             {"FunctionVersion", out_.version}})));
      case update_alias:
        return without_answer(lambda::update_alias(with_, wanted_.name, wanted_.alias,
                                                   update_alias_request(out_.version)));
      case allow_url:
      case allow_url_invoke:
        return allow(one.kind);
      case create_url:
        return keep_url(lambda::create_function_url_config(
            with_, url_owner(), create_url_request(url_after(wanted_, observed_))));
      case update_url:
        return keep_url(lambda::update_function_url_config(
            with_, url_owner(), update_url_request(url_after(wanted_, observed_))));
      case delete_url:
        return gone(lambda::delete_function_url_config(with_, url_owner()));
      case forbid_url:
      case forbid_url_invoke:
        return gone(lambda::remove_permission(with_, url_owner(), one.subject));
      case create_log_group:
        return make_log_group();
      case set_log_retention:
      case drop_log_retention:
        return aws::logs::put_retention_policy(with_, log_group_of(wanted_, observed_),
                                               *wanted_.log_retention_days);
      case delete_version:
        return gone(lambda::delete_function(with_, {wanted_.name, one.subject}));
      case publish_layer:
        break;  // A layer's plan has it alone: apply_layer.cpp.
    }
    return {};
  }

  // Where the publication has answered a version that was there already, there is one less than the
  // plan counted, and the newest of those that were to go stays.
  [[nodiscard]] bool is_kept(const std::string& version) const {
    const auto number = [](const observed_version& one) { return std::to_string(one.number); };
    const auto& there = observed_.versions;
    if (std::ranges::find(there, out_.version, number) == there.end()) return false;
    const auto kept = static_cast<std::ptrdiff_t>(wanted_.versions_kept);
    return version == out_.version ||
           there.end() - std::ranges::find(there, version, number) <= kept;
  }

  [[nodiscard]] std::string role_name() const {
    return made_role_name(wanted_.name, observed_.region);
  }
  [[nodiscard]] lambda::function_ref url_owner() const { return {wanted_.name, wanted_.alias}; }

  static std::vector<std::string> split(const std::string& list) {
    std::vector<std::string> out(1);
    for (char c : list) {
      if (c == ',')
        out.emplace_back();
      else
        out.back() += c;
    }
    return out;
  }

  static std::string tags_request(const step& one) {
    json_object tags;
    for (const difference& d : one.differences) tags[d.member.substr(sizeof "Tags")] = d.to;
    return json::serialize(json_object{{"Tags", std::move(tags)}});
  }

  // One that is there already was made a moment ago by a deployment beside this one.
  outcome make_role() {
    auto made = aws::iam::create_role(with_, {.name = role_name(),
                                              .trust_policy = trust_policy(),
                                              .description = "Execution role of the function " +
                                                             wanted_.name + ", made by lambent",
                                              .tags = wanted_.tags});
    if (made) role_arn_ = made->arn;
    if (!made && !made.error().is("EntityAlreadyExists"))
      return std::unexpected(std::move(made).error());
    return {};
  }

  outcome attach_policy(step_kind permission) {
    const auto* policy = std::ranges::find(role_policies, permission, &role_policy::step);
    return aws::iam::attach_role_policy(with_, role_name(), policy_arn(observed_, *policy));
  }

  outcome make_function() {
    const std::string request =
        create_function_request(wanted_, role_arn_, TRY(code_to_send(wanted_.code)));
    auto made = once_role_is_known([&] { return lambda::create_function(with_, request); });
    if (!made) return std::unexpected(std::move(made).error());
    out_.arn = text_at(*made, "FunctionArn");
    return without_answer(lambda::await_ready(with_, wanted_.name, hooks_.sleep, again));
  }

  outcome change_configuration(const step& one) {
    const std::string request =
        update_configuration_request(wanted_, *observed_.configuration, one);
    return change([&] {
      return once_role_is_known(
          [&] { return lambda::update_function_configuration(with_, wanted_.name, request); });
    });
  }

  outcome change_code() {
    const std::string request = update_code_request(wanted_, TRY(code_to_send(wanted_.code)));
    return change([&] { return lambda::update_function_code(with_, wanted_.name, request); });
  }

  template <class Call>
  outcome change(const Call& call) {
    return without_answer(lambda::change_when_ready(with_, wanted_.name, hooks_.sleep, again,
                                                    [&](const json_object&) { return call(); }));
  }

  // A role that was made or changed a moment ago is not known so to Lambda at once. One that
  // somebody else answers for is expected to be, and the mistake is told at once.
  json_answer once_role_is_known(const std::function<json_answer()>& call) {
    if (!has_made_role(wanted_, observed_)) return call();
    return lambda::once_role_is_known(hooks_.sleep, call);
  }

  // The hash says that what is published is what was sent, whoever else deploys.
  outcome publish() {
    json_object request = {{"CodeSha256", wanted_.code.sha256}};
    if (wanted_.description) request["Description"] = *wanted_.description;
    const std::string body = json::serialize(request);
    auto version = lambda::publish_version(with_, wanted_.name, body);
    // What an interrupted deployment or somebody else began comes first.
    if (!version && version.error().is("ResourceConflictException")) {
      TRY(lambda::await_ready(with_, wanted_.name, hooks_.sleep, again));
      version = lambda::publish_version(with_, wanted_.name, body);
    }
    if (!version) return std::unexpected(std::move(version).error());
    out_.version = text_at(*version, "Version");
    return {};
  }

  outcome allow(step_kind what) {
    json_object request = {{"Principal", "*"}};
    if (what == step_kind::allow_url) {
      request["StatementId"] = url_statement;
      request["Action"] = "lambda:InvokeFunctionUrl";
      request["FunctionUrlAuthType"] = "NONE";
    } else {
      request["StatementId"] = url_invoke_statement;
      request["Action"] = "lambda:InvokeFunction";
      request["InvokedViaFunctionUrl"] = true;
    }
    return without_answer(lambda::add_permission(with_, url_owner(), json::serialize(request)));
  }

  outcome keep_url(json_answer&& answer) {
    if (!answer) return std::unexpected(std::move(answer).error());
    out_.url = text_at(*answer, "FunctionUrl");
    return {};
  }

  outcome make_log_group() {
    auto made = aws::logs::create_log_group(with_, log_group_of(wanted_, observed_));
    if (!made && !made.error().is("ResourceAlreadyExistsException")) return made;
    return {};
  }

  aws::client& with_;
  const wanted_function& wanted_;
  const observed_function& observed_;
  const apply_hooks& hooks_;
  std::string role_arn_;
  deployed out_;
};

}  // namespace

std::expected<deployed, aws::call_error> apply(aws::client& with, const plan& what,
                                               const wanted_function& wanted,
                                               const observed_function& observed,
                                               const apply_hooks& hooks) {
  return applier(with, wanted, observed, hooks).apply(what);
}

}  // namespace lambent::cli::deploy
