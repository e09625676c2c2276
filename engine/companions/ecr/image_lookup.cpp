#include "engine/companions/ecr/image_lookup.hpp"

namespace lambent::companions::ecr {

namespace json = boost::json;

answer<looked_up> find_image(call& from, std::string_view repository, const image_id& id) {
  if (id.digest.empty() && id.tag.empty())
    return looked_up{std::nullopt, "MissingDigestAndTag",
                     "Invalid request parameters: both tag and digest cannot be null"};
  if (!id.digest.empty() && !has_digest_form(id.digest))
    return looked_up{std::nullopt, "InvalidImageDigest",
                     "Invalid request parameters: image digest should satisfy the regex "
                     "'[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+'"};
  looked_up found{
      TRY(from.images.find_manifest(repository, id.tag.empty() ? id.digest : id.tag)), {}, {}};
  if (!found.image) return not_found;
  // Ours: the reason.
  if (!id.digest.empty() && found.image->digest.text() != id.digest)
    return looked_up{std::nullopt, "ImageTagDoesNotMatchDigest",
                     "Requested image tag does not match the image digest"};
  return found;
}

json::object to_json(const image_id& id) {
  json::object made;
  if (!id.digest.empty()) made["imageDigest"] = id.digest;
  if (!id.tag.empty()) made["imageTag"] = id.tag;
  return made;
}

json::object failure(const image_id& id, const looked_up& why) {
  return {{"imageId", to_json(id)},
          {"failureCode", json::string_view(why.code.data(), why.code.size())},
          {"failureReason", json::string_view(why.reason.data(), why.reason.size())}};
}

std::string write_position(const registry::image_name& at) { return at.digest + ' ' + at.tag; }

registry::image_name read_position(std::string_view token) {
  auto space = token.find(' ');
  if (space == std::string_view::npos) return {std::string(token), {}};
  return {std::string(token.substr(0, space)), std::string(token.substr(space + 1))};
}

}  // namespace lambent::companions::ecr
