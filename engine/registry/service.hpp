// The registry by HTTP: the OCI distribution specification v1.1 below /v2/. Blocking; any thread.
// https://github.com/opencontainers/distribution-spec/blob/main/spec.md
#pragma once

#include <cstdint>
#include <memory>

#include "engine/http/body_consumer.hpp"
#include "engine/registry/address.hpp"
#include "engine/registry/image_registry.hpp"

namespace lambent::registry {

// Whether a request's body is a blob's bytes, of any length: it goes to service::receive().
[[nodiscard]] bool carries_blob(const http::request& head);

// Whether it asks for a blob: the first time since the engine's start, all of that is read and
// hashed before there is an answer.
[[nodiscard]] bool reads_blob(const http::request& head);

class service {
public:
  explicit service(image_registry& of) : images_(of) {}

  // Every other request, with its body; `now_ms` is Unix time.
  [[nodiscard]] http::response handle(const http::request& request, std::int64_t now_ms);
  // Must not outlive this.
  [[nodiscard]] std::unique_ptr<http::body_consumer> receive(http::request&& head,
                                                             std::int64_t now_ms);

  // The answer to a body longer than a manifest may be.
  [[nodiscard]] static http::response too_large();

private:
  struct call {
    const http::request& request;
    address to;
    http::target target;
    std::int64_t now_ms = 0;

    [[nodiscard]] bool is(std::string_view method) const { return request.method == method; }
    [[nodiscard]] bool reads() const { return is("GET") || is("HEAD"); }
  };
  using reply = answer<http::response>;
  class upload_body;

  [[nodiscard]] static answer<call> read_call(const http::request& request, std::int64_t now_ms);
  [[nodiscard]] reply dispatch(const call& from);
  [[nodiscard]] answer<> check_repository(std::string_view name);

  // blobs.cpp
  reply get_blob(const call& from);
  reply delete_blob(const call& from);
  reply get_upload(const call& from);
  reply cancel_upload(const call& from);

  // manifests.cpp
  reply get_manifest(const call& from);
  reply put_manifest(const call& from);
  reply delete_manifest(const call& from);

  // lists.cpp
  reply list_repositories(const call& from);
  reply list_tags(const call& from);
  reply list_referrers(const call& from);

  image_registry& images_;
};

}  // namespace lambent::registry
