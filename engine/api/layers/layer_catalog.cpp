#include "engine/api/layers/layer_catalog.hpp"

#include "engine/api/function_catalog.hpp"

namespace lambent::api {
namespace {

function_key key_of(const model::layer_version& version) {
  return {version.account, version.region, version.name};
}

}  // namespace

result<layer_catalog> layer_catalog::open(const std::filesystem::path& data_dir) {
  layer_catalog made(TRY(store::layer_store::open(data_dir / "layers.db")));
  for (auto& version : TRY(made.store_.load())) {
    auto shared = std::make_shared<const model::layer_version>(std::move(version));
    made.layers_[key_of(*shared)][shared->number] = shared;
  }
  return made;
}

model::layer_ptr layer_catalog::find(const model::layer_reference& of, std::uint64_t number) const {
  auto layer = layers_.find({of.account, of.region, of.name});
  if (layer == layers_.end()) return nullptr;
  auto version = layer->second.find(number);
  return version == layer->second.end() ? nullptr : version->second;
}

model::answer<std::uint64_t> layer_catalog::next_version(const model::layer_reference& of) {
  auto last = store_.last_version(of);
  if (!last) return could_not_keep(last.error());
  return *last + 1;
}

model::answer<model::layer_ptr> layer_catalog::put(model::layer_version&& changed) {
  auto shared = std::make_shared<const model::layer_version>(std::move(changed));
  if (auto kept = store_.put(*shared); !kept) return could_not_keep(kept.error());
  layers_[key_of(*shared)][shared->number] = shared;
  return shared;
}

model::answer<> layer_catalog::remove(const model::layer_version& gone) {
  if (auto done = store_.remove(gone); !done) return could_not_keep(done.error());
  auto layer = layers_.find(key_of(gone));
  if (layer == layers_.end()) return {};
  // `gone` may be what the map holds.
  std::uint64_t number = gone.number;
  layer->second.erase(number);
  if (layer->second.empty()) layers_.erase(layer);
  return {};
}

void layer_catalog::add_contents(std::set<std::string>& in_use) const {
  for (const auto& [of, all] : layers_)
    for (const auto& [number, version] : all) in_use.insert(version->content);
}

}  // namespace lambent::api
