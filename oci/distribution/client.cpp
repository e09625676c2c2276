#include "oci/distribution/client.hpp"

#include <algorithm>
#include <cerrno>

#include "base/ascii.hpp"
#include "oci/distribution/wire/address.hpp"
#include "oci/distribution/wire/refusal.hpp"

namespace lambent::oci::distribution {
namespace {

constexpr int unauthorized = 401;
constexpr int forbidden = 403;
// A token may expire on the way, and the next may not cover what is asked for.
constexpr int renewals_max = 2;

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

attempt our_failure(error why) {
  return std::unexpected(http_failure{http_failure::kind::ours, std::move(why)});
}

}  // namespace

registry::registry(std::string named, url where, registry_options options)
    : name(std::move(named)),
      address(std::move(where)),
      is_local(on_this_machine(name)),
      around(options.around),
      authorizer(name, address, std::move(options.login), options.around) {}

result<std::shared_ptr<registry>> registry::at(const std::string& name, registry_options options) {
  url where = TRY(address_of(name, options.insecure));
  return std::make_shared<registry>(name, std::move(where), std::move(options));
}

url client::url_of(std::string_view repository, std::string_view rest) const {
  url out = registry_->address;
  out.target = "/v2/";
  out.target.append(repository).append("/").append(rest);
  return out;
}

attempt client::send(const call& what) {
  return patiently(registry_->around, [&] { return send_once(what); });
}

attempt client::send_once(const call& what) {
  for (int renewals = 0;; ++renewals) {
    const std::string authorization = registry_->authorizer.header_for(what.needs);
    attempt made = follow(what, authorization);
    // Where nothing listens on this machine now, nothing will in a moment.
    if (!made && made.error().what == http_failure::kind::unreachable && registry_->is_local)
      return our_failure(trouble(made));
    if (!made || made->status != unauthorized || renewals == renewals_max) return made;
    auto renewed = registry_->authorizer.renew(*made, what.needs, authorization, *transport_);
    if (!renewed) return our_failure(std::move(renewed).error());
    if (!*renewed || what.body_source) return made;
  }
}

attempt client::follow(const call& what, const std::string& authorization) {
  const url& home = registry_->address;
  url at = what.at;
  for (int hops = 0;; ++hops) {
    http_request request{.method = what.method,
                         .url = to_text(at),
                         .headers = what.headers,
                         .body = what.body,
                         .body_bytes = what.body_bytes,
                         .body_source = what.body_source,
                         .sink = what.sink};
    if (at.scheme != "https" && home.scheme == "https")
      return our_failure({"the registry leads from https to " + request.url, 0,
                          "a proxy before the registry may not tell it about TLS"});
    // Storage that a redirect or a location leads to is somebody else.
    const bool at_home = same_origin(at, home);
    if (at_home && !authorization.empty())
      request.headers.emplace_back("Authorization", authorization);
    attempt made = transport_->send(request);
    if (!made || !what.follow || !is_redirect(made->status)) {
      // A refusal by somebody else says nothing about who we are for the registry.
      if (made && !at_home && made->status == unauthorized) made->status = forbidden;
      return made;
    }
    if (hops == limits::redirects_max)
      return our_failure(
          {"the registry redirects more than " + std::to_string(limits::redirects_max) + " times"});
    auto next = resolve(at, made->header("location"));
    if (!next) return our_failure(in_context("follow a redirect", std::move(next).error()));
    at = *std::move(next);
  }
}

error client::trouble(const attempt& failed) const {
  if (!failed) {
    error out = failed.error().error;
    using kind = http_failure::kind;
    if (failed.error().what == kind::unreachable) out.code = EHOSTUNREACH;
    return out;
  }
  error out = refusal(*failed);
  if (out.code == registry_refuses) {
    std::string who = registry_->authorizer.who();
    out.what +=
        who.empty() ? " (nobody is logged in at " + registry_->name + ")" : " (" + who + ")";
  }
  return out;
}

}  // namespace lambent::oci::distribution
