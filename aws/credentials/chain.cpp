#include "aws/credentials/chain.hpp"

#include <functional>
#include <string>

#include "aws/credentials/finding.hpp"
#include "aws/credentials/metadata_keys.hpp"
#include "aws/credentials/profile_keys.hpp"

namespace lambent::aws {
namespace {

struct place {
  std::string name;
  std::function<finding()> ask;
  // What is asked without being set up says so by an error that is none.
  bool is_last_resort = false;
};

std::unexpected<call_error> no_keys(error&& e) {
  return std::unexpected(call_error{.kind = call_failure::credentials, .error = std::move(e)});
}

}  // namespace

std::expected<const credentials*, call_error> credential_chain::get() {
  if (still_good(refresh_ahead)) return &*held_;
  auto fresh = look();
  if (fresh) {
    held_ = *std::move(fresh);
  } else if (!still_good(std::chrono::seconds(0))) {
    return std::unexpected(std::move(fresh).error());
  }
  return &*held_;
}

std::expected<const credentials*, call_error> credential_chain::get_local() {
  if (config_.choice().chosen_by == "--profile") return get();
  const environment& from = config_.variables();
  auto or_test = [](const std::string& text) { return text.empty() ? "test" : text; };
  local_ = {.access_key_id = or_test(from.get("AWS_ACCESS_KEY_ID")),
            .secret_access_key = or_test(from.get("AWS_SECRET_ACCESS_KEY")),
            .session_token = from.get("AWS_SESSION_TOKEN"),
            .from = "the environment"};
  return &local_;
}

bool credential_chain::forget() {
  bool renewable = held_ && held_->expires;
  held_.reset();
  return renewable;
}

bool credential_chain::still_good(std::chrono::seconds ahead) const {
  if (!held_) return false;
  return !held_->expires ||
         std::chrono::floor<std::chrono::seconds>(around_.now()) + ahead < *held_->expires;
}

std::expected<credentials, call_error> credential_chain::look() {
  role_taker roles(config_, caller_, around_);
  std::vector<place> places;
  const std::string& profile = config_.choice().name;
  // Who names a profile on the command line means that one, whatever the environment holds.
  if (config_.choice().chosen_by != "--profile") {
    places.push_back({"the environment", [&] { return keys_of_environment(config_.variables()); }});
    // The role of a profile comes before that of the machine, and has keys or an error.
    if (!roles.takes_role(profile))
      places.push_back({"web identity", [&] { return roles.keys_by_web_identity(); }});
  }
  places.push_back({"profile " + profile, [&] { return roles.keys_of_profile(profile); }});
  places.push_back({"the container", [&] { return keys_of_container(config_, caller_, around_); }});
  places.push_back({"the instance", [&] { return keys_of_instance(config_, caller_); }, true});

  std::string tried;
  for (const place& each : places) {
    finding said = each.ask();
    if (auto* keys = std::get_if<credentials>(&said)) return std::move(*keys);
    std::string why;
    if (auto* none = std::get_if<not_here>(&said)) why = std::move(none->why);
    if (auto* wrong = std::get_if<error>(&said)) {
      if (!each.is_last_resort) {
        if (wrong->hint.empty() && !tried.empty()) wrong->hint = "asked before: " + tried;
        return no_keys(in_context("credentials from " + each.name, std::move(*wrong)));
      }
      why = std::move(wrong->what);
    }
    if (!tried.empty()) tried += "; ";
    tried += each.name + ": " + why;
  }
  return no_keys({"no AWS credentials (" + tried + ")", 0,
                  "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run `aws configure` or "
                  "`aws sso login`"});
}

}  // namespace lambent::aws
