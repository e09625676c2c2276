// What the registry knows of repositories, manifests, tags, blobs and uploads, on disk; their bytes
// are in files. A call that returned without error is durable. Any thread may call; one at a time
// gets through.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/registry/document.hpp"
#include "engine/store/database.hpp"
#include "oci/digest.hpp"

namespace lambent::registry {

struct repository {
  std::string name;
  std::int64_t created_ms = 0;  // Unix time, as all times here.
  bool immutable_tags = false;
};

[[nodiscard]] inline repository made_by_push(std::string_view name, std::int64_t now_ms) {
  return {std::string(name), now_ms, false};
}

// A manifest or an index, in one repository.
struct stored_manifest {
  oci::digest digest;
  std::string media_type;
  std::uint64_t size = 0;  // Of the manifest itself.
  std::int64_t pushed_ms = 0;
  std::string subject;        // Digest, or empty.
  std::string artifact_type;  // As in `document`.
  std::string annotations;
  std::string config_type;
  std::uint64_t content_bytes = 0;  // Of the blobs that it names.
};

struct upload {
  std::string id;
  std::string repository;
  std::int64_t started_ms = 0;
  std::int64_t touched_ms = 0;
};

// A stretch of a list in ASCII's order.
struct page {
  std::string after;  // The last one of the page before; empty: from the first.
  std::size_t count = 0;
};

// A manifest by one of its tags; without any, by its digest alone.
struct image_name {
  std::string digest, tag;
};
enum class tag_status : std::uint8_t { any, tagged, untagged };

// Why a manifest was not stored; nothing is said of what was not looked at any more.
struct manifest_refusal {
  std::vector<link> missing_blobs, missing_manifests;
  struct wrong_size {
    link named;
    std::uint64_t size = 0;
  };
  std::optional<wrong_size> size;
  std::string immutable_tag;  // That names another manifest.
  std::string full;           // The limit that is reached, in words.
};

class catalog {
public:
  [[nodiscard]] static result<std::unique_ptr<catalog>> open(const std::filesystem::path& file);

  // Repositories.
  [[nodiscard]] result<std::optional<repository>> find_repository(std::string_view name);
  [[nodiscard]] result<std::vector<repository>> repositories(const page& which);
  [[nodiscard]] result<std::int64_t> repository_count();
  // False when there is one of that name.
  [[nodiscard]] result<bool> create_repository(const repository& made);
  [[nodiscard]] result<> set_immutable_tags(std::string_view name, bool immutable);
  // With all that it has. The ids of its unfinished uploads, whose files are the caller's to
  // remove.
  [[nodiscard]] result<std::vector<std::string>> remove_repository(std::string_view name);
  // Documents that describe a repository: "policy", "tags" …
  [[nodiscard]] result<std::optional<std::string>> setting(std::string_view repository,
                                                           std::string_view name);
  [[nodiscard]] result<> put_setting(std::string_view repository, std::string_view name,
                                     std::string_view document);
  [[nodiscard]] result<> remove_setting(std::string_view repository, std::string_view name);

  // Blobs. A repository shows those that were pushed to it or mounted into it.
  [[nodiscard]] result<std::optional<std::uint64_t>> blob_size(std::string_view repository,
                                                               const oci::digest& digest);
  // In any repository.
  [[nodiscard]] result<std::optional<std::uint64_t>> blob_size(const oci::digest& digest);
  // Makes the repository, where it has to.
  [[nodiscard]] result<> add_blob(const repository& to, const oci::digest& digest,
                                  std::uint64_t size, std::int64_t now_ms);
  // A blob without a repository: a manifest's bytes.
  [[nodiscard]] result<> add_bytes(const oci::digest& digest, std::uint64_t size,
                                   std::int64_t now_ms);
  // Not when a manifest of the repository names it: then that is the answer, else nothing.
  [[nodiscard]] result<std::string> remove_blob(std::string_view repository,
                                                const oci::digest& digest);
  [[nodiscard]] result<> remove_blob_everywhere(const oci::digest& digest);
  // Those that no manifest names and that are older than `before_ms`.
  [[nodiscard]] result<std::vector<oci::digest>> unnamed_blobs(std::int64_t before_ms);
  [[nodiscard]] result<std::set<oci::digest>> blobs();

  // Manifests. Stored with its tags and all that it names, or refused.
  [[nodiscard]] result<std::optional<manifest_refusal>> put_manifest(
      const repository& to, const stored_manifest& made, const document& names,
      const std::vector<std::string>& tags);
  [[nodiscard]] result<std::optional<stored_manifest>> find_manifest(std::string_view repository,
                                                                     const oci::digest& digest);
  [[nodiscard]] result<std::optional<stored_manifest>> find_tagged(std::string_view repository,
                                                                   std::string_view tag);
  // Without their annotations.
  [[nodiscard]] result<std::vector<stored_manifest>> manifests(std::string_view repository,
                                                               const page& which);
  // All names of all manifests, by digest and tag; those behind `after`.
  [[nodiscard]] result<std::vector<image_name>> image_names(std::string_view repository,
                                                            const image_name& after,
                                                            tag_status which, std::size_t count);
  [[nodiscard]] result<std::int64_t> manifest_count(std::string_view repository);
  // Those whose subject this is; `artifact_type` may be empty: all. Fewer than `which.count` where
  // their annotations are longer than a page.
  [[nodiscard]] result<std::vector<stored_manifest>> referrers(std::string_view repository,
                                                               std::string_view subject,
                                                               std::string_view artifact_type,
                                                               const page& which);
  // The indexes of the repository that name a manifest.
  [[nodiscard]] result<std::vector<std::string>> indexes_of(std::string_view repository,
                                                            const oci::digest& manifest);
  [[nodiscard]] result<> remove_manifest(std::string_view repository, const oci::digest& digest);

  // Tags.
  [[nodiscard]] result<std::vector<std::string>> tags(std::string_view repository,
                                                      const page& which);
  [[nodiscard]] result<std::vector<std::string>> tags_of(std::string_view repository,
                                                         const oci::digest& manifest);
  [[nodiscard]] result<bool> remove_tag(std::string_view repository, std::string_view tag);

  // Uploads.
  [[nodiscard]] result<std::optional<upload>> find_upload(std::string_view repository,
                                                          std::string_view id);
  [[nodiscard]] result<std::vector<upload>> uploads();
  [[nodiscard]] result<> put_upload(const upload& begun);  // New, or touched.
  [[nodiscard]] result<> remove_upload(std::string_view id);

private:
  explicit catalog(store::database opened) : database_(std::move(opened)) {}
  using maybe_manifest = std::optional<stored_manifest>;
  [[nodiscard]] result<> ensure(const repository& wanted);
  [[nodiscard]] result<std::optional<std::uint64_t>> size_in(std::string_view repository,
                                                             const oci::digest& digest);
  [[nodiscard]] result<manifest_refusal> missing_of(std::string_view repository,
                                                    const document& names);
  [[nodiscard]] result<maybe_manifest> first_manifest(result<store::database::statement>&& rows);
  [[nodiscard]] result<std::int64_t> count(std::string_view sql, std::string_view repository);

  std::mutex one_at_a_time_;
  store::database database_;
};

}  // namespace lambent::registry
