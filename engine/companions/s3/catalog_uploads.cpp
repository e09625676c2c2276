// Uploads in parts, and the parts.
#include "engine/companions/s3/catalog.hpp"
#include "engine/companions/s3/catalog_rows.hpp"

namespace lambent::companions::s3 {
namespace {

using guard = std::lock_guard<std::mutex>;

upload read_upload(const store::database::statement& row) {
  return {row.text(0), row.text(1), row.text(2), row.number(3), read_fields(row.text(4)),
          row.text(5)};
}

}  // namespace

result<std::optional<upload>> catalog::find_upload(std::string_view bucket, std::string_view key,
                                                   std::string_view id) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT * FROM upload WHERE id=?1 AND bucket=?2 AND key=?3", id,
                                 bucket, key));
  if (!TRY(row.step())) return std::nullopt;
  return read_upload(row);
}

result<std::vector<upload>> catalog::uploads(std::string_view bucket, std::string_view prefix) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query(
      "SELECT * FROM upload WHERE bucket=?1 AND key>=?2 ORDER BY key, started_ms, id", bucket,
      prefix));
  std::vector<upload> found;
  while (TRY(rows.step())) {
    upload one = read_upload(rows);
    if (!one.key.starts_with(prefix)) break;
    found.push_back(std::move(one));
  }
  return found;
}

result<std::int64_t> catalog::upload_count(std::string_view bucket) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT count(*) FROM upload WHERE bucket=?1", bucket));
  (void)TRY(row.step());
  return row.number(0);
}

result<> catalog::put_upload(const upload& u) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT INTO upload VALUES (?1, ?2, ?3, ?4, ?5, ?6)", u.id, u.bucket,
                          u.key, u.started_ms, write_fields(u.fields), u.tags);
}

result<> catalog::remove_upload(std::string_view id) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM part WHERE upload=?1", id));
  TRY(database_.change("DELETE FROM upload WHERE id=?1", id));
  return all.commit();
}

result<std::vector<part>> catalog::parts(std::string_view upload) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query(
      "SELECT number, blob, md5, size, modified_ms, checksums FROM part WHERE upload=?1"
      " ORDER BY number",
      upload));
  std::vector<part> found;
  while (TRY(rows.step()))
    found.push_back({rows.number(0),
                     {rows.text(1), rows.text(2), static_cast<std::uint64_t>(rows.number(3))},
                     rows.number(4),
                     read_fields(rows.text(5))});
  return found;
}

result<> catalog::put_part(std::string_view upload, const part& p) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO part VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", upload,
                          p.number, p.blob.name, p.blob.md5, static_cast<std::int64_t>(p.blob.size),
                          p.modified_ms, write_fields(p.checksums));
}

}  // namespace lambent::companions::s3
