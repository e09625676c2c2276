#include "engine/store/layer_store.hpp"

#include <array>

#include "engine/store/documents.hpp"

namespace lambent::store {
namespace {

// One entry per version of the file's form.
constexpr std::array migrations{
    "CREATE TABLE layer ("
    " account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL,"
    " last_version INTEGER NOT NULL, PRIMARY KEY (account, region, name)) WITHOUT ROWID;"
    "CREATE TABLE layer_version ("
    " account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, number INTEGER NOT NULL,"
    " document TEXT NOT NULL, PRIMARY KEY (account, region, name, number)) WITHOUT ROWID;"};

std::int64_t signed_number(std::uint64_t number) { return static_cast<std::int64_t>(number); }

}  // namespace

result<layer_store> layer_store::open(const std::filesystem::path& file) {
  auto opened = TRY(database::open(file));
  TRY_FOR("prepare " + file.string(), opened.migrate(migrations));
  return layer_store(std::move(opened));
}

result<> layer_store::put(const model::layer_version& v) {
  auto all = TRY(database_.begin());
  TRY(
      database_.change("INSERT INTO layer VALUES (?1, ?2, ?3, ?4)"
                       " ON CONFLICT DO UPDATE SET last_version=max(last_version, ?4)",
                       v.account, v.region, v.name, signed_number(v.number)));
  TRY(database_.change("INSERT OR REPLACE INTO layer_version VALUES (?1, ?2, ?3, ?4, ?5)",
                       v.account, v.region, v.name, signed_number(v.number), write_document(v)));
  return all.commit();
}

result<> layer_store::remove(const model::layer_version& v) {
  return database_.change(
      "DELETE FROM layer_version WHERE account=?1 AND region=?2 AND name=?3 AND number=?4",
      v.account, v.region, v.name, signed_number(v.number));
}

result<std::uint64_t> layer_store::last_version(const model::layer_reference& of) {
  auto row = TRY(
      database_.query("SELECT last_version FROM layer WHERE account=?1 AND region=?2 AND name=?3",
                      of.account, of.region, of.name));
  return TRY(row.step()) ? static_cast<std::uint64_t>(row.number(0)) : 0;
}

result<std::vector<model::layer_version>> layer_store::load() {
  auto rows =
      TRY(database_.query("SELECT account, region, name, number, document FROM layer_version"));
  std::vector<model::layer_version> found;
  while (TRY(rows.step())) {
    auto read = TRY_FOR("read the layer " + rows.text(2),
                        read_document<model::layer_version>(rows.text(4)));
    read.account = rows.text(0);
    read.region = rows.text(1);
    read.name = rows.text(2);
    read.number = static_cast<std::uint64_t>(rows.number(3));
    found.push_back(std::move(read));
  }
  return found;
}

}  // namespace lambent::store
