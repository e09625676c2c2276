// How lists stand in a row of the catalog.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/companions/s3/model.hpp"

namespace lambent::companions::s3 {

// "name: value" lines; neither has a line break, as they come from headers.
[[nodiscard]] std::string write_fields(const field_list& fields);
[[nodiscard]] field_list read_fields(std::string_view text);

// "5242880,123"
[[nodiscard]] std::string write_sizes(const std::vector<std::uint64_t>& sizes);
[[nodiscard]] std::vector<std::uint64_t> read_sizes(std::string_view text);

}  // namespace lambent::companions::s3
