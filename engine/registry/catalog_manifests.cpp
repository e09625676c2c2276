// Manifests, what they name, and tags.
#include <limits>

#include "engine/registry/catalog.hpp"
#include "engine/registry/limits.hpp"

namespace lambent::registry {
namespace {

using store::database;
using guard = std::lock_guard<std::mutex>;

// Without annotations, where many are listed.
constexpr std::string_view brief_columns =
    "manifest.digest, media_type, size, pushed_ms, subject, artifact_type, '', config_type,"
    " content_bytes";
constexpr std::string_view columns =
    "manifest.digest, media_type, size, pushed_ms, subject, artifact_type, annotations,"
    " config_type, content_bytes";

std::string select_manifests(std::string_view from) {
  return "SELECT " + std::string(columns) + " FROM manifest " + std::string(from);
}

result<stored_manifest> read_manifest(const database::statement& row) {
  stored_manifest read;
  read.digest = TRY_FOR("the registry's catalog", oci::digest::parse(row.text(0)));
  read.media_type = row.text(1);
  read.size = static_cast<std::uint64_t>(row.number(2));
  read.pushed_ms = row.number(3);
  read.subject = row.text(4);
  read.artifact_type = row.text(5);
  read.annotations = row.text(6);
  read.config_type = row.text(7);
  read.content_bytes = static_cast<std::uint64_t>(row.number(8));
  return read;
}

// Annotations may be as long as manifests: once there are `annotations_max` bytes of them, the list
// ends early.
result<std::vector<stored_manifest>> all_manifests(
    result<database::statement>&& rows,
    std::size_t annotations_max = std::numeric_limits<std::size_t>::max()) {
  if (!rows) return std::unexpected(std::move(rows.error()));
  std::vector<stored_manifest> found;
  for (std::size_t bytes = 0; bytes <= annotations_max && TRY(rows->step());) {
    found.push_back(TRY(read_manifest(*rows)));
    bytes += found.back().annotations.size();
  }
  return found;
}

result<std::vector<std::string>> all_texts(result<database::statement>&& rows) {
  if (!rows) return std::unexpected(std::move(rows.error()));
  std::vector<std::string> found;
  while (TRY(rows->step())) found.push_back(rows->text(0));
  return found;
}

result<std::int64_t> first_number(result<database::statement>&& rows) {
  if (!rows) return std::unexpected(std::move(rows.error()));
  return TRY(rows->step()) ? rows->number(0) : std::int64_t{0};
}

}  // namespace

// Whether all that a manifest names is there, of the size that it says.
result<manifest_refusal> catalog::missing_of(std::string_view repository, const document& names) {
  manifest_refusal refused;
  auto check_size = [&](const link& named, std::uint64_t size) {
    if (size != named.size && !refused.size) refused.size = {named, size};
  };
  for (const link& one : names.blobs) {
    auto size = TRY(size_in(repository, one.digest));
    if (!size) {
      refused.missing_blobs.push_back(one);
    } else {
      check_size(one, *size);
    }
  }
  for (const link& one : names.manifests) {
    auto row = TRY(database_.query("SELECT size FROM manifest WHERE repository=?1 AND digest=?2",
                                   repository, one.digest.text()));
    if (!TRY(row.step())) {
      refused.missing_manifests.push_back(one);
    } else {
      check_size(one, static_cast<std::uint64_t>(row.number(0)));
    }
  }
  return refused;
}

result<std::optional<manifest_refusal>> catalog::put_manifest(
    const repository& to, const stored_manifest& made, const document& names,
    const std::vector<std::string>& tags) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(ensure(to));
  manifest_refusal refused = TRY(missing_of(to.name, names));
  if (!refused.missing_blobs.empty() || !refused.missing_manifests.empty() || refused.size)
    return refused;
  std::string digest = made.digest.text();
  bool immutable = TRY(first_number(database_.query(
                       "SELECT immutable_tags FROM repository WHERE name=?1", to.name))) != 0;
  if (immutable) {
    for (const std::string& tag : tags) {
      auto other = TRY(first_number(
          database_.query("SELECT 1 FROM tag WHERE repository=?1 AND name=?2 AND digest<>?3",
                          to.name, tag, digest)));
      if (other != 0) return manifest_refusal{.immutable_tag = tag};
    }
  }
  TRY(database_.change(
      "INSERT INTO manifest VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
      " ON CONFLICT (repository, digest) DO UPDATE SET media_type=excluded.media_type",
      to.name, digest, made.media_type, static_cast<std::int64_t>(made.size), made.pushed_ms,
      made.subject, made.artifact_type, made.annotations, made.config_type,
      static_cast<std::int64_t>(made.content_bytes)));
  for (const auto* list : {&names.blobs, &names.manifests})
    for (const link& one : *list)
      TRY(database_.change("INSERT OR IGNORE INTO names VALUES (?1, ?2, ?3)", to.name, digest,
                           one.digest.text()));
  for (const std::string& tag : tags)
    TRY(database_.change("INSERT OR REPLACE INTO tag VALUES (?1, ?2, ?3, ?4)", to.name, tag, digest,
                         made.pushed_ms));
  auto manifests = TRY(
      first_number(database_.query("SELECT count(*) FROM manifest WHERE repository=?1", to.name)));
  if (manifests > limits::manifests_max)
    return manifest_refusal{.full = "a repository has at most " +
                                    std::to_string(limits::manifests_max) + " manifests"};
  auto tagged = TRY(first_number(database_.query(
      "SELECT count(*) FROM tag WHERE repository=?1 AND digest=?2", to.name, digest)));
  if (tagged > limits::tags_max)
    return manifest_refusal{.full = "a manifest has at most " + std::to_string(limits::tags_max) +
                                    " tags"};
  TRY(all.commit());
  return std::nullopt;
}

result<catalog::maybe_manifest> catalog::first_manifest(result<database::statement>&& rows) {
  auto found = TRY(all_manifests(std::move(rows)));
  if (found.empty()) return std::nullopt;
  return std::move(found[0]);
}

result<std::optional<stored_manifest>> catalog::find_manifest(std::string_view repository,
                                                              const oci::digest& digest) {
  guard alone(one_at_a_time_);
  return first_manifest(database_.query(select_manifests("WHERE repository=?1 AND digest=?2"),
                                        repository, digest.text()));
}

result<std::optional<stored_manifest>> catalog::find_tagged(std::string_view repository,
                                                            std::string_view tag) {
  guard alone(one_at_a_time_);
  return first_manifest(database_.query(
      select_manifests("JOIN tag USING (repository, digest) WHERE repository=?1 AND name=?2"),
      repository, tag));
}

result<std::vector<stored_manifest>> catalog::manifests(std::string_view repository,
                                                        const page& which) {
  guard alone(one_at_a_time_);
  return all_manifests(database_.query(
      "SELECT " + std::string(brief_columns) +
          " FROM manifest WHERE repository=?1 AND digest>?2 ORDER BY digest LIMIT ?3",
      repository, which.after, static_cast<std::int64_t>(which.count)));
}

result<std::vector<image_name>> catalog::image_names(std::string_view repository,
                                                     const image_name& after, tag_status which,
                                                     std::size_t count) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query(
      "SELECT manifest.digest, coalesce(tag.name, '') FROM manifest"
      " LEFT JOIN tag ON tag.repository=manifest.repository AND tag.digest=manifest.digest"
      " WHERE manifest.repository=?1 AND manifest.digest>=?2"
      " AND (manifest.digest, coalesce(tag.name, ''))>(?2, ?3)"
      " AND (?4=0 OR (tag.name IS NULL)=(?4=2)) ORDER BY 1, 2 LIMIT ?5",
      repository, after.digest, after.tag, static_cast<std::int64_t>(which),
      static_cast<std::int64_t>(count)));
  std::vector<image_name> found;
  while (TRY(rows.step())) found.push_back({rows.text(0), rows.text(1)});
  return found;
}

result<std::int64_t> catalog::manifest_count(std::string_view repository) {
  return count("SELECT count(*) FROM manifest WHERE repository=?1", repository);
}

result<std::vector<stored_manifest>> catalog::referrers(std::string_view repository,
                                                        std::string_view subject,
                                                        std::string_view artifact_type,
                                                        const page& which) {
  guard alone(one_at_a_time_);
  return all_manifests(
      database_.query(
          select_manifests("WHERE repository=?1 AND subject=?2 AND subject<>'' AND digest>?3"
                           " AND (?4='' OR artifact_type=?4) ORDER BY digest LIMIT ?5"),
          repository, subject, which.after, artifact_type, static_cast<std::int64_t>(which.count)),
      limits::referrers_max_bytes);
}

result<std::vector<std::string>> catalog::indexes_of(std::string_view repository,
                                                     const oci::digest& manifest) {
  guard alone(one_at_a_time_);
  return all_texts(database_.query(
      "SELECT manifest FROM names WHERE repository=?1 AND digest=?2 ORDER BY manifest", repository,
      manifest.text()));
}

result<> catalog::remove_manifest(std::string_view repository, const oci::digest& digest) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  std::string text = digest.text();
  TRY(database_.change("DELETE FROM tag WHERE repository=?1 AND digest=?2", repository, text));
  TRY(database_.change("DELETE FROM names WHERE repository=?1 AND manifest=?2", repository, text));
  TRY(database_.change("DELETE FROM manifest WHERE repository=?1 AND digest=?2", repository, text));
  return all.commit();
}

result<std::vector<std::string>> catalog::tags(std::string_view repository, const page& which) {
  guard alone(one_at_a_time_);
  return all_texts(
      database_.query("SELECT name FROM tag WHERE repository=?1 AND name>?2 ORDER BY name LIMIT ?3",
                      repository, which.after, static_cast<std::int64_t>(which.count)));
}

result<std::vector<std::string>> catalog::tags_of(std::string_view repository,
                                                  const oci::digest& manifest) {
  guard alone(one_at_a_time_);
  return all_texts(
      database_.query("SELECT name FROM tag WHERE repository=?1 AND digest=?2 ORDER BY name",
                      repository, manifest.text()));
}

result<bool> catalog::remove_tag(std::string_view repository, std::string_view tag) {
  guard alone(one_at_a_time_);
  TRY(database_.change("DELETE FROM tag WHERE repository=?1 AND name=?2", repository, tag));
  return database_.changes() > 0;
}

}  // namespace lambent::registry
