// The functions as the event loop sees them: looked up by every invocation, changed by what the
// control plane reports. One thread, no I/O.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/model/function.hpp"

namespace lambent::api {

// A function that is new or different, or (`removed`) one that is gone.
struct registry_change {
  model::function_ptr function;
  bool removed = false;
};

class registry {
public:
  // Empty when there is none. The pointer stays good after the function changed or went away.
  [[nodiscard]] model::function_ptr find(std::string_view account, std::string_view region,
                                         std::string_view name) const;
  void apply(const registry_change& change);
  [[nodiscard]] std::size_t size() const { return functions_.size(); }

private:
  struct key_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  // By "account/region/name": none of the three can hold a slash.
  std::unordered_map<std::string, model::function_ptr, key_hash, std::equal_to<>> functions_;
};

}  // namespace lambent::api
