// Layers by the API: what is there, uploads in parts.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/base64.hpp"
#include "engine/companions/ecr/limits.hpp"
#include "engine/companions/ecr/operations.hpp"
#include "engine/registry/address.hpp"
#include "engine/registry/limits.hpp"

namespace lambent::companions::ecr {
namespace {

namespace json = boost::json;

// An upload that the request may write to.
answer<registry::upload_writer> claim(call& from, const target& in, const std::string& id) {
  auto claimed = from.images.claim_upload(in.repository.name, id);
  if (claimed) return std::move(*claimed);
  if (claimed.error().status == 404) return upload_not_found(in.where(), id);
  return refusal(fault(std::move(claimed.error())));
}

}  // namespace

answer<json::object> batch_check_layer_availability(call& from) {
  auto digests = from.in.texts("layerDigests", limits::batch_max);
  if (digests.empty()) from.in.refuse("layerDigests", "must not be null");
  target in = TRY(find_target(from));
  json::array layers, failures;
  auto fails = [&](const std::string& digest, std::string_view code, const std::string& reason) {
    failures.push_back({{"layerDigest", digest},
                        {"failureCode", json::string_view(code.data(), code.size())},
                        {"failureReason", reason}});
  };
  for (const std::string& text : digests) {
    auto digest = oci::digest::parse(text);
    if (!digest) {
      fails(text, "InvalidLayerDigest", fmt::format("Invalid layer digest '{}'", text));
      continue;
    }
    auto size = TRY(from.images.find_blob(in.repository.name, *digest, from.who.now_ms));
    if (!size) {
      fails(text, "MissingLayerDigest", fmt::format("Layer digest '{}' could not be found", text));
      continue;
    }
    layers.push_back(
        {{"layerDigest", text}, {"layerAvailability", "AVAILABLE"}, {"layerSize", *size}});
  }
  return json::object{{"layers", std::move(layers)}, {"failures", std::move(failures)}};
}

// Anybody may read from this engine, so the URL needs no signature.
answer<json::object> get_download_url_for_layer(call& from) {
  std::string text = from.in.needed("layerDigest");
  target in = TRY(find_target(from));
  auto digest = oci::digest::parse(text);
  auto size = digest ? TRY(from.images.find_blob(in.repository.name, *digest, from.who.now_ms))
                     : std::optional<std::uint64_t>();
  // Ours.
  if (!size)
    return refusal(fault("LayersNotFoundException",
                         fmt::format("The layer with digest '{}' does not exist in the repository "
                                     "with name '{}' in the registry with id '{}'",
                                     text, in.repository.name, in.registry)));
  return json::object{
      {"downloadUrl", from.endpoint + registry::path_of_blob(in.repository.name, *digest)},
      {"layerDigest", text}};
}

answer<json::object> initiate_layer_upload(call& from) {
  target in = TRY(find_target(from));
  std::string id = TRY(from.images.begin_upload(in.repository.name, from.who.now_ms));
  return json::object{{"uploadId", std::move(id)}, {"partSize", limits::layer_part_bytes}};
}

answer<json::object> upload_layer_part(call& from) {
  constexpr std::int64_t byte_max = std::numeric_limits<std::int64_t>::max();
  std::string id = from.in.needed("uploadId"), encoded = from.in.needed("layerPartBlob");
  auto first = from.in.number("partFirstByte", 0, byte_max);
  auto last = from.in.number("partLastByte", 0, byte_max);
  if (!first) from.in.refuse("partFirstByte", "must not be null");
  if (!last) from.in.refuse("partLastByte", "must not be null");
  auto bytes = base64_decode(encoded);
  if (!bytes) from.in.refuse("layerPartBlob", "must be base64");
  if (bytes && bytes->size() > limits::layer_part_max_bytes)
    from.in.refuse("layerPartBlob", fmt::format("must have length less than or equal to {}",
                                                limits::layer_part_max_bytes));
  target in = TRY(find_target(from));
  auto writer = TRY(claim(from, in, id));
  std::uint64_t at = writer.size();
  auto begins = static_cast<std::uint64_t>(*first), ends = static_cast<std::uint64_t>(*last);
  if (begins != at || ends < begins || ends - begins + 1 != bytes->size())
    return invalid_layer_part(in.where(), id, static_cast<std::int64_t>(at) - 1);
  // Ours.
  if (at + bytes->size() > registry::limits::blob_max_bytes)
    return refusal(fault("LimitExceededException", fmt::format("A layer has at most {} bytes",
                                                               registry::limits::blob_max_bytes)));
  TRY(writer.write(*bytes));
  TRY(from.images.keep_upload(in.repository.name, id, writer, from.who.now_ms));
  json::object made = members_of(in);
  made["uploadId"] = id;
  made["lastByteReceived"] = ends;
  return made;
}

answer<json::object> complete_layer_upload(call& from) {
  std::string id = from.in.needed("uploadId");
  auto digests = from.in.texts("layerDigests", limits::batch_max);
  if (digests.empty()) from.in.refuse("layerDigests", "must not be null");
  target in = TRY(find_target(from));
  auto expected = oci::digest::parse(digests[0]);
  if (!expected) return invalid_parameter("layerDigests", expected.error().what);
  auto writer = TRY(claim(from, in, id));
  // These three are ours.
  if (writer.size() == 0)
    return refusal(fault("EmptyUploadException",
                         fmt::format("The upload with id '{}' has no layer parts", id)));
  bool there = TRY(from.knows().blob_size(in.repository.name, *expected)).has_value();
  auto finished = from.images.finish_upload(in.repository.name, id, std::move(writer), *expected,
                                            from.who.now_ms);
  if (!finished && finished.error().code == "DIGEST_INVALID")
    return refusal(fault("InvalidLayerException", std::move(finished.error().message)));
  if (!finished && finished.error().code == "BLOB_UPLOAD_UNKNOWN")
    return upload_not_found(in.where(), id);
  if (!finished) return refusal(fault(std::move(finished.error())));
  if (there)
    return refusal(fault("LayerAlreadyExistsException",
                         fmt::format("The layer with digest '{}' already exists in the repository "
                                     "with name '{}' in registry with id '{}'",
                                     digests[0], in.repository.name, in.registry)));
  json::object made = members_of(in);
  made["uploadId"] = id;
  made["layerDigest"] = digests[0];
  return made;
}

}  // namespace lambent::companions::ecr
