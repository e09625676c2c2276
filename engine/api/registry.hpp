// The functions as the event loop sees them: looked up by every invocation, changed by what the
// control plane reports. One thread, no I/O.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/model/function_record.hpp"

namespace lambent::api {

// A function that is new or different, or (`removed`) one that is gone.
struct registry_change {
  model::record_ptr record;
  bool removed = false;
};

// A function URL: whose it is, and of which alias ("" is the function itself). Its configuration is
// record->urls at that alias, its policy record->policies there, if it has one.
struct url_owner {
  model::record_ptr record;
  std::string qualifier;
};

class registry {
public:
  // Empty when there is none. The pointer stays good after the function changed or went away.
  [[nodiscard]] model::record_ptr find(std::string_view account, std::string_view region,
                                       std::string_view name) const;
  // Every function of this name, whatever its account and region. Looks at all there are.
  [[nodiscard]] std::vector<model::record_ptr> named(std::string_view name) const;
  // Of all functions, each once, in order.
  [[nodiscard]] std::vector<std::string> names() const;
  // By function_url_config::id. Nothing when no function has this URL; good until the next apply().
  [[nodiscard]] const url_owner* find_url(std::string_view id) const;

  // Gives what the name stood for before, if it did.
  model::record_ptr apply(const registry_change& change);
  [[nodiscard]] std::size_t size() const { return functions_.size(); }

private:
  struct key_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view key) const {
      return std::hash<std::string_view>{}(key);
    }
  };
  template <class T>
  using by_text = std::unordered_map<std::string, T, key_hash, std::equal_to<>>;

  // By "account/region/name": none of the three can hold a slash.
  by_text<model::record_ptr> functions_;
  by_text<url_owner> urls_;
};

// What a change means for those who run code: one entry for each version whose code or
// configuration is another value than before, with nothing for one that is gone.
struct version_change {
  model::function_ptr before;  // Nothing: the version is new.
  model::function_ptr after;
};
[[nodiscard]] std::vector<version_change> changed_versions(const model::function_record* before,
                                                           const model::function_record* after);

}  // namespace lambent::api
