// Carries the configuration members of a checked body over to a function, with the rules that AWS
// words apart from its model: runtimes, environment, and what this version does not offer.
#pragma once

#include "engine/api/body.hpp"
#include "engine/api/code_source.hpp"
#include "engine/model/function.hpp"

namespace lambent::api {

// Whether the platform sets this environment variable itself; also those that break the pattern of
// names. https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
[[nodiscard]] bool is_reserved_variable(std::string_view name);

// Members that are absent leave the function as it is.
[[nodiscard]] model::answer<> apply_configuration(const json_object& body, model::function& into);

// The zip in Code, or in UpdateFunctionCode's body.
[[nodiscard]] model::answer<zip_bytes> read_code(const json_object& code, const call& request,
                                                 neighbours& around);

// PublishTo and other members whose effect this version does not have.
[[nodiscard]] model::answer<> refuse_unavailable(const json_object& body);

}  // namespace lambent::api
