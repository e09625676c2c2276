#include "oci/manifest.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <utility>

#include "base/joined.hpp"
#include "base/json_string.hpp"
#include "oci/json_members.hpp"
#include "oci/limits.hpp"
#include "oci/media_type.hpp"

namespace lambent::oci {
namespace {

namespace json = boost::json;

constexpr std::uint64_t schema_version = 2;

std::unexpected<error> schema_1() {
  return fail("it is a manifest of Docker's schema 1, which says neither sizes nor platforms",
              "push the image again with a client of this decade, which writes schema 2 or OCI's");
}

result<> check_schema(const json::object& document) {
  if (has_member(document, "fsLayers") || has_member(document, "signatures")) return schema_1();
  std::uint64_t version = TRY(count_in(document, "schemaVersion"));
  if (version == 1) return schema_1();
  if (version != schema_version)
    return fail("schemaVersion: is " + std::to_string(version) + ", not 2");
  return {};
}

// What the document is, once everybody who says it says the same. One whose members are those of
// both is refused: two readers would see two images (CVE-2021-41190).
result<std::string> media_type_of(const json::object& document, std::string_view declared) {
  std::string inside = TRY(text_in(document, "mediaType"));
  if (!inside.empty() && !declared.empty() && inside != declared)
    return fail("it was announced as " + std::string(declared) + ", but its mediaType is " +
                inside);
  bool like_manifest = has_member(document, "config") || has_member(document, "layers");
  bool like_index = has_member(document, "manifests");
  if (like_manifest && like_index)
    return fail("it has the members of a manifest (config, layers) and of an index (manifests)");
  std::string type = inside.empty() ? std::string(declared) : inside;
  if (type.empty() && like_manifest) type = media_type::manifest;
  if (type.empty() && like_index) type = media_type::index;
  if (type.empty()) return fail("it is neither an image manifest nor an image index");
  if (media_type::is_manifest(type)) {
    if (like_index) return fail("its media type is " + type + ", its members are an index's");
  } else if (media_type::is_index(type)) {
    if (like_manifest) return fail("its media type is " + type + ", its members are a manifest's");
  } else {
    return fail("its media type, " + type + ", is not one of an image manifest or an image index");
  }
  return type;
}

result<std::optional<platform>> parse_platform(const json::object& in) {
  platform out;
  out.os = TRY(text_in(in, "os"));
  out.architecture = TRY(text_in(in, "architecture"));
  out.variant = TRY(text_in(in, "variant"));
  if (out.os.empty() && out.architecture.empty()) return std::nullopt;
  return out;
}

result<descriptor> parse_descriptor(const json::object& in) {
  descriptor out;
  out.media_type = TRY(needed_text_in(in, "mediaType"));
  std::string name = TRY(needed_text_in(in, "digest"));
  out.digest = TRY(digest::parse(name));
  out.size = TRY(count_in(in, "size"));
  out.annotations = TRY(text_map_in(in, "annotations"));
  if (const json::object* where = TRY(object_in(in, "platform")))
    out.platform = TRY_FOR("platform", parse_platform(*where));
  return out;
}

result<std::vector<descriptor>> parse_descriptors(const json::object& in, std::string_view name,
                                                  std::size_t count_max) {
  std::vector<descriptor> out;
  std::vector<const json::object*> objects = TRY(objects_in(in, name, count_max));
  for (const json::object* each : objects)
    out.push_back(TRY_FOR(std::string(name) + "[" + std::to_string(out.size()) + "]",
                          parse_descriptor(*each)));
  return out;
}

result<manifest> manifest_of(const json::object& in, std::string media_type) {
  manifest out;
  out.media_type = std::move(media_type);
  const json::object* config = TRY(needed_object_in(in, "config"));
  out.config = TRY_FOR("config", parse_descriptor(*config));
  out.layers = TRY(parse_descriptors(in, "layers", limits::layers_max));
  out.annotations = TRY(text_map_in(in, "annotations"));
  return out;
}

result<index> index_of(const json::object& in, std::string media_type) {
  index out;
  out.media_type = std::move(media_type);
  out.manifests = TRY(parse_descriptors(in, "manifests", limits::index_manifests_max));
  out.annotations = TRY(text_map_in(in, "annotations"));
  return out;
}

std::string text_of(const std::map<std::string, std::string>& texts) {
  std::string out = "{";
  for (const auto& [key, value] : texts) {
    if (out.size() > 1) out += ',';
    out += json_string(key) + ":" + json_string(value);
  }
  return out + "}";
}

std::string text_of(const descriptor& d) {
  std::string out = "{\"mediaType\":" + json_string(d.media_type) +
                    ",\"digest\":" + json_string(d.digest.text()) +
                    ",\"size\":" + std::to_string(d.size);
  if (d.platform) {
    out += ",\"platform\":{\"architecture\":" + json_string(d.platform->architecture) +
           ",\"os\":" + json_string(d.platform->os);
    if (!d.platform->variant.empty()) out += ",\"variant\":" + json_string(d.platform->variant);
    out += "}";
  }
  if (!d.annotations.empty()) out += ",\"annotations\":" + text_of(d.annotations);
  return out + "}";
}

std::string text_of(const std::vector<descriptor>& descriptors) {
  std::string out = "[";
  for (const descriptor& each : descriptors) {
    if (out.size() > 1) out += ',';
    out += text_of(each);
  }
  return out + "]";
}

std::string begin_document(const std::string& media_type) {
  return "{\"schemaVersion\":" + std::to_string(schema_version) +
         ",\"mediaType\":" + json_string(media_type);
}

std::string end_document(const std::map<std::string, std::string>& annotations) {
  return annotations.empty() ? "}" : ",\"annotations\":" + text_of(annotations) + "}";
}

bool is_candidate(const descriptor& entry) {
  return entry.platform && entry.platform->os != "unknown" &&
         entry.platform->architecture != "unknown" &&
         (media_type::is_manifest(entry.media_type) || media_type::is_index(entry.media_type));
}

}  // namespace

result<std::variant<manifest, index>> parse_document(std::string_view bytes,
                                                     std::string_view declared) {
  json::object document = TRY(parse_object(bytes));
  TRY(check_schema(document));
  std::string type = TRY(media_type_of(document, media_type::without_parameters(declared)));
  if (media_type::is_index(type)) return TRY(index_of(document, std::move(type)));
  return TRY(manifest_of(document, std::move(type)));
}

result<manifest> parse_manifest(std::string_view bytes, std::string_view declared) {
  auto document = TRY(parse_document(bytes, declared));
  if (auto* found = std::get_if<manifest>(&document)) return std::move(*found);
  return fail("it is an image index where an image manifest is expected");
}

result<index> parse_index(std::string_view bytes, std::string_view declared) {
  auto document = TRY(parse_document(bytes, declared));
  if (auto* found = std::get_if<index>(&document)) return std::move(*found);
  return fail("it is an image manifest where an image index is expected");
}

std::string write(const manifest& what) {
  return begin_document(what.media_type) + ",\"config\":" + text_of(what.config) +
         ",\"layers\":" + text_of(what.layers) + end_document(what.annotations);
}

std::string write(const index& what) {
  return begin_document(what.media_type) + ",\"manifests\":" + text_of(what.manifests) +
         end_document(what.annotations);
}

result<descriptor> choose(const index& from, const platform& wanted) {
  std::vector<std::string> offered;
  const descriptor* found = nullptr;
  for (const descriptor& each : from.manifests) {
    if (!is_candidate(each)) continue;
    if (*each.platform == wanted) return each;
    if (found == nullptr && serves(*each.platform, wanted)) found = &each;
    if (std::string text = to_text(*each.platform); !std::ranges::count(offered, text))
      offered.push_back(std::move(text));
  }
  if (found != nullptr) return *found;
  return fail("there is no image for " + to_text(wanted) + " in the index; " +
              (offered.empty() ? "it names no platform" : "it has " + joined(offered)));
}

}  // namespace lambent::oci
