// What the operations have in common: which function and which version a request names, the answers
// when they do not exist, and whether a change may be made now.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/api/body.hpp"
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

// The body along its table. What is wrong with FunctionName in the path joins what is wrong with it
// and what was `found` before.
[[nodiscard]] model::answer<json_object> read_named_body(const call& request,
                                                         std::span<const member> table,
                                                         model::name_rule rule,
                                                         model::violations found = {});

// The function that the request names, whatever the qualifier; or 404 as most operations word it.
[[nodiscard]] model::answer<model::record_ptr> find_function(const function_catalog& functions,
                                                             const call& request,
                                                             model::name_rule rule);

// The same for what changes or publishes $LATEST: another version or an alias is not found, so that
// nobody changes $LATEST who meant them.
[[nodiscard]] model::answer<model::record_ptr> find_changeable(const function_catalog& functions,
                                                               const call& request);

struct found_version {
  model::record_ptr record;
  model::function_ptr version;
  std::string qualifier;  // As asked: empty, "$LATEST", a version or an alias.
};
// The version that the request names, or 404 as most operations word it.
[[nodiscard]] model::answer<found_version> find_version(const function_catalog& functions,
                                                        const call& request, model::name_rule rule);

// Refuses a change while $LATEST is Pending or InProgress.
[[nodiscard]] model::answer<> check_settled(const model::function& latest);
// Refuses a change that builds on another revision than the latest.
[[nodiscard]] model::answer<> check_revision(std::optional<std::string_view> given,
                                             std::string_view latest);

[[nodiscard]] model::function_ptr with_new_revision(const model::function& f);

// $LATEST, then the versions from the first to the last.
template <class Visit>
void each_version(const model::function_record& of, Visit&& visit) {
  visit(of.latest);
  for (const auto& [number, version] : of.versions) visit(version);
}
// A text that orders versions as each_version() does.
[[nodiscard]] std::string version_order(const model::function& version);

}  // namespace lambent::api::resources
