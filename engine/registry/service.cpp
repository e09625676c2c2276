#include "engine/registry/service.hpp"

#include "engine/registry/limits.hpp"
#include "engine/registry/respond.hpp"

namespace lambent::registry {

bool carries_blob(const http::request& head) {
  if (head.method != "POST" && head.method != "PATCH" && head.method != "PUT") return false;
  auto to = read_address(http::parse_target(head.target).path);
  return to && (to->what == resource::uploads || to->what == resource::upload);
}

bool reads_blob(const http::request& head) {
  if (head.method != "GET" && head.method != "HEAD") return false;
  auto to = read_address(http::parse_target(head.target).path);
  return to && to->what == resource::blob;
}

answer<service::call> service::read_call(const http::request& request, std::int64_t now_ms) {
  http::target target = http::parse_target(request.target);
  address to = TRY(read_address(target.path));
  return call{request, std::move(to), std::move(target), now_ms};
}

service::reply service::dispatch(const call& from) {
  auto not_allowed = [&](std::string_view allowed) -> reply {
    auto refused =
        unsupported(405, from.request.method + " is not served here, but " + std::string(allowed));
    refused.error().headers.add("Allow", allowed);
    return refused;
  };
  switch (from.to.what) {
    case resource::base:
      return from.reads() ? reply(json_response("{}")) : not_allowed("GET, HEAD");
    case resource::catalog:
      return from.reads() ? list_repositories(from) : not_allowed("GET, HEAD");
    case resource::blob:
      if (from.reads()) return get_blob(from);
      return from.is("DELETE") ? delete_blob(from) : not_allowed("GET, HEAD, DELETE");
    case resource::uploads:
      return not_allowed("POST");
    case resource::upload:
      if (from.reads()) return get_upload(from);
      return from.is("DELETE") ? cancel_upload(from) : not_allowed("GET, PATCH, PUT, DELETE");
    case resource::manifest:
      if (from.reads()) return get_manifest(from);
      if (from.is("PUT")) return put_manifest(from);
      return from.is("DELETE") ? delete_manifest(from) : not_allowed("GET, HEAD, PUT, DELETE");
    case resource::tags:
      return from.reads() ? list_tags(from) : not_allowed("GET, HEAD");
    case resource::referrers:
      return from.reads() ? list_referrers(from) : not_allowed("GET, HEAD");
  }
  return unsupported(404, "no such path in a registry");
}

http::response service::handle(const http::request& request, std::int64_t now_ms) {
  auto from = read_call(request, now_ms);
  if (!from) return sign(to_response(from.error()));
  auto made = dispatch(*from);
  return sign(made ? std::move(*made) : to_response(made.error()));
}

http::response service::too_large() {
  return sign(
      to_response(size_invalid(413, "a manifest has at most " +
                                        std::to_string(limits::manifest_max_bytes) + " bytes")
                      .error()));
}

answer<> service::check_repository(std::string_view name) {
  if (TRY(images_.knows().find_repository(name))) return {};
  return name_unknown(name);
}

}  // namespace lambent::registry
