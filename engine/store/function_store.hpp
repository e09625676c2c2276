// Functions on disk: one row for each version and one for each thing that hangs on a function, its
// key in columns and the rest as one JSON document. A call that returned without error is durable.
// One thread.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "base/error.hpp"
#include "engine/model/function_record.hpp"
#include "engine/store/database.hpp"

namespace lambent::store {

class function_store {
public:
  // Creates the file, or brings an older one to this version's form.
  [[nodiscard]] static result<function_store> open(const std::filesystem::path& file,
                                                   durability commits = durability::kept);

  // What was stored under a name and what is to be; nothing stands for no function. Only the
  // difference is written. A deleted function leaves its last version number behind.
  struct change {
    model::record_ptr before;
    model::record_ptr after;
  };
  [[nodiscard]] result<> save(std::span<const change> changes);  // All or none.
  [[nodiscard]] result<std::vector<model::function_record>> load();
  // The highest version number ever given to this name, by a deleted function too; 0: none.
  [[nodiscard]] result<std::uint64_t> last_version(std::string_view account,
                                                   std::string_view region, std::string_view name);

private:
  explicit function_store(database opened) : database_(std::move(opened)) {}
  database database_;
};

}  // namespace lambent::store
