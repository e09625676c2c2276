// Manifests by HTTP.
#include "engine/registry/limits.hpp"
#include "engine/registry/respond.hpp"
#include "engine/registry/service.hpp"
#include "oci/reference.hpp"

namespace lambent::registry {
namespace {

answer<> check(const manifest_refusal& why, std::string_view repository) {
  const auto& missing = why.missing_blobs.empty() ? why.missing_manifests : why.missing_blobs;
  if (!missing.empty())
    return refusal(fault(404, "MANIFEST_BLOB_UNKNOWN",
                         why.missing_blobs.empty()
                             ? "the index names a manifest that the repository does not have"
                             : "the manifest names a blob that the repository does not have",
                         missing[0].digest.text()));
  if (why.size)
    return manifest_invalid("the manifest says that " + why.size->named.digest.text() + " has " +
                            std::to_string(why.size->named.size) + " bytes; it has " +
                            std::to_string(why.size->size));
  if (!why.immutable_tag.empty()) return denied(immutable_tag_text(repository, why.immutable_tag));
  return denied(why.full);
}

}  // namespace

service::reply service::get_manifest(const call& from) {
  const address& to = from.to;
  if (to.reference.contains(':')) TRY(read_wanted_digest(to.reference));
  TRY(check_repository(to.repository));
  auto found = TRY(images_.find_manifest(to.repository, to.reference));
  if (!found) return manifest_unknown(to.reference);
  if (!accepts(from.request.headers, found->media_type)) {
    auto refused = manifest_unknown(to.reference);
    refused.error().message =
        "the manifest is of the type " + found->media_type + ", which the request does not accept";
    return refused;
  }
  http::response made;
  add_content_headers(made, found->digest, found->media_type);
  if (has_already(from.request, found->digest)) {
    made.status = 304;
    return made;
  }
  auto file = TRY(images_.read_blob(found->digest, found->size));
  if (!file) return manifest_unknown(to.reference);
  made.file = std::move(*file);
  return made;
}

service::reply service::put_manifest(const call& from) {
  const address& to = from.to;
  image_registry::push what{.to = to.repository,
                            .bytes = from.request.body,
                            .content_type = from.request.headers.get("Content-Type"),
                            .tags = {},
                            .expected = std::nullopt,
                            .now_ms = from.now_ms};
  if (to.reference.contains(':')) {
    what.expected = TRY(read_digest(to.reference));
    for (const auto& [name, value] : from.target.query)
      if (name == "tag") what.tags.push_back(value);
  } else {
    what.tags.push_back(to.reference);
  }
  if (what.tags.size() > limits::tags_of_a_push_max)
    return unsupported(414, "a manifest is pushed with at most " +
                                std::to_string(limits::tags_of_a_push_max) + " tags at once");
  for (const std::string& tag : what.tags)
    if (!oci::valid_tag(tag))
      return manifest_invalid("invalid tag '" + tag +
                              "': letters, digits, '_', '.' and '-', at most 128");
  auto pushed = TRY(images_.put_manifest(what));
  if (pushed.refused) {
    TRY(check(*pushed.refused, to.repository));
  }
  const stored_manifest& manifest = pushed.manifest;
  http::response made =
      created(path_of_manifest(to.repository, manifest.digest.text()), manifest.digest);
  if (!manifest.subject.empty()) made.headers.add("OCI-Subject", manifest.subject);
  if (what.expected)
    for (const std::string& tag : what.tags) made.headers.add("OCI-Tag", tag);
  return made;
}

service::reply service::delete_manifest(const call& from) {
  const address& to = from.to;
  TRY(check_repository(to.repository));
  if (!to.reference.contains(':')) {
    if (!TRY(images_.knows().remove_tag(to.repository, to.reference)))
      return manifest_unknown(to.reference);
  } else {
    auto digest = TRY(read_wanted_digest(to.reference));
    if (!digest || !TRY(images_.knows().find_manifest(to.repository, *digest)))
      return manifest_unknown(to.reference);
    TRY(images_.knows().remove_manifest(to.repository, *digest));
  }
  http::response made;
  made.status = 202;
  return made;
}

}  // namespace lambent::registry
