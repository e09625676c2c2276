#include "aws/credentials/profile_keys.hpp"

#include <algorithm>
#include <charconv>

#include "aws/credentials/metadata_keys.hpp"
#include "aws/credentials/process_keys.hpp"
#include "base/ascii.hpp"
#include "base/files.hpp"
#include "base/joined.hpp"

namespace lambent::aws {
namespace {

// How many profiles may stand on one another.
constexpr std::size_t chain_max = 8;
constexpr std::uint64_t token_bytes_max = 64UL * 1024;

bool has_static_keys(const profile& of) {
  return of.has("aws_access_key_id") || of.has("aws_secret_access_key");
}

bool signs_in(const profile& of) {
  return of.has("sso_session") || of.has("sso_start_url") || of.has("login_session");
}

// The AWS CLI prefers IAM Identity Center where a profile has both.
std::string way_to_sign_in(const profile& of) {
  const bool by_login = !of.has("sso_session") && !of.has("sso_start_url");
  return "`aws " + std::string(by_login ? "login" : "sso login") + " --profile " + of.name +
         "` signs in";
}

result<credentials> static_keys(const profile& of) {
  for (const char* key : {"aws_access_key_id", "aws_secret_access_key"})
    if (!of.has(key)) return fail("profile " + of.name + " has no " + key + " beside the other");
  return credentials{.access_key_id = of.get("aws_access_key_id"),
                     .secret_access_key = of.get("aws_secret_access_key"),
                     .session_token = of.get("aws_session_token"),
                     .from = "profile " + of.name};
}

}  // namespace

finding keys_of_environment(const environment& from) {
  const std::string& key = from.get("AWS_ACCESS_KEY_ID");
  const std::string& secret = from.get("AWS_SECRET_ACCESS_KEY");
  if (key.empty() && secret.empty()) return not_here{"AWS_ACCESS_KEY_ID is not set"};
  if (key.empty() || secret.empty())
    return error{"of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set", 0,
                 "set both, or unset both"};
  return credentials{.access_key_id = key,
                     .secret_access_key = secret,
                     .session_token = from.get("AWS_SESSION_TOKEN"),
                     .from = "the environment"};
}

finding role_taker::keys_by_web_identity() {
  const environment& from = config_.variables();
  const std::string& file = from.get("AWS_WEB_IDENTITY_TOKEN_FILE");
  if (file.empty()) return not_here{"AWS_WEB_IDENTITY_TOKEN_FILE is not set"};
  const std::string& role = from.get("AWS_ROLE_ARN");
  if (role.empty())
    return error{"AWS_WEB_IDENTITY_TOKEN_FILE is set and AWS_ROLE_ARN is not", 0, {}};
  return found(by_web_identity(file, role, from.get("AWS_ROLE_SESSION_NAME")));
}

bool role_taker::takes_role(const std::string& name) const {
  const profile* of = config_.files().find(name);
  return of != nullptr && of->has("role_arn") && !of->has("web_identity_token_file");
}

finding role_taker::keys_of_profile(const std::string& name) {
  const profile* of = config_.files().find(name);
  if (of == nullptr) return not_here{"AWS's config files have none"};
  bool has_any = has_static_keys(*of) || signs_in(*of) || of->has("role_arn") ||
                 of->has("credential_process") || of->has("web_identity_token_file");
  if (!has_any) return not_here{"it has no credentials"};
  visited_.clear();
  return found(resolve(name));
}

result<credentials> role_taker::resolve(const std::string& name) {
  const profile* of = config_.files().find(name);
  if (of == nullptr)
    return fail("profile " + visited_.back() + " has source_profile = " + first_line(name) +
                    ", and there is no such profile",
                "profiles in AWS's config files: " + config_.files().names());
  bool seen = std::ranges::find(visited_, name) != visited_.end();
  // A profile may be its own source, for keys that stand beside the role.
  bool own_source = seen && visited_.back() == name && has_static_keys(*of);
  visited_.push_back(name);
  if (seen && !own_source)
    return fail("the profiles' sources go in a circle: " + joined(visited_, " → "));
  if (visited_.size() > chain_max)
    return fail("more than 8 profiles stand on one another: " + joined(visited_, " → "));
  bool is_source = visited_.size() > 1;
  if (is_source && has_static_keys(*of)) return static_keys(*of);
  if (of->has("role_arn")) return assumed(*of);
  if (of->has("web_identity_token_file"))
    return fail("profile " + name + " has web_identity_token_file and no role_arn");
  if (signs_in(*of)) {
    credentials keys = TRY(keys_from_aws_cli(name, config_.variables(), way_to_sign_in(*of)));
    keys.from = "profile " + name + ", by the AWS CLI";
    return keys;
  }
  if (has_static_keys(*of)) return static_keys(*of);
  if (!of->has("credential_process"))
    return fail("profile " + name + " has no credentials", "`aws configure` writes some");
  credentials keys = TRY_FOR("credential_process of profile " + name,
                             keys_from_command(of->get("credential_process"), config_.variables()));
  keys.from = "credential_process of profile " + name;
  return keys;
}

result<credentials> role_taker::assumed(const profile& of) {
  if (of.has("web_identity_token_file"))
    return by_web_identity(of.get("web_identity_token_file"), of.get("role_arn"),
                           of.get("role_session_name"));
  if (of.has("mfa_serial")) {
    credentials keys =
        TRY(keys_from_aws_cli(of.name, config_.variables(),
                              "the AWS CLI asks at a terminal for the code of the MFA device " +
                                  first_line(of.get("mfa_serial"))));
    keys.from = "profile " + of.name + ", by the AWS CLI";
    return keys;
  }
  credentials source = TRY(source_of(of));
  int duration_s = 0;
  const std::string& duration = of.get("duration_seconds");
  auto [end, bad] = std::from_chars(duration.data(), duration.data() + duration.size(), duration_s);
  if (!duration.empty() && (bad != std::errc{} || end != duration.data() + duration.size()))
    return fail("profile " + of.name + " has duration_seconds = " + first_line(duration));
  request what =
      sts::assume_role_request({.role_arn = of.get("role_arn"),
                                .session_name = session_name(of.get("role_session_name")),
                                .external_id = of.get("external_id"),
                                .duration = std::chrono::seconds(duration_s)});
  credentials keys =
      TRY_FOR("take on role " + first_line(of.get("role_arn")) + " of profile " + of.name,
              ask_sts(what, "AssumeRole", &source));
  keys.from = "the role of profile " + of.name;
  return keys;
}

result<credentials> role_taker::source_of(const profile& of) {
  bool has_profile = of.has("source_profile");
  bool has_place = of.has("credential_source");
  if (has_profile == has_place)
    return fail("profile " + of.name + " has role_arn and " +
                    (has_profile ? "both source_profile and credential_source"
                                 : "neither source_profile nor credential_source"),
                "one of them says whose keys take on the role");
  return has_place ? from_machine(of) : resolve(of.get("source_profile"));
}

result<credentials> role_taker::from_machine(const profile& of) {
  const std::string& place = of.get("credential_source");
  finding keys;
  if (place == "Environment") {
    keys = keys_of_environment(config_.variables());
  } else if (place == "EcsContainer") {
    keys = keys_of_container(config_, caller_, around_);
  } else if (place == "Ec2InstanceMetadata") {
    keys = keys_of_instance(config_, caller_);
  } else {
    return fail("profile " + of.name + " has credential_source = " + first_line(place),
                "it may be Environment, EcsContainer or Ec2InstanceMetadata");
  }
  if (auto* there = std::get_if<credentials>(&keys)) return std::move(*there);
  std::string doing = "credential_source = " + place + " of profile " + of.name;
  if (auto* none = std::get_if<not_here>(&keys)) return fail(doing + ": " + none->why);
  return std::unexpected(in_context(doing, std::get<error>(std::move(keys))));
}

result<credentials> role_taker::by_web_identity(const std::string& token_file,
                                                const std::string& role_arn,
                                                const std::string& session) {
  std::string token = TRY_FOR("the web identity token", read_file(token_file, token_bytes_max));
  while (token.ends_with('\n') || token.ends_with('\r')) token.pop_back();
  request what = sts::web_identity_request(
      {.role_arn = role_arn, .session_name = session_name(session), .token = std::move(token)});
  credentials keys = TRY_FOR("take on role " + first_line(role_arn) + " by web identity",
                             ask_sts(what, "AssumeRoleWithWebIdentity", nullptr));
  keys.from = "the web identity token " + token_file;
  return keys;
}

result<credentials> role_taker::ask_sts(const request& what, std::string_view action,
                                        const credentials* keys) {
  auto answer = [&]() -> std::expected<credentials, call_error> {
    endpoint at = TRY(config_.own_endpoint_of("sts", config_.region()));
    response said = TRY(caller_.call(what, {.url = at.url,
                                            .signing_region = at.signing_region,
                                            .is_local = at.is_local,
                                            .keys = keys}));
    return sts::read_credentials(said, action);
  }();
  if (!answer) return std::unexpected(std::move(answer).error().error);
  return *std::move(answer);
}

std::string role_taker::session_name(const std::string& given) const {
  if (!given.empty()) return given;
  auto now = std::chrono::floor<std::chrono::seconds>(around_.now());
  return "lambent-" + std::to_string(now.time_since_epoch().count());
}

}  // namespace lambent::aws
