// Manifests, and whole images for who runs them.
#include <fmt/format.h>

#include "base/files.hpp"
#include "engine/registry/image_registry.hpp"
#include "engine/registry/limits.hpp"
#include "oci/blob_check.hpp"

namespace lambent::registry {
namespace {

using guard = std::lock_guard<std::mutex>;

// An image in the registry's own files.
class stored_image final : public oci::blob_source {
public:
  stored_image(const blob_files& files, oci::descriptor root)
      : files_(files), root_(std::move(root)) {}

  result<oci::descriptor> root() override { return root_; }

  result<> read(const oci::descriptor& what, const oci::sink& to) override {
    auto file = TRY_FOR("read " + what.digest.text() + " of the registry",
                        files_.read_unverified(what.digest));
    oci::blob_check check(what);
    const oci::sink checked = check.before(to);
    TRY(read_pieces(file.file.get(), 0, file.size, checked));
    return check.finish();
  }

private:
  const blob_files& files_;
  oci::descriptor root_;
};

}  // namespace

answer<image_registry::pushed> image_registry::put_manifest(const push& what) {
  document names = TRY(read_document(what.bytes, what.content_type));
  pushed made;
  stored_manifest& manifest = made.manifest;
  manifest.digest = oci::digest::of(what.bytes);
  if (what.expected && *what.expected != manifest.digest)
    return digest_invalid("the manifest's digest is " + manifest.digest.text(),
                          what.expected->text());
  TRY(check_room_for(what.to));
  manifest.media_type = names.media_type;
  manifest.size = what.bytes.size();
  manifest.pushed_ms = what.now_ms;
  if (names.subject) manifest.subject = names.subject->text();
  manifest.artifact_type = names.artifact_type;
  manifest.annotations = names.annotations;
  manifest.config_type = names.config_type;
  for (const link& one : names.blobs) manifest.content_bytes += one.size;
  // Bytes before the manifest: one that is known can be read. And before the bytes their row: a
  // file without one would stay for ever, with one it is garbage soon. Until the manifest names its
  // blobs none of them may go.
  guard alone(coming_and_going_);
  TRY(catalog_->add_bytes(manifest.digest, manifest.size, what.now_ms));
  TRY(files_->write(what.bytes, manifest.digest));
  made.refused =
      TRY(catalog_->put_manifest(made_by_push(what.to, what.now_ms), manifest, names, what.tags));
  return made;
}

result<std::optional<stored_manifest>> image_registry::find_manifest(std::string_view repository,
                                                                     std::string_view reference) {
  if (!reference.contains(':')) return catalog_->find_tagged(repository, reference);
  auto digest = oci::digest::parse(reference);
  if (!digest) return std::nullopt;
  return catalog_->find_manifest(repository, *digest);
}

result<std::optional<std::string>> image_registry::read_manifest(const stored_manifest& which) {
  auto file = TRY(read_blob(which.digest, which.size));
  if (!file) return std::nullopt;
  std::string bytes;
  bytes.reserve(which.size);
  TRY(read_pieces(file->file.get(), 0, file->size, [&](std::string_view piece) -> result<> {
    bytes += piece;
    return {};
  }));
  return bytes;
}

result<std::unique_ptr<oci::blob_source>> image_registry::open(std::string_view repository,
                                                               std::string_view tag_or_digest) {
  auto found = TRY(find_manifest(repository, tag_or_digest));
  if (!found) {
    bool known = TRY(catalog_->find_repository(repository)).has_value();
    return fail(fmt::format("the registry has no {} {}{}{}", known ? "image" : "repository",
                            repository, known ? (tag_or_digest.contains(':') ? "@" : ":") : "",
                            known ? tag_or_digest : std::string_view()));
  }
  oci::descriptor root;
  root.media_type = found->media_type;
  root.digest = found->digest;
  root.size = found->size;
  return std::make_unique<stored_image>(*files_, std::move(root));
}

}  // namespace lambent::registry
