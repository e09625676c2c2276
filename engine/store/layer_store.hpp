// Layer versions on disk. A call that returned without error is durable. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "base/error.hpp"
#include "engine/model/layer.hpp"
#include "engine/store/database.hpp"

namespace lambent::store {

class layer_store {
public:
  // Creates the file, or brings an older one to this version's form.
  [[nodiscard]] static result<layer_store> open(const std::filesystem::path& file);

  [[nodiscard]] result<> put(const model::layer_version& version);
  [[nodiscard]] result<> remove(const model::layer_version& version);
  // The highest number ever given to this name, by versions that are gone, too.
  [[nodiscard]] result<std::uint64_t> last_version(const model::layer_reference& of);
  [[nodiscard]] result<std::vector<model::layer_version>> load();

private:
  explicit layer_store(database opened) : database_(std::move(opened)) {}
  database database_;
};

}  // namespace lambent::store
