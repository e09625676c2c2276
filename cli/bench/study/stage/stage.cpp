#include "cli/bench/study/stage/stage.hpp"

#include <utility>

#include "aws/config/endpoint.hpp"
#include "aws/services/ecr.hpp"
#include "aws/services/iam.hpp"
#include "aws/services/lambda.hpp"
#include "aws/services/lambda_ready.hpp"
#include "aws/services/logs.hpp"
#include "aws/services/sts.hpp"
#include "base/zip_writer.hpp"
#include "cli/bench/study/stage/function_image.hpp"
#include "cli/bench/study/stage/requests.hpp"
#include "cli/deploy/calls/requests.hpp"
#include "cli/deploy/calls/send_code.hpp"

namespace lambent::cli::studying {
namespace {

using aws::call_error;
using outcome = std::expected<void, call_error>;

constexpr std::string_view again = "the same command goes on from there";

template <class Value>
std::expected<Value, call_error> of_call(result<Value>&& local) {
  if (local) return *std::move(local);
  return std::unexpected(deploy::local_failure(std::move(local).error()));
}

std::string logs_policy(const std::string& region) {
  return "arn:" + std::string(aws::partition_of(region).name) +
         ":iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";
}

outcome delete_role(aws::client& with, const std::string& name) {
  for (const std::string& policy : TRY(aws::iam::list_attached_role_policies(with, name)))
    TRY(aws::iam::detach_role_policy(with, name, policy));
  return aws::iam::delete_role(with, name);
}

// What is not there need not be deleted: Lambda's and Logs', IAM's, ECR's word for it.
bool is_missing(const call_error& failed) {
  return failed.is("ResourceNotFoundException") || failed.is("NoSuchEntity") ||
         failed.is("RepositoryNotFoundException");
}

bool is_denied(const call_error& failed) {
  return failed.is("AccessDenied") || failed.is("AccessDeniedException");
}

// Whether a call that failed may have done what it was to do: an answer that did not come, or came
// in pieces, may have been a yes.
bool may_be_done(const call_error& failed) {
  using enum aws::call_failure;
  return failed.kind == broken || failed.kind == unreadable;
}

}  // namespace

bool ends_study(const call_error& failed) {
  using enum aws::call_failure;
  return failed.kind != refused && failed.kind != unreadable;
}

std::expected<std::string, call_error> stage::role() {
  if (!settings_.role.empty()) return settings_.role;
  if (!role_arn_.empty()) return role_arn_;
  made_role_ = true;
  auto made =
      aws::iam::create_role(with_, {.name = settings_.study,
                                    .trust_policy = deploy::trust_policy(),
                                    .description = "Of a study by lambent, which deletes it",
                                    .tags = {}});
  const bool was_there = !made && made.error().is("EntityAlreadyExists");
  if (was_there) made = aws::iam::get_role(with_, settings_.study);
  if (!made) {
    made_role_ = was_there || may_be_done(made.error());
    return std::unexpected(in_context("make a role", std::move(made).error()));
  }
  TRY(aws::iam::attach_role_policy(with_, settings_.study, logs_policy(with_.region())));
  role_arn_ = made->arn;
  return role_arn_;
}

std::expected<std::string, call_error> stage::repository() {
  if (!repository_.empty()) return repository_;
  std::string host = registry_at(with_.endpoint("ecr"));
  if (settings_.where == site::aws) {
    host = registry_of(TRY(aws::sts::get_caller_identity(with_)).account, with_.region());
    made_repository_ = true;
    auto made = aws::ecr::create_repository(with_, settings_.study);
    if (!made && !made.error().is("RepositoryAlreadyExistsException")) {
      made_repository_ = may_be_done(made.error());
      return std::unexpected(in_context("make a repository", std::move(made).error()));
    }
  }
  // Elsewhere the push makes it.
  made_repository_ = true;
  repository_ = host + "/" + settings_.study;
  return repository_;
}

aws::json_answer stage::create_once_role_is_known(const std::string& request) {
  const auto call = [&] { return aws::lambda::create_function(with_, request); };
  return made_role_ ? aws::lambda::once_role_is_known(sleep_, call) : call();
}

std::expected<std::uint64_t, call_error> stage::create(const artefact& what,
                                                       const study::config_info& config) {
  std::string role_arn = TRY(role());
  wanted_function wanted{.name = function_name(settings_.study, what.function, config.id),
                         .role = std::move(role_arn),
                         .memory_mb = settings_.memory_mb,
                         .architecture = what.architecture,
                         .runtime = what.runtime,
                         .handler = what.handler};
  std::uint64_t bytes = 0;
  std::string zip;
  if (config.image) {
    const std::string reference = TRY(repository()) + ":" + what.function + "-" + what.architecture;
    pushed_image pushed =
        TRY(of_call(push_image(what, reference, base_of(what, settings_.node_base))));
    wanted.image_uri = std::move(pushed.uri);
    bytes = pushed.bytes;
  } else {
    zip = TRY(of_call(make_zip(what.members)));
    wanted.zip = zip;
    bytes = zip.size();
  }
  const std::string request = create_request(wanted);
  functions_.push_back(wanted.name);
  auto made = create_once_role_is_known(request);
  if (!made && made.error().is("ResourceConflictException")) {
    TRY(aws::lambda::delete_function(with_, {wanted.name, {}}));
    made = create_once_role_is_known(request);
  }
  if (!made) return std::unexpected(std::move(made).error());
  auto ready = aws::lambda::await_ready(with_, wanted.name, sleep_, again);
  if (!ready) return std::unexpected(std::move(ready).error());
  return bytes;
}

std::vector<std::string> stage::take_away(aws::client& with) {
  std::vector<std::string> left;
  bool goes_on = true;
  const auto remove = [&](const std::string& what, const auto& call) {
    if (!goes_on) return;
    const outcome done = call();
    if (done || is_missing(done.error())) return;
    goes_on = !ends_study(done.error());
    left.push_back(what + (goes_on ? ": " : ", and all after it: ") + done.error().error.what);
  };
  const bool all = settings_.leftovers;
  const std::vector<std::string> functions = all ? possible_functions(settings_.study) : functions_;
  for (const std::string& name : functions)
    remove("the function " + name, [&] { return aws::lambda::delete_function(with, {name, {}}); });
  // Whoever names a role now may have left it to an earlier call to make one.
  if (made_role_ || (all && !settings_.role.ends_with("/" + settings_.study)))
    remove("the role " + settings_.study, [&]() -> outcome {
      // Or names one because roles are not for them to make, nor to look at: then there is none.
      auto seen = aws::iam::list_attached_role_policies(with, settings_.study);
      if (!seen && !settings_.role.empty() && is_denied(seen.error())) return {};
      return delete_role(with, settings_.study);
    });
  if (made_repository_ || all)
    remove("the repository " + settings_.study,
           [&] { return aws::ecr::delete_repository(with, settings_.study); });
  // Last: what a function says while it ends makes its log group anew.
  for (const std::string& name : functions) {
    const std::string group = "/aws/lambda/" + name;
    remove("the log group " + group, [&] { return aws::logs::delete_log_group(with, group); });
  }
  return left;
}

}  // namespace lambent::cli::studying
