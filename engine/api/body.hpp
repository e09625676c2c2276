// Reads a request's JSON body along a constraint table: types first (SerializationException), then
// what the model demands, collected for one ValidationException.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <span>
#include <string_view>

#include "engine/api/constraints.hpp"
#include "engine/model/error.hpp"

namespace lambent::api {

using json_object = boost::json::object;

// Members that are null or unknown are left out of account. An empty body is an empty object.
[[nodiscard]] model::answer<json_object> read_body(std::string_view text,
                                                   std::span<const member> table,
                                                   model::violations& found);

// Access to what read_body has checked; nothing when the member is absent or null.
[[nodiscard]] std::optional<std::string_view> text_of(const json_object& in, std::string_view name);
[[nodiscard]] std::optional<std::int64_t> number_of(const json_object& in, std::string_view name);
[[nodiscard]] bool is_true(const json_object& in, std::string_view name);
[[nodiscard]] const json_object* object_of(const json_object& in, std::string_view name);
[[nodiscard]] const boost::json::value* value_of(const json_object& in, std::string_view name);

}  // namespace lambent::api
