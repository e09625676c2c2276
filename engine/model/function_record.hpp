// All that is kept under one function name: $LATEST, the published versions, the aliases and what
// hangs on them. Immutable once shared: a change makes a new record, which shares the versions that
// did not change. No I/O, no JSON, no clock.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/model/alias.hpp"
#include "engine/model/event_invoke_config.hpp"
#include "engine/model/function.hpp"
#include "engine/model/function_url.hpp"
#include "engine/model/resource_policy.hpp"

namespace lambent::model {

template <class T>
using by_qualifier = std::map<std::string, T, std::less<>>;

struct function_record {
  function_ptr latest;
  std::map<std::uint64_t, function_ptr> versions;  // By number.
  std::uint64_t last_version = 0;                  // The highest number ever given to this name.
  by_qualifier<alias> aliases;
  by_qualifier<function_url_config> urls;  // By alias; "" is the function itself.
  by_qualifier<resource_policy> policies;  // By version or alias; "" is the function itself.
  by_qualifier<event_invoke_config> event_invoke_configs;  // By "$LATEST", version or alias.
  std::optional<std::uint32_t> reserved_concurrency;       // Invocations at a time, all versions.
};

// Owners: the catalog and the registry for as long as the function exists, and every answer that is
// being made from it.
using record_ptr = std::shared_ptr<const function_record>;

// "$LATEST" or the digits of a published version; nothing when there is no such version.
[[nodiscard]] function_ptr find_version(const function_record& in, std::string_view version);

// What a qualifier (none, "$LATEST", a version or an alias) names; nothing when it names nothing.
// Where an alias divides its invocations, `choice` decides: a random number from 0 up to but not 1.
// 1 is the alias's own version.
[[nodiscard]] function_ptr resolve(const function_record& in, std::string_view qualifier,
                                   double choice = 1);

// Whether nothing that PublishVersion would keep has changed since `version` was published.
[[nodiscard]] bool published_as(const function& latest, const function& version);

}  // namespace lambent::model
