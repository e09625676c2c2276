// Reads the FunctionName and Qualifier of a request: a name, a partial ARN or a full ARN, with a
// qualifier inside or beside it. Pure; whether the function exists is the caller's question.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/error.hpp"
#include "engine/model/violations.hpp"

namespace lambent::model {

// AWS checks the name more strictly where a function is created or changed than where it is read.
enum class name_rule : std::uint8_t { manage, read };

struct function_reference {
  std::string name;
  std::string qualifier;  // Empty when there is none.
};

struct reference_request {
  std::string_view function_name;
  std::optional<std::string_view> qualifier;  // The query parameter.
  name_rule rule = name_rule::read;
  std::string_view account;    // The caller's.
  std::string_view region;     // Where the request went.
  std::string_view operation;  // "GetFunction", for the text of a refusal.
};

// Only the constraints on the texts, for operations that check more members with them.
void check_function_name(std::string_view name, name_rule rule, violations& found);
void check_qualifier(std::string_view qualifier, violations& found);

// The parts, once the constraints hold: ValidationException first, then the rules between them.
[[nodiscard]] answer<function_reference> read_function_reference(const reference_request& request);

// "arn:aws:lambda:<region>:<account>:function:<name>[:<qualifier>]"
struct arn_parts {
  std::string_view region, account, name, qualifier;
};
[[nodiscard]] std::string function_arn(const arn_parts& parts);

// Whether a qualifier could name an alias: AWS's (?!^[0-9]+$)([a-zA-Z0-9-_]+).
[[nodiscard]] bool alias_like(std::string_view qualifier);

}  // namespace lambent::model
