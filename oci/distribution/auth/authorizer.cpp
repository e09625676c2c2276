#include "oci/distribution/auth/authorizer.hpp"

#include <algorithm>

#include "oci/distribution/patience.hpp"
#include "oci/distribution/wire/refusal.hpp"

namespace lambent::oci::distribution {
namespace {

std::vector<challenge> challenges_of(const http_answer& answer) {
  std::vector<challenge> out;
  for (const auto& [name, value] : answer.headers)
    if (name == "www-authenticate")
      for (challenge& each : parse_challenges(value)) out.push_back(std::move(each));
  return out;
}

const challenge* find(const std::vector<challenge>& in, std::string_view scheme) {
  auto found = std::ranges::find(in, scheme, &challenge::scheme);
  return found == in.end() ? nullptr : &*found;
}

// What is needed, or else what the registry names.
scopes wanted_or_named(const scopes& wanted, const challenge& said) {
  std::string named = said.get("scope");
  return wanted.empty() && !named.empty() ? scopes{std::move(named)} : wanted;
}

}  // namespace

std::string authorizer::header_for(const scopes& wanted) const {
  std::lock_guard lock(mutex_);
  return known_header(wanted);
}

std::string authorizer::known_header(const scopes& wanted) const {
  auto found = tokens_.find(wanted);
  if (found != tokens_.end() && around_.now() < found->second.expires) return found->second.header;
  return basic_;
}

std::string authorizer::who() const {
  std::lock_guard lock(mutex_);
  if (!login_) return {};
  std::string out = login_->user_name.empty() ? std::string() : "as '" + login_->user_name + "'";
  if (!login_->from.empty()) out += (out.empty() ? "by " : ", by ") + login_->from;
  return out;
}

result<> authorizer::find_out_who() {
  if (looked_) return {};
  if (find_) login_ = TRY_FOR("find credentials for " + registry_, find_(registry_));
  looked_ = true;
  return {};
}

result<bool> authorizer::renew(const http_answer& refused, const scopes& wanted,
                               const std::string& used, transport& over) {
  std::lock_guard lock(mutex_);
  // Another thread may have been here since.
  if (std::string known = known_header(wanted); !known.empty() && known != used) return true;
  tokens_.erase(wanted);
  const std::vector<challenge> asked = challenges_of(refused);
  if (const challenge* bearer = find(asked, "bearer")) {
    TRY(find_out_who());
    return fetch_token(*bearer, wanted, over);
  }
  if (find(asked, "basic") == nullptr) return false;
  TRY(find_out_who());
  if (!login_ || login_->user_name.empty()) return false;
  basic_ = basic_authorization(*login_);
  return basic_ != used;
}

result<bool> authorizer::fetch_token(const challenge& said, const scopes& wanted, transport& over) {
  const url realm = TRY_FOR("find the token server of " + registry_, parse_url(said.get("realm")));
  const std::string doing = "ask " + realm.scheme + "://" + realm.host + " for a token";
  if (where_.scheme == "https" && realm.scheme != "https")
    return fail(doing + ": it would go over http, which everybody on the way can read");
  const http_request request =
      token_request(realm, said, wanted_or_named(wanted, said), login_ ? &*login_ : nullptr);
  auto answer = patiently(around_, [&] { return over.send(request); });
  if (!answer) return std::unexpected(in_context(doing, std::move(answer.error().error)));
  constexpr int success = 200, first_error = 300, unauthorized = 401;
  if (answer->status < success || answer->status >= first_error) {
    if (answer->status == unauthorized && !login_) return false;
    return std::unexpected(in_context(doing, refusal(*answer)));
  }
  token fresh = TRY_FOR(doing, parse_token_answer(answer->body));
  // One that is about to expire is as good as none: a request takes its time.
  constexpr int tenths_used = 9;
  tokens_[wanted] = {.header = "Bearer " + fresh.text,
                     .expires = around_.now() + fresh.life * tenths_used / 10};
  return true;
}

}  // namespace lambent::oci::distribution
