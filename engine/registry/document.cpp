#include "engine/registry/document.hpp"

#include <boost/json.hpp>

#include "engine/registry/limits.hpp"
#include "oci/media_type.hpp"

namespace lambent::registry {
namespace {

namespace json = boost::json;
namespace media = oci::media_type;

std::string_view view(const json::string& text) { return {text.data(), text.size()}; }

const json::value* find(const json::object& in, std::string_view name) {
  const auto* found = in.if_contains(json::string_view(name.data(), name.size()));
  return found != nullptr && !found->is_null() ? found : nullptr;
}

// A text that may be missing, and is then empty.
answer<std::string> read_text(const json::object& in, std::string_view name) {
  const json::value* found = find(in, name);
  if (found == nullptr) return std::string();
  if (!found->is_string()) return manifest_invalid("'" + std::string(name) + "' is not a string");
  return std::string(view(found->get_string()));
}

// Layers that have an address of their own, because they may not be copied.
bool is_elsewhere(std::string_view media_type) {
  return media_type.starts_with("application/vnd.docker.image.rootfs.foreign.") ||
         media_type.starts_with("application/vnd.oci.image.layer.nondistributable.");
}

answer<link> read_link(const json::value& from, const std::string& where) {
  const json::object* members = from.if_object();
  if (members == nullptr) return manifest_invalid(where + " is not a descriptor");
  link made;
  made.media_type = TRY(read_text(*members, "mediaType"));
  auto digest = oci::digest::parse(TRY(read_text(*members, "digest")));
  if (!digest) return manifest_invalid(where + ".digest: " + digest.error().what);
  made.digest = *digest;
  const json::value* size = find(*members, "size");
  if (size == nullptr || !size->is_int64() || size->get_int64() < 0)
    return manifest_invalid(where + ".size is not a number of bytes");
  made.size = static_cast<std::uint64_t>(size->get_int64());
  return made;
}

answer<std::vector<link>> read_links(const json::object& in, std::string_view name) {
  std::vector<link> made;
  const json::value* found = find(in, name);
  if (found == nullptr) return made;
  if (!found->is_array()) return manifest_invalid("'" + std::string(name) + "' is not a list");
  const json::array& list = found->get_array();
  if (list.size() > limits::links_max)
    return manifest_invalid("'" + std::string(name) + "' has more than " +
                            std::to_string(limits::links_max) + " entries");
  made.reserve(list.size());
  for (const json::value& one : list)
    made.push_back(
        TRY(read_link(one, std::string(name) + "[" + std::to_string(made.size()) + "]")));
  return made;
}

answer<std::string> read_annotations(const json::object& in) {
  const json::value* found = find(in, "annotations");
  if (found == nullptr) return std::string();
  if (!found->is_object()) return manifest_invalid("'annotations' is not an object");
  for (const auto& [key, value] : found->get_object())
    if (!value.is_string()) return manifest_invalid("an annotation is not a string");
  return std::string(json::serialize(*found));
}

// What the bytes are: by what was declared, by what they say, or by what they have.
answer<std::string> media_type_of(const json::object& members, std::string_view content_type) {
  std::string declared(media::without_parameters(content_type));
  std::string inside = TRY(read_text(members, "mediaType"));
  if (!declared.empty() && !inside.empty() && declared != inside)
    return manifest_invalid("the Content-Type is " + declared + ", 'mediaType' says " + inside);
  std::string made = declared.empty() ? std::move(inside) : std::move(declared);
  if (made.empty()) made = find(members, "manifests") != nullptr ? media::index : media::manifest;
  if (media::is_index(made) || media::is_manifest(made)) return made;
  if (made.starts_with("application/vnd.docker.distribution.manifest.v1"))
    return manifest_invalid("Docker's schema 1 (" + made + ") is not taken; push schema 2 or OCI");
  return manifest_invalid("the media type " + made + " is not one of a manifest or an index");
}

answer<> read_index(const json::object& members, document& made) {
  if (find(members, "config") != nullptr || find(members, "layers") != nullptr)
    return manifest_invalid("an index has no 'config' and no 'layers'");
  const json::value* list = find(members, "manifests");
  if (list == nullptr) return manifest_invalid("an index must have 'manifests'");
  made.manifests = TRY(read_links(members, "manifests"));
  return {};
}

answer<> read_manifest(const json::object& members, document& made) {
  if (find(members, "manifests") != nullptr)
    return manifest_invalid("an image's manifest has no 'manifests'");
  const json::value* config = find(members, "config");
  if (config == nullptr) return manifest_invalid("a manifest must have 'config'");
  made.blobs.push_back(TRY(read_link(*config, "config")));
  made.config_type = made.blobs.back().media_type;
  auto layers = TRY(read_links(members, "layers"));
  for (auto& one : layers)
    if (!is_elsewhere(one.media_type)) made.blobs.push_back(std::move(one));
  return {};
}

}  // namespace

answer<document> read_document(std::string_view bytes, std::string_view content_type) {
  if (bytes.size() > limits::manifest_max_bytes)
    return size_invalid(
        413, "a manifest has at most " + std::to_string(limits::manifest_max_bytes) + " bytes");
  json::error_code failed;
  json::value parsed = json::parse(json::string_view(bytes.data(), bytes.size()), failed);
  if (failed) return manifest_invalid("the manifest is not JSON: " + failed.message());
  const json::object* members = parsed.if_object();
  if (members == nullptr) return manifest_invalid("the manifest is not a JSON object");
  document made;
  made.media_type = TRY(media_type_of(*members, content_type));
  const json::value* version = find(*members, "schemaVersion");
  if (version == nullptr || !version->is_int64() || version->get_int64() != 2)
    return manifest_invalid("'schemaVersion' is not 2");
  made.is_index = media::is_index(made.media_type);
  TRY(made.is_index ? read_index(*members, made) : read_manifest(*members, made));
  if (const json::value* subject = find(*members, "subject"))
    made.subject = TRY(read_link(*subject, "subject")).digest;
  made.artifact_type = TRY(read_text(*members, "artifactType"));
  if (made.artifact_type.empty()) made.artifact_type = made.config_type;
  made.annotations = TRY(read_annotations(*members));
  return made;
}

}  // namespace lambent::registry
