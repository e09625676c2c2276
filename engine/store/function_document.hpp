// A function as the JSON document that its row keeps. Not the API's form: that is engine/api's.
#pragma once

#include <string>
#include <string_view>

#include "base/error.hpp"
#include "engine/model/function.hpp"

namespace lambent::store {

[[nodiscard]] std::string write_document(const model::function& function);
// Without account, region, name and version, which the row's columns hold.
[[nodiscard]] result<model::function> read_document(std::string_view text);

}  // namespace lambent::store
