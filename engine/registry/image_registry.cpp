// Blobs, uploads and garbage; manifests and images are in image_manifests.cpp.
#include "engine/registry/image_registry.hpp"

#include <spdlog/spdlog.h>

#include <cerrno>

#include "base/random.hpp"
#include "engine/registry/limits.hpp"

namespace lambent::registry {
namespace {

using guard = std::lock_guard<std::mutex>;
using std::chrono::milliseconds;

std::int64_t ms(std::chrono::hours span) { return milliseconds(span).count(); }

}  // namespace

result<std::unique_ptr<image_registry>> image_registry::load(
    const std::filesystem::path& data_dir) {
  std::filesystem::path dir = data_dir / "registry";
  auto files = TRY(blob_files::open(dir / "blobs"));
  auto growing = TRY(uploads::open(dir / "uploads"));
  auto knows = TRY(catalog::open(data_dir / "registry.db"));
  auto known = TRY(knows->blobs());
  TRY(files->keep_only(known));
  std::set<std::string> open_uploads;
  for (auto& one : TRY(knows->uploads())) {
    // One that had become a blob when the engine ended has no file any more.
    if (growing->size(one.id)) {
      open_uploads.insert(std::move(one.id));
    } else {
      TRY(knows->remove_upload(one.id));
    }
  }
  TRY(growing->keep_only(open_uploads));
  return std::unique_ptr<image_registry>(
      new image_registry(std::move(knows), std::move(files), std::move(growing)));
}

void image_registry::saw(const oci::digest& blob, std::int64_t now_ms) {
  guard alone(seen_lock_);
  seen_ms_.insert_or_assign(blob, now_ms);
}

bool image_registry::seen_since(const oci::digest& blob, std::int64_t when_ms) {
  guard alone(seen_lock_);
  auto found = seen_ms_.find(blob);
  return found != seen_ms_.end() && found->second >= when_ms;
}

answer<> image_registry::check_room_for(std::string_view repository) {
  if (TRY(catalog_->find_repository(repository))) return {};
  if (TRY(catalog_->repository_count()) < limits::repositories_max) return {};
  return denied("the registry has " + std::to_string(limits::repositories_max) +
                " repositories, the most it takes");
}

result<> image_registry::remove_repository(std::string_view name) {
  guard alone(coming_and_going_);
  for (const std::string& id : TRY(catalog_->remove_repository(name))) uploads_->discard(id);
  return {};
}

result<std::optional<std::uint64_t>> image_registry::find_blob(std::string_view repository,
                                                               const oci::digest& digest,
                                                               std::int64_t now_ms) {
  guard alone(coming_and_going_);
  auto size = TRY(catalog_->blob_size(repository, digest));
  if (size) saw(digest, now_ms);
  return size;
}

result<std::optional<http::file_slice>> image_registry::read_blob(const oci::digest& digest,
                                                                  std::uint64_t size) {
  auto read = TRY(files_->read(digest, size));
  if (read.found == blob_files::state::good) return std::move(read.file);
  guard alone(coming_and_going_);
  // In the meantime somebody may have pushed it again.
  read = TRY(files_->read(digest, size));
  if (read.found == blob_files::state::good) return std::move(read.file);
  spdlog::error("the registry's file of {} is {}: it is forgotten, push it again", digest.text(),
                read.found == blob_files::state::missing ? "gone" : "damaged");
  TRY(catalog_->remove_blob_everywhere(digest));
  files_->remove(digest);
  return std::nullopt;
}

result<bool> image_registry::mount(std::string_view to, std::string_view from,
                                   const oci::digest& digest, std::int64_t now_ms) {
  guard alone(coming_and_going_);
  auto size = TRY(from.empty() ? catalog_->blob_size(digest) : catalog_->blob_size(from, digest));
  if (!size) return false;
  // Where the disk was full, or the engine ended, there may be a row alone.
  if (!files_->read_unverified(digest)) return false;
  TRY(catalog_->add_blob(made_by_push(to, now_ms), digest, *size, now_ms));
  return true;
}

answer<std::string> image_registry::begin_upload(std::string_view repository, std::int64_t now_ms) {
  TRY(check_room_for(repository));
  auto open = TRY(catalog_->uploads());
  if (open.size() >= limits::open_uploads_max)
    return too_many("there are " + std::to_string(open.size()) +
                    " unfinished uploads; finish or cancel some");
  upload begun{random_uuid(), std::string(repository), now_ms, now_ms};
  TRY(uploads_->create(begun.id));
  if (auto known = catalog_->put_upload(begun); !known) {
    uploads_->discard(begun.id);
    return std::unexpected(std::move(known).error());
  }
  return std::move(begun.id);
}

answer<upload> image_registry::find_upload(std::string_view repository, std::string_view id) {
  auto found = TRY(catalog_->find_upload(repository, id));
  if (!found) return upload_unknown(id);
  return std::move(*found);
}

answer<std::uint64_t> image_registry::upload_size(std::string_view repository,
                                                  std::string_view id) {
  TRY(find_upload(repository, id));
  auto size = uploads_->size(id);
  if (size) return *size;
  if (size.error().code == ENOENT) return upload_unknown(id);
  return std::unexpected(std::move(size).error());
}

answer<upload_writer> image_registry::claim_upload(std::string_view repository,
                                                   std::string_view id) {
  auto found = TRY(find_upload(repository, id));
  auto writer = uploads_->claim(found.id);
  if (!writer && writer.error().code == ENOENT) return upload_unknown(id);
  auto claimed = TRY(std::move(writer));
  if (!claimed) return upload_invalid(409, "another request is writing to this upload");
  return std::move(*claimed);
}

answer<> image_registry::keep_upload(std::string_view repository, std::string_view id,
                                     upload_writer& written, std::int64_t now_ms) {
  TRY(written.sync());
  guard alone(coming_and_going_);
  auto found = TRY(find_upload(repository, id));
  found.touched_ms = now_ms;
  TRY(catalog_->put_upload(found));
  return {};
}

answer<> image_registry::finish_upload(std::string_view to, std::string_view id,
                                       upload_writer&& written, const oci::digest& expected,
                                       std::int64_t now_ms) {
  std::string name(id);
  auto digest = TRY(written.digest());
  if (digest != expected) {
    TRY(catalog_->remove_upload(name));
    {
      upload_writer ended = std::move(written);
    }
    (void)uploads_->remove(name);
    return digest_invalid("the upload's content is " + digest.text() + ", not what was said",
                          expected.text());
  }
  TRY(written.sync());
  {
    guard alone(coming_and_going_);
    // It may have gone with its repository since it was claimed, which must not come back.
    TRY(find_upload(to, id));
    // First a row: a file that no row names, as when the disk is full, would stay for ever.
    TRY(catalog_->add_bytes(digest, written.size(), now_ms));
    // The file that is there, if one is, has the same bytes or is damaged: this one is known good.
    TRY(files_->adopt(written.path(), written.take_file(), digest));
    TRY(catalog_->add_blob(made_by_push(to, now_ms), digest, written.size(), now_ms));
    saw(digest, now_ms);
  }
  uploads_->forget(name);
  TRY(catalog_->remove_upload(name));
  return {};
}

answer<> image_registry::cancel_upload(std::string_view repository, std::string_view id) {
  auto found = TRY(find_upload(repository, id));
  if (!uploads_->remove(found.id))
    return upload_invalid(409, "another request is writing to this upload");
  TRY(catalog_->remove_upload(found.id));
  return {};
}

result<image_registry::collected> image_registry::collect(std::int64_t now_ms) {
  collected done;
  for (const auto& one : TRY(catalog_->uploads())) {
    if (now_ms - one.touched_ms <= ms(limits::upload_idle_max)) break;  // The oldest come first.
    if (!uploads_->remove(one.id)) continue;
    TRY(catalog_->remove_upload(one.id));
    ++done.uploads;
  }
  std::int64_t before_ms = now_ms - ms(limits::unnamed_blob_max);
  guard alone(coming_and_going_);
  for (const auto& digest : TRY(catalog_->unnamed_blobs(before_ms))) {
    if (seen_since(digest, before_ms)) continue;
    TRY(catalog_->remove_blob_everywhere(digest));
    files_->remove(digest);
    ++done.blobs;
  }
  guard seen(seen_lock_);
  std::erase_if(seen_ms_, [&](const auto& one) { return one.second < before_ms; });
  return done;
}

}  // namespace lambent::registry
