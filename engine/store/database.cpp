#include "engine/store/database.hpp"

#include <sqlite3.h>

namespace lambent::store {

void database::close::operator()(sqlite3* opened) const { sqlite3_close_v2(opened); }
void database::statement::finalize::operator()(sqlite3_stmt* made) const { sqlite3_finalize(made); }

result<database> database::open(const std::filesystem::path& file, durability commits) {
  sqlite3* opened = nullptr;
  int code =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  database made(opened);
  if (code != SQLITE_OK)
    return fail("open " + file.string() + ": " + sqlite3_errstr(code),
                "check that the data directory is writable");
  // An acknowledged change must survive losing power: FULL syncs the log at every commit.
  TRY_FOR("open " + file.string(),
          made.run(std::string("PRAGMA journal_mode=WAL; PRAGMA foreign_keys=ON; "
                               "PRAGMA locking_mode=EXCLUSIVE; PRAGMA synchronous=") +
                   (commits == durability::kept ? "FULL;" : "OFF;")));
  return made;
}

result<> database::run(const std::string& sql) {
  if (sqlite3_exec(opened_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
    return fail(std::string("database: ") + sqlite3_errmsg(opened_.get()));
  return {};
}

std::int64_t database::changes() const { return sqlite3_changes64(opened_.get()); }

result<database::transaction> database::begin() {
  TRY(run("BEGIN IMMEDIATE"));
  return transaction(*this);
}

result<> database::transaction::commit() {
  TRY(in_->run("COMMIT"));
  in_ = nullptr;
  return {};
}

database::transaction::~transaction() {
  if (in_ != nullptr) (void)in_->run("ROLLBACK");
}

result<> database::migrate(std::span<const char* const> steps) {
  auto ask = TRY(prepare("PRAGMA user_version"));
  bool row = TRY(ask.step());
  auto version = row ? static_cast<std::size_t>(ask.number(0)) : 0;
  (void)TRY(ask.step());
  if (version > steps.size())
    return fail("the database was written by a newer version of Lambent",
                "use that version, or another --data-dir");
  for (; version < steps.size(); ++version) {
    auto all = TRY(begin());
    TRY(run(std::string(steps[version]) + " PRAGMA user_version=" + std::to_string(version + 1)));
    TRY(all.commit());
  }
  return {};
}

result<database::statement> database::prepare(std::string_view sql) {
  sqlite3_stmt* made = nullptr;
  if (sqlite3_prepare_v2(opened_.get(), sql.data(), static_cast<int>(sql.size()), &made, nullptr) !=
      SQLITE_OK)
    return fail(std::string("database: ") + sqlite3_errmsg(opened_.get()));
  return statement(made);
}

database::statement& database::statement::bind(int index, std::string_view text) {
  // A failed bind leaves NULL, which the NOT NULL columns refuse at step().
  // A view of nothing is an empty text, for which SQLite wants an address.
  sqlite3_bind_text(made_.get(), index, text.data() == nullptr ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

database::statement& database::statement::bind(int index, std::int64_t number) {
  sqlite3_bind_int64(made_.get(), index, number);
  return *this;
}

result<bool> database::statement::step() {
  int code = sqlite3_step(made_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return fail(std::string("database: ") + sqlite3_errmsg(sqlite3_db_handle(made_.get())));
}

std::string database::statement::text(int column) const {
  const unsigned char* bytes = sqlite3_column_text(made_.get(), column);
  if (bytes == nullptr) return {};
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_column_bytes(made_.get(), column))};
}

std::int64_t database::statement::number(int column) const {
  return sqlite3_column_int64(made_.get(), column);
}

}  // namespace lambent::store
