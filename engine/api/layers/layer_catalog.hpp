// Every layer version, on disk and in memory: what the operations on layers read and change.
// Blocking; one thread. It knows nothing of requests and answers.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>

#include "engine/api/function_key.hpp"
#include "engine/model/error.hpp"
#include "engine/model/layer.hpp"
#include "engine/store/layer_store.hpp"

namespace lambent::api {

class layer_catalog {
public:
  using versions = std::map<std::uint64_t, model::layer_ptr>;
  using layers = std::map<function_key, versions>;  // A layer's key has the form of a function's.

  [[nodiscard]] static result<layer_catalog> open(const std::filesystem::path& data_dir);

  [[nodiscard]] const layers& all() const { return layers_; }
  [[nodiscard]] model::layer_ptr find(const model::layer_reference& of,
                                      std::uint64_t number) const;  // Or nothing.
  // The number that the next version of this name gets; none is given twice.
  [[nodiscard]] model::answer<std::uint64_t> next_version(const model::layer_reference& of);

  // Durable when it returns.
  [[nodiscard]] model::answer<model::layer_ptr> put(model::layer_version&& changed);
  [[nodiscard]] model::answer<> remove(const model::layer_version& gone);

  // The names in the code store that versions have.
  void add_contents(std::set<std::string>& in_use) const;

private:
  explicit layer_catalog(store::layer_store opened) : store_(std::move(opened)) {}

  store::layer_store store_;
  layers layers_;
};

}  // namespace lambent::api
