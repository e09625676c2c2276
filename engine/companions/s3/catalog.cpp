// Buckets and objects; uploads are in catalog_uploads.cpp.
#include "engine/companions/s3/catalog.hpp"

#include <array>

#include "base/random.hpp"
#include "engine/companions/s3/catalog_rows.hpp"

namespace lambent::companions::s3 {
namespace {

using store::database;
using guard = std::lock_guard<std::mutex>;

// One entry per version of the file's form. Of the rows of a key the highest `sequence` is the
// newest, and `newest` says so again, for the index.
constexpr std::array migrations{
    "CREATE TABLE bucket ("
    " name TEXT PRIMARY KEY, account TEXT NOT NULL, region TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL, versioning INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE setting ("
    " bucket TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,"
    " PRIMARY KEY (bucket, name)) WITHOUT ROWID;"
    "CREATE TABLE object ("
    " bucket TEXT NOT NULL, key TEXT NOT NULL, sequence INTEGER NOT NULL,"
    " newest INTEGER NOT NULL, version TEXT NOT NULL, delete_marker INTEGER NOT NULL,"
    " blob TEXT NOT NULL, md5 TEXT NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL,"
    " modified_ms INTEGER NOT NULL, fields TEXT NOT NULL, tags TEXT NOT NULL,"
    " part_sizes TEXT NOT NULL, PRIMARY KEY (bucket, key, sequence)) WITHOUT ROWID;"
    "CREATE INDEX newest_object ON object (bucket, key) WHERE newest;"
    "CREATE INDEX object_blob ON object (blob);"
    "CREATE TABLE upload ("
    " id TEXT PRIMARY KEY, bucket TEXT NOT NULL, key TEXT NOT NULL,"
    " started_ms INTEGER NOT NULL, fields TEXT NOT NULL, tags TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE INDEX upload_key ON upload (bucket, key, id);"
    "CREATE TABLE part ("
    " upload TEXT NOT NULL, number INTEGER NOT NULL, blob TEXT NOT NULL, md5 TEXT NOT NULL,"
    " size INTEGER NOT NULL, modified_ms INTEGER NOT NULL, checksums TEXT NOT NULL,"
    " PRIMARY KEY (upload, number)) WITHOUT ROWID;"
    "CREATE INDEX part_blob ON part (blob);"};

constexpr std::string_view columns =
    "key, version, delete_marker, blob, md5, size, etag, modified_ms, fields, tags, part_sizes";

std::string select_objects(std::string_view where) {
  return "SELECT " + std::string(columns) + " FROM object WHERE " + std::string(where);
}

bucket read_bucket(const database::statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.number(3),
          static_cast<versioning>(row.number(4))};
}

object read_object(const database::statement& row) {
  object read;
  read.key = row.text(0);
  read.version_id = row.text(1);
  read.delete_marker = row.number(2) != 0;
  read.blob = {row.text(3), row.text(4), static_cast<std::uint64_t>(row.number(5))};
  read.etag = row.text(6);
  read.modified_ms = row.number(7);
  read.fields = read_fields(row.text(8));
  read.tags = row.text(9);
  read.part_sizes = read_sizes(row.text(10));
  return read;
}

// The row with the highest sequence becomes the newest.
result<> mark_newest(database& in, std::string_view bucket, std::string_view key) {
  TRY(in.change("UPDATE object SET newest=0 WHERE bucket=?1 AND key=?2 AND newest", bucket, key));
  return in.change(
      "UPDATE object SET newest=1 WHERE bucket=?1 AND key=?2 AND sequence="
      "(SELECT max(sequence) FROM object WHERE bucket=?1 AND key=?2)",
      bucket, key);
}

}  // namespace

std::string new_version_id() {
  return random_text(32, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._");
}

std::string new_upload_id() { return new_version_id() + new_version_id() + new_version_id(); }

result<std::unique_ptr<catalog>> catalog::open(const std::filesystem::path& file) {
  auto opened = TRY(database::open(file));
  TRY_FOR("prepare " + file.string(), opened.migrate(migrations));
  return std::unique_ptr<catalog>(new catalog(std::move(opened)));
}

result<std::optional<bucket>> catalog::find_bucket(std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT * FROM bucket WHERE name=?1", name));
  if (!TRY(row.step())) return std::nullopt;
  return read_bucket(row);
}

result<std::vector<bucket>> catalog::buckets(std::string_view account) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query("SELECT * FROM bucket WHERE account=?1 ORDER BY name", account));
  std::vector<bucket> found;
  while (TRY(rows.step())) found.push_back(read_bucket(rows));
  return found;
}

result<> catalog::put_bucket(const bucket& b) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO bucket VALUES (?1, ?2, ?3, ?4, ?5)", b.name,
                          b.account, b.region, b.created_ms,
                          static_cast<std::int64_t>(b.versioning));
}

result<> catalog::remove_bucket(std::string_view name) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM part WHERE upload IN (SELECT id FROM upload WHERE bucket=?1)",
                       name));
  TRY(database_.change("DELETE FROM upload WHERE bucket=?1", name));
  TRY(database_.change("DELETE FROM setting WHERE bucket=?1", name));
  TRY(database_.change("DELETE FROM bucket WHERE name=?1", name));
  return all.commit();
}

result<bool> catalog::has_objects(std::string_view bucket) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT 1 FROM object WHERE bucket=?1 LIMIT 1", bucket));
  return row.step();
}

result<std::optional<std::string>> catalog::setting(std::string_view bucket,
                                                    std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(
      database_.query("SELECT document FROM setting WHERE bucket=?1 AND name=?2", bucket, name));
  if (!TRY(row.step())) return std::nullopt;
  return row.text(0);
}

result<> catalog::put_setting(std::string_view bucket, std::string_view name,
                              std::string_view document) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO setting VALUES (?1, ?2, ?3)", bucket, name,
                          document);
}

result<> catalog::remove_setting(std::string_view bucket, std::string_view name) {
  guard alone(one_at_a_time_);
  return database_.change("DELETE FROM setting WHERE bucket=?1 AND name=?2", bucket, name);
}

result<std::optional<object>> catalog::find(std::string_view bucket, std::string_view key,
                                            std::optional<std::string_view> version) {
  guard alone(one_at_a_time_);
  auto row = TRY(
      version ? database_.query(select_objects("bucket=?1 AND key=?2 AND version=?3"), bucket, key,
                                *version)
              : database_.query(select_objects("bucket=?1 AND key=?2 AND newest"), bucket, key));
  if (!TRY(row.step())) return std::nullopt;
  return read_object(row);
}

result<> catalog::put(std::string_view bucket, const object& o) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  if (o.version_id == "null")
    TRY(database_.change("DELETE FROM object WHERE bucket=?1 AND key=?2 AND version='null'", bucket,
                         o.key));
  TRY(database_.change(
      "INSERT INTO object VALUES (?1, ?2,"
      " (SELECT coalesce(max(sequence), 0) + 1 FROM object WHERE bucket=?1 AND key=?2),"
      " 0, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
      bucket, o.key, o.version_id, std::int64_t{o.delete_marker}, o.blob.name, o.blob.md5,
      static_cast<std::int64_t>(o.blob.size), o.etag, o.modified_ms, write_fields(o.fields), o.tags,
      write_sizes(o.part_sizes)));
  TRY(mark_newest(database_, bucket, o.key));
  return all.commit();
}

result<> catalog::replace(std::string_view bucket, const object& o) {
  guard alone(one_at_a_time_);
  return database_.change(
      "UPDATE object SET fields=?4, tags=?5 WHERE bucket=?1 AND key=?2 AND version=?3", bucket,
      o.key, o.version_id, write_fields(o.fields), o.tags);
}

result<bool> catalog::remove(std::string_view bucket, std::string_view key,
                             std::string_view version) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM object WHERE bucket=?1 AND key=?2 AND version=?3", bucket, key,
                       version));
  bool removed = database_.changes() > 0;
  TRY(mark_newest(database_, bucket, key));
  TRY(all.commit());
  return removed;
}

result<std::vector<object>> catalog::objects(result<database::statement>&& selected,
                                             const stretch& which) {
  auto rows = TRY(std::move(selected));
  std::vector<object> found;
  while (TRY(rows.step())) {
    object one = read_object(rows);
    if (!one.key.starts_with(which.prefix)) break;
    found.push_back(std::move(one));
  }
  return found;
}

result<std::vector<object>> catalog::list(std::string_view bucket, const stretch& which) {
  guard alone(one_at_a_time_);
  return objects(
      database_.query(
          select_objects("bucket=?1 AND key>=?2 AND newest AND NOT delete_marker ORDER BY key"
                         " LIMIT ?3"),
          bucket, which.from, static_cast<std::int64_t>(which.count)),
      which);
}

result<std::vector<object>> catalog::versions(std::string_view bucket, const stretch& which,
                                              std::string_view after_version) {
  guard alone(one_at_a_time_);
  return objects(
      database_.query(select_objects("bucket=?1 AND (key>?2 OR (key=?2 AND (?3='' OR sequence <"
                                     " (SELECT sequence FROM object WHERE bucket=?1 AND key=?2"
                                     " AND version=?3)))) ORDER BY key, sequence DESC LIMIT ?4"),
                      bucket, which.from, after_version, static_cast<std::int64_t>(which.count)),
      which);
}

result<bool> catalog::uses(std::string_view blob) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query(
      "SELECT 1 FROM object WHERE blob=?1 UNION ALL SELECT 1 FROM part WHERE blob=?1 LIMIT 1",
      blob));
  return row.step();
}

result<std::set<std::string>> catalog::blobs() {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query("SELECT blob FROM object UNION SELECT blob FROM part"));
  std::set<std::string> found;
  while (TRY(rows.step())) found.insert(rows.text(0));
  return found;
}

}  // namespace lambent::companions::s3
