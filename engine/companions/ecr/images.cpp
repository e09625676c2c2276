// Images: lists and details; what changes them is in image_writes.cpp.
#include <algorithm>
#include <boost/json.hpp>

#include "engine/companions/ecr/image_lookup.hpp"
#include "engine/companions/ecr/limits.hpp"
#include "engine/companions/ecr/operations.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;
using registry::stored_manifest;

constexpr std::string_view tagged = "TAGGED", untagged = "UNTAGGED";

std::string read_tag_status(input& in) {
  input filter = in.object("filter");
  std::string wanted = filter.one_of("tagStatus", {tagged, untagged, "ANY"});
  if (auto fine = filter.check(); !fine)
    in.refuse("filter.tagStatus", "must be TAGGED, UNTAGGED or ANY");
  return wanted;
}

json::object describe(const target& in, const stored_manifest& image,
                      const std::vector<std::string>& tags) {
  json::object made = members_of(in);
  made["imageDigest"] = image.digest.text();
  if (!tags.empty()) made["imageTags"] = json::value_from(tags);
  // An index names no blobs; AWS shows its own bytes.
  made["imageSizeInBytes"] = image.content_bytes > 0 ? image.content_bytes : image.size;
  made["imagePushedAt"] = seconds(image.pushed_ms);
  made["imageManifestMediaType"] = image.media_type;
  if (!image.config_type.empty()) made["artifactMediaType"] = image.config_type;
  if (!image.subject.empty()) made["subjectManifestDigest"] = image.subject;
  return made;
}

}  // namespace

answer<json::object> list_images(call& from) {
  std::string status = read_tag_status(from.in);
  paging page = read_paging(from.in);
  target in = TRY(find_target(from));
  registry::image_name after = read_position(page.after);
  auto found = TRY(from.knows().image_names(in.repository.name, after,
                                            status == untagged ? registry::tag_status::untagged
                                            : status == tagged ? registry::tag_status::tagged
                                                               : registry::tag_status::any,
                                            page.count + 1));
  json::object made;
  if (found.size() > page.count) {
    found.pop_back();
    add_next_token(made, write_position(found.back()));
  }
  json::array list;
  for (const auto& one : found) list.push_back(to_json({one.digest, one.tag}));
  made["imageIds"] = std::move(list);
  return made;
}

answer<json::object> describe_images(call& from) {
  std::string status = read_tag_status(from.in);
  auto ids = from.in.image_ids("imageIds");
  paging page = read_paging(from.in);
  target in = TRY(find_target(from));
  const std::string& name = in.repository.name;
  json::object made;
  json::array list;
  for (const image_id& id : ids) {
    auto found = TRY(find_image(from, name, id));
    if (!found.image) return image_not_found(in.where(), id.digest, id.tag);
    auto tags = TRY(from.knows().tags_of(name, found.image->digest));
    list.push_back(describe(in, *found.image, tags));
  }
  // One more than is shown is looked for, so that there is a token only where there is more.
  std::string last = page.after;
  bool more = ids.empty();
  while (more && list.size() <= page.count) {
    auto some = TRY(from.knows().manifests(name, {last, page.count + 1}));
    more = some.size() > page.count;
    for (const stored_manifest& image : some) {
      std::string digest = image.digest.text();
      auto tags = TRY(from.knows().tags_of(name, image.digest));
      bool wanted = status == tagged ? !tags.empty() : status == untagged ? tags.empty() : true;
      if (wanted && list.size() == page.count) {
        add_next_token(made, last);
        more = false;
        break;
      }
      last = std::move(digest);
      if (wanted) list.push_back(describe(in, image, tags));
    }
  }
  made["imageDetails"] = std::move(list);
  return made;
}

answer<json::object> batch_get_image(call& from) {
  auto ids = from.in.image_ids("imageIds");
  if (ids.empty()) from.in.refuse("imageIds", "must not be null");
  auto accepted = from.in.texts("acceptedMediaTypes", limits::batch_max);
  target in = TRY(find_target(from));
  json::array images, failures;
  for (const image_id& id : ids) {
    auto found = TRY(find_image(from, in.repository.name, id));
    bool fits =
        found.image && (accepted.empty() ||
                        std::ranges::find(accepted, found.image->media_type) != accepted.end());
    auto bytes = fits ? TRY(from.images.read_manifest(*found.image)) : std::optional<std::string>();
    if (!bytes) {
      failures.push_back(failure(id, found.image ? not_found : found));
      continue;
    }
    json::object one = members_of(in);
    one["imageId"] = to_json({found.image->digest.text(), id.tag});
    one["imageManifest"] = *bytes;
    one["imageManifestMediaType"] = found.image->media_type;
    images.push_back(std::move(one));
  }
  return json::object{{"images", std::move(images)}, {"failures", std::move(failures)}};
}

}  // namespace lambent::companions::ecr
