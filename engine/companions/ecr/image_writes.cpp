// What changes images.
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "engine/companions/ecr/image_lookup.hpp"
#include "engine/companions/ecr/operations.hpp"
#include "oci/reference.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

std::string digests_of(const std::vector<registry::link>& links) {
  std::vector<std::string> texts;
  for (const auto& one : links) texts.push_back(one.digest.text());
  return fmt::format("[{}]", fmt::join(texts, ", "));
}

// Texts are ours, but the one on tags.
refusal refused(const target& in, const registry::manifest_refusal& why) {
  if (!why.missing_blobs.empty())
    return refusal(fault("LayersNotFoundException",
                         fmt::format("The image manifest references layers that do not exist in "
                                     "the repository with name '{}': {}",
                                     in.repository.name, digests_of(why.missing_blobs))));
  if (!why.missing_manifests.empty())
    return refusal(fault("ReferencedImagesNotFoundException",
                         fmt::format("The manifest list references images that do not exist in the "
                                     "repository with name '{}': {}",
                                     in.repository.name, digests_of(why.missing_manifests))));
  if (why.size)
    return invalid_parameter(
        "ImageManifest", fmt::format("the size of {} is {}, not {}", why.size->named.digest.text(),
                                     why.size->size, why.size->named.size));
  if (!why.immutable_tag.empty())
    return refusal(fault("ImageTagAlreadyExistsException",
                         registry::immutable_tag_text(in.repository.name, why.immutable_tag)));
  return refusal(fault("LimitExceededException", why.full));
}

fault in_ecrs_words(registry::fault&& why) {
  if (why.code == "DIGEST_INVALID")
    return {"ImageDigestDoesNotMatchException", std::move(why.message)};
  if (why.code == "MANIFEST_INVALID" || why.code == "SIZE_INVALID")
    return std::move(invalid_parameter("ImageManifest", why.message).error());
  return std::move(why);
}

// The image goes with its last name.
answer<> remove_image(call& from, const std::string& repository,
                      const registry::stored_manifest& image, const std::string& tag) {
  auto tags = TRY(from.knows().tags_of(repository, image.digest));
  if (!tag.empty() && tags.size() > 1) {
    (void)TRY(from.knows().remove_tag(repository, tag));
  } else {
    TRY(from.knows().remove_manifest(repository, image.digest));
  }
  return {};
}

}  // namespace

answer<json::object> put_image(call& from) {
  std::string bytes = from.in.needed("imageManifest");
  std::string type = from.in.text("imageManifestMediaType");
  std::string tag = from.in.text("imageTag"), expected = from.in.text("imageDigest");
  if (!tag.empty() && !oci::valid_tag(tag))
    from.in.refuse("imageTag",
                   "must satisfy regular expression '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}'");
  target in = TRY(find_target(from));
  const std::string& name = in.repository.name;
  registry::image_registry::push what{.to = name,
                                      .bytes = bytes,
                                      .content_type = type,
                                      .tags = {},
                                      .expected = std::nullopt,
                                      .now_ms = from.who.now_ms};
  if (!tag.empty()) what.tags.push_back(tag);
  if (!expected.empty()) {
    auto digest = oci::digest::parse(expected);
    if (!digest) return invalid_parameter("imageDigest", digest.error().what);
    what.expected = *digest;
  }
  std::string digest = oci::digest::of(bytes).text();
  auto there = TRY(from.images.find_manifest(name, digest));
  // One whose bytes are gone or damaged may be pushed again.
  if (there && TRY(from.images.read_manifest(*there))) {
    auto named = tag.empty() ? std::optional<registry::stored_manifest>()
                             : TRY(from.images.find_manifest(name, tag));
    if (tag.empty() || (named && named->digest.text() == digest))
      return image_exists(in.where(), digest, tag);
  }
  auto pushed = from.images.put_manifest(what);
  if (!pushed) return refusal(in_ecrs_words(std::move(pushed.error())));
  if (pushed->refused) return refused(in, *pushed->refused);
  json::object image = members_of(in);
  image["imageId"] = to_json({digest, tag});
  image["imageManifest"] = bytes;
  image["imageManifestMediaType"] = pushed->manifest.media_type;
  return json::object{{"image", std::move(image)}};
}

answer<json::object> batch_delete_image(call& from) {
  auto ids = from.in.image_ids("imageIds");
  if (ids.empty()) from.in.refuse("imageIds", "must not be null");
  target in = TRY(find_target(from));
  const std::string& name = in.repository.name;
  json::array gone, failures;
  for (const image_id& id : ids) {
    auto found = TRY(find_image(from, name, id));
    if (!found.image) {
      failures.push_back(failure(id, found));
      continue;
    }
    auto tags = TRY(from.knows().tags_of(name, found.image->digest));
    bool whole = id.tag.empty() || tags.size() <= 1;
    auto indexes = whole ? TRY(from.knows().indexes_of(name, found.image->digest))
                         : std::vector<std::string>();
    if (!indexes.empty()) {
      std::string reason = fmt::format("Requested image referenced by manifest list: [{}]",
                                       fmt::join(indexes, ", "));
      failures.push_back(failure(id, {std::nullopt, "ImageReferencedByManifestList", reason}));
      continue;
    }
    TRY(remove_image(from, name, *found.image, id.tag));
    std::string digest = found.image->digest.text();
    if (!id.tag.empty()) tags = {id.tag};
    if (tags.empty()) gone.push_back(to_json({digest, {}}));
    for (const std::string& tag : tags) gone.push_back(to_json({digest, tag}));
  }
  return json::object{{"imageIds", std::move(gone)}, {"failures", std::move(failures)}};
}

}  // namespace lambent::companions::ecr
