#include "engine/registry/respond.hpp"

#include "engine/registry/address.hpp"

namespace lambent::registry {
namespace {

std::string etag_of(const oci::digest& digest) { return '"' + digest.text() + '"'; }

}  // namespace

http::response sign(http::response&& made) {
  made.headers.add("Docker-Distribution-Api-Version", "registry/2.0");
  return std::move(made);
}

http::response json_response(std::string body, std::string_view type) {
  http::response made;
  made.headers.add("Content-Type", type);
  made.body = std::move(body);
  return made;
}

http::response created(std::string_view location, const oci::digest& digest) {
  http::response made;
  made.status = 201;
  made.headers.add("Location", location);
  made.headers.add("Docker-Content-Digest", digest.text());
  return made;
}

void add_upload_state(http::headers& to, std::string_view repository, std::string_view id,
                      std::uint64_t size) {
  to.add("Location", path_of_upload(repository, id));
  // An empty upload has no last byte; "0-0" is what clients know from other registries.
  to.add("Range", "0-" + std::to_string(size == 0 ? 0 : size - 1));
  to.add("Docker-Upload-UUID", id);
}

http::response upload_state(int status, std::string_view repository, std::string_view id,
                            std::uint64_t size) {
  http::response made;
  made.status = status;
  add_upload_state(made.headers, repository, id, size);
  return made;
}

void add_content_headers(http::response& to, const oci::digest& digest,
                         std::string_view media_type) {
  to.headers.add("Content-Type", media_type);
  to.headers.add("Docker-Content-Digest", digest.text());
  to.headers.add("ETag", etag_of(digest));
}

bool has_already(const http::request& asks, const oci::digest& digest) {
  std::string_view given = asks.headers.get("If-None-Match");
  return given == "*" || given.contains(etag_of(digest));
}

}  // namespace lambent::registry
