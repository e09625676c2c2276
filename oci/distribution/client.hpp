// Requests to one registry: authorised, redirected without letting credentials follow elsewhere,
// sent again where that is right. What an answer means is for who asked.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "oci/distribution/auth/authorizer.hpp"
#include "oci/distribution/patience.hpp"
#include "oci/distribution/surroundings.hpp"
#include "oci/distribution/transport.hpp"
#include "oci/distribution/wire/url.hpp"

namespace lambent::oci::distribution {

struct registry_options {
  bool insecure = false;  // http although the registry is not on this machine.
  find_login login{};     // Empty: nobody is known anywhere.
  surroundings around = surroundings::real();
};

// What the threads of one transfer share of a registry.
struct registry {
  [[nodiscard]] static result<std::shared_ptr<registry>> at(const std::string& name,
                                                            registry_options options);
  registry(std::string named, url where, registry_options options);

  const std::string name;  // "docker.io"
  const url address;       // Its target is "/".
  const bool is_local;     // On this machine.
  const surroundings around;
  oci::distribution::authorizer authorizer;
};

struct call {
  std::string method = "GET";
  url at{};
  scopes needs{};
  std::vector<name_value> headers{};
  bool follow = false;  // Redirects, to wherever they lead.
  // As in http_request.
  std::string body{};
  std::uint64_t body_bytes = 0;
  std::function<result<std::size_t>(std::span<char> into)> body_source{};
  std::function<result<>(const http_answer& head, std::string_view piece)> sink{};
};

// One thread at a time.
class client {
public:
  client(std::shared_ptr<registry> of, std::unique_ptr<transport> over)
      : registry_(std::move(of)), transport_(std::move(over)) {}
  // For another thread.
  [[nodiscard]] std::unique_ptr<client> another() const {
    return std::make_unique<client>(registry_, transport_->another());
  }

  [[nodiscard]] const registry& of() const { return *registry_; }
  // "https://host/v2/REPOSITORY/REST"
  [[nodiscard]] url url_of(std::string_view repository, std::string_view rest) const;

  // Any answer of the registry, or what a redirect led to. Passing failures are sat out: for
  // requests that are the same when done twice, without `body_source` and `sink`.
  [[nodiscard]] attempt send(const call& what);
  // The same without sitting out. A request with `body_source` is not sent again after a 401; what
  // is known afterwards may be enough for the next.
  [[nodiscard]] attempt send_once(const call& what);

  // What an answer that is no success, or none, is for people: with who we were, where the registry
  // refuses us. Codes are those of `refusal`, and EHOSTUNREACH where nothing was reached.
  [[nodiscard]] error trouble(const attempt& failed) const;

private:
  [[nodiscard]] attempt follow(const call& what, const std::string& authorization);

  std::shared_ptr<registry> registry_;
  std::unique_ptr<transport> transport_;
};

}  // namespace lambent::oci::distribution
