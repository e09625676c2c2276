#include "engine/store/function_store.hpp"

#include <array>
#include <charconv>
#include <functional>
#include <map>
#include <set>
#include <tuple>

#include "engine/store/documents.hpp"

namespace lambent::store {
namespace {

// One entry per version of the file's form; `user_version` counts those that were applied.
constexpr std::array migrations{
    "CREATE TABLE function ("
    " account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, version TEXT NOT NULL,"
    " document TEXT NOT NULL, PRIMARY KEY (account, region, name, version)) WITHOUT ROWID;",
    // What hangs on a function. `qualifier` is the alias, the version or empty.
    "CREATE TABLE function_part ("
    " account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL,"
    " qualifier TEXT NOT NULL, document TEXT NOT NULL,"
    " PRIMARY KEY (account, region, name, kind, qualifier)) WITHOUT ROWID;"};

namespace kind {
constexpr const char* alias = "alias";
constexpr const char* url = "url";
constexpr const char* policy = "policy";
constexpr const char* event_invoke = "event_invoke";
constexpr const char* reserved_concurrency = "reserved_concurrency";  // A number.
constexpr const char* last_version = "last_version";                  // A number.
}  // namespace kind

using part_key = std::pair<std::string, std::string>;  // Kind, qualifier.

std::map<part_key, std::string> parts_of(const model::function_record* record) {
  std::map<part_key, std::string> parts;
  if (record == nullptr) return parts;
  auto add = [&](const char* kind, const auto& from) {
    for (const auto& [qualifier, value] : from) parts[{kind, qualifier}] = write_document(value);
  };
  add(kind::alias, record->aliases);
  add(kind::url, record->urls);
  add(kind::policy, record->policies);
  add(kind::event_invoke, record->event_invoke_configs);
  if (record->reserved_concurrency)
    parts[{kind::reserved_concurrency, ""}] = std::to_string(*record->reserved_concurrency);
  if (record->last_version > 0)
    parts[{kind::last_version, ""}] = std::to_string(record->last_version);
  return parts;
}

std::map<std::string, model::function_ptr> versions_of(const model::function_record* record) {
  std::map<std::string, model::function_ptr> versions;
  if (record == nullptr) return versions;
  versions[record->latest->version] = record->latest;
  for (const auto& [number, version] : record->versions) versions[version->version] = version;
  return versions;
}

template <class Number>
result<Number> read_number(const std::string& text) {
  Number number{};
  auto [stop, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || stop != text.data() + text.size())
    return fail("the stored number '" + text + "' is damaged");
  return number;
}

// Adds one row of function_part to the record.
result<> read_part(const std::string& kind, std::string&& qualifier, const std::string& document,
                   model::function_record& into) {
  if (kind == kind::alias)
    into.aliases[std::move(qualifier)] = TRY(read_document<model::alias>(document));
  else if (kind == kind::url)
    into.urls[std::move(qualifier)] = TRY(read_document<model::function_url_config>(document));
  else if (kind == kind::policy)
    into.policies[std::move(qualifier)] = TRY(read_document<model::resource_policy>(document));
  else if (kind == kind::event_invoke)
    into.event_invoke_configs[std::move(qualifier)] =
        TRY(read_document<model::event_invoke_config>(document));
  else if (kind == kind::reserved_concurrency)
    into.reserved_concurrency = TRY(read_number<std::uint32_t>(document));
  else if (kind == kind::last_version)
    into.last_version = TRY(read_number<std::uint64_t>(document));
  return {};
}

// Writes what tells one record from another.
class difference {
public:
  difference(database& to, const model::function& named) : to_(to), named_(named) {}

  result<> write(const function_store::change& change) {
    TRY(versions(versions_of(change.before.get()), versions_of(change.after.get())));
    auto before = parts_of(change.before.get());
    // Version numbers are never given twice, not even to a function that is made anew.
    if (change.after == nullptr) before.erase({kind::last_version, ""});
    return parts(before, parts_of(change.after.get()));
  }

private:
  using versions_by_name = std::map<std::string, model::function_ptr>;

  result<> versions(const versions_by_name& before, const versions_by_name& after) {
    for (const auto& [version, function] : before)
      if (!after.contains(version))
        TRY(run("DELETE FROM function WHERE account=?1 AND region=?2 AND name=?3 AND version=?4",
                {version}));
    for (const auto& [version, function] : after)
      if (auto old = before.find(version); old == before.end() || old->second != function)
        TRY(run("INSERT OR REPLACE INTO function VALUES (?1, ?2, ?3, ?4, ?5)",
                {version, write_document(*function)}));
    return {};
  }

  result<> parts(const std::map<part_key, std::string>& before,
                 const std::map<part_key, std::string>& after) {
    for (const auto& [key, document] : before)
      if (!after.contains(key))
        TRY(
            run("DELETE FROM function_part WHERE account=?1 AND region=?2 AND name=?3 AND kind=?4"
                " AND qualifier=?5",
                {key.first, key.second}));
    for (const auto& [key, document] : after)
      if (auto old = before.find(key); old == before.end() || old->second != document)
        TRY(run("INSERT OR REPLACE INTO function_part VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                {key.first, key.second, document}));
    return {};
  }

  // The function's account, region and name are ?1 to ?3.
  result<> run(std::string_view sql, std::initializer_list<std::string_view> more) {
    auto made = TRY(to_.prepare(sql));
    made.bind(1, named_.account).bind(2, named_.region).bind(3, named_.name);
    int index = 4;
    for (std::string_view text : more) made.bind(index++, text);
    (void)TRY(made.step());
    return {};
  }

  database& to_;
  const model::function& named_;
};

result<> save_all(database& to, std::span<const function_store::change> changes) {
  for (const auto& change : changes) {
    const auto& named = *(change.after != nullptr ? change.after : change.before)->latest;
    TRY_FOR("store " + named.name, difference(to, named).write(change));
  }
  return to.run("COMMIT");
}

}  // namespace

result<function_store> function_store::open(const std::filesystem::path& file, durability commits) {
  auto opened = TRY(database::open(file, commits));
  TRY_FOR("prepare " + file.string(), opened.migrate(migrations));
  return function_store(std::move(opened));
}

result<> function_store::save(std::span<const change> changes) {
  TRY(database_.run("BEGIN IMMEDIATE"));
  auto saved = save_all(database_, changes);
  if (!saved) (void)database_.run("ROLLBACK");
  return saved;
}

result<std::vector<model::function_record>> function_store::load() {
  using key = std::tuple<std::string, std::string, std::string>;
  std::map<key, model::function_record> found;
  auto select =
      TRY(database_.prepare("SELECT account, region, name, version, document FROM function"));
  while (TRY(select.step())) {
    key of{select.text(0), select.text(1), select.text(2)};
    auto f = TRY_FOR("load " + select.text(2), read_document<model::function>(select.text(4)));
    std::tie(f.account, f.region, f.name) = of;
    f.version = select.text(3);
    auto& record = found[of];
    auto shared = std::make_shared<const model::function>(std::move(f));
    if (shared->version == "$LATEST")
      record.latest = shared;
    else
      record
          .versions[TRY_FOR("load " + shared->name, read_number<std::uint64_t>(shared->version))] =
          shared;
  }
  auto parts = TRY(database_.prepare(
      "SELECT account, region, name, kind, qualifier, document FROM function_part"));
  while (TRY(parts.step())) {
    auto owner = found.find({parts.text(0), parts.text(1), parts.text(2)});
    if (owner == found.end()) continue;  // The last version of a deleted function.
    TRY_FOR("load " + parts.text(3) + " " + parts.text(4) + " of " + parts.text(2),
            read_part(parts.text(3), parts.text(4), parts.text(5), owner->second));
  }
  std::vector<model::function_record> records;
  for (auto& [of, record] : found) {
    if (record.latest == nullptr)
      return fail("load " + std::get<2>(of) + ": its version $LATEST is missing");
    records.push_back(std::move(record));
  }
  return records;
}

result<std::uint64_t> function_store::last_version(std::string_view account,
                                                   std::string_view region, std::string_view name) {
  auto ask =
      TRY(database_.prepare("SELECT document FROM function_part WHERE account=?1 AND region=?2 AND"
                            " name=?3 AND kind=?4 AND qualifier=''"));
  ask.bind(1, account).bind(2, region).bind(3, name).bind(4, kind::last_version);
  if (!TRY(ask.step())) return 0;
  return read_number<std::uint64_t>(ask.text(0));
}

}  // namespace lambent::store
