#include "engine/api/registry.hpp"

namespace lambent::api {
namespace {

std::string key_of(std::string_view account, std::string_view region, std::string_view name) {
  std::string key;
  key.reserve(account.size() + region.size() + name.size() + 2);
  key.append(account).append("/").append(region).append("/").append(name);
  return key;
}

}  // namespace

model::function_ptr registry::find(std::string_view account, std::string_view region,
                                   std::string_view name) const {
  auto found = functions_.find(key_of(account, region, name));
  return found == functions_.end() ? nullptr : found->second;
}

void registry::apply(const registry_change& change) {
  const auto& f = *change.function;
  std::string key = key_of(f.account, f.region, f.name);
  if (change.removed) {
    functions_.erase(key);
  } else {
    functions_[std::move(key)] = change.function;
  }
}

}  // namespace lambent::api
