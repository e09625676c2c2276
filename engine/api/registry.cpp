#include "engine/api/registry.hpp"

#include <map>
#include <set>

namespace lambent::api {
namespace {

std::string key_of(std::string_view account, std::string_view region, std::string_view name) {
  std::string key;
  key.reserve(account.size() + region.size() + name.size() + 2);
  key.append(account).append("/").append(region).append("/").append(name);
  return key;
}

void add_versions(const model::function_record* of, model::function_ptr version_change::* side,
                  std::map<std::string_view, version_change>& into) {
  if (of == nullptr) return;
  into[of->latest->version].*side = of->latest;
  for (const auto& [number, version] : of->versions) into[version->version].*side = version;
}

}  // namespace

model::record_ptr registry::find(std::string_view account, std::string_view region,
                                 std::string_view name) const {
  auto found = functions_.find(key_of(account, region, name));
  return found == functions_.end() ? nullptr : found->second;
}

std::vector<model::record_ptr> registry::named(std::string_view name) const {
  std::vector<model::record_ptr> all;
  for (const auto& [key, record] : functions_)
    if (record->latest->name == name) all.push_back(record);
  return all;
}

std::vector<std::string> registry::names() const {
  std::set<std::string> all;
  for (const auto& [key, record] : functions_) all.insert(record->latest->name);
  return {all.begin(), all.end()};
}

const url_owner* registry::find_url(std::string_view id) const {
  auto found = urls_.find(id);
  return found == urls_.end() ? nullptr : &found->second;
}

model::record_ptr registry::apply(const registry_change& change) {
  const auto& f = *change.record->latest;
  std::string key = key_of(f.account, f.region, f.name);
  model::record_ptr before;
  if (auto known = functions_.extract(key); !known.empty()) before = std::move(known.mapped());
  if (before != nullptr)
    for (const auto& [qualifier, url] : before->urls) urls_.erase(url.id);
  if (change.removed) return before;
  for (const auto& [qualifier, url] : change.record->urls)
    urls_[url.id] = {change.record, qualifier};
  functions_[std::move(key)] = change.record;
  return before;
}

std::vector<version_change> changed_versions(const model::function_record* before,
                                             const model::function_record* after) {
  std::map<std::string_view, version_change> all;
  add_versions(before, &version_change::before, all);
  add_versions(after, &version_change::after, all);
  std::vector<version_change> changed;
  for (auto& [version, change] : all)
    if (change.before != change.after) changed.push_back(std::move(change));
  return changed;
}

}  // namespace lambent::api
