// The JSON protocols: rest-json, as Lambda speaks it (method and path say what is asked), and
// json 1.1, as CloudWatch Logs does (a header says it). Pure.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aws/message.hpp"

namespace lambent::aws {

using json_object = boost::json::object;
using json_answer = std::expected<json_object, call_error>;

// `target` is "Logs_20140328.FilterLogEvents".
[[nodiscard]] request json_request(std::string_view service, std::string_view target,
                                   const json_object& input, repeat how);

// The object that a success answers; an empty body is an empty one.
[[nodiscard]] json_answer read_json_answer(const response& answer);

// What lies at the end of a path of members, "LoggingConfig/LogFormat". Empty, or nothing, where it
// leads nowhere or to another type.
[[nodiscard]] std::string text_at(const json_object& in, std::string_view path);
[[nodiscard]] std::optional<std::int64_t> number_at(const json_object& in, std::string_view path);
[[nodiscard]] bool true_at(const json_object& in, std::string_view path);
// The objects, or the strings, of an array; others in it are passed over.
[[nodiscard]] std::vector<json_object> objects_at(const json_object& in, std::string_view path);
[[nodiscard]] std::vector<std::string> texts_at(const json_object& in, std::string_view path);

}  // namespace lambent::aws
