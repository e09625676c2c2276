// A registry of images as such, with no HTTP and no AWS: repositories, manifests, blobs, uploads
// and garbage, each step durable before it returns. Any thread; blocking.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/registry/blob_files.hpp"
#include "engine/registry/catalog.hpp"
#include "engine/registry/fault.hpp"
#include "engine/registry/uploads.hpp"
#include "oci/blob_source.hpp"

namespace lambent::registry {

class image_registry {
public:
  // Opens what is in `data_dir`, or makes it. Files that nothing names are removed.
  [[nodiscard]] static result<std::unique_ptr<image_registry>> load(
      const std::filesystem::path& data_dir);

  // The image under a tag or a digest, for who runs it. Everything is verified as it is read. Must
  // not outlive the registry.
  [[nodiscard]] result<std::unique_ptr<oci::blob_source>> open(std::string_view repository,
                                                               std::string_view tag_or_digest);

  // What needs no files is asked of it directly.
  [[nodiscard]] catalog& knows() { return *catalog_; }

  // Refuses a repository that is not there and would be one too many.
  [[nodiscard]] answer<> check_room_for(std::string_view repository);

  // With all that it has. An upload that a request writes to goes when that request ends.
  [[nodiscard]] result<> remove_repository(std::string_view name);

  // Blobs; `now_ms` is Unix time, as everywhere here. Who is told that one is there may count on it
  // for limits::unnamed_blob_max.
  [[nodiscard]] result<std::optional<std::uint64_t>> find_blob(std::string_view repository,
                                                               const oci::digest& digest,
                                                               std::int64_t now_ms);
  // Nothing when there is none, or when its file is damaged: then the registry forgets it, and it
  // can be pushed again.
  [[nodiscard]] result<std::optional<http::file_slice>> read_blob(const oci::digest& digest,
                                                                  std::uint64_t size);
  // From a repository, or from any when that is empty. False when it has no such blob.
  // `to`, here and below, is a repository that is made when it is not there.
  [[nodiscard]] result<bool> mount(std::string_view to, std::string_view from,
                                   const oci::digest& digest, std::int64_t now_ms);

  // Uploads.
  [[nodiscard]] answer<std::string> begin_upload(std::string_view repository, std::int64_t now_ms);
  [[nodiscard]] answer<std::uint64_t> upload_size(std::string_view repository, std::string_view id);
  [[nodiscard]] answer<upload_writer> claim_upload(std::string_view repository,
                                                   std::string_view id);
  // What was written is durable, and counts as a sign of life.
  [[nodiscard]] answer<> keep_upload(std::string_view repository, std::string_view id,
                                     upload_writer& written, std::int64_t now_ms);
  // The upload becomes a blob, if that is its digest; else it is given up. One that has ended
  // meanwhile, with its repository, is unknown.
  [[nodiscard]] answer<> finish_upload(std::string_view to, std::string_view id,
                                       upload_writer&& written, const oci::digest& expected,
                                       std::int64_t now_ms);
  [[nodiscard]] answer<> cancel_upload(std::string_view repository, std::string_view id);

  // Manifests.
  struct push {
    std::string_view to;
    std::string_view bytes;
    std::string_view content_type;
    std::vector<std::string> tags;  // Valid ones.
    std::optional<oci::digest> expected;
    std::int64_t now_ms = 0;
  };
  struct pushed {
    stored_manifest manifest;
    std::optional<manifest_refusal> refused;  // Then nothing has changed.
  };
  [[nodiscard]] answer<pushed> put_manifest(const push& what);
  // By digest where the reference has a colon, else by tag.
  [[nodiscard]] result<std::optional<stored_manifest>> find_manifest(std::string_view repository,
                                                                     std::string_view reference);
  // Its bytes; nothing as for blobs.
  [[nodiscard]] result<std::optional<std::string>> read_manifest(const stored_manifest& which);

  // Gives up uploads that nobody goes on with, and removes blobs that no manifest names.
  struct collected {
    std::size_t uploads = 0, blobs = 0;
  };
  [[nodiscard]] result<collected> collect(std::int64_t now_ms);

private:
  image_registry(std::unique_ptr<catalog> knows, std::unique_ptr<blob_files> files,
                 std::unique_ptr<uploads> growing)
      : catalog_(std::move(knows)), files_(std::move(files)), uploads_(std::move(growing)) {}
  [[nodiscard]] answer<upload> find_upload(std::string_view repository, std::string_view id);
  void saw(const oci::digest& blob, std::int64_t now_ms);
  [[nodiscard]] bool seen_since(const oci::digest& blob, std::int64_t when_ms);

  std::unique_ptr<catalog> catalog_;
  std::unique_ptr<blob_files> files_;
  std::unique_ptr<uploads> uploads_;
  // Held while a blob's file and its row come or go together, and while a repository goes.
  std::mutex coming_and_going_;
  std::mutex seen_lock_;
  std::map<oci::digest, std::int64_t> seen_ms_;  // When somebody was told that a blob is there.
};

}  // namespace lambent::registry
