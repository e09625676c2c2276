#include "engine/store/function_store.hpp"

#include <array>

#include "engine/store/function_document.hpp"

namespace lambent::store {
namespace {

// One entry per version of the file's form; `user_version` counts those that were applied.
constexpr std::array migrations{
    "CREATE TABLE function ("
    " account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,"
    " document TEXT NOT NULL, PRIMARY KEY (account, region, name, version)) WITHOUT ROWID;"};

result<> migrate(database& opened) {
  auto ask = TRY(opened.prepare("PRAGMA user_version"));
  bool row = TRY(ask.step());
  auto version = row ? static_cast<std::size_t>(ask.number(0)) : 0;
  (void)TRY(ask.step());
  if (version > migrations.size())
    return fail("the database was written by a newer version of Lambent",
                "use that version, or another --data-dir");
  for (; version < migrations.size(); ++version)
    TRY(opened.run("BEGIN; " + std::string(migrations[version]) +
                   " PRAGMA user_version=" + std::to_string(version + 1) + "; COMMIT;"));
  return {};
}

result<> put_one(database& opened, const model::function& function) {
  auto insert = TRY(opened.prepare("INSERT OR REPLACE INTO function VALUES (?1, ?2, ?3, ?4, ?5)"));
  insert.bind(1, function.account).bind(2, function.region).bind(3, function.name);
  insert.bind(4, function.version).bind(5, write_document(function));
  (void)TRY(insert.step());
  return {};
}

}  // namespace

result<function_store> function_store::open(const std::filesystem::path& file) {
  auto opened = TRY(database::open(file));
  TRY_FOR("prepare " + file.string(), migrate(opened));
  return function_store(std::move(opened));
}

result<> function_store::put(std::span<const model::function_ptr> functions) {
  TRY(database_.run("BEGIN IMMEDIATE"));
  for (const auto& function : functions) {
    if (auto done = put_one(database_, *function); !done) {
      (void)database_.run("ROLLBACK");
      return std::unexpected(in_context("store " + function->name, std::move(done.error())));
    }
  }
  if (auto done = database_.run("COMMIT"); !done) {
    (void)database_.run("ROLLBACK");
    return done;
  }
  return {};
}

result<> function_store::remove(const model::function& function) {
  auto erase =
      TRY(database_.prepare("DELETE FROM function WHERE account=?1 AND region=?2 AND name=?3"));
  erase.bind(1, function.account).bind(2, function.region).bind(3, function.name);
  (void)TRY(erase.step());
  return {};
}

result<std::vector<model::function>> function_store::load() {
  std::vector<model::function> found;
  auto select = TRY(database_.prepare(
      "SELECT account, region, name, version, document FROM function ORDER BY 1, 2, 3, 4"));
  while (TRY(select.step())) {
    model::function function = TRY_FOR("load " + select.text(2), read_document(select.text(4)));
    function.account = select.text(0);
    function.region = select.text(1);
    function.name = select.text(2);
    function.version = select.text(3);
    found.push_back(std::move(function));
  }
  return found;
}

}  // namespace lambent::store
