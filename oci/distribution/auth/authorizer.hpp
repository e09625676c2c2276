// What a registry's requests are authorised by: nothing until it asks, then what it asks for, Basic
// or a token of its token server, kept until it expires. Shared by the threads of one transfer.
// https://distribution.github.io/distribution/spec/auth/token/
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "oci/distribution/auth/challenge.hpp"
#include "oci/distribution/auth/credentials.hpp"
#include "oci/distribution/surroundings.hpp"
#include "oci/distribution/transport.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution {

using scopes = std::vector<std::string>;  // "repository:name:pull" …

class authorizer {
public:
  // `where` is the registry's address: tokens are asked for over TLS where it is spoken to so.
  authorizer(std::string registry, url where, find_login find, surroundings around)
      : registry_(std::move(registry)),
        where_(std::move(where)),
        find_(std::move(find)),
        around_(std::move(around)) {}

  // The Authorization header for requests that need these; empty while none is known.
  [[nodiscard]] std::string header_for(const scopes& wanted) const;

  // After a 401 to a request that had `used`. True: another header is there to try. False: what
  // there is has been tried. An error is one of the way to a token.
  [[nodiscard]] result<bool> renew(const http_answer& refused, const scopes& wanted,
                                   const std::string& used, transport& over);

  // "as 'me', known from ~/.docker/config.json", for errors; empty for nobody.
  [[nodiscard]] std::string who() const;

private:
  using time_point = std::chrono::system_clock::time_point;
  struct kept_token {
    std::string header;
    time_point expires;
  };

  [[nodiscard]] std::string known_header(const scopes& wanted) const;
  [[nodiscard]] result<> find_out_who();
  [[nodiscard]] result<bool> fetch_token(const challenge& said, const scopes& wanted,
                                         transport& over);

  const std::string registry_;
  const url where_;
  const find_login find_;
  const surroundings around_;
  mutable std::mutex mutex_;  // Guards what follows.
  bool looked_ = false;       // For a login.
  std::optional<login> login_;
  std::string basic_;  // The header, once the registry asked for it.
  std::map<scopes, kept_token> tokens_;
};

}  // namespace lambent::oci::distribution
