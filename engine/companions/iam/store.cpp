#include "engine/companions/iam/store.hpp"

#include <array>

namespace lambent::companions::iam {
namespace {

using lambent::store::database;
using guard = std::lock_guard<std::mutex>;

// One entry per version of the file's form.
constexpr std::array migrations{
    "CREATE TABLE role ("
    " account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, id TEXT NOT NULL,"
    " created_ms INTEGER NOT NULL, trust_policy TEXT NOT NULL, description TEXT NOT NULL,"
    " max_session_s INTEGER NOT NULL, permissions_boundary TEXT NOT NULL,"
    " PRIMARY KEY (account, name)) WITHOUT ROWID;"
    "CREATE TABLE role_policy ("
    " account TEXT NOT NULL, role TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL,"
    " chars INTEGER NOT NULL, PRIMARY KEY (account, role, name)) WITHOUT ROWID;"
    "CREATE TABLE attachment ("
    " position INTEGER PRIMARY KEY AUTOINCREMENT,"
    " account TEXT NOT NULL, role TEXT NOT NULL, arn TEXT NOT NULL, UNIQUE (account, role, arn));"
    "CREATE TABLE policy ("
    " account TEXT NOT NULL, name TEXT NOT NULL, path TEXT NOT NULL, id TEXT NOT NULL,"
    " description TEXT NOT NULL, created_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL,"
    " default_version INTEGER NOT NULL, last_version INTEGER NOT NULL,"
    " PRIMARY KEY (account, name)) WITHOUT ROWID;"
    "CREATE TABLE policy_version ("
    " account TEXT NOT NULL, policy TEXT NOT NULL, number INTEGER NOT NULL,"
    " document TEXT NOT NULL, created_ms INTEGER NOT NULL,"
    " PRIMARY KEY (account, policy, number)) WITHOUT ROWID;"
    "CREATE TABLE tag ("
    " arn TEXT NOT NULL, position INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,"
    " PRIMARY KEY (arn, position)) WITHOUT ROWID;"};

constexpr std::string_view role_columns =
    "account, name, path, id, created_ms, trust_policy, description, max_session_s, "
    "permissions_boundary";

role read_role(const database::statement& row) {
  return {row.text(0), row.text(1), row.text(2),   row.text(3), row.number(4),
          row.text(5), row.text(6), row.number(7), row.text(8)};
}

policy read_policy(const database::statement& row) {
  return {row.text(0),   row.text(1),   row.text(2),   row.text(3),  row.text(4),
          row.number(5), row.number(6), row.number(7), row.number(8)};
}

}  // namespace

result<std::unique_ptr<store>> store::open(const std::filesystem::path& file) {
  auto opened = TRY(database::open(file));
  TRY_FOR("prepare " + file.string(), opened.migrate(migrations));
  return std::unique_ptr<store>(new store(std::move(opened)));
}

result<std::vector<std::string>> store::texts(result<database::statement>&& rows) {
  auto all = TRY(std::move(rows));
  std::vector<std::string> found;
  while (TRY(all.step())) found.push_back(all.text(0));
  return found;
}

result<std::optional<role>> store::find_role(std::string_view account, std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query(
      "SELECT " + std::string(role_columns) + " FROM role WHERE account=?1 AND name=?2", account,
      name));
  if (!TRY(row.step())) return std::nullopt;
  return read_role(row);
}

result<std::vector<role>> store::roles(std::string_view account, const page_request& page) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query(
      "SELECT " + std::string(role_columns) +
          " FROM role WHERE account=?1 AND name>?2 AND substr(path, 1, length(?3))=?3"
          " ORDER BY name LIMIT ?4",
      account, page.after, page.path_prefix, static_cast<std::int64_t>(page.count)));
  std::vector<role> found;
  while (TRY(rows.step())) found.push_back(read_role(rows));
  return found;
}

result<std::int64_t> store::role_count(std::string_view account) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query("SELECT count(*) FROM role WHERE account=?1", account));
  (void)TRY(row.step());
  return row.number(0);
}

result<> store::put_role(const role& r) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO role VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                          r.account, r.name, r.path, r.id, r.created_ms, r.trust_policy,
                          r.description, r.max_session_s, r.permissions_boundary);
}

result<> store::remove_role(const role& gone) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM tag WHERE arn=?1", arn_of(gone)));
  TRY(database_.change("DELETE FROM role WHERE account=?1 AND name=?2", gone.account, gone.name));
  return all.commit();
}

result<std::optional<std::string>> store::find_role_policy(const role& of, std::string_view name) {
  guard alone(one_at_a_time_);
  auto row = TRY(
      database_.query("SELECT document FROM role_policy WHERE account=?1 AND role=?2 AND name=?3",
                      of.account, of.name, name));
  if (!TRY(row.step())) return std::nullopt;
  return row.text(0);
}

result<std::vector<std::string>> store::role_policies(const role& of) {
  guard alone(one_at_a_time_);
  return texts(
      database_.query("SELECT name FROM role_policy WHERE account=?1 AND role=?2 ORDER BY name",
                      of.account, of.name));
}

result<std::int64_t> store::role_policy_chars(const role& of, std::string_view but) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query(
      "SELECT coalesce(sum(chars), 0) FROM role_policy WHERE account=?1 AND role=?2 AND name<>?3",
      of.account, of.name, but));
  (void)TRY(row.step());
  return row.number(0);
}

result<> store::put_role_policy(const role& of, std::string_view name, std::string_view document,
                                std::int64_t chars) {
  guard alone(one_at_a_time_);
  return database_.change("INSERT OR REPLACE INTO role_policy VALUES (?1, ?2, ?3, ?4, ?5)",
                          of.account, of.name, name, document, chars);
}

result<bool> store::remove_role_policy(const role& of, std::string_view name) {
  guard alone(one_at_a_time_);
  TRY(database_.change("DELETE FROM role_policy WHERE account=?1 AND role=?2 AND name=?3",
                       of.account, of.name, name));
  return database_.changes() > 0;
}

result<std::vector<std::string>> store::attached(const role& to) {
  guard alone(one_at_a_time_);
  return texts(
      database_.query("SELECT arn FROM attachment WHERE account=?1 AND role=?2 ORDER BY position",
                      to.account, to.name));
}

result<> store::attach(const role& to, std::string_view arn) {
  guard alone(one_at_a_time_);
  return database_.change(
      "INSERT OR IGNORE INTO attachment (account, role, arn) VALUES (?1, ?2, ?3)", to.account,
      to.name, arn);
}

result<bool> store::detach(const role& from, std::string_view arn) {
  guard alone(one_at_a_time_);
  TRY(database_.change("DELETE FROM attachment WHERE account=?1 AND role=?2 AND arn=?3",
                       from.account, from.name, arn));
  return database_.changes() > 0;
}

result<std::vector<std::string>> store::roles_with(std::string_view account, std::string_view arn) {
  guard alone(one_at_a_time_);
  return texts(database_.query(
      "SELECT role FROM attachment WHERE account=?1 AND arn=?2 ORDER BY role", account, arn));
}

result<std::vector<std::string>> store::attached_arns(std::string_view account) {
  guard alone(one_at_a_time_);
  return texts(database_.query("SELECT DISTINCT arn FROM attachment WHERE account=?1 ORDER BY arn",
                               account));
}

result<std::int64_t> store::boundary_count(std::string_view account, std::string_view arn) {
  guard alone(one_at_a_time_);
  auto row = TRY(database_.query(
      "SELECT count(*) FROM role WHERE account=?1 AND permissions_boundary=?2", account, arn));
  (void)TRY(row.step());
  return row.number(0);
}

result<std::optional<policy>> store::find_policy(std::string_view account, std::string_view name) {
  guard alone(one_at_a_time_);
  auto row =
      TRY(database_.query("SELECT * FROM policy WHERE account=?1 AND name=?2", account, name));
  if (!TRY(row.step())) return std::nullopt;
  return read_policy(row);
}

result<std::vector<policy>> store::policies(std::string_view account) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query("SELECT * FROM policy WHERE account=?1 ORDER BY name", account));
  std::vector<policy> found;
  while (TRY(rows.step())) found.push_back(read_policy(rows));
  return found;
}

result<> store::add_policy(const policy& made, const policy_version& first, const tag_list& tags) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(write_policy(made));
  TRY(write_version(made, first));
  TRY(write_tags(arn_of(made), tags));
  return all.commit();
}

result<> store::add_version(const policy& changed, const policy_version& added) {
  guard alone(one_at_a_time_);
  auto both = TRY(database_.begin());
  TRY(write_version(changed, added));
  TRY(write_policy(changed));
  return both.commit();
}

result<> store::put_policy(const policy& changed) {
  guard alone(one_at_a_time_);
  return write_policy(changed);
}

result<> store::write_policy(const policy& p) {
  return database_.change(
      "INSERT OR REPLACE INTO policy VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)", p.account,
      p.name, p.path, p.id, p.description, p.created_ms, p.updated_ms, p.default_version,
      p.last_version);
}

result<> store::remove_policy(const policy& gone) {
  guard alone(one_at_a_time_);
  auto all = TRY(database_.begin());
  TRY(database_.change("DELETE FROM tag WHERE arn=?1", arn_of(gone)));
  TRY(database_.change("DELETE FROM policy_version WHERE account=?1 AND policy=?2", gone.account,
                       gone.name));
  TRY(database_.change("DELETE FROM policy WHERE account=?1 AND name=?2", gone.account, gone.name));
  return all.commit();
}

result<std::vector<policy_version>> store::versions(const policy& of) {
  guard alone(one_at_a_time_);
  auto rows = TRY(database_.query(
      "SELECT number, document, created_ms FROM policy_version WHERE account=?1 AND policy=?2"
      " ORDER BY number DESC",
      of.account, of.name));
  std::vector<policy_version> found;
  while (TRY(rows.step())) found.push_back({rows.number(0), rows.text(1), rows.number(2)});
  return found;
}

// In the place of what stands there: engines that did not write both at once may have left a
// version without its policy.
result<> store::write_version(const policy& of, const policy_version& added) {
  return database_.change("INSERT OR REPLACE INTO policy_version VALUES (?1, ?2, ?3, ?4, ?5)",
                          of.account, of.name, added.number, added.document, added.created_ms);
}

result<> store::remove_version(const policy& of, std::int64_t number) {
  guard alone(one_at_a_time_);
  return database_.change("DELETE FROM policy_version WHERE account=?1 AND policy=?2 AND number=?3",
                          of.account, of.name, number);
}

result<tag_list> store::tags_of(std::string_view arn) {
  guard alone(one_at_a_time_);
  auto rows =
      TRY(database_.query("SELECT key, value FROM tag WHERE arn=?1 ORDER BY position", arn));
  tag_list found;
  while (TRY(rows.step())) found.emplace_back(rows.text(0), rows.text(1));
  return found;
}

result<> store::put_tags_of(std::string_view arn, const tag_list& all) {
  guard alone(one_at_a_time_);
  auto together = TRY(database_.begin());
  TRY(write_tags(arn, all));
  return together.commit();
}

result<> store::write_tags(std::string_view arn, const tag_list& all) {
  TRY(database_.change("DELETE FROM tag WHERE arn=?1", arn));
  std::int64_t position = 0;
  for (const auto& [key, value] : all)
    TRY(database_.change("INSERT INTO tag VALUES (?1, ?2, ?3, ?4)", arn, position++, key, value));
  return {};
}

result<tag_list> store::tags(const role& of) { return tags_of(arn_of(of)); }
result<tag_list> store::tags(const policy& of) { return tags_of(arn_of(of)); }
result<> store::put_tags(const role& of, const tag_list& all) {
  return put_tags_of(arn_of(of), all);
}
result<> store::put_tags(const policy& of, const tag_list& all) {
  return put_tags_of(arn_of(of), all);
}

}  // namespace lambent::companions::iam
