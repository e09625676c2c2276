// Blobs by HTTP, and what is asked of uploads; their bytes come in upload_body.cpp.
#include "engine/http/byte_range.hpp"
#include "engine/registry/respond.hpp"
#include "engine/registry/service.hpp"

namespace lambent::registry {

service::reply service::get_blob(const call& from) {
  const address& to = from.to;
  auto digest = TRY(read_wanted_digest(to.reference));
  TRY(check_repository(to.repository));
  auto size = digest ? TRY(images_.find_blob(to.repository, *digest, from.now_ms))
                     : std::optional<std::uint64_t>();
  if (!size) return blob_unknown(to.reference);
  http::response made;
  if (has_already(from.request, *digest)) {
    made.status = 304;
    add_content_headers(made, *digest, "application/octet-stream");
    return made;
  }
  auto file = TRY(images_.read_blob(*digest, *size));
  if (!file) return blob_unknown(to.reference);
  add_content_headers(made, *digest, "application/octet-stream");
  made.headers.add("Accept-Ranges", "bytes");
  made.file = std::move(*file);
  std::string_view only_if = from.request.headers.get("If-Range");
  bool same = only_if.empty() || only_if == made.headers.get("ETag");
  if (!from.is("GET") || !same) return made;
  auto wanted = http::read_range(from.request.headers.get("Range"), *size);
  if (wanted.unsatisfiable) {
    auto refused = size_invalid(
        416, "the blob has " + std::to_string(*size) + " bytes, none of them in the range");
    refused.error().headers.add("Content-Range", "bytes */" + std::to_string(*size));
    return refused;
  }
  if (!wanted.part) return made;
  made.status = 206;
  made.headers.add("Content-Range", wanted.part->content_range(*size));
  made.file->offset = wanted.part->first;
  made.file->size = wanted.part->size;
  return made;
}

service::reply service::delete_blob(const call& from) {
  const address& to = from.to;
  auto digest = TRY(read_wanted_digest(to.reference));
  TRY(check_repository(to.repository));
  if (!digest || !TRY(images_.knows().blob_size(to.repository, *digest)))
    return blob_unknown(to.reference);
  std::string named_by = TRY(images_.knows().remove_blob(to.repository, *digest));
  if (!named_by.empty())
    return unsupported(405, "the blob belongs to the manifest " + named_by +
                                "; delete that, and the blob goes by itself");
  http::response made;
  made.status = 202;
  return made;
}

service::reply service::get_upload(const call& from) {
  auto size = TRY(images_.upload_size(from.to.repository, from.to.reference));
  return upload_state(204, from.to.repository, from.to.reference, size);
}

service::reply service::cancel_upload(const call& from) {
  TRY(images_.cancel_upload(from.to.repository, from.to.reference));
  http::response made;
  made.status = 204;
  return made;
}

}  // namespace lambent::registry
