// Bearer tokens: how they are asked for and what is answered. Pure.
// https://distribution.github.io/distribution/spec/auth/token/ and .../auth/oauth/
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "oci/distribution/auth/challenge.hpp"
#include "oci/distribution/transport.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution {

// Who somebody is at a registry. With an identity token, user name and password are not used.
struct login {
  std::string user_name, password;
  std::string identity_token{};  // OAuth 2's refresh token, as `docker login` keeps them.
  std::string from{};            // Where it was found, for errors: a file, a program.
};

struct token {
  std::string text;
  std::chrono::seconds life;  // Of what is left of it when it came.
};

// `scopes`: "repository:name:pull,push" …
[[nodiscard]] http_request token_request(const url& realm, const challenge& said,
                                         const std::vector<std::string>& scopes, const login* who);
[[nodiscard]] result<token> parse_token_answer(std::string_view body);

[[nodiscard]] std::string basic_authorization(const login& who);

}  // namespace lambent::oci::distribution
