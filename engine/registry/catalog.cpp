// Repositories, blobs and uploads; manifests and tags are in catalog_manifests.cpp.
#include "engine/registry/catalog.hpp"

#include <array>

namespace lambent::registry {
namespace {

using store::database;
using guard = std::lock_guard<std::mutex>;

// One entry per version of the file's form. `names` says which blobs and manifests a manifest
// names; a blob's row without one, and without a manifest of that digest, is garbage.
constexpr std::array migrations{
    "CREATE TABLE repository ("
    " name TEXT PRIMARY KEY, created_ms INTEGER NOT NULL, immutable_tags INTEGER NOT NULL)"
    " WITHOUT ROWID;"
    "CREATE TABLE setting ("
    " repository TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,"
    " PRIMARY KEY (repository, name)) WITHOUT ROWID;"
    "CREATE TABLE blob ("
    " digest TEXT PRIMARY KEY, size INTEGER NOT NULL, added_ms INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE repository_blob ("
    " repository TEXT NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (repository, digest))"
    " WITHOUT ROWID;"
    "CREATE INDEX blob_repository ON repository_blob (digest);"
    "CREATE TABLE manifest ("
    " repository TEXT NOT NULL, digest TEXT NOT NULL, media_type TEXT NOT NULL,"
    " size INTEGER NOT NULL, pushed_ms INTEGER NOT NULL, subject TEXT NOT NULL,"
    " artifact_type TEXT NOT NULL, annotations TEXT NOT NULL, config_type TEXT NOT NULL,"
    " content_bytes INTEGER NOT NULL, PRIMARY KEY (repository, digest)) WITHOUT ROWID;"
    "CREATE INDEX manifest_digest ON manifest (digest);"
    "CREATE INDEX manifest_subject ON manifest (repository, subject, digest) WHERE subject<>'';"
    "CREATE TABLE names ("
    " repository TEXT NOT NULL, manifest TEXT NOT NULL, digest TEXT NOT NULL,"
    " PRIMARY KEY (repository, manifest, digest)) WITHOUT ROWID;"
    "CREATE INDEX named ON names (digest, repository);"
    "CREATE TABLE tag ("
    " repository TEXT NOT NULL, name TEXT NOT NULL, digest TEXT NOT NULL,"
    " tagged_ms INTEGER NOT NULL, PRIMARY KEY (repository, name)) WITHOUT ROWID;"
    "CREATE INDEX tag_digest ON tag (repository, digest, name);"
    "CREATE TABLE upload ("
    " id TEXT PRIMARY KEY, repository TEXT NOT NULL, started_ms INTEGER NOT NULL,"
    " touched_ms INTEGER NOT NULL) WITHOUT ROWID;"};

repository read_repository(const database::statement& row) {
  return {row.text(0), row.number(1), row.number(2) != 0};
}

upload read_upload(const database::statement& row) {
  return {row.text(0), row.text(1), row.number(2), row.number(3)};
}

result<oci::digest> read_digest_at(const database::statement& row, int column) {
  auto read = oci::digest::parse(row.text(column));
  if (!read) return std::unexpected(in_context("the registry's catalog", std::move(read.error())));
  return read;
}

}  // namespace

result<std::unique_ptr<catalog>> catalog::open(const std::filesystem::path& file) {
  auto opened = TRY(database::open(file));
  TRY_FOR("prepare " + file.string(), opened.migrate(migrations));
  return std::unique_ptr<catalog>(new catalog(std::move(opened)));
}

result<std::int64_t> catalog::count(std::string_view sql, std::string_view repository) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query(sql, repository));
  (void)TRY(row.step());
  return row.number(0);
}

result<std::optional<repository>> catalog::find_repository(std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT * FROM repository WHERE name=?1", name));
  if (!TRY(row.step())) return std::nullopt;
  return read_repository(row);
}

result<std::vector<repository>> catalog::repositories(const page& which) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query("SELECT * FROM repository WHERE name>?1 ORDER BY name LIMIT ?2",
                                  which.after, static_cast<std::int64_t>(which.count)));
  std::vector<repository> found;
  while (TRY(rows.step())) found.push_back(read_repository(rows));
  return found;
}

result<std::int64_t> catalog::repository_count() {
  return count("SELECT count(*) FROM repository WHERE name<>?1", "");
}

// Within a transaction, or as the only change of a call.
result<> catalog::ensure(const repository& wanted) {
  return database_.change("INSERT OR IGNORE INTO repository VALUES (?1, ?2, ?3)", wanted.name,
                          wanted.created_ms, std::int64_t{wanted.immutable_tags});
}

result<bool> catalog::create_repository(const repository& made) {
  guard alone(one_at_a_time_);
  TRY(ensure(made));
  return database_.changes() > 0;
}

result<> catalog::set_immutable_tags(std::string_view name, bool immutable) {
  guard alone(one_at_a_time_);
  return database_.change("UPDATE repository SET immutable_tags=?2 WHERE name=?1", name,
                          std::int64_t{immutable});
}

result<std::vector<std::string>> catalog::remove_repository(std::string_view name) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  std::vector<std::string> uploads;
  {
    auto rows = TRY(database_.query("SELECT id FROM upload WHERE repository=?1", name));
    while (TRY(rows.step())) uploads.push_back(rows.text(0));
  }
  for (std::string_view table :
       {"tag", "names", "manifest", "repository_blob", "setting", "upload"})
    TRY(database_.change("DELETE FROM " + std::string(table) + " WHERE repository=?1", name));
  TRY(database_.change("DELETE FROM repository WHERE name=?1", name));
  TRY(all.commit());
  return uploads;
}

result<std::optional<std::string>> catalog::setting(std::string_view repository,
                                                    std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT document FROM setting WHERE repository=?1 AND name=?2",
                                 repository, name));
  if (!TRY(row.step())) return std::nullopt;
  return row.text(0);
}

result<> catalog::put_setting(std::string_view repository, std::string_view name,
                              std::string_view document) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)", repository, name,
                          document);
}

result<> catalog::remove_setting(std::string_view repository, std::string_view name) {
  guard alone(one_at_a_time_);
  return database_.change("DELETE FROM setting WHERE repository=?1 AND name=?2", repository, name);
}

result<std::optional<std::uint64_t>> catalog::size_in(std::string_view repository,
                                                      const oci::digest& digest) {
  auto row =
      TRY(database_.query("SELECT blob.size FROM repository_blob JOIN blob USING (digest)"
                          " WHERE repository=?1 AND digest=?2",
                          repository, digest.text()));
  if (!TRY(row.step())) return std::nullopt;
  return static_cast<std::uint64_t>(row.number(0));
}

result<std::optional<std::uint64_t>> catalog::blob_size(std::string_view repository,
                                                        const oci::digest& digest) {
  guard alone(one_at_a_time_);
  return size_in(repository, digest);
}

result<std::optional<std::uint64_t>> catalog::blob_size(const oci::digest& digest) {
  guard alone(one_at_a_time_);
  auto row =
      TRY(database_.query("SELECT size FROM blob WHERE digest=?1"
                          " AND EXISTS (SELECT 1 FROM repository_blob WHERE digest=?1)",
                          digest.text()));
  if (!TRY(row.step())) return std::nullopt;
  return static_cast<std::uint64_t>(row.number(0));
}

result<> catalog::add_blob(const repository& to, const oci::digest& digest, std::uint64_t size,
                           std::int64_t now_ms) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(ensure(to));
  TRY(database_.change("INSERT OR REPLACE INTO blob VALUES (?1, ?2, ?3)", digest.text(),
                       static_cast<std::int64_t>(size), now_ms));
  TRY(database_.change("INSERT OR IGNORE INTO repository_blob VALUES (?1, ?2)", to.name,
                       digest.text()));
  return all.commit();
}

result<> catalog::add_bytes(const oci::digest& digest, std::uint64_t size, std::int64_t now_ms) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO blob VALUES (?1, ?2, ?3)", digest.text(),
                          static_cast<std::int64_t>(size), now_ms);
}

result<std::string> catalog::remove_blob(std::string_view repository, const oci::digest& digest) {
  guard alone(one_at_a_time_);
  auto row =
      TRY(database_.query("SELECT manifest FROM names WHERE repository=?1 AND digest=?2 LIMIT 1",
                          repository, digest.text()));
  if (TRY(row.step())) return row.text(0);
  TRY(database_.change("DELETE FROM repository_blob WHERE repository=?1 AND digest=?2", repository,
                       digest.text()));
  return {};
}

result<> catalog::remove_blob_everywhere(const oci::digest& digest) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM repository_blob WHERE digest=?1", digest.text()));
  TRY(database_.change("DELETE FROM blob WHERE digest=?1", digest.text()));
  return all.commit();
}

result<std::vector<oci::digest>> catalog::unnamed_blobs(std::int64_t before_ms) {
  guard alone(one_at_a_time_);
  auto rows = TRY(
      database_.query("SELECT digest FROM blob WHERE added_ms<?1"
                      " AND NOT EXISTS (SELECT 1 FROM names WHERE names.digest=blob.digest)"
                      " AND NOT EXISTS (SELECT 1 FROM manifest WHERE manifest.digest=blob.digest)",
                      before_ms));
  std::vector<oci::digest> found;
  while (TRY(rows.step())) found.push_back(TRY(read_digest_at(rows, 0)));
  return found;
}

result<std::set<oci::digest>> catalog::blobs() {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.prepare("SELECT digest FROM blob"));
  std::set<oci::digest> found;
  while (TRY(rows.step())) found.insert(TRY(read_digest_at(rows, 0)));
  return found;
}

result<std::optional<upload>> catalog::find_upload(std::string_view repository,
                                                   std::string_view id) {
  guard alone(one_at_a_time_);
  auto row =
      TRY(database_.query("SELECT * FROM upload WHERE id=?1 AND repository=?2", id, repository));
  if (!TRY(row.step())) return std::nullopt;
  return read_upload(row);
}

result<std::vector<upload>> catalog::uploads() {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.prepare("SELECT * FROM upload ORDER BY touched_ms"));
  std::vector<upload> found;
  while (TRY(rows.step())) found.push_back(read_upload(rows));
  return found;
}

result<> catalog::put_upload(const upload& begun) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO upload VALUES (?1, ?2, ?3, ?4)", begun.id,
                          begun.repository, begun.started_ms, begun.touched_ms);
}

result<> catalog::remove_upload(std::string_view id) {
  guard alone(one_at_a_time_);
  return database_.change("DELETE FROM upload WHERE id=?1", id);
}

}  // namespace lambent::registry
