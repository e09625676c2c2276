#include "engine/companions/sts/service.hpp"

#include <algorithm>
#include <array>

#include "base/random.hpp"
#include "engine/companions/query/members.hpp"
#include "engine/companions/sts/web_identity.hpp"
#include "engine/model/unique_id.hpp"

namespace lambent::companions::sts {
namespace {

// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html and
// …_GetSessionToken.html
namespace limits {
constexpr std::int64_t session_min_s = 900;
constexpr std::int64_t role_session_max_s = 43'200;
constexpr std::int64_t role_session_default_s = 3'600;
constexpr std::int64_t own_session_max_s = 129'600;
constexpr std::int64_t own_session_default_s = 43'200;
}  // namespace limits

constexpr std::size_t secret_chars = 40;
constexpr std::string_view base64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool matches_session_name(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_+=,.@-").contains(c);
  });
}
constexpr model::pattern session_name{R"([\w+=,.@-]*)", matches_session_name};

const std::array assume_members{
    api::member{.name = "RoleArn", .required = true, .min = 20, .max = 2'048},
    api::member{
        .name = "RoleSessionName", .required = true, .min = 2, .max = 64, .pattern = &session_name},
    api::member{.name = "DurationSeconds",
                .kind = api::member_kind::integer,
                .min = limits::session_min_s,
                .max = limits::role_session_max_s}};

void write_credentials(xml_writer& result, const model::session& of, std::int64_t expires_ms) {
  result.open("Credentials").element("AccessKeyId", model::new_access_key_id());
  result.element("SecretAccessKey", random_text(secret_chars, base64));
  result.element("SessionToken", model::make_session_token(of));
  result.element("Expiration", query::timestamp(expires_ms)).close();
}

// A caller without a session is its account's root: there are no users here.
model::session caller_of(const query::call& request) {
  std::string_view token = request.headers.get("X-Amz-Security-Token");
  // In the query of presigned requests.
  if (token.empty()) token = request.input.get("X-Amz-Security-Token");
  if (auto session = model::read_session_token(token)) return std::move(*session);
  const std::string& account = request.who.account;
  return {account, "arn:aws:iam::" + account + ":root", account};
}

std::int64_t expiry(const query::call& request, std::int64_t otherwise_s) {
  return request.who.now_ms +
         1'000 * query::number_of(request.input, "DurationSeconds", otherwise_s);
}

}  // namespace

std::span<const query::operation<service>> service::operations() {
  static constexpr std::array<query::operation<service>, 4> table{{
      {"GetCallerIdentity", &service::get_caller_identity},
      {"GetSessionToken", &service::get_session_token},
      {"AssumeRole", &service::assume_role},
      {"AssumeRoleWithWebIdentity", &service::assume_role_with_web_identity},
  }};
  return table;
}

http::response service::handle(const http::request& request, const model::caller& who) {
  constexpr query::protocol sts{"https://sts.amazonaws.com/doc/2011-06-15/"};
  return query::handle(sts, *this, operations(), request, who);
}

answer<> service::get_caller_identity(const call& request, xml_writer& result) {
  model::session caller = caller_of(request);
  result.element("Arn", caller.arn).element("UserId", caller.user_id);
  result.element("Account", caller.account);
  return {};
}

answer<> service::get_session_token(const call& request, xml_writer& result) {
  const std::array table{api::member{.name = "DurationSeconds",
                                     .kind = api::member_kind::integer,
                                     .min = limits::session_min_s,
                                     .max = limits::own_session_max_s}};
  TRY(query::check_members(request.input, table));
  write_credentials(result, caller_of(request), expiry(request, limits::own_session_default_s));
  return {};
}

answer<> service::write_assumed(const call& request, xml_writer& result) {
  TRY(query::check_members(request.input, assume_members));
  std::string arn(request.input.get("RoleArn"));
  iam::arn_parts parts = iam::split_arn(arn, "role");
  // Recorded.
  if (parts.name.empty()) return query::refuse("ValidationError", arn + " is invalid");
  auto known = TRY(roles_.find_role(parts.account, parts.name));
  if (known && known->path != parts.path) known.reset();
  std::int64_t seconds =
      query::number_of(request.input, "DurationSeconds", limits::role_session_default_s);
  // Seen in answers that users have published.
  if (known && seconds > known->max_session_s)
    return query::refuse(
        "ValidationError",
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  std::string role_id = known ? known->id : model::unique_id_of("AROA", arn);
  model::session made =
      model::session_of({parts.account, arn, role_id, request.input.get("RoleSessionName")});
  write_credentials(result, made, expiry(request, limits::role_session_default_s));
  result.open("AssumedRoleUser").element("AssumedRoleId", made.user_id);
  result.element("Arn", made.arn).close();
  result.element_if_given("SourceIdentity", request.input.get("SourceIdentity"));
  return {};
}

answer<> service::assume_role(const call& request, xml_writer& result) {
  return write_assumed(request, result);
}

answer<> service::assume_role_with_web_identity(const call& request, xml_writer& result) {
  const std::array table{
      api::member{.name = "WebIdentityToken", .required = true, .min = 4, .max = 20'000}};
  TRY(query::check_members(request.input, table));
  auto identity = read_web_identity(request.input.get("WebIdentityToken"));
  // Seen in answers that users have published.
  if (!identity)
    return query::refuse("InvalidIdentityToken",
                         "The ID Token provided is not a valid JWT. (You may see this error if "
                         "you sent an Access Token)");
  TRY(write_assumed(request, result));
  result.element("SubjectFromWebIdentityToken", identity->subject);
  result.element_if_given("Audience", identity->audience);
  result.element_if_given("Provider", identity->issuer);
  return {};
}

}  // namespace lambent::companions::sts
