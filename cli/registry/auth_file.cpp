#include "cli/registry/auth_file.hpp"

#include <array>
#include <boost/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "base/text_member.hpp"

namespace lambent::cli {
namespace {

namespace json = boost::json;
using oci::distribution::login;

constexpr std::string_view hub = "docker.io";

result<json::object> parse_object(std::string_view text) {
  boost::system::error_code bad;
  json::value parsed = json::parse(text, bad);
  if (bad) return fail("it is no JSON: " + bad.message());
  if (!parsed.is_object()) return fail("it is no JSON object");
  return std::move(parsed.get_object());
}

const json::object* object_of(const json::object& in, std::string_view name) {
  const json::value* found = in.if_contains(name);
  return found == nullptr ? nullptr : found->if_object();
}

// "https://index.docker.io/v1/" is docker.io.
std::string plain_name(std::string_view key) {
  for (std::string_view scheme : {"https://", "http://"})
    if (key.starts_with(scheme)) key.remove_prefix(scheme.size());
  while (key.ends_with('/')) key.remove_suffix(1);
  for (std::string_view version : {"/v1", "/v2"})
    if (key.ends_with(version)) key.remove_suffix(version.size());
  constexpr std::array<std::string_view, 3> hub_names = {"index.docker.io", "registry-1.docker.io",
                                                         "registry.hub.docker.com"};
  for (std::string_view other : hub_names)
    if (key == other) return std::string(hub);
  return std::string(key);
}

std::optional<login> read_entry(const json::object& entry) {
  login out{.user_name = text_member(entry, "username"),
            .password = text_member(entry, "password"),
            .identity_token = text_member(entry, "identitytoken")};
  if (auto both = base64_decode(text_member(entry, "auth"))) {
    std::size_t colon = both->find(':');
    if (colon != std::string::npos) {
      out.user_name = both->substr(0, colon);
      out.password = both->substr(colon + 1);
      while (out.password.ends_with('\0')) out.password.pop_back();
    }
  }
  // An entry without content says that a helper knows.
  if (out.user_name.empty() && out.identity_token.empty()) return {};
  return out;
}

// A program's name that cannot lead elsewhere.
bool is_helper_name(std::string_view name) {
  return !name.empty() && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

}  // namespace

result<auth_file> auth_file::parse(std::string_view text) {
  const json::object all = TRY(parse_object(text));
  auth_file out;
  if (const json::object* auths = object_of(all, "auths")) {
    for (const auto& [name, entry] : *auths) {
      const json::object* fields = entry.if_object();
      auto read = fields == nullptr ? std::nullopt : read_entry(*fields);
      if (read) out.logins_.insert_or_assign(plain_name(name), *std::move(read));
    }
  }
  if (const json::object* helpers = object_of(all, "credHelpers")) {
    for (const auto& [name, helper] : *helpers) {
      if (!helper.is_string() || !is_helper_name(helper.get_string())) continue;
      out.helpers_.insert_or_assign(plain_name(name), std::string(helper.get_string()));
    }
  }
  std::string store = text_member(all, "credsStore");
  if (is_helper_name(store)) out.helper_for_all_ = std::move(store);
  return out;
}

std::optional<login> auth_file::login_for(const std::string& registry,
                                          const std::string& repository) const {
  std::string name = registry + "/" + repository;
  for (;;) {
    if (auto found = logins_.find(name); found != logins_.end()) return found->second;
    std::size_t slash = name.rfind('/');
    if (slash == std::string::npos) return {};
    name.resize(slash);
  }
}

std::string auth_file::helper_for(const std::string& registry) const {
  auto found = helpers_.find(registry);
  return found == helpers_.end() ? helper_for_all_ : found->second;
}

std::string helper_server(const std::string& registry) {
  return registry == hub ? "https://index.docker.io/v1/" : registry;
}

result<login> parse_helper_answer(std::string_view text) {
  const json::object said = TRY(parse_object(text));
  login out{.user_name = text_member(said, "Username"), .password = text_member(said, "Secret")};
  if (out.user_name.empty() && out.password.empty()) return fail("it has no user name and secret");
  if (out.user_name == "<token>")
    out = {.user_name = {}, .password = {}, .identity_token = out.password};
  return out;
}

}  // namespace lambent::cli
