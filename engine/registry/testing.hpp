// For tests: a registry in a directory of its own, and calls as a client makes them.
#pragma once

#include <doctest/doctest.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/temp_dir.hpp"
#include "engine/registry/image_registry.hpp"
#include "engine/registry/service.hpp"
#include "oci/media_type.hpp"

namespace lambent::registry::testing {

inline std::string digest_of(std::string_view bytes) { return oci::digest::of(bytes).text(); }

inline std::string descriptor(std::string_view bytes,
                              std::string_view type = oci::media_type::layer_gzip) {
  return R"({"mediaType":")" + std::string(type) + R"(","digest":")" + digest_of(bytes) +
         R"(","size":)" + std::to_string(bytes.size()) + '}';
}

// A manifest of one configuration and one layer; `more` are further members, with a comma before.
inline std::string manifest(std::string_view config, std::string_view layer,
                            std::string_view more = {}) {
  return R"({"schemaVersion":2,"mediaType":")" + std::string(oci::media_type::manifest) +
         R"(","config":)" + descriptor(config, oci::media_type::config) + R"(,"layers":[)" +
         descriptor(layer) + "]" + std::string(more) + '}';
}

inline std::string index_of(std::string_view manifest) {
  return R"({"schemaVersion":2,"mediaType":")" + std::string(oci::media_type::index) +
         R"(","manifests":[)" + descriptor(manifest, oci::media_type::manifest) + "]}";
}

class registry_fixture {
public:
  registry_fixture() { start(); }

  void stop() {
    service_.reset();
    images_.reset();
  }
  // As after the engine's end and a new start.
  void start() {
    stop();
    auto opened = image_registry::load(dir.path);
    REQUIRE(opened);
    images_ = std::move(*opened);
    service_.emplace(*images_);
  }

  [[nodiscard]] image_registry& images() { return *images_; }

  http::response ask(std::string method, std::string target,
                     std::initializer_list<http::headers::field> headers = {},
                     std::string body = {}) {
    http::request request{std::move(method), std::move(target), headers, {}};
    if (!carries_blob(request)) {
      request.body = std::move(body);
      return service_->handle(request, now_ms);
    }
    auto to = service_->receive(std::move(request), now_ms);
    bool more = to->begin();
    constexpr std::size_t step = 3;
    for (std::size_t at = 0; more && at < body.size(); at += step)
      more = to->take(std::string_view(body).substr(at, step));
    return to->answer();
  }

  // What takes a blob's bytes, for a test that brings them itself, or does not.
  std::unique_ptr<http::body_consumer> receive(std::string method, std::string target) {
    return service_->receive({std::move(method), std::move(target), {}, {}}, now_ms);
  }
  // A blob by POST alone.
  void push(const std::string& repository, const std::string& bytes) {
    auto made =
        ask("POST", "/v2/" + repository + "/blobs/uploads/?digest=" + digest_of(bytes), {}, bytes);
    REQUIRE(made.status == 201);
  }
  http::response put(const std::string& repository, const std::string& reference,
                     const std::string& bytes, std::string_view type = oci::media_type::manifest) {
    return ask("PUT", "/v2/" + repository + "/manifests/" + reference, {{"Content-Type", type}},
               bytes);
  }
  // Configuration "{}", one layer, and their manifest under a tag; gives the manifest.
  std::string push_image(const std::string& repository, const std::string& tag,
                         const std::string& layer) {
    push(repository, "{}");
    push(repository, layer);
    std::string made = manifest("{}", layer);
    REQUIRE(put(repository, tag, made).status == 201);
    return made;
  }

  lambent::testing::temp_dir dir;
  std::int64_t now_ms = 1'700'000'000'000;

private:
  std::unique_ptr<image_registry> images_;
  std::optional<service> service_;
};

// The bytes that an answer will send.
inline std::string content(const http::response& of) {
  if (!of.file) return of.body;
  std::string bytes(of.file->size, '\0');
  auto got =
      ::pread(of.file->file.get(), bytes.data(), bytes.size(), static_cast<off_t>(of.file->offset));
  REQUIRE(got == static_cast<ssize_t>(bytes.size()));
  return bytes;
}

}  // namespace lambent::registry::testing
