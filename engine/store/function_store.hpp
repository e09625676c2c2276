// Functions on disk: one row each, its key in columns and the rest as one JSON document. A call
// that returned without error is durable. One thread.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "engine/model/function.hpp"
#include "engine/store/database.hpp"

namespace lambent::store {

class function_store {
public:
  // Creates the file, or brings an older one to this version's form.
  [[nodiscard]] static result<function_store> open(const std::filesystem::path& file);

  [[nodiscard]] result<> put(std::span<const model::function_ptr> functions);  // All or none.
  [[nodiscard]] result<> remove(const model::function& function);
  [[nodiscard]] result<std::vector<model::function>> load();

private:
  explicit function_store(database opened) : database_(std::move(opened)) {}
  database database_;
};

}  // namespace lambent::store
