// Functions and what hangs on them as the JSON documents that rows keep. Not the API's form: that
// is engine/api's.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"

namespace lambent::store {

// For model::function, alias, function_url_config, resource_policy and event_invoke_config.
template <class Value>
[[nodiscard]] std::string write_document(const Value& value);
// Without what the row's columns hold: a function's account, region, name and version.
template <class Value>
[[nodiscard]] result<Value> read_document(std::string_view text);

}  // namespace lambent::store
