// Functions in the JSON of the Lambda API. Renders only; decides nothing.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/model/function.hpp"

namespace lambent::api {

struct render_options {
  bool listed = false;         // List operations leave out the states and the runtime's version.
  std::string_view qualifier;  // Appended to FunctionArn when the caller asked with one.
};

[[nodiscard]] std::string configuration_json(const model::function& function,
                                             const render_options& options);
// GetFunction's body: the configuration, and what is the function's rather than the version's.
struct function_answer {
  std::string_view qualifier;
  std::string code_location;
  std::map<std::string, std::string> tags;  // Left out when there are none.
  std::optional<std::uint32_t> reserved_concurrency;
};
[[nodiscard]] std::string function_json(const model::function& version,
                                        const function_answer& about);
// {"<member>":[…],"NextMarker":…}
struct function_list {
  std::string_view member;  // "Functions" or "Versions".
  std::span<const model::function_ptr> functions;
  bool qualified = false;   // Whether each FunctionArn ends in its version.
  std::string next_marker;  // Empty on the last page.
};
[[nodiscard]] std::string list_json(const function_list& shown);
[[nodiscard]] std::string tags_json(const std::map<std::string, std::string>& tags);
struct account_usage {
  std::uint64_t functions = 0;
  std::uint64_t code_bytes = 0;
  std::int64_t unreserved_concurrency = 0;
};
[[nodiscard]] std::string account_json(const account_usage& usage);

// "2026-01-12T10:20:30.123+0000"
[[nodiscard]] std::string timestamp(std::int64_t unix_ms);
// "2026-01-12T10:20:30.123Z"
[[nodiscard]] std::string utc_timestamp(std::int64_t unix_ms);

}  // namespace lambent::api
