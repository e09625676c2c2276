// What the operations have in common: which function and which version a request names, whether its
// RevisionId still holds, and the answers when they do not exist.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/api/call.hpp"
#include "engine/api/function_catalog.hpp"
#include "engine/model/error.hpp"
#include "engine/model/function_name.hpp"

namespace lambent::api::resources {

// FunctionName of the path and Qualifier of the query, checked.
[[nodiscard]] model::answer<model::function_reference> read_reference(const call& request,
                                                                      model::name_rule rule);

[[nodiscard]] function_key key_of(const call& request, std::string_view name);
[[nodiscard]] std::string arn_of(const call& request, std::string_view name,
                                 std::string_view qualifier = {});

struct found_version {
  model::record_ptr record;
  model::function_ptr version;
  std::string qualifier;  // As asked: empty, "$LATEST", a version or an alias.
};
// The version that the request names, or 404 as most operations word it.
[[nodiscard]] model::answer<found_version> find_version(const function_catalog& functions,
                                                        const call& request, model::name_rule rule);

// Refuses a change that builds on another revision than the latest.
[[nodiscard]] model::answer<> check_revision(std::optional<std::string_view> given,
                                             std::string_view latest);

}  // namespace lambent::api::resources
